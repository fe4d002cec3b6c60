"""Odd input gives a right answer or a clear error: every aligner covers both texts, whatever they hold."""

import numpy as np
import pytest

from aligners.beads import Alignment, Vectors, Verdict
from aligners.edits import check_cover
from aligners.errors import VectorError
from aligners.evaluation import bead_ids
from aligners.registry import get_aligner
from tests.aligners.strategies import hashed_vectors

NAMES = ["embedding", "gale-church"]


def _alike(sentences: list[str]) -> Vectors:
    """Give sentences that end in the same number the same vector."""
    return hashed_vectors([sentence.split()[-1] for sentence in sentences])


def _aligned(name: str, source: list[str], target: list[str]) -> Alignment:
    found = get_aligner(name).align(source, target, encode=hashed_vectors)
    check_cover(found.beads, len(source), len(target))
    assert all(0 <= bead.posterior <= 1 for bead in found.beads)
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(("source", "target"), [([], []), (["一。"], []), ([], ["One.", "Two."])])
def test_an_empty_side_gives_gaps_and_no_translation(name: str, source: list[str], target: list[str]) -> None:
    found = _aligned(name, source, target)
    assert not any(bead.has_both_sides for bead in found.beads)
    assert found.verdict is not Verdict.PARALLEL


@pytest.mark.parametrize("name", NAMES)
def test_identical_sides_are_aligned_one_to_one(name: str) -> None:
    text = [f"{'word ' * (3 + n * 7 % 11)}number {n}" for n in range(40)]
    found = _aligned(name, text, list(text))
    assert bead_ids(found.beads) == [((n,), (n,)) for n in range(40)]


@pytest.mark.parametrize("name", NAMES)
def test_one_sentence_against_ten_thousand_is_no_translation(name: str) -> None:
    found = _aligned(name, ["只有一句 7345"], [f"sentence number {n}" for n in range(10_000)])
    assert found.verdict is not Verdict.PARALLEL


def test_one_sentence_finds_its_own_among_ten_thousand() -> None:
    target = [f"sentence number {n}" for n in range(10_000)]
    found = get_aligner().align(["只有一句 7345"], target, encode=_alike)
    check_cover(found.beads, 1, 10_000)
    links = {(link.source_start, link.target_start) for link in found.links}
    assert ((0,), (7345,)) in bead_ids(found.beads) or (0, 7345) in links


@pytest.mark.parametrize("name", NAMES)
def test_blank_lines_are_segments_that_match_nothing_surely(name: str) -> None:
    text = ["", "第一 1", " ", "\u3000", "第二 2", "\t", "第三 3", ""]
    found = _aligned(name, text, ["One 1", "", "Two 2", "Three 3", " "])
    assert sum(len(bead) for bead, _ in bead_ids(found.beads)) == len(text)


@pytest.mark.parametrize("name", NAMES)
def test_lines_that_are_all_blank_are_no_translation(name: str) -> None:
    assert _aligned("embedding", [""] * 9, [" "] * 12).verdict is Verdict.NOT_PARALLEL
    _aligned(name, [""] * 9, [" "] * 12)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("length", [20_000, 200_000])
def test_a_very_long_line_is_one_segment(name: str, length: int) -> None:
    text = [f"sentence {n}" for n in range(12)]
    long = [*text[:6], "长，" * (length // 2), *text[6:]]
    found = _aligned(name, long, list(long))
    assert ((6,), (6,)) in bead_ids(found.beads)


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
def test_one_value_that_is_not_finite_is_an_error_that_names_the_row(bad: float) -> None:
    def encode(sentences: list[str]) -> Vectors:
        vectors = hashed_vectors(sentences)
        vectors[-1, 3] = bad
        return vectors

    with pytest.raises(VectorError, match="not finite"):
        get_aligner().align(["一。", "二。"], ["One.", "Two."], encode=encode)


def test_vectors_that_change_their_width_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("aligners.spans.STRINGS_PER_CALL", 2)
    widths = iter([16, 8, 16, 16, 16])

    with pytest.raises(VectorError, match="8 wide where others are 16"):
        get_aligner().align(
            ["一。", "二。"], ["One.", "Two."], encode=lambda texts: hashed_vectors(texts)[:, : next(widths)]
        )
