"""The inner loops in C (`native/`), where the installation could compile them.

They take a small part of numpy's time. Each has its twin in numpy, beside the call, for machines without a
compiler; `tests/aligners/test_compiled.py` holds them to the same results.
"""

import ctypes
from functools import cache
from importlib.util import find_spec
from typing import Any

import numpy as np
from numpy.typing import NDArray

Argument = NDArray[Any] | int | None

KINDS: dict[str, np.dtype[Any]] = {
    "f": np.dtype(np.float32),
    "d": np.dtype(np.float64),
    "h": np.dtype(np.float16),
    "i": np.dtype(np.int32),
    "l": np.dtype(np.int64),
    "b": np.dtype(np.int8),
    "u": np.dtype(np.uint8),
    "?": np.dtype(np.bool_),
}
SIGNATURES = {
    "centre_rows": "hlnnff",
    "sum_rows": "hlnnd",
    "unit_halves": "fnnh",
    "sum_groups": "flnnf",
    "cut_clauses": "ulnnll",
    "likely_pairs": "llllll" + "n" + "ll" + "nn" + "dll",
    "span_norms": "ffnnndf",
    "span_cosines": "fffffnnnnff",
    "best_clauses": "fllnnfff",
    "cover": "fffl" + "n" * 5 + "ff",
    "score_beads": "nnnn" + "f" * 9 + "n" + "iffff" + "n" + "iil" + "n" + "f" + "ilf",
    "sum_forward": "nnnn" + "lii" + "f" * 10,
    "differentiate": "nnnn" + "lii" + "f" * 10,
    "add_products": "ff" + "nnnn" + "l?" + "n" + "f",
    "filter_inputs": "ff" + "nnnn" + "f",
    "filter_outputs": "ff" + "nnnn" + "ff" + "nnn" + "f",
    "sum_features": "fl" + "nnn" + "ff",
    "find_best": "nnnn" + "lii" + "f" * 6 + "bb???",
}
"""The functions with their arguments: n is a number, any other letter an array of that kind."""


@cache
def _library() -> ctypes.CDLL | None:
    spec = find_spec("aligners._compiled")
    if spec is None or spec.origin is None:
        return None
    try:
        library = ctypes.CDLL(spec.origin)
        for name, kinds in SIGNATURES.items():
            function = getattr(library, name)
            function.restype = None
            function.argtypes = [ctypes.c_int64 if kind == "n" else ctypes.c_void_p for kind in kinds]
    except (OSError, AttributeError):  # made for another machine, or from older sources
        return None
    return library


def is_there() -> bool:
    """Say whether the functions were compiled."""
    return _library() is not None


def call(name: str, *arguments: Argument) -> None:
    """Call a function with contiguous arrays, of which it fills some; None stands for no array."""
    library = _library()
    assert library is not None
    values = [
        argument if kind == "n" or argument is None else _address(argument, KINDS[kind])
        for kind, argument in zip(SIGNATURES[name], arguments, strict=True)
    ]
    getattr(library, name)(*values)


def _address(array: Argument, kind: np.dtype[Any]) -> int:
    assert isinstance(array, np.ndarray)
    assert array.dtype == kind and array.flags.c_contiguous, (array.dtype, kind, array.strides)
    return int(array.__array_interface__["data"][0])
