"""Vectors of unit length, and what counts as no vector at all."""

import numpy as np

from aligners.beads import Vectors

SHORTEST = 1e-6
"""A shorter vector has no direction: little but rounding is left of it. `native/arithmetic.h` has it too."""


def unit_rows(vectors: Vectors) -> Vectors:
    """Scale rows to unit length, (row, dimension), float32; rows shorter than `SHORTEST` become zero."""
    norms = np.sqrt(np.einsum("rd,rd->r", vectors, vectors))
    scales = np.divide(1, norms, out=np.zeros_like(norms), where=norms > SHORTEST)
    unit: Vectors = (vectors * scales[:, None]).astype(np.float32, copy=False)
    return unit
