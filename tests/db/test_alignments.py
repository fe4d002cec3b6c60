"""Pairs, runs, links: what is replaced, and what people have decided on stays."""

from dataclasses import dataclass, replace

import pytest

from aligners.beads import Alignment, Evidence, Link, LinkKind, Verdict
from db import alignments, documents, reviews
from db.alignments import ProposedPair
from db.errors import NotFoundError
from db.records import Counterpart, ReviewState, StoredBead
from db.store import Store
from tests.fakes import make_file

ALIGNMENT = Alignment(
    beads=(), links=(), verdict=Verdict.PARALLEL, anchor_share=0.75, mean_posterior=0.875, median_cosine=0.5
)
BEADS = [
    StoredBead(0, 1, 0, 2, 0.99, Evidence(cosine=0.5, margin=0.25, length_ratio=1.5)),
    StoredBead(1, 1, 2, 3, 0.7, None),
    StoredBead(1, 3, 3, 4, 0.8, Evidence(), note="%; DROP TABLE bead; '"),
]


@dataclass(frozen=True, slots=True)
class Corpus:
    """Ids of two Chinese and two English documents."""

    chinese: tuple[int, int]
    english: tuple[int, int]


@pytest.fixture
def corpus(store: Store) -> Corpus:
    """Store four documents."""
    ids = [
        documents.add_file(store, f"/{name}.txt", make_file([["a", "b"], ["c", "d"]], name[:2], title=name))[
            0
        ]
        for name in ("zh1", "zh2", "en1", "en2")
    ]
    return Corpus((ids[0], ids[1]), (ids[2], ids[3]))


def save_pairs(store: Store, *pairs: tuple[int, int], score: float = 0.5) -> list[int]:
    """Store the outcome of a matching and give the ids of the pairs in it."""
    alignments.save_matching(
        store,
        digest="d",
        recipe="r",
        pairs=[ProposedPair(source, target, score, None) for source, target in pairs],
        counterparts=[],
    )
    ids = {(p.source.id, p.target.id): p.id for p in alignments.list_pairs(store)}
    return [ids[pair] for pair in pairs]


def accept_first(store: Store, run_id: int) -> None:
    """Accept the first bead of a run."""
    bead = alignments.list_beads(store, run_id)[0]
    after = replace(bead, state=ReviewState.ACCEPTED)
    reviews.replace_beads(store, run_id, before=[bead], after=[after], action="accepted", reviewer="Li")


def run_ids(store: Store) -> list[int]:
    return [row["id"] for row in store.rows("SELECT id FROM alignment_run ORDER BY id")]


def test_beads_come_back_in_reading_order_with_their_evidence(store: Store, corpus: Corpus) -> None:
    (pair,) = save_pairs(store, (corpus.chinese[0], corpus.english[0]))
    run = alignments.save_run(store, pair, recipe="r", alignment=ALIGNMENT, beads=reversed(BEADS))
    assert alignments.list_beads(store, run) == BEADS
    found = alignments.get_pair(store, pair).run
    assert found is not None
    assert (found.id, found.recipe, found.verdict) == (run, "r", Verdict.PARALLEL)
    assert (found.anchor_share, found.mean_posterior, found.median_cosine) == (0.75, 0.875, 0.5)
    assert (found.bead_count, found.open_bead_count) == (3, 3)


def test_a_new_run_takes_the_place_of_one_that_nobody_reviewed(store: Store, corpus: Corpus) -> None:
    (pair,) = save_pairs(store, (corpus.chinese[0], corpus.english[0]))
    first = alignments.save_run(store, pair, recipe="r1", alignment=ALIGNMENT, beads=BEADS)
    second = alignments.save_run(store, pair, recipe="r2", alignment=ALIGNMENT, beads=BEADS[:1])
    found = alignments.get_pair(store, pair).run
    assert found is not None
    assert (found.id, found.recipe, found.bead_count) == (second, "r2", 1)
    assert [row["n"] for row in store.rows("SELECT count(*) AS n FROM bead")] == [1]
    assert len(run_ids(store)) == 1
    assert second == first or first not in run_ids(store)


def test_a_reviewed_run_stays_as_history(store: Store, corpus: Corpus) -> None:
    (pair,) = save_pairs(store, (corpus.chinese[0], corpus.english[0]))
    first = alignments.save_run(store, pair, recipe="r1", alignment=ALIGNMENT, beads=BEADS)
    accept_first(store, first)
    second = alignments.save_run(store, pair, recipe="r2", alignment=ALIGNMENT, beads=BEADS)
    assert run_ids(store) == [first, second]
    assert alignments.list_beads(store, first)[0].state is ReviewState.ACCEPTED
    assert alignments.list_beads(store, second) == BEADS
    assert len(reviews.list_events(store, first)) == 1
    current = [p.run.id for p in alignments.list_pairs(store) if p.run is not None]
    assert current == [second]


def test_a_run_that_cannot_be_stored_leaves_the_old_one(store: Store, corpus: Corpus) -> None:
    (pair,) = save_pairs(store, (corpus.chinese[0], corpus.english[0]))
    first = alignments.save_run(store, pair, recipe="r1", alignment=ALIGNMENT, beads=BEADS)
    with pytest.raises(Exception, match="UNIQUE"):
        alignments.save_run(store, pair, recipe="r2", alignment=ALIGNMENT, beads=[*BEADS, BEADS[0]])
    assert run_ids(store) == [first]
    assert alignments.list_beads(store, first) == BEADS


