"""From chunks to beads: scores on a lattice, the best path through it, and the probability of each bead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from aligners.beads import Bead
from aligners.chain_model import Marginals, Mask, Numbers, Scores, best_paths, marginals, without_segments
from aligners.chunking import Plan
from aligners.explaining import Places, explain
from aligners.lattice import GAP_TYPES, MATCH_TYPES, Ids, Lattice, build_lattice
from aligners.parallel import in_order
from aligners.spans import TextVectors
from aligners.tables import FIRST_GAP_RATE, Chunk, Usual, build_chunk
from aligners.weights import Weights, opening_scores, score_chunks

CHUNKS_AT_ONCE = 16
"""Chunks whose lattices are walked together; memory grows with it, the cost of numpy's calls falls."""
LEAST_PARALLEL_CHUNKS = 64
"""Texts of so many chunks are worth several processes."""
GAP_RATE_CHUNKS = 8
"""Chunks from which the gap rate is estimated."""
STARTING_GAP_RATE = 0.1
"""The rate at which the estimate begins, between those of faithful and of abridged translations.

Weights for a low rate find few gaps, and would keep the rate of an abridged text low.
"""
GAP_RATE_PASSES = 2
CERTAINTY = 0.7
"""Log odds are shrunk by this much: fitted to the likelihood of beads of books and releases left out."""
LEAST_PROBABILITY = 1e-7
BEAD_SIZES = np.array(MATCH_TYPES + GAP_TYPES, dtype=np.int64)
RATE_PRIOR_BEADS = 8.0
"""How many beads the first gap rate counts for."""


@dataclass(frozen=True, slots=True)
class Scored:
    """The chunks of some plans with their scores."""

    plans: tuple[Plan, ...]
    chunks: tuple[Chunk, ...]
    lattice: Lattice
    scores: Scores


