"""Names that two texts share in their own writing are learned from the anchors."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aligners.anchors import Anchors
from aligners.lexicon import MOST_CONCEPTS, learn_concepts
from aligners.term_index import MOST_SENTENCE_TERMS, index_terms


def _anchors(count: int) -> Anchors:
    return Anchors(np.arange(count), np.arange(count), np.ones(count, dtype=np.float32))


def test_a_name_is_a_concept_on_both_sides() -> None:
    source = [f"韦小宝走了第{n}步" if n % 3 == 0 else f"天上有云{n}" for n in range(12)]
    target = [f"Trinket took step {n}" if n % 3 == 0 else f"clouds {n}" for n in range(12)]
    first, second = learn_concepts(index_terms(source), index_terms(target), _anchors(12))
    for n in range(12):
        own, other = first.part(n, n + 1), second.part(n, n + 1)
        assert set(own.ids.tolist()) & set(other.ids.tolist())
    named, unnamed = set(first.part(0, 1).ids.tolist()), set(first.part(1, 2).ids.tolist())
    assert not named & unnamed


@given(st.lists(st.text(max_size=30), max_size=12), st.lists(st.text(max_size=30), max_size=12))
def test_any_text_gives_concepts_for_each_of_its_sentences(source: list[str], target: list[str]) -> None:
    first, second = learn_concepts(
        index_terms(source), index_terms(target), _anchors(min(len(source), len(target)))
    )
    for concepts, text in ((first, source), (second, target)):
        assert len(concepts.starts) == len(text) + 1
        assert concepts.starts[-1] == len(concepts.ids) == len(concepts.weights)


def test_a_line_of_thousands_of_terms_has_few_concepts() -> None:
    line = "".join(chr(0x4E00 + n) for n in range(3_000))
    words = " ".join(
        f"word{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}" for n in range(1_200)
    )
    source, target = index_terms([line] * 4), index_terms([words] * 4)
    assert np.diff(source.starts).tolist() == np.diff(target.starts).tolist() == [MOST_SENTENCE_TERMS] * 4
    for concepts in learn_concepts(source, target, _anchors(4)):
        assert 0 < max(np.diff(concepts.starts)) <= MOST_CONCEPTS
