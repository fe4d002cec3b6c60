"""The table of right and wrong figures: the checks must keep what was measured on it."""

import pytest

from bench.check import RIGHT_PAIRS, TABLE, is_flagged, read_pairs
from workbench.inputs import read_lines

ROWS = [tuple(line.split("\t")) for line in read_lines(TABLE)[1:]]


def test_the_table_has_150_pairs_of_each_verdict_and_no_pair_twice():
    verdicts = [row[0] for row in ROWS]
    assert (verdicts.count("right"), verdicts.count("wrong")) == (150, 150)
    assert len({row[2:] for row in ROWS}) == 300


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row[0]}: {row[2]}")
def test_a_slip_is_flagged_and_a_right_pair_is_not(row):
    verdict, _, source, target = row
    assert is_flagged(source, target) == (verdict == "wrong")


def test_no_pair_of_the_government_table_is_flagged():
    assert not [pair for pair in read_pairs(RIGHT_PAIRS) if is_flagged(*pair)]


MORE_ROWS = [tuple(line.split("\t")) for line in read_lines(TABLE.with_name("more_magnitudes.tsv"))[1:]]
NOT_FOUND = {"总面积约3.5平方公里（5250亩）。", "比原计划提前2个月。"}  # the slip leaves a figure that agrees


@pytest.mark.parametrize("row", MORE_ROWS, ids=lambda row: f"{row[0]}: {row[1]}")
def test_pairs_written_later_are_judged_right(row):
    verdict, source, target = row
    assert is_flagged(source, target) == (verdict == "wrong" and source not in NOT_FOUND)
