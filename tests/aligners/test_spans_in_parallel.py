"""Long texts are read by two processes, which changes nothing that is read."""

from collections.abc import Sequence

import numpy as np
import pytest

from aligners import spans
from aligners.beads import Vectors
from aligners.spans import encode_texts


def _encode(strings: Sequence[str]) -> Vectors:
    return np.random.default_rng(len(strings)).standard_normal((len(strings), 8), dtype=np.float32)


def test_texts_read_by_two_processes_are_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    source = [f"第{n}句，共有{n}元，张三{n % 5}到了。" for n in range(40)]
    target = [f"Sentence {n}, with {n} yuan: Zhang San {n % 5} came." for n in range(50)]
    alone = encode_texts(source, target, _encode)
    monkeypatch.setattr(spans, "LEAST_PARALLEL_SENTENCES", 1)
    for expected, found in zip(alone, encode_texts(source, target, _encode), strict=True):
        for name in ("lengths", "figures", "figure_starts", "sentences", "clause_rows"):
            assert np.array_equal(getattr(expected, name), getattr(found, name)), name
        assert np.array_equal(expected.terms.ids, found.terms.ids)
        assert np.array_equal(expected.terms.starts, found.terms.starts)
        assert np.array_equal(expected.forms.marks, found.forms.marks)
