"""Terms with known renderings are concepts of the sentences that have them."""

from collections.abc import Mapping, Sequence

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from aligners.anchors import find_anchors
from aligners.known_terms import find_known_terms
from aligners.lexicon import joined, no_concepts
from aligners.spans import encode_texts, with_concepts
from tests.aligners.strategies import hashed_vectors

TERMS = {"高新区": ("high-tech zone",), "猞猁": ("lynx", "bobcat"), "无": ("",)}
CHINESE = ("高新区有猞猁", "猞猁", "没有", "无")
ENGLISH = ("A bobcat in the High-Tech Zone", "The zone", "Lynxes", "")


def _look_up(sentences: Sequence[str]) -> Mapping[str, Sequence[str]]:
    return TERMS


def test_a_term_stands_where_all_words_of_a_rendering_do() -> None:
    source, target = find_known_terms(CHINESE, ENGLISH, [_look_up])
    zone, lynx = source.part(0, 1).ids.tolist()
    assert source.part(1, 2).ids.tolist() == [lynx]
    assert not len(source.part(2, 4).ids)
    assert sorted(target.part(0, 1).ids.tolist()) == sorted([zone, lynx])
    assert not len(target.part(1, 2).ids)
    assert target.part(2, 3).ids.tolist() == [lynx]


def test_without_a_dictionary_nothing_is_known() -> None:
    for concepts, text in zip(find_known_terms(CHINESE, ENGLISH, []), (CHINESE, ENGLISH), strict=True):
        assert not len(concepts.ids)
        assert len(concepts.starts) == len(text) + 1


@given(
    st.lists(st.sampled_from([*CHINESE, ""]), max_size=6),
    st.lists(st.sampled_from([*ENGLISH, ""]), max_size=6),
)
def test_known_terms_come_beside_those_that_are_learned(source: list[str], target: list[str]) -> None:
    texts = encode_texts(source, target, hashed_vectors, [_look_up])
    plain = encode_texts(source, target, hashed_vectors)
    anchors = find_anchors(texts[0].sentences, texts[1].sentences)
    for text, without in zip(with_concepts(*texts, anchors), with_concepts(*plain, anchors), strict=True):
        assert len(text.concepts.ids) == len(without.concepts.ids) + len(text.known.ids)
        assert text.concepts.starts[-1] == len(text.concepts.ids)
        assert np.isfinite(text.concepts.weights).all()


def test_nothing_joined_to_what_is_learned_leaves_it() -> None:
    learned, _ = find_known_terms(CHINESE, ENGLISH, [_look_up])
    assert joined(learned, no_concepts(len(CHINESE)), 7) is learned
