"""The embedding-based aligner on texts whose vectors say what belongs together."""

from collections.abc import Sequence

import numpy as np
import pytest

from aligners.beads import Bead, LinkKind, Vectors, Verdict
from aligners.edits import check_cover
from aligners.embedding_based import EmbeddingAligner
from aligners.evaluation import IdBead, alignment_ids, bead_ids, score_alignment

WORDS = 400


class Meanings:
    """Sentences of made-up words: `s3.s7` and `t3 t7` mean 3 and 7; vectors are sums of directions."""

    def __init__(self, seed: int = 1) -> None:
        rng = np.random.default_rng(seed)
        self._directions = rng.normal(size=(WORDS, 96))
        self._noise = np.random.default_rng(seed + 1)

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Give noisy sums of the directions of the numbers in each sentence."""
        rows = []
        for sentence in sentences:
            numbers = [int(word[1:]) for word in sentence.replace(",", " ").split()]
            rows.append(self._directions[numbers].sum(axis=0) + self._noise.normal(scale=0.3, size=96))
        return np.array(rows, dtype=np.float32)


def _text(letter: str, sentences: Sequence[Sequence[int]]) -> list[str]:
    """Write sentences of two words a number, so that lengths agree, clauses parted by commas."""
    return [
        ", ".join(f"{letter}{number:03d} {letter}{number:03d}" for number in sentence)
        for sentence in sentences
    ]


def _aligned(source: Sequence[Sequence[int]], target: Sequence[Sequence[int]]) -> list[IdBead]:
    alignment = EmbeddingAligner().align(_text("s", source), _text("t", target), encode=Meanings().encode)
    check_cover(alignment.beads, len(source), len(target))
    return alignment_ids(alignment)


def test_merged_split_and_missing_sentences_are_found() -> None:
    source = [[n, n + 100] for n in range(40)]
    target = [list(sentence) for sentence in source]
    target[10:12] = [target[10] + target[11]]
    target[25:26] = [[target[25][0]], [target[25][1]]]
    del target[33]
    gold: list[IdBead] = [((n,), (n,)) for n in range(10)]
    gold += [((10, 11), (10,))] + [((n,), (n - 1,)) for n in range(12, 26)]
    gold += [((26,), (25, 26))] + [((n,), (n,)) for n in range(27, 34)]
    gold += [((34,), ())] + [((n,), (n - 1,)) for n in range(35, 40)]
    assert score_alignment(gold, _aligned(source, target)).strict_f1 >= 0.95


def test_a_moved_passage_comes_out_as_a_link_and_as_gaps() -> None:
    source = [[n, n + 100] for n in range(30)]
    target = source[:5] + source[20:23] + source[5:20] + source[23:]
    alignment = EmbeddingAligner().align(_text("s", source), _text("t", target), encode=Meanings().encode)
    check_cover(alignment.beads, 30, 30)
    linked = {
        (source_id, target_id)
        for link in alignment.links
        for source_id in range(link.source_start, link.source_end)
        for target_id in range(link.target_start, link.target_end)
    }
    assert linked == {(20, 5), (21, 6), (22, 7)}
    assert all(link.kind is LinkKind.MOVED for link in alignment.links)
    gaps = {bead for bead in bead_ids(alignment.beads) if not (bead[0] and bead[1])}
    assert {((20,), ()), ((21,), ()), ((22,), ()), ((), (5,)), ((), (6,)), ((), (7,))} <= gaps


def test_identical_sides_are_aligned_one_to_one_and_surely() -> None:
    source = [[n, n + 100] for n in range(25)]
    text = _text("s", source)
    alignment = EmbeddingAligner().align(text, text, encode=Meanings().encode)
    assert bead_ids(alignment.beads) == [((n,), (n,)) for n in range(25)]
    assert alignment.verdict is Verdict.PARALLEL


@pytest.mark.parametrize("count", [8, 25, 60])
def test_texts_with_nothing_in_common_are_not_parallel(count: int) -> None:
    source = [[n, n + 100] for n in range(count)]
    target = [[n + 200, n + 300] for n in range(count)]
    alignment = EmbeddingAligner().align(_text("s", source), _text("t", target), encode=Meanings().encode)
    assert alignment.verdict is Verdict.NOT_PARALLEL


@pytest.mark.parametrize("count", [8, 25, 60])
def test_translations_are_parallel_however_short(count: int) -> None:
    source = [[n, n + 100] for n in range(count)]
    alignment = EmbeddingAligner().align(_text("s", source), _text("t", source), encode=Meanings().encode)
    assert alignment.verdict is Verdict.PARALLEL


def test_every_two_sided_bead_is_explained() -> None:
    source = [[n, n + 100] for n in range(20)]
    alignment = EmbeddingAligner().align(_text("s", source), _text("t", source), encode=Meanings().encode)
    for bead in alignment.beads:
        assert bead.evidence is not None
        assert bead.evidence.cosine is not None
        assert bead.evidence.cosine > 0.5
        assert bead.evidence.margin is not None
        assert bead.evidence.margin > 0
        assert bead.evidence.length_ratio == pytest.approx(1.0, abs=0.2)


def test_a_pin_changes_only_its_neighbourhood() -> None:
    source = [[n, n + 100] for n in range(60)]
    texts = _text("s", source), _text("t", source)
    free = EmbeddingAligner().align(*texts, encode=Meanings().encode)
    pin = Bead(30, 32, 30, 31)
    pinned = EmbeddingAligner().align(*texts, encode=Meanings().encode, pins=[pin])
    check_cover(pinned.beads, 60, 60)
    assert pin in pinned.beads
    far = [bead for bead in bead_ids(free.beads) if bead[0] and not 27 <= bead[0][0] <= 35]
    assert set(far) <= set(bead_ids(pinned.beads))


def test_progress_ends_at_the_last_sentence() -> None:
    source = [[n % 100, n % 100 + 100] for n in range(30)]
    seen: list[tuple[int, int]] = []
    EmbeddingAligner().align(
        _text("s", source),
        _text("t", source),
        encode=Meanings().encode,
        progress=lambda done, total: seen.append((done, total)),
    )
    assert seen[-1] == (30, 30)


@pytest.mark.parametrize(("shared", "is_parallel"), [(2, False), (9, True)])
def test_a_sentence_or_two_in_common_make_no_translation(shared: int, is_parallel: bool) -> None:
    source = [[n] for n in range(12)]
    target = [[n if n < shared else n + 50] for n in range(12)]
    texts = _text("s", source), _text("t", target)
    verdict = EmbeddingAligner().align(*texts, encode=Meanings().encode).verdict
    assert (verdict is not Verdict.NOT_PARALLEL) == is_parallel
