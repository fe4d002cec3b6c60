"""A text is encoded once for ever, under the name of its model."""

import itertools
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aligners.beads import Vectors
from db import vectors
from db.store import Store, open_store
from tests.fakes import FakeEncoder
from tests.strategies import odd_texts


def test_each_text_is_encoded_once_and_the_order_is_kept(store: Store) -> None:
    models = itertools.count()
    texts = st.sampled_from(["甲", "乙", "a", ""]) | odd_texts()

    @settings(max_examples=30, deadline=None)
    @given(st.lists(st.lists(texts, max_size=8), max_size=5))
    def check(batches: list[list[str]]) -> None:
        encoder = FakeEncoder()
        encode = vectors.cached(store, f"model {next(models)}", encoder.encode)
        for batch in batches:
            found = encode(batch)
            assert found.dtype == np.float32
            assert found.shape[0] == len(batch)
            np.testing.assert_array_equal(found, FakeEncoder().encode(batch).reshape(found.shape))
        assert sorted(encoder.seen) == sorted({text for batch in batches for text in batch})

    check()


def test_vectors_outlive_the_process(database: Path) -> None:
    texts = ["高新区", "the zone"]
    with open_store(database) as store:
        before = vectors.cached(store, "m/1", FakeEncoder().encode)(texts)
    encoder = FakeEncoder()
    with open_store(database) as store:
        after = vectors.cached(store, "m/1", encoder.encode)(texts)
    np.testing.assert_array_equal(before, after)
    assert encoder.seen == []


def test_models_do_not_share_vectors(store: Store) -> None:
    first, second = FakeEncoder(), FakeEncoder()
    vectors.cached(store, "m/1", first.encode)(["甲"])
    vectors.cached(store, "m/2", second.encode)(["甲"])
    assert first.seen == second.seen == ["甲"]


def test_more_texts_than_one_query_binds_are_found(store: Store) -> None:
    texts = [f"第{n}句。" for n in range(2 * vectors._LOOKUP_SIZE + 1)]
    encoder = FakeEncoder()
    encode = vectors.cached(store, "m", encoder.encode)
    first, again = encode(texts), encode(texts[::-1])
    np.testing.assert_array_equal(first, again[::-1])
    assert len(encoder.seen) == len(texts)


def test_an_encoder_that_loses_a_text_is_caught_and_nothing_is_stored(store: Store) -> None:
    def lose(texts: Sequence[str]) -> Vectors:
        return FakeEncoder().encode(texts[1:])

    with pytest.raises(ValueError, match="shorter"):
        vectors.cached(store, "m", lose)(["甲", "乙"])
    assert next(store.rows("SELECT count(*) AS n FROM vector"))["n"] == 0
