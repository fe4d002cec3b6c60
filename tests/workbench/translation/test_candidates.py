"""The index finds all that is like enough."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from workbench.translation.candidates import CandidateIndex

TEXTS = st.lists(st.text(st.sampled_from("高新区项目总投资1"), max_size=12), max_size=12)


@given(
    texts=TEXTS, text=st.text(st.sampled_from("高新区项目总投资1"), max_size=12), tenths=st.integers(1, 10)
)
def test_nothing_that_is_like_enough_is_missed(texts: list[str], text: str, tenths: int) -> None:
    found = CandidateIndex(texts).find(text, at_least=tenths / 10)
    wanted = [
        n
        for n, other in enumerate(texts)
        if Levenshtein.normalized_similarity(text, other, score_cutoff=tenths / 10) >= tenths / 10
    ]
    assert set(wanted) <= set(found)
    assert found == sorted(set(found))


@pytest.mark.parametrize("texts", [[], [""], ["a"], ["", "", "ab"]])
def test_small_and_empty_texts_can_be_indexed(texts: list[str]) -> None:
    assert set(CandidateIndex(texts).find("ab", at_least=1.0)) == {
        n for n, t in enumerate(texts) if t == "ab"
    }


def test_few_candidates_are_left_of_many() -> None:
    texts = [f"第{n}条，高新区新建企业{n % 97}家，{n * 7919 % 1000}人就业。" for n in range(2000)]
    other = "会议审议并原则通过了园区空间发展规划。"
    assert CandidateIndex([*texts, other]).find(other, at_least=0.7) == [2000]
