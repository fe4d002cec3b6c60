"""Noise keeps what a pair says; placeholders stand on both sides or on none."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.noise import PLACEHOLDERS, add_noise, with_placeholders, with_spaces, without_final_stop

_PLACEHOLDER = re.compile("|".join(PLACEHOLDERS))


def test_shared_numbers_and_names_become_placeholders_on_both_sides():
    rng = np.random.default_rng(0)
    source, target = with_placeholders(
        "南京有125家企业采用Linux。", "In Nanjing 125 firms use Linux.", names={"南京": "Nanjing"}, rng=rng
    )
    assert sorted(_PLACEHOLDER.findall(source)) == ["⟦1⟧", "⟦2⟧", "⟦3⟧"]
    assert sorted(_PLACEHOLDER.findall(target)) == ["⟦1⟧", "⟦2⟧", "⟦3⟧"]
    assert "125" not in source + target


@pytest.mark.parametrize(
    ("source", "target", "masked"),
    [
        ("增长6.2%。", "It grew by 6.2 per cent.", "It grew by ⟦1⟧."),
        ("产值128.6亿元。", "Output was 12.86 billion yuan.", "Output was ⟦1⟧ yuan."),
        ("2024年4月22日开工。", "Work began on 22 April 2024.", "Work began on ⟦1⟧."),
        ("有5000人。", "There are 5,000 people.", "There are ⟦1⟧ people."),
    ],
)
def test_a_figure_is_found_however_english_writes_it(source, target, masked):
    assert with_placeholders(source, target, names={}, rng=np.random.default_rng(0))[1] == masked


def test_marks_are_numbered_in_the_order_of_the_source():
    source, target = with_placeholders(
        "2023年有125家，占36%。", "In 2023, 36% (125) did.", names={}, rng=np.random.default_rng(0)
    )
    assert (source, target) == ("⟦1⟧年有⟦2⟧家，占⟦3⟧。", "In ⟦1⟧, ⟦3⟧ (⟦2⟧) did.")


def test_a_term_that_stands_twice_is_left_alone():
    pair = ("125加125", "125 plus 125")
    assert with_placeholders(*pair, names={}, rng=np.random.default_rng(0)) == pair


@given(
    st.text("南京北a1 2,.5Linux⟦⟧", max_size=30),
    st.text("Nanjing 125.,Linux", max_size=40),
    st.integers(0, 2**32),
)
def test_both_sides_hold_the_same_placeholders(source, target, seed):
    names = {"南京": "Nanjing"}
    before = _PLACEHOLDER.findall(source)
    source, target = with_placeholders(source, target, names=names, rng=np.random.default_rng(seed))
    if not before:
        assert sorted(_PLACEHOLDER.findall(source)) == sorted(_PLACEHOLDER.findall(target))


@given(st.text("南京市的一个园区。，1a", max_size=40), st.integers(0, 2**32))
def test_spaces_are_all_that_is_added(text, seed):
    assert with_spaces(text, rng=np.random.default_rng(seed)).replace(" ", "") == text


def test_only_the_last_stop_is_lost():
    assert without_final_stop("他来了。她走了。") == "他来了。她走了"


def test_most_pairs_stay_as_they_are():
    rng = np.random.default_rng(0)
    pair = ("南京的经济增长很快。", "Nanjing's economy grows fast.")
    changed = sum(add_noise(*pair, names={"南京": "Nanjing"}, rng=rng) != pair for _ in range(1000))
    assert 80 < changed < 200
