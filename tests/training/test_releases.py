"""The releases that the aligner is trained on."""

from pathlib import Path

import pytest

from training.alignments import GoldPair, is_monotone, read_lines
from training.releases import in_order, read_release, read_releases

EXAMPLES = Path(__file__).parent.parent.parent / "examples" / "gold"
TEXT = "== source\n0 | 甲。\n1 | 乙。\n2 | 丙。\n== target\n1 2 | B.\n1 2 | C.\n- | New.\n0 | A.\n"


def test_sentences_in_a_row_with_the_same_numbers_make_one_bead(tmp_path: Path) -> None:
    path = tmp_path / "small.txt"
    path.write_text(TEXT, encoding="utf-8")
    release = read_release(path)
    assert release.source == ("甲。", "乙。", "丙。")
    assert set(release.gold) == {((1, 2), (0, 1)), ((), (2,)), ((0,), (3,))}


@pytest.mark.parametrize(
    "wrong",
    [TEXT.replace("1 | 乙", "5 | 乙"), TEXT.replace("0 | A", "7 | A"), TEXT + "0 | A.\n- | X.\n0 | A.\n"],
)
def test_numbers_that_do_not_fit_are_an_error(tmp_path: Path, wrong: str) -> None:
    path = tmp_path / "small.txt"
    path.write_text(wrong, encoding="utf-8")
    with pytest.raises(ValueError, match="sentence"):
        read_release(path)


def test_every_sentence_of_a_release_stands_in_one_bead() -> None:
    for release in read_releases():
        assert sorted(i for source, _ in release.gold for i in source) == list(range(len(release.source)))
        assert sorted(j for _, target in release.gold for j in target) == list(range(len(release.target)))


def test_releases_in_order_are_monotone_and_keep_most_beads() -> None:
    for release in read_releases():
        ordered = in_order(release)
        assert is_monotone(ordered)
        assert len(set(release.gold) - set(ordered.gold)) <= 4


def test_the_longest_chain_of_beads_stays_when_moved_ones_go() -> None:
    pair = GoldPair("swap", ("甲", "乙", "丙"), ("a", "b", "c"), (((0,), (2,)), ((1,), (0,)), ((2,), (1,))))
    assert in_order(pair).gold == (((0,), ()), ((1,), (0,)), ((2,), (1,)), ((), (2,)))


def test_no_release_shares_a_sentence_with_the_examples() -> None:
    tested = {line for path in EXAMPLES.glob("*.[ez][nh]") for line in read_lines(path) if len(line) > 20}
    for release in read_releases():
        assert not tested & {*release.source, *release.target}