@dataclass(frozen=True, slots=True)
class Decoder:
    """Two texts with all that is known of them as wholes.

    `moved`: (source segment,) and (target segment,), true for segments that must stay without counterpart
    because theirs lies elsewhere.
    """

    weights: Weights
    source: TextVectors
    target: TextVectors
    usual: Usual
    moved: tuple[Mask, Mask] | None = None

    def with_gap_rate(self, plans: Sequence[Plan]) -> tuple["Decoder", Scored | None]:
        """Estimate how often these texts leave something out, from a few chunks spread over them (EM).

        Gives a decoder that knows the rate, and the chunks that were scored for it.
        """
        chosen = plans[:: max(1, len(plans) // GAP_RATE_CHUNKS)][:GAP_RATE_CHUNKS]
        if not chosen:
            return self, None
        decoder = replace(self, usual=replace(self.usual, gap_rate=STARTING_GAP_RATE))
        scored = decoder.score(chosen)
        for _ in range(GAP_RATE_PASSES):
            found = marginals(scored.lattice, scored.scores)
            gaps = float(found.opening.sum()) * _certainty(scored, found)
            usual = replace(decoder.usual, gap_rate=gap_rate(gaps, float(found.match.sum())))
            decoder = replace(decoder, usual=usual)
            scored = replace(scored, scores=decoder.score_lattice(scored.lattice, scored.chunks))
        return decoder, scored

    def score(self, plans: Sequence[Plan]) -> Scored:
        """Score the chunks of some plans side by side."""
        lattice = build_lattice([plan.band for plan in plans])
        chunks = [
            build_chunk(
                self.source.part(plan.source_start, plan.source_end),
                self.target.part(plan.target_start, plan.target_end),
                self.usual,
            )
            for plan in plans
        ]
        scores = self.score_lattice(lattice, chunks)
        return self._without_moved(Scored(tuple(plans), tuple(chunks), lattice, scores))

    def score_lattice(self, lattice: Lattice, chunks: Sequence[Chunk]) -> Scores:
        """Score a lattice of chunks by the weights for the texts' gap rate."""
        weights = self.weights.at_gap_rate(self.usual.gap_rate)
        scores = score_chunks(lattice, chunks, weights)
        return replace(scores, opening=opening_scores(lattice, self.usual, weights))

    def score_alone(self, plan: Plan, known: Scored | None) -> Scored:
        """Score the chunk of one plan by itself, from `known` chunks where it is among them."""
        if known is None or plan not in known.plans:
            return self.score([plan])
        number = known.plans.index(plan)
        rows = np.flatnonzero(known.lattice.chunk == number)
        own = known.scores
        scores = Scores(own.match[:, rows], own.gap[:, rows], own.cut[rows], own.opening[rows])
        lattice = build_lattice([plan.band])
        return self._without_moved(Scored((plan,), (known.chunks[number],), lattice, scores))

    def _without_moved(self, scored: Scored) -> Scored:
        if self.moved is None:
            return scored
        return replace(scored, scores=_without_moved(scored, self.moved))

    def decode(self, plans: Sequence[Plan], known: Scored | None = None) -> Iterator[list[Bead]]:
        """Give the beads of each plan, in order; `known` chunks need not be scored again."""
        tops = range(0, len(plans), CHUNKS_AT_ONCE)
        decode = partial(self._decode_batch, plans, known)
        for beads in map(decode, tops) if len(plans) < LEAST_PARALLEL_CHUNKS else in_order(decode, tops):
            yield from beads

    def _decode_batch(self, plans: Sequence[Plan], known: Scored | None, top: int) -> list[list[Bead]]:
        batch = tuple(plans[top : top + CHUNKS_AT_ONCE])
        is_known = known is not None and known.plans == batch
        return list(_beads(known if known is not None and is_known else self.score(batch)))


def gap_rate(gaps: float, beads: float) -> float:
    """Estimate gaps per bead from counts, drawn towards the first rate where there are few beads."""
    return (gaps + FIRST_GAP_RATE * RATE_PRIOR_BEADS) / (beads + RATE_PRIOR_BEADS)


def _certainty(scored: Scored, found: Marginals) -> float:
    """Give how sure the gaps are: the mean probability of being in a gap, over segments weighted by it.

    A free translation has many faint gaps, an abridged one some sure ones; only the latter should make the
    next gap likelier.
    """
    in_gap = _gap_shares(scored.lattice, found)
    total = sum(float(shares.sum()) for shares, _ in in_gap)
    squares = sum(float((shares**2).sum()) for shares, _ in in_gap)
    return squares / total if total > 0 else 0.0


def _gap_shares(lattice: Lattice, found: Marginals) -> list[tuple[Numbers, Ids]]:
    """Give for each side the probability that a segment is in a gap, and each boundary's row in that table.

    A segment may be skipped at several places of the other side, which are all the same to a reader.
    """
    result: list[tuple[Numbers, Ids]] = []
    for side, ends in enumerate((lattice.source, lattice.target)):
        rows = lattice.chunk.astype(np.int64) * (int(ends.max()) + 1) + ends
        shares: Numbers = np.bincount(rows, weights=found.gap[side]).astype(np.float64)
        result.append((shares, rows))
    return result


def _tempered(probabilities: Numbers) -> Numbers:
    """Make the chain's probabilities as sure as they are right on texts that its weights have not seen."""
    inner = np.clip(probabilities, LEAST_PROBABILITY, 1 - LEAST_PROBABILITY).astype(np.float64)
    tempered: Numbers = 1 / (1 + (1 / inner - 1) ** CERTAINTY)
    return tempered


def _beads(scored: Scored) -> Iterator[list[Bead]]:
    lattice = scored.lattice
    found = marginals(lattice, scored.scores)
    gaps = [shares[rows] for shares, rows in _gap_shares(lattice, found)]
    paths = best_paths(lattice, scored.scores)
    for plan, chunk, path in zip(scored.plans, scored.chunks, paths, strict=True):
        ends, kinds = np.array(path, dtype=np.int64).T
        sizes = BEAD_SIZES[kinds]
        begins = lattice.source[ends] - sizes[:, 0], lattice.target[ends] - sizes[:, 1]
        posteriors = [
            found.match[kind, end] if kind < len(MATCH_TYPES) else gaps[kind - len(MATCH_TYPES)][end]
            for end, kind in path
        ]
        matched = np.flatnonzero(kinds < len(MATCH_TYPES))
        places = Places(begins[0][matched], begins[1][matched], *sizes[matched].T)
        evidence = dict(zip(matched.tolist(), explain(chunk, places), strict=True))
        i, j = begins[0] + plan.source_start, begins[1] + plan.target_start
        columns = (i, i + sizes[:, 0], j, j + sizes[:, 1])
        bounds = zip(*(column.tolist() for column in columns), strict=True)
        likely = _tempered(np.array(posteriors)).tolist()
        yield [
            Bead(first, end, other_first, other_end, posterior, evidence.get(number))
            for number, ((first, end, other_first, other_end), posterior) in enumerate(
                zip(bounds, likely, strict=True)
            )
        ]


def _without_moved(scored: Scored, moved: tuple[Mask, Mask]) -> Scores:
    """Leave moved segments out of the scores of some plans."""
    masks = []
    for side, mask in enumerate(moved):
        bounds = [
            (plan.source_start, plan.source_end) if side == 0 else (plan.target_start, plan.target_end)
            for plan in scored.plans
        ]
        table = np.zeros((len(bounds), max(end - start for start, end in bounds)), dtype=bool)
        for row, (start, end) in zip(table, bounds, strict=True):
            row[: end - start] = mask[start:end]
        masks.append(table)
    return without_segments(scored.scores, scored.lattice, *masks)
