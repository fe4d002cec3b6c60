"""Hypothesis strategies for alignments, and vectors for texts without an encoder."""

import hashlib
from collections.abc import Sequence

import numpy as np
from hypothesis import strategies as st

from aligners.beads import Bead, Vectors


@st.composite
def covers(draw: st.DrawFn, most: int = 12) -> tuple[Bead, ...]:
    """Draw beads that cover two texts of up to `most` beads in order."""
    shapes = draw(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)).filter(any), max_size=most))
    beads = []
    source = target = 0
    for source_size, target_size in shapes:
        beads.append(Bead(source, source + source_size, target, target + target_size))
        source, target = source + source_size, target + target_size
    return tuple(beads)


def hashed_vectors(sentences: Sequence[str]) -> Vectors:
    """Give each sentence a direction of its own: alike only where the texts are alike; (sentence, 16)."""
    seeds = (int.from_bytes(hashlib.sha256(sentence.encode()).digest()[:8]) for sentence in sentences)
    rows = [np.random.default_rng(seed).normal(size=16) for seed in seeds]
    return np.array(rows, dtype=np.float32).reshape(len(sentences), 16)