def test_open_beads_are_those_that_nobody_has_decided_on(store: Store, corpus: Corpus) -> None:
    (pair,) = save_pairs(store, (corpus.chinese[0], corpus.english[0]))
    beads = [StoredBead(n, n + 1, n, n + 1, 0.5, None, state) for n, state in enumerate(ReviewState)]
    alignments.save_run(store, pair, recipe="r", alignment=ALIGNMENT, beads=beads)
    found = alignments.get_pair(store, pair).run
    assert found is not None
    assert (found.bead_count, found.open_bead_count) == (5, 2)


def test_a_pair_that_is_not_found_again_goes_unless_somebody_reviewed_it(
    store: Store, corpus: Corpus
) -> None:
    both = [(corpus.chinese[0], corpus.english[0]), (corpus.chinese[1], corpus.english[1])]
    reviewed, unreviewed = save_pairs(store, *both)
    for pair in (reviewed, unreviewed):
        alignments.save_run(store, pair, recipe="r", alignment=ALIGNMENT, beads=BEADS)
    run = alignments.get_pair(store, reviewed).run
    assert run is not None
    accept_first(store, run.id)
    save_pairs(store)
    assert [pair.id for pair in alignments.list_pairs(store)] == [reviewed]
    with pytest.raises(NotFoundError, match=f"no pair {unreviewed} in"):
        alignments.get_pair(store, unreviewed)


def test_a_pair_that_is_found_again_keeps_its_id_and_run_and_gets_the_new_score(
    store: Store, corpus: Corpus
) -> None:
    ends = (corpus.chinese[0], corpus.english[0])
    (pair,) = save_pairs(store, ends)
    run = alignments.save_run(store, pair, recipe="r", alignment=ALIGNMENT, beads=BEADS)
    assert save_pairs(store, ends, score=0.9) == [pair]
    (found,) = alignments.list_pairs(store)
    assert found.score == 0.9
    assert found.run is not None
    assert found.run.id == run


def test_pairs_of_an_old_version_are_not_listed_but_stay(store: Store, corpus: Corpus) -> None:
    (pair,) = save_pairs(store, (corpus.chinese[0], corpus.english[0]))
    documents.add_file(store, "/zh1.txt", make_file([["e"]]))
    assert alignments.list_pairs(store) == []
    assert alignments.get_pair(store, pair).source.id == corpus.chinese[0]


def test_the_last_matching_is_remembered_with_its_counterparts(store: Store, corpus: Corpus) -> None:
    assert alignments.last_matching_digest(store) is None
    alone = Counterpart(
        corpus.english[1], corpus.chinese[0], 0.25, Verdict.NOT_PARALLEL, 0.125, 0.5, None, "r"
    )
    nothing = Counterpart(corpus.chinese[1], None, None, Verdict.NOT_PARALLEL, None, None, None, "r")
    for digest, counterparts in (("one", [alone]), ("two", [alone, nothing])):
        alignments.save_matching(store, digest=digest, recipe="r", pairs=[], counterparts=counterparts)
        assert alignments.last_matching_digest(store) == digest
    assert alignments.list_counterparts(store) == [nothing, alone]


def link(source: int, target: int, score: float) -> Link:
    return Link(source, source + 1, target, target + 1, score, LinkKind.CANDIDATE)


def test_candidates_are_replaced_and_decided_ones_stay(store: Store, corpus: Corpus) -> None:
    source, target = corpus.chinese[0], corpus.english[0]
    first = [(source, link(0, 0, 0.9)), (source, link(1, 1, 0.8)), (source, link(2, 2, 0.7))]
    alignments.replace_candidates(store, target, recipe="r", links=first)
    alignments.replace_candidates(store, corpus.english[1], recipe="r", links=first[:1])
    accepted, rejected, _ = alignments.list_links(store, target)
    reviews.set_link_state(store, accepted.id, state=ReviewState.ACCEPTED, note="good", reviewer="Li")
    reviews.set_link_state(store, rejected.id, state=ReviewState.REJECTED, note=None, reviewer="Li")
    again = [(source, link(0, 0, 0.1)), (source, link(1, 1, 0.2)), (source, link(3, 3, 0.95))]
    alignments.replace_candidates(store, target, recipe="r", links=again)
    found = [
        (item.source_start, item.score, item.state.value, item.note)
        for item in alignments.list_links(store, target)
    ]
    assert found == [(3, 0.95, "proposed", ""), (0, 0.9, "accepted", "good"), (1, 0.8, "rejected", "")]
    assert len(alignments.list_links(store)) == 4


def test_a_link_on_which_somebody_changed_their_mind_keeps_its_log(store: Store, corpus: Corpus) -> None:
    links = [(corpus.chinese[0], link(0, 0, 0.9))]
    alignments.replace_candidates(store, corpus.english[0], recipe="r", links=links)
    (item,) = alignments.list_links(store)
    for state in (ReviewState.REJECTED, ReviewState.PROPOSED):
        reviews.set_link_state(store, item.id, state=state, note=None, reviewer="Li")
    alignments.replace_candidates(store, corpus.english[0], recipe="r", links=links)
    assert [found.id for found in alignments.list_links(store)] == [item.id]
    assert next(store.rows("SELECT count(*) AS n FROM link_event"))["n"] == 2
