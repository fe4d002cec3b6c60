"""Single beads that changed places, weighed by the chain itself."""

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from aligners.beads import Bead, LinkKind, Vectors
from aligners.chain_model import NEVER, Scores, best_paths, log_partition, without_segments
from aligners.embedding_based import EmbeddingAligner
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Lattice, build_lattice, full_band
from aligners.spans import encode_texts
from aligners.swaps import may_have_moved

RNG = np.random.default_rng(5)
WORDS = {letter: RNG.normal(size=64) for letter in "abcdefghijklmnopqrst"}


def _encode(sentences: Sequence[str]) -> Vectors:
    """Give sentences that share their first letter nearly the same vector, whatever their script."""
    rows = [
        WORDS[sentence.strip()[0].lower()] + 0.3 * np.random.default_rng(len(sentence)).normal(size=64)
        for sentence in sentences
    ]
    vectors: Vectors = np.array(rows, dtype=np.float32)
    return vectors


def _texts(order: str) -> tuple[list[str], list[str]]:
    """Give a source in alphabetical order and a target in another one."""
    source = [
        f"{letter.upper()} is the sentence number {number}." for number, letter in enumerate(sorted(order))
    ]
    return source, [f"{letter} says that in other words than before." for letter in order]


def _scores(lattice: Lattice, rng: np.random.Generator) -> Scores:
    match = rng.normal(size=(len(MATCH_TYPES), lattice.count)).astype(np.float32)
    gap = rng.normal(size=(len(GAP_TYPES), lattice.count)).astype(np.float32)
    match[lattice.match_from == lattice.count] = NEVER
    gap[lattice.gap_from == lattice.count] = NEVER
    cut, opening = (rng.normal(size=lattice.count).astype(np.float32) for _ in range(2))
    return Scores(match, gap, cut, opening)


@pytest.mark.parametrize("order", ["abcdefghijk", "bcdeafghijkl", "abgcdefhijkl"])
def test_only_what_changed_places_is_linked(order: str) -> None:
    source, target = encode_texts(*_texts(order), encode=_encode)
    alignment = EmbeddingAligner().align_vectors(source, target)
    is_moved = order != "".join(sorted(order))
    assert bool(alignment.links) == is_moved
    for link in alignment.links:
        assert link.kind is LinkKind.MOVED
        assert 0.5 <= link.score <= 1.0
        letters = sorted(order)[link.source_start : link.source_end]
        assert letters == list(order[link.target_start : link.target_end])


@pytest.mark.parametrize(
    ("bead", "may_move"),
    [
        (Bead(3, 5, 2, 4, 0.999), True),
        (Bead(3, 5, 2, 3, 0.999), False),
        (Bead(3, 4, 2, 3, 0.999), False),
        (Bead(3, 4, 2, 3, 0.5), True),
        (Bead(3, 4, 2, 2, 0.999), True),
    ],
)
def test_a_likely_bead_is_left_where_it_is_unless_sentences_could_cross_in_it(
    bead: Bead, *, may_move: bool
) -> None:
    assert may_have_moved(bead) == may_move


def test_linked_segments_stand_in_gaps_and_the_rest_is_covered() -> None:
    source, target = encode_texts(*_texts("abgcdefhijkl"), encode=_encode)
    alignment = EmbeddingAligner().align_vectors(source, target)
    assert alignment.links
    for first, second in pairwise(alignment.beads):
        assert (first.source_end, first.target_end) == (second.source_start, second.target_start)
    for link in alignment.links:
        held = [bead for bead in alignment.beads if bead.source_start <= link.source_start < bead.source_end]
        assert [bead.has_both_sides for bead in held] == [False]


def test_no_path_matches_a_segment_that_was_taken_out() -> None:
    lattice = build_lattice([full_band(5, 6)])
    scores = _scores(lattice, np.random.default_rng(3))
    source, target = np.zeros((1, 5), dtype=bool), np.zeros((1, 6), dtype=bool)
    source[0, 2] = target[0, 4] = True
    (path,) = best_paths(lattice, without_segments(scores, lattice, source, target))
    for boundary, kind in path:
        if kind < len(MATCH_TYPES):
            a, b = MATCH_TYPES[kind]
            i, j = int(lattice.source[boundary]), int(lattice.target[boundary])
            assert not source[0, i - a : i].any()
            assert not target[0, j - b : j].any()


def test_taking_nothing_out_changes_nothing() -> None:
    lattice = build_lattice([full_band(4, 3), full_band(2, 5)])
    scores = _scores(lattice, np.random.default_rng(4))
    same = without_segments(scores, lattice, np.zeros((2, 4), dtype=bool), np.zeros((2, 5), dtype=bool))
    assert np.array_equal(log_partition(lattice, same), log_partition(lattice, scores))
