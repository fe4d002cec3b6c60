"""Odd input gives a right answer or a clear error: every aligner covers both texts, whatever they hold."""

from collections.abc import Iterable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners.beads import Alignment, Encode, Ranges, Vectors, Verdict, overlap
from aligners.edits import check_cover
from aligners.errors import VectorError
from aligners.evaluation import bead_ids
from aligners.registry import get_aligner
from tests.aligners.strategies import hashed_vectors

NAMES = ["embedding", "gale-church"]


def _alike(sentences: Sequence[str]) -> Vectors:
    """Give sentences that end in the same number the same vector; (sentence, 64)."""
    numbers = [int(sentence.split()[-1]) for sentence in sentences]
    rows = [np.random.default_rng(number + 1).normal(size=64) for number in numbers]
    return np.array(rows, dtype=np.float32).reshape(len(numbers), 64)


def _aligned(name: str, source: list[str], target: list[str], encode: Encode = hashed_vectors) -> Alignment:
    """Align, and check what holds of every alignment."""
    found = get_aligner(name).align(source, target, encode=encode)
    check_cover(found.beads, len(source), len(target))
    assert all(0 <= bead.posterior <= 1 for bead in found.beads)
    assert all(0 <= link.score <= 1 for link in found.links)
    matched: list[Ranges] = [*found.links, *(bead for bead in found.beads if bead.has_both_sides)]
    assert not any(overlap(link, other) for link in found.links for other in matched if other is not link)
    assert np.isfinite([found.anchor_share, found.mean_posterior, found.median_cosine]).all()
    return found


def _numbered(word: str, numbers: Iterable[int]) -> list[str]:
    return [f"{word} {number}" for number in numbers]


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
def test_one_sentence_against_thousands_is_no_translation(name: str) -> None:
    found = _aligned(name, ["只有一句 2345"], [f"sentence number {n}" for n in range(3_000)])
    assert found.verdict is not Verdict.PARALLEL


def test_one_sentence_finds_its_own_among_thousands() -> None:
    target = [f"sentence number {n}" for n in range(3_000)]
    found = get_aligner().align(["只有一句 2345"], target, encode=_alike)
    check_cover(found.beads, 1, 3_000)
    links = {(link.source_start, link.target_start) for link in found.links}
    assert ((0,), (2345,)) in bead_ids(found.beads) or (0, 2345) in links


@settings(max_examples=25, deadline=None)
@given(*[st.lists(st.integers(-1, 5), max_size=10)] * 2)
def test_sentences_that_repeat_and_vectors_of_zero_give_sound_alignments(
    source: list[int], target: list[int]
) -> None:
    def encode(sentences: Sequence[str]) -> Vectors:
        vectors = _alike(sentences)
        vectors[[sentence.endswith("-1") for sentence in sentences]] = 0
        return vectors

    _aligned("embedding", _numbered("第", source), _numbered("number", target), encode)


@pytest.mark.parametrize("width", [0, 8])
def test_vectors_of_zero_make_no_translation(width: int) -> None:
    texts = _numbered("第", range(30)), _numbered("number", range(40))
    found = _aligned("embedding", *texts, lambda sentences: np.zeros((len(sentences), width), np.float32))
    assert found.verdict is Verdict.NOT_PARALLEL


def test_one_sentence_repeated_hundreds_of_times_is_aligned_in_order() -> None:
    found = _aligned("embedding", ["同样 1"] * 200, ["Same 1"] * 200, _alike)
    assert bead_ids(found.beads) == [((n,), (n,)) for n in range(200)]


@pytest.mark.parametrize("order", ["reversed", "shuffled"])
def test_where_every_sentence_has_moved_most_links_are_right(order: str) -> None:
    numbers = list(range(30))
    moved = numbers[::-1] if order == "reversed" else np.random.default_rng(0).permutation(30).tolist()
    found = _aligned("embedding", _numbered("第", numbers), _numbered("number", moved), _alike)
    are_right = [
        bool(
            set(numbers[link.source_start : link.source_end])
            & set(moved[link.target_start : link.target_end])
        )
        for link in found.links
    ]
    assert len(are_right) >= 3
    assert np.mean(are_right) >= 0.75


def test_a_text_finds_its_sentences_in_one_fifty_times_as_long() -> None:
    target = [number // 50 if number % 50 == 7 else 10_000 + number for number in range(1_000)]
    found = _aligned("embedding", _numbered("第", range(20)), _numbered("number", target), _alike)
    assert {bead for bead in bead_ids(found.beads) if bead[0]} == {((n,), (50 * n + 7,)) for n in range(20)}
    assert found.verdict is not Verdict.PARALLEL


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
    def encode(sentences: Sequence[str]) -> Vectors:
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
