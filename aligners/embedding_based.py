"""Sentence alignment by multilingual embeddings and a log-linear chain.

Sentences and their end clauses are embedded and centred (`spans`); mutual nearest neighbours give anchors and
the heaviest chain of them the rough course (`anchors`); the texts are cut into chunks at trusted anchors
(`chunking`); in each chunk a band around the anchors is scored with learned weights (`features`, `weights`)
and decoded (`lattice`, `chain_model`). Each bead's posterior is its probability under the chain.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from aligners.anchors import Anchors, find_anchors, heaviest_chain
from aligners.beads import Alignment, Bead, Encode, Verdict
from aligners.chain_model import best_paths, marginals
from aligners.chunking import Corner, Plan, plan_chunks
from aligners.features import build_chunk
from aligners.lattice import GAP_TYPES, MATCH_TYPES, build_lattice
from aligners.pins import check_pins, stretches
from aligners.registry import Progress
from aligners.spans import TextVectors, encode_texts
from aligners.weights import Weights, score_chunks, shipped_weights

CHUNKS_AT_ONCE = 8
"""Chunks whose lattices are walked together; memory grows with it, the cost of numpy's calls falls."""
LEAST_ANCHOR_SHARE = 0.45
LEAST_MEAN_POSTERIOR = 0.7


@dataclass(frozen=True, slots=True)
class EmbeddingAligner:
    """The aligner of choice wherever sentence vectors can be had."""

    weights: Weights = field(default_factory=shipped_weights)

    @property
    def name(self) -> str:
        """The name under which the aligner is registered."""
        return "embedding"

    @property
    def version(self) -> str:
        """The version of the method and of its weights."""
        return f"1+{self.weights.version}"

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        encode: Encode,
        pins: Sequence[Bead] = (),
        progress: Progress | None = None,
    ) -> Alignment:
        """Align source with target sentences; see `registry.Aligner`."""
        check_pins(pins, len(source), len(target))
        source_vectors, target_vectors = encode_texts(source, target, encode)
        return self.align_vectors(source_vectors, target_vectors, pins=pins, progress=progress)

    def align_vectors(
        self,
        source: TextVectors,
        target: TextVectors,
        *,
        pins: Sequence[Bead] = (),
        progress: Progress | None = None,
    ) -> Alignment:
        """Align two texts whose vectors are at hand."""
        anchors = find_anchors(source.sentences, target.sentences)
        plans: list[Plan | Bead] = []
        chained = []
        for start, end, pin in stretches(pins, len(source), len(target)):
            chain = heaviest_chain(_inside(anchors, start, end))
            chained.append(chain)
            plans += plan_chunks(chain, start, end)
            if pin is not None:
                plans.append(pin)
        ratio = length_ratio(source, target, chained)
        beads = list(self._beads(source, target, plans, ratio, progress))
        anchor_count = sum(len(chain) for chain in chained)
        return _conclude(beads, anchor_count, source, target)

    def _beads(
        self,
        source: TextVectors,
        target: TextVectors,
        plans: Sequence[Plan | Bead],
        ratio: float,
        progress: Progress | None,
    ) -> Iterator[Bead]:
        for top in range(0, len(plans), CHUNKS_AT_ONCE):
            batch = plans[top : top + CHUNKS_AT_ONCE]
            open_plans = [plan for plan in batch if isinstance(plan, Plan)]
            decoded = iter(self._decode(source, target, open_plans, ratio))
            for plan in batch:
                if isinstance(plan, Bead):
                    yield plan
                else:
                    yield from next(decoded)
            if progress is not None:
                last = batch[-1]
                progress(last.source_end, len(source))

    def _decode(
        self, source: TextVectors, target: TextVectors, plans: Sequence[Plan], ratio: float
    ) -> list[list[Bead]]:
        """Align the chunks of a batch, each by itself."""
        if not plans:
            return []
        lattice = build_lattice([plan.band for plan in plans])
        chunks = [
            build_chunk(
                source.part(plan.source_start, plan.source_end),
                target.part(plan.target_start, plan.target_end),
                ratio,
            )
            for plan in plans
        ]
        scores = score_chunks(lattice, chunks, self.weights)
        probabilities = marginals(lattice, scores)
        types = MATCH_TYPES + GAP_TYPES
        result = []
        for plan, path in zip(plans, best_paths(lattice, scores), strict=True):
            beads = []
            for boundary, kind in path:
                a, b = types[kind]
                i = plan.source_start + int(lattice.source[boundary])
                j = plan.target_start + int(lattice.target[boundary])
                table, column = (
                    (probabilities.match, kind)
                    if kind < len(MATCH_TYPES)
                    else (probabilities.gap, kind - len(MATCH_TYPES))
                )
                posterior = min(1.0, max(0.0, float(table[column, boundary])))
                beads.append(Bead(i - a, i, j - b, j, posterior))
            result.append(beads)
        return result


def length_ratio(source: TextVectors, target: TextVectors, chains: Sequence[Anchors]) -> float:
    """Estimate target characters per source character, between anchors close to each other if there are any.

    Text that is missing on one side lies between anchors that are far apart, and does not count.
    """
    source_sums = np.concatenate(([0.0], np.cumsum(source.lengths, dtype=np.float64)))
    target_sums = np.concatenate(([0.0], np.cumsum(target.lengths, dtype=np.float64)))
    source_length = target_length = 0.0
    for chain in chains:
        close = (np.diff(chain.source) <= 3) & (np.diff(chain.target) <= 5)
        source_length += float((source_sums[chain.source[1:]] - source_sums[chain.source[:-1]])[close].sum())
        target_length += float((target_sums[chain.target[1:]] - target_sums[chain.target[:-1]])[close].sum())
    if source_length < 1 or target_length < 1:
        source_length, target_length = float(source_sums[-1]), float(target_sums[-1])
    return max(target_length, 1.0) / max(source_length, 1.0)


def _inside(anchors: Anchors, start: Corner, end: Corner) -> Anchors:
    return anchors.take(
        (anchors.source >= start[0])
        & (anchors.source < end[0])
        & (anchors.target >= start[1])
        & (anchors.target < end[1])
    )


def _conclude(beads: list[Bead], anchor_count: int, source: TextVectors, target: TextVectors) -> Alignment:
    """Judge the pair by its beads and anchors."""
    matches = [bead for bead in beads if bead.has_both_sides]
    anchor_share = anchor_count / len(source) if len(source) else 0.0
    mean_posterior = float(np.mean([bead.posterior for bead in matches])) if matches else 0.0
    cosines = [
        float(
            source.sentences[bead.source_start : bead.source_end].sum(axis=0)
            @ target.sentences[bead.target_start : bead.target_end].sum(axis=0)
        )
        for bead in matches
    ]
    median_cosine = float(np.median(cosines)) if cosines else 0.0
    verdict = Verdict.PARALLEL
    if anchor_share < LEAST_ANCHOR_SHARE or mean_posterior < LEAST_MEAN_POSTERIOR:
        verdict = Verdict.NOT_PARALLEL
    return Alignment(tuple(beads), (), verdict, anchor_share, mean_posterior, median_cosine)
