"""Terms are runs of Han characters and words, numbered where they are frequent."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from aligners import term_index
from aligners.term_index import HAN_TERM_CHARACTERS, LEAST_SENTENCES, LETTER, SHORTEST_WORD, index_terms

TEXTS = st.lists(st.text(alphabet="小宝走了an Li步\n𠮷,", max_size=12), max_size=15)


def _terms(sentence: str) -> set[str]:
    """Read the terms of a sentence the slow way."""
    found = set(re.findall(rf"{LETTER}{{{SHORTEST_WORD},}}", sentence.lower()))
    for run in re.findall(r"[小宝走了步𠮷]+", sentence):
        for size in HAN_TERM_CHARACTERS:
            found.update(run[place : place + size] for place in range(len(run) - size + 1))
    return found


@given(TEXTS)
def test_frequent_terms_are_counted_as_by_reading_each_sentence(text: list[str]) -> None:
    terms = [_terms(sentence) for sentence in text]
    counts = sorted((sum(term in found for found in terms) for term in set().union(*terms)), reverse=True)
    index = index_terms(text)
    assert np.bincount(index.ids, minlength=index.term_count).tolist() == [
        count for count in counts if count >= LEAST_SENTENCES
    ]
    frequent = {term for found in terms for term in found if sum(term in other for other in terms) >= 3}
    assert np.diff(index.starts).tolist() == [len(found & frequent) for found in terms]


def test_text_read_in_parts_gives_the_same_terms(monkeypatch: pytest.MonkeyPatch) -> None:
    text = [f"韦小宝走了第{n % 4}步 and Li walked" for n in range(30)]
    whole = index_terms(text)
    monkeypatch.setattr(term_index, "SENTENCES_AT_ONCE", 7)
    parts = index_terms(text)
    assert np.array_equal(whole.starts, parts.starts)
    assert np.array_equal(np.bincount(whole.ids), np.bincount(parts.ids))
