"""Sentence alignment by multilingual embeddings and a log-linear chain.

Sentences and their clauses are embedded and centred (`spans`); mutual nearest neighbours give anchors and the
heaviest chain of them the rough course (`anchors`); the texts are cut into chunks at trusted anchors
(`chunking`); in each chunk a band around the anchors is scored with learned weights (`features`, `weights`)
and decoded (`lattice`, `chain_model`, `decoding`). Each bead's posterior is its probability under the chain.
Passages that changed places come out as links, and their segments as gaps (`moving`).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from aligners.anchors import (
    Anchors,
    Ids,
    find_anchors,
    heaviest_chain,
    join,
    refine,
    supported,
    with_strips,
)
from aligners.beads import Alignment, Bead, Encode, Link, Vectors, Verdict, moved_link, overlap
from aligners.chain_model import Mask
from aligners.chunking import Plan, plan_chunks
from aligners.decoding import Decoder
from aligners.known_terms import Lookup
from aligners.lattice import full_band
from aligners.moving import Block, find_blocks
from aligners.pins import Corner, check_pins, stretches
from aligners.progress import Progress
from aligners.spans import TextVectors, encode_texts, with_concepts
from aligners.swaps import swapped_links
from aligners.tables import Usual
from aligners.unit_vectors import unit_rows
from aligners.weights import Weights, shipped_weights

LEAST_MEAN_POSTERIOR = 0.7
"""Texts whose beads are less sure on average are not parallel: true pairs have 0.8 and more."""
LEAST_MEDIAN_COSINE = 0.3
"""Nor are texts whose beads are this unlike: true pairs have 0.37 and more."""
PARALLEL_SHARE = 0.5
"""Where less of either text is surely matched, the texts are partly parallel."""
LEAST_SHARE = 0.2
"""Nor where less of both texts is surely matched: some sentences stand in texts of every kind."""
METHOD_VERSION = 4
RATIO_PRIOR_SEGMENTS = 5.0
"""How many segments the assumption of equal numbers counts for."""
LEAST_ANCHORS = 4
"""So many anchors tell more of the ratio of lengths than whole texts, which may lack parts."""
LEAST_LINK_POSTERIOR = 0.3
"""A pair inside a moved block that is less likely is left out."""


@dataclass(frozen=True, slots=True)
class EmbeddingAligner:
    """The aligner of choice wherever sentence vectors can be had.

    `lookups` are dictionaries for the words of the source; `terms_version` changes whenever they do.
    """

    weights: Weights = field(default_factory=shipped_weights)
    lookups: Sequence[Lookup] = ()
    terms_version: str = ""

    @property
    def name(self) -> str:
        """The name under which the aligner is registered."""
        return "embedding"

    @property
    def version(self) -> str:
        """The version of the method, of its weights and of the dictionaries."""
        terms = f"+{self.terms_version}" if self.terms_version else ""
        return f"{METHOD_VERSION}+{self.weights.version}{terms}"

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
        source_vectors, target_vectors = encode_texts(source, target, encode, self.lookups)
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
        chain, route = _route(source.sentences, target.sentences, anchors, pins)
        source, target = with_concepts(source, target, chain)
        decoder = Decoder(self.weights, source, target, usual_figures(source, target, chain))
        plans = [step for step in route if isinstance(step, Plan)]
        decoder, scored = decoder.with_gap_rate(plans)
        decoded: dict[int, list[Bead]] = {}
        for number, found in enumerate(decoder.decode(plans, scored)):
            decoded[number] = found
            if progress is not None:
                progress(plans[number].source_end, len(source))
        beads = _in_order(route, decoded)
        blocks = find_blocks(source.sentences, target.sentences, beads, anchors, decoder.usual.cosine)
        blocks = _unpinned(blocks, pins)
        links = _links(decoder, blocks)
        if links:
            decoder = replace(decoder, moved=_moved(links, len(source), len(target)))
        links += swapped_links(decoder, plans, [decoded[number] for number in range(len(plans))], scored)
        if links:
            decoder = replace(decoder, moved=_moved(links, len(source), len(target)))
            touched = [n for n, plan in enumerate(plans) if any(overlap(plan, link) for link in links)]
            again = decoder.decode([plans[number] for number in touched])
            decoded.update(zip(touched, again, strict=True))
            beads = _in_order(route, decoded)
        moved = [_cosine(link, source, target) for link in links]
        return _conclude(beads, links, moved, len(chain), (len(source), len(target)))


def usual_figures(source: TextVectors, target: TextVectors, chain: Anchors) -> Usual:
    """Estimate what is usual in two texts: the length ratio is taken between anchors close to each other.

    Text that is missing on one side lies between anchors that are far apart, and does not count. Where none
    are close, the anchors' own sentences do.
    """
    close = (np.diff(chain.source) <= 3) & (np.diff(chain.target) <= 5)
    sides = (source, chain.source), (target, chain.target)
    source_length, target_length = (_length_between(text, rows, close) for text, rows in sides)
    if source_length < 1 or target_length < 1:
        source_length, target_length = _anchored_lengths(source, target, chain)
    cosines = np.einsum("ad,ad->a", source.sentences[chain.source], target.sentences[chain.target])
    source_segments, target_segments = (
        RATIO_PRIOR_SEGMENTS + float(np.diff(rows)[close].sum()) for _, rows in sides
    )
    return Usual(
        length_ratio=max(target_length, 1.0) / max(source_length, 1.0),
        cosine=float(np.median(cosines)) if len(chain) else 0.0,
        segment_ratio=target_segments / source_segments,
    )


def _length_between(text: TextVectors, rows: Ids, is_counted: Mask) -> float:
    """Give the length from each of some sentences to the next, those that are counted summed up."""
    sums = np.concatenate(([0.0], np.cumsum(text.lengths, dtype=np.float64)))
    return float(np.diff(sums[rows])[is_counted].sum())


def _anchored_lengths(source: TextVectors, target: TextVectors, chain: Anchors) -> tuple[float, float]:
    """Give the lengths of both sides of all anchors, or of the whole texts where anchors are few."""
    if len(chain) < LEAST_ANCHORS:
        return float(source.lengths.sum()), float(target.lengths.sum())
    return float(source.lengths[chain.source].sum()), float(target.lengths[chain.target].sum())


def _route(
    source: Vectors, target: Vectors, anchors: Anchors, pins: Sequence[Bead]
) -> tuple[Anchors, list[Plan | Bead]]:
    """Chain the anchors between pins and inside them, and list the plans and pins in order.

    The anchors inside pins tell what is usual in the texts, where little else is left to be aligned.
    """
    parts = [_inside_pins(anchors, pins, len(source), len(target))]
    route: list[Plan | Bead] = []
    for start, end, pin in stretches(pins, len(source), len(target)):
        if start != end:
            parts.append(heaviest_chain(_inside(anchors, start, end)))
            solid = supported(refine(source, target, parts[-1], start, end))
            plans = plan_chunks(with_strips(source, target, solid, start, end), start, end)
            for plan in plans:
                route += _gaps_or_plan(plan)
        if pin is not None:
            route.append(pin)
    chain = join(parts)
    return chain.take(np.argsort(chain.source, kind="stable")), route


def _gaps_or_plan(plan: Plan) -> list[Plan] | list[Bead]:
    """Give the gaps of a chunk that has no segment on one side."""
    i, j = (plan.source_start, plan.source_end), (plan.target_start, plan.target_end)
    if i[0] < i[1] and j[0] < j[1]:
        return [plan]
    return [Bead(n, n + 1, j[0], j[0]) for n in range(*i)] + [Bead(i[0], i[0], n, n + 1) for n in range(*j)]


def _in_order(route: Sequence[Plan | Bead], decoded: dict[int, list[Bead]]) -> list[Bead]:
    """Put decoded plans and pins one after another."""
    beads: list[Bead] = []
    number = 0
    for step in route:
        if isinstance(step, Bead):
            beads.append(step)
        else:
            beads += decoded[number]
            number += 1
    return beads


def _inside(anchors: Anchors, start: Corner, end: Corner) -> Anchors:
    """Give the anchors, which are in order of source, that lie in a rectangle."""
    first, last = np.searchsorted(anchors.source, (start[0], end[0])).tolist()
    rows = anchors.take(np.arange(first, last))
    return rows.take((rows.target >= start[1]) & (rows.target < end[1]))


def _inside_pins(anchors: Anchors, pins: Sequence[Bead], source_count: int, target_count: int) -> Anchors:
    """Give the heaviest chain of the anchors both sides of which lie in one pin."""
    owners = np.full(source_count, -1, dtype=np.int64), np.full(target_count, -2, dtype=np.int64)
    for number, pin in enumerate(pins):
        owners[0][pin.source_start : pin.source_end] = number
        owners[1][pin.target_start : pin.target_end] = number
    return heaviest_chain(anchors.take(owners[0][anchors.source] == owners[1][anchors.target]))


def _unpinned(blocks: Sequence[Block], pins: Sequence[Bead]) -> list[Block]:
    """Leave out the blocks that hold a pinned segment."""
    return [block for block in blocks if not any(overlap(pin, block) for pin in pins)]


def _links(decoder: Decoder, blocks: Sequence[Block]) -> list[Link]:
    """Align each moved block by itself."""
    plans = [
        Plan(
            block.source_start,
            block.source_end,
            block.target_start,
            block.target_end,
            full_band(block.source_end - block.source_start, block.target_end - block.target_start),
        )
        for block in blocks
    ]
    return [
        moved_link(bead)
        for beads in decoder.decode(plans)
        for bead in beads
        if bead.has_both_sides and bead.posterior >= LEAST_LINK_POSTERIOR
    ]


def _moved(links: Sequence[Link], source_count: int, target_count: int) -> tuple[Mask, Mask]:
    source, target = np.zeros(source_count, dtype=bool), np.zeros(target_count, dtype=bool)
    for link in links:
        source[link.source_start : link.source_end] = True
        target[link.target_start : link.target_end] = True
    return source, target


def _cosine(link: Link, source: TextVectors, target: TextVectors) -> float:
    """Give the cosine of the sums of the sentence vectors of both sides of a link."""
    own = source.sentences[link.source_start : link.source_end].sum(axis=0)
    other = target.sentences[link.target_start : link.target_end].sum(axis=0)
    first, second = unit_rows(np.stack((own, other)))
    return float(first @ second)


def _conclude(
    beads: list[Bead],
    links: list[Link],
    moved_cosines: list[float],
    anchor_count: int,
    counts: tuple[int, int],
) -> Alignment:
    """Judge the pair by its anchors and matches, those that moved and their cosines among them."""
    matches = [bead for bead in beads if bead.has_both_sides]
    anchor_share = anchor_count / counts[0] if counts[0] else 0.0
    posteriors = [bead.posterior for bead in matches] + [link.score for link in links]
    mean_posterior = float(np.mean(posteriors)) if posteriors else 0.0
    cosines = [bead.evidence.cosine for bead in matches if bead.evidence and bead.evidence.cosine is not None]
    cosines += moved_cosines
    median_cosine = float(np.median(cosines)) if cosines else 0.0
    shares = _sure_shares([(bead, bead.posterior) for bead in matches], counts)
    other_shares = _sure_shares([(link, link.score) for link in links], counts)
    verdict = Verdict.PARALLEL
    is_unsure = mean_posterior < LEAST_MEAN_POSTERIOR or median_cosine < LEAST_MEDIAN_COSINE
    if is_unsure or max(shares) < LEAST_SHARE:
        verdict = Verdict.NOT_PARALLEL
    elif min(own + other for own, other in zip(shares, other_shares, strict=True)) < PARALLEL_SHARE:
        verdict = Verdict.PARTLY_PARALLEL
    return Alignment(tuple(beads), tuple(links), verdict, anchor_share, mean_posterior, median_cosine)


def _sure_shares(
    matches: Sequence[tuple[Bead | Link, float]], counts: tuple[int, int]
) -> tuple[float, float]:
    """Give the shares of both texts that are matched, each match counted by its probability."""
    source = sum(score * (match.source_end - match.source_start) for match, score in matches)
    target = sum(score * (match.target_end - match.target_start) for match, score in matches)
    return source / max(counts[0], 1), target / max(counts[1], 1)
