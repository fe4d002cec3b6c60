"""The weights of the chain, as JSON by feature name, and the scores that they give to a lattice."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.resources import files
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligners.chain_model import NEVER, Scores
from aligners.errors import WeightsError
from aligners.features import (
    CUT_FEATURES,
    GAP_FEATURES,
    OPENING_FEATURES,
    cut_features,
    gap_features,
    opening_features,
)
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Lattice
from aligners.match_features import MATCH_FEATURES, SHAPE_CLASSES, shape_class
from aligners.match_scores import MatchScorer
from aligners.tables import FIRST_GAP_RATE, Chunk, Usual

FORMAT = 4
SHIPPED_FILE = "weights.json"
LEAST_EDITING, MOST_EDITING = 0.0, 2.5
"""Texts edited less or more than this are weighed as these are."""


@dataclass(frozen=True, slots=True)
class Slopes:
    """What weights gain for each unit of `editing`, (feature,): what is left out often is merged less."""

    match: NDArray[np.float64]
    gap: NDArray[np.float64]
    cut: NDArray[np.float64]


def no_slopes() -> Slopes:
    """Give slopes of zero: all texts are weighed alike."""
    return Slopes(*(np.zeros(len(names)) for names in (MATCH_FEATURES, GAP_FEATURES, CUT_FEATURES)))


def editing(log_gap_rate: NDArray[np.floating] | float) -> NDArray[np.floating]:
    """Give how freely texts are edited: the log of their gap rate over the first one, within limits."""
    degree: NDArray[np.floating] = np.clip(
        np.asarray(log_gap_rate) - np.log(FIRST_GAP_RATE), LEAST_EDITING, MOST_EDITING
    )
    return degree


@dataclass(frozen=True, slots=True)
class Weights:
    """One weight a feature, in the order of the features' names; `version` names the training run.

    `match`: (shape class, feature), the others (feature,). `slopes` say how they change with the gap rate.
    """

    version: str
    match: NDArray[np.float64]
    gap: NDArray[np.float64]
    cut: NDArray[np.float64]
    opening: NDArray[np.float64]
    slopes: Slopes = field(default_factory=no_slopes)

    def at_gap_rate(self, gap_rate: float) -> "Weights":
        """Give the weights for texts of so many gaps per bead; they have no slopes any more."""
        degree = float(editing(np.log(gap_rate)))
        return replace(
            self,
            match=self.match + degree * self.slopes.match,
            gap=self.gap + degree * self.slopes.gap,
            cut=self.cut + degree * self.slopes.cut,
            slopes=no_slopes(),
        )

    def of_shape(self, source_size: int, target_size: int) -> NDArray[np.float64]:
        """Give the weights of a match of so many segments, (feature,)."""
        row: NDArray[np.float64] = self.match[shape_class(source_size, target_size)]
        return row

    def to_json(self) -> str:
        """Write the weights with their features' names."""
        content = {
            "format": FORMAT,
            "version": self.version,
            "match": {
                name: _named(MATCH_FEATURES, row) for name, row in zip(SHAPE_CLASSES, self.match, strict=True)
            },
            "gap": _named(GAP_FEATURES, self.gap),
            "cut": _named(CUT_FEATURES, self.cut),
            "opening": _named(OPENING_FEATURES, self.opening),
            "slopes": {
                "match": _named(MATCH_FEATURES, self.slopes.match),
                "gap": _named(GAP_FEATURES, self.slopes.gap),
                "cut": _named(CUT_FEATURES, self.slopes.cut),
            },
        }
        return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def read_weights(text: str) -> Weights:
    """Read weights; raises WeightsError where the JSON lacks a feature, has one more or holds no numbers."""
    try:
        content = json.loads(text)
    except ValueError as error:
        raise WeightsError(f"the weights are not JSON: {error}") from error
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise WeightsError(f"the weights are not of format {FORMAT}")
    classes = content.get("match")
    if not isinstance(classes, dict) or set(classes) != set(SHAPE_CLASSES):
        raise WeightsError(f"the weights of 'match' are not by shape: {', '.join(SHAPE_CLASSES)}")
    slopes = content.get("slopes")
    if not isinstance(slopes, dict):
        raise WeightsError("the weights have no slopes")
    return Weights(
        version=str(content.get("version", "")),
        match=np.stack([_values(classes, name, MATCH_FEATURES) for name in SHAPE_CLASSES]),
        gap=_values(content, "gap", GAP_FEATURES),
        cut=_values(content, "cut", CUT_FEATURES),
        opening=_values(content, "opening", OPENING_FEATURES),
        slopes=Slopes(
            match=_values(slopes, "match", MATCH_FEATURES),
            gap=_values(slopes, "gap", GAP_FEATURES),
            cut=_values(slopes, "cut", CUT_FEATURES),
        ),
    )


