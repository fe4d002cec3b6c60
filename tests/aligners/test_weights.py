"""Weights are read back as written, and refused where they do not fit the features."""

import json
from typing import Any

import numpy as np
import pytest

from aligners.errors import WeightsError
from aligners.tables import FIRST_GAP_RATE
from aligners.weights import read_weights, shipped_weights


def test_the_shipped_weights_come_back_as_written() -> None:
    shipped = shipped_weights()
    again = read_weights(shipped.to_json())
    assert again.version == shipped.version
    for part in ("match", "gap", "cut", "opening"):
        np.testing.assert_allclose(getattr(again, part), getattr(shipped, part), atol=1e-6)
    for part in ("match", "gap", "cut"):
        np.testing.assert_allclose(getattr(again.slopes, part), getattr(shipped.slopes, part), atol=1e-6)


def test_weights_change_with_the_log_of_the_gap_rate_within_limits() -> None:
    shipped = shipped_weights()
    usual = shipped.at_gap_rate(FIRST_GAP_RATE)
    for part in ("match", "gap", "cut"):
        np.testing.assert_allclose(getattr(usual, part), getattr(shipped, part))
        own = getattr(shipped.at_gap_rate(FIRST_GAP_RATE * np.e), part) - getattr(shipped, part)
        np.testing.assert_allclose(own, np.zeros_like(own) + getattr(shipped.slopes, part), atol=1e-12)
    assert not shipped.at_gap_rate(0.5).slopes.match.any()
    np.testing.assert_array_equal(shipped.at_gap_rate(5.0).match, shipped.at_gap_rate(1.0).match)
    np.testing.assert_array_equal(shipped.at_gap_rate(1e-9).match, shipped.at_gap_rate(1e-4).match)


def _without_a_feature(content: dict[str, Any]) -> None:
    del content["match"]["1-n"]["cosine"]


def _without_a_shape(content: dict[str, Any]) -> None:
    del content["match"]["n-m"]


def _with_one_more(content: dict[str, Any]) -> None:
    content["cut"]["moon phase"] = 1.0


def _with_a_word(content: dict[str, Any]) -> None:
    content["gap"]["source"] = "high"


def _without_slopes(content: dict[str, Any]) -> None:
    del content["slopes"]


def _of_another_format(content: dict[str, Any]) -> None:
    content["format"] = 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (_without_a_feature, "cosine"),
        (_without_a_shape, "by shape"),
        (_with_one_more, "moon phase"),
        (_with_a_word, "not a number"),
        (_without_slopes, "slopes"),
        (_of_another_format, "format"),
    ],
)
def test_weights_that_do_not_fit_are_refused(change: Any, message: str) -> None:
    content = json.loads(shipped_weights().to_json())
    change(content)
    with pytest.raises(WeightsError, match=message):
        read_weights(json.dumps(content))


def test_text_that_is_not_json_is_refused() -> None:
    with pytest.raises(WeightsError, match="not JSON"):
        read_weights("{")
