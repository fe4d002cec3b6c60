"""Vectors have unit length or none, compiled or not."""

from unittest.mock import patch

import numpy as np
import pytest

from aligners import compiled
from aligners.beads import Vectors
from aligners.spans import encode_texts
from aligners.unit_vectors import SHORTEST, unit_rows


@pytest.mark.parametrize(
    ("size", "expected"), [(1e4, 1), (1, 1), (2 * SHORTEST, 1), (SHORTEST / 2, 0), (0, 0)]
)
def test_rows_get_unit_length_or_become_zero(size: float, expected: int) -> None:
    direction = np.array([[0.6, -0.8, 0.0]])
    unit = unit_rows((size * direction).astype(np.float32))
    np.testing.assert_allclose(unit, expected * direction, atol=1e-6)
    assert unit.dtype == np.float32


@pytest.mark.parametrize("is_compiled", [True, False])
def test_an_encoder_of_vectors_too_short_gives_zeros(is_compiled: bool) -> None:
    def encode(sentences: object) -> Vectors:
        return np.array([[SHORTEST / 2, 0], [0, 1], [0, 2 * SHORTEST]], dtype=np.float32)

    with patch.object(compiled, "is_there", lambda: is_compiled and bool(compiled._library())):
        source, _ = encode_texts(["一", "二", "三"], [], encode)
    np.testing.assert_allclose(source.store.astype(np.float32), [[0, 0], [0, 1], [0, 1]], atol=1e-3)