def shipped_weights() -> Weights:
    """Read the weights that come with the package."""
    return read_weights(files("aligners").joinpath(SHIPPED_FILE).read_text(encoding="utf-8"))


def score_chunks(lattice: Lattice, chunks: Sequence[Chunk], weights: Weights) -> Scores:
    """Score every bead and every cut of a lattice, whose chunks are given in the lattice's order; float32.

    Slopes are left alone: `weights` are those of the texts' gap rate.
    """
    match = np.full((len(MATCH_TYPES), lattice.count), NEVER, dtype=np.float32)
    gap = np.full((len(GAP_TYPES), lattice.count), NEVER, dtype=np.float32)
    cut = np.zeros(lattice.count, dtype=np.float32)
    match_weights = [weights.of_shape(*shape).astype(np.float32) for shape in MATCH_TYPES]
    scorer = MatchScorer(match_weights, chunks[0].usual)
    order = np.argsort(lattice.chunk, kind="stable")
    ends = np.searchsorted(lattice.chunk[order], np.arange(len(chunks) + 1))
    for number, chunk in enumerate(chunks):
        rows = order[ends[number] : ends[number + 1]]
        source, target = lattice.source[rows].astype(np.int64), lattice.target[rows].astype(np.int64)
        scorer.score(lattice, rows, chunk, match)
        tables = (np.tensordot(weights.gap.astype(np.float32), part, axes=1) for part in gap_features(chunk))
        for kind, (table, (a, b)) in enumerate(zip(tables, GAP_TYPES, strict=True)):
            gap[kind, rows] = _at(table, source - a, target - b)
        cut[rows] = np.tensordot(weights.cut.astype(np.float32), cut_features(chunk), axes=1)[source, target]
    gap[lattice.gap_from == lattice.count] = NEVER
    return Scores(match, gap, cut, opening_scores(lattice, chunks[0].usual, weights))


def opening_scores(lattice: Lattice, usual: Usual, weights: Weights) -> NDArray[np.float32]:
    """Score the opening of a gap at each boundary of a lattice; (boundary,)."""
    score = np.float32(weights.opening @ opening_features(usual))
    return np.full(lattice.count, score, dtype=np.float32)


def _at(
    table: NDArray[np.float32], source: NDArray[np.int64], target: NDArray[np.int64]
) -> NDArray[np.float32]:
    """Look up the values of beads that begin at source and target; `NEVER` for those begun outside."""
    inside = (source >= 0) & (target >= 0)
    values = np.full(len(source), NEVER, dtype=np.float32)
    values[inside] = table[source[inside], target[inside]]
    return values


def _named(names: Sequence[str], values: NDArray[np.float64]) -> dict[str, float]:
    return {name: round(float(value), 6) for name, value in zip(names, values, strict=True)}


def _values(content: Mapping[str, Any], part: str, names: Sequence[str]) -> NDArray[np.float64]:
    given = content.get(part)
    if not isinstance(given, dict) or set(given) != set(names):
        known = set(given) if isinstance(given, dict) else set()
        differing = ", ".join(sorted(set(names) ^ known))
        raise WeightsError(f"the weights of '{part}' differ from this version's features: {differing}")
    if not all(isinstance(given[name], int | float) for name in names):
        raise WeightsError(f"a weight of '{part}' is not a number")
    return np.array([given[name] for name in names], dtype=np.float64)
