"""The values of an alignment: beads, links, the evidence for them and the verdict on a pair of texts.

A bead says that source segments `source_start:source_end` belong with target segments
`target_start:target_end` (half-open ranges, either may be empty, not both). The beads of an alignment are
monotone and cover both texts without gap or overlap. A link is a pair of ranges outside that order.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

Vectors = NDArray[np.float32]
"""(segment, dimension), float32."""

Encode = Callable[[Sequence[str]], Vectors]
"""Sentences in, one vector a sentence out, in the same order."""


class Verdict(StrEnum):
    """What an aligner says of two documents as wholes."""

    PARALLEL = "parallel"
    PARTLY_PARALLEL = "partly parallel"
    NOT_PARALLEL = "not parallel"


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why a bead was proposed. A figure that does not apply (an empty side, no dictionary) is None."""

    cosine: float | None = None
    margin: float | None = None
    length_ratio: float | None = None
    dictionary: float | None = None
    numbers: float | None = None
    clause_cut: float | None = None


@dataclass(frozen=True, slots=True)
class Bead:
    """Source segments that belong with target segments; `posterior` is a probability in [0, 1]."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    posterior: float = 1.0
    evidence: Evidence | None = None

    @property
    def shape(self) -> str:
        """The number of source and of target segments, such as `2-1`."""
        return f"{self.source_end - self.source_start}-{self.target_end - self.target_start}"

    @property
    def has_both_sides(self) -> bool:
        """True where neither side is empty."""
        return self.source_end > self.source_start and self.target_end > self.target_start


class Ranges(Protocol):
    """Half-open ranges of source and of target segments, either of which may be empty."""

    @property
    def source_start(self) -> int: ...
    @property
    def source_end(self) -> int: ...
    @property
    def target_start(self) -> int: ...
    @property
    def target_end(self) -> int: ...


def overlap(first: Ranges, second: Ranges) -> bool:
    """Say whether two meet on either side; an empty range meets those that it stands inside."""
    return (first.source_start < second.source_end and second.source_start < first.source_end) or (
        first.target_start < second.target_end and second.target_start < first.target_end
    )


class LinkKind(StrEnum):
    """Why a link stands outside the monotone order."""

    MOVED = "moved"
    CANDIDATE = "candidate"


@dataclass(frozen=True, slots=True)
class Link:
    """Segment ranges that match out of order; `score` is better high."""

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    score: float
    kind: LinkKind


def moved_link(bead: Bead) -> Link:
    """Give a bead that stands outside the order as a link; its score is the bead's posterior."""
    ranges = bead.source_start, bead.source_end, bead.target_start, bead.target_end
    return Link(*ranges, bead.posterior, LinkKind.MOVED)


@dataclass(frozen=True, slots=True)
class Alignment:
    """What an aligner found between two texts, with the figures behind its verdict.

    `anchor_share` is anchors per source sentence, `mean_posterior` the mean over beads with both sides,
    `median_cosine` the median centred cosine of those beads. `beads` cover both texts, whatever the verdict.
    """

    beads: tuple[Bead, ...]
    links: tuple[Link, ...]
    verdict: Verdict
    anchor_share: float
    mean_posterior: float
    median_cosine: float
