"""Documents find their translations, pairs are aligned once a recipe, and decisions of people stand."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from aligners import edits
from aligners.beads import Alignment, Bead, Link, LinkKind, Verdict
from aligners.evaluation import read_alignment
from aligners.registry import get_aligner
from db import alignments, documents, reviews
from db.records import ReviewState
from db.store import Store, open_store
from tests.fakes import FakeEncoder, make_file
from workbench.alignment.aligning import AlignmentReport, align_pending, align_sentences, format_beads
from workbench.alignment.mining import MAXIMUM_CANDIDATES


def chinese(name: str, numbers: range) -> list[str]:
    """Write sentences whose meanings are the marks `#name0`, `#name1`, …"""
    return [f"云洲高新区第{n}项重点工作取得新的进展#{name}{n}。" for n in numbers]


def english(name: str, numbers: Iterable[int]) -> list[str]:
    """Write the same in English."""
    return [f"Work on key item number {n} of the Yunzhou Zone moved forward #{name}{n}." for n in numbers]


class CountingAligner:
    """The default aligner, with a count of its calls."""

    def __init__(self, version: str | None = None) -> None:
        self._aligner = get_aligner()
        self.name = self._aligner.name
        self.version = version or self._aligner.version
        self.calls = 0

    def align(self, source, target, *, encode, pins=(), progress=None) -> Alignment:
        self.calls += 1
        return self._aligner.align(source, target, encode=encode, pins=pins, progress=progress)


@dataclass(frozen=True, slots=True)
class Pile:
    """The ids of the documents of a small corpus: two pairs, and one alone on either side."""

    first: int
    second: int
    lonely: int
    english_first: int
    english_second: int
    english_lonely: int


@pytest.fixture
def pile(store: Store) -> Pile:
    """Store six documents; nothing but their marks says what belongs together."""
    first = english("a", range(20))
    lonely = [*english("x", range(9)), *english("c", range(1))]
    texts = [
        ("zh", chinese("a", range(20))),
        ("zh", chinese("b", range(20))),
        ("zh", chinese("c", range(12))),
        ("en", english("b", range(20))),
        ("en", [first[0] + " " + first[1], *first[2:]]),
        ("en", lonely),
    ]
    ids = [
        documents.add_file(store, f"/{n}.txt", make_file([sentences], language, title=f"document {n}"))[0]
        for n, (language, sentences) in enumerate(texts)
    ]
    return Pile(ids[0], ids[1], ids[2], ids[4], ids[3], ids[5])


def align(
    store: Store, aligner: CountingAligner | None = None, encoder: FakeEncoder | None = None
) -> AlignmentReport:
    quiet = lambda done, total: None  # noqa: E731
    return align_pending(
        store,
        encoder or FakeEncoder(),
        aligner or CountingAligner(),
        show_matching=quiet,
        show_aligning=quiet,
    )


def beads_of(store: Store, source: int):
    (pair,) = [pair for pair in alignments.list_pairs(store) if pair.source.id == source]
    assert pair.run is not None
    return pair.run.id, alignments.list_beads(store, pair.run.id)


def test_documents_find_their_translations_and_nothing_is_forced(store: Store, pile: Pile) -> None:
    assert align(store).aligned == 2
    pairs = {(pair.source.id, pair.target.id): pair for pair in alignments.list_pairs(store)}
    assert set(pairs) == {(pile.first, pile.english_first), (pile.second, pile.english_second)}
    assert all(pair.run is not None and pair.run.verdict is Verdict.PARALLEL for pair in pairs.values())
    alone = {item.document_id: item for item in alignments.list_counterparts(store)}
    assert set(alone) == {pile.lonely, pile.english_lonely}
    for item in alone.values():
        assert item.verdict is Verdict.NOT_PARALLEL
        assert item.score is not None
        assert item.anchor_share is not None


def test_the_beads_cover_both_texts_and_follow_the_marks(store: Store, pile: Pile) -> None:
    align(store)
    for source, target in ((pile.first, pile.english_first), (pile.second, pile.english_second)):
        _, beads = beads_of(store, source)
        counts = [len(documents.segment_texts(store, document)) for document in (source, target)]
        edits.check_cover(beads, *counts)
    _, beads = beads_of(store, pile.first)
    assert [bead.shape for bead in beads] == ["2-1", *["1-1"] * 18]


def test_a_moved_passage_is_stored_as_links(store: Store) -> None:
    source = chinese("a", range(40))
    target = english("a", [*range(30, 34), *range(30), *range(34, 40)])
    ids = [
        documents.add_file(store, f"/{language}.txt", make_file([sentences], language))[0]
        for language, sentences in (("zh", source), ("en", target))
    ]
    align(store)
    moved = [link for link in alignments.list_links(store, ids[1]) if link.kind is LinkKind.MOVED]
    found = {(link.source_start, link.source_end, link.target_start, link.target_end) for link in moved}
    assert found == {(30 + n, 31 + n, n, n + 1) for n in range(4)}


def test_the_nearest_sentences_of_a_lonely_document_are_offered_as_links(store: Store, pile: Pile) -> None:
    align(store)
    found = alignments.list_links(store, pile.english_lonely)
    assert 0 < len(found) <= MAXIMUM_CANDIDATES
    assert [link.score for link in found] == sorted((link.score for link in found), reverse=True)
    best = found[0]
    assert (best.source_document_id, best.source_start, best.target_start) == (pile.lonely, 0, 9)
    assert {link.kind for link in found} == {LinkKind.CANDIDATE}


def test_a_second_run_aligns_and_encodes_nothing(store: Store, pile: Pile) -> None:
    align(store)
    before = {pair.source.id: beads_of(store, pair.source.id) for pair in alignments.list_pairs(store)}
    aligner, encoder = CountingAligner(), FakeEncoder()
    assert align(store, aligner, encoder).aligned == 0
    assert aligner.calls == 0
    assert encoder.seen == []
    assert {p.source.id: beads_of(store, p.source.id) for p in alignments.list_pairs(store)} == before


def test_the_recipe_names_aligner_and_encoder(store: Store, pile: Pile) -> None:
    report = align(store, CountingAligner("7"), FakeEncoder("fake/2"))
    assert "7" in report.recipe
    assert "fake/2" in report.recipe
    assert {pair.run and pair.run.recipe for pair in alignments.list_pairs(store)} == {report.recipe}


def test_another_version_aligns_every_pair_anew(store: Store, pile: Pile) -> None:
    align(store, CountingAligner("1"))
    assert align(store, CountingAligner("2")).aligned == 2
    assert next(store.rows("SELECT count(*) AS n FROM alignment_run"))["n"] == 2


def test_what_a_reviewer_decided_stands_when_the_pair_is_aligned_anew(store: Store, pile: Pile) -> None:
    align(store, CountingAligner("1"))
    run, beads = beads_of(store, pile.second)
    wrong = replace(edits.merge(beads[3], beads[4]), state=ReviewState.EDITED, note="mine", evidence=None)
    reviews.replace_beads(store, run, before=beads[3:5], after=[wrong], action="merge", reviewer="Li")
    seen = replace(beads[7], state=ReviewState.ACCEPTED, edited_target="other")
    reviews.replace_beads(store, run, before=[beads[7]], after=[seen], action="edit", reviewer="Li")
    assert align(store, CountingAligner("2")).aligned == 2
    new_run, found = beads_of(store, pile.second)
    assert new_run != run
    assert wrong in found
    assert seen in found
    assert len(reviews.list_events(store, run)) == 2
    edits.check_cover(found, 20, 20)


def test_a_decision_made_while_the_pair_is_being_aligned_is_not_lost(
    store: Store, pile: Pile, database: Path
) -> None:
    align(store, CountingAligner("1"))
    run, beads = beads_of(store, pile.second)
    before = replace(beads[2], state=ReviewState.ACCEPTED)
    meanwhile = replace(beads[5], state=ReviewState.ACCEPTED, note="meanwhile")
    reviews.replace_beads(store, run, before=[beads[2]], after=[before], action="accept", reviewer="Li")

    class InterruptedAligner(CountingAligner):
        interruptions = 0

        def align(self, source, target, *, pins=(), **options) -> Alignment:
            if pins and not self.interruptions:
                self.interruptions += 1
                with open_store(database) as other:
                    reviews.replace_beads(
                        other, run, before=[beads[5]], after=[meanwhile], action="accept", reviewer="Li"
                    )
            return super().align(source, target, pins=pins, **options)

    aligner = InterruptedAligner("2")
    align(store, aligner)
    assert aligner.interruptions == 1
    new_run, found = beads_of(store, pile.second)
    assert new_run != run
    assert before in found
    assert meanwhile in found


def test_a_new_document_leaves_the_other_pairs_as_they_are(store: Store, pile: Pile) -> None:
    align(store)
    run, beads = beads_of(store, pile.second)
    seen = replace(beads[0], state=ReviewState.ACCEPTED)
    reviews.replace_beads(store, run, before=[beads[0]], after=[seen], action="accepted", reviewer="Li")
    documents.add_file(store, "/new.txt", make_file([english("c", range(12))], "en", title="new"))
    assert align(store).aligned == 1
    assert beads_of(store, pile.second) == (run, [seen, *beads[1:]])
    assert {pair.source.id for pair in alignments.list_pairs(store)} == {pile.first, pile.second, pile.lonely}
    assert {item.document_id for item in alignments.list_counterparts(store)} == {pile.english_lonely}


def test_a_run_that_is_stopped_between_matching_and_aligning_goes_on(
    store: Store, pile: Pile, monkeypatch: pytest.MonkeyPatch
) -> None:
    def stop(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr("workbench.alignment.aligning.alignments.save_run", stop)
        align(store)
    assert [pair.run for pair in alignments.list_pairs(store)] == [None, None]
    assert align(store).aligned == 2
    assert all(pair.run is not None for pair in alignments.list_pairs(store))


@pytest.mark.parametrize("languages", [(), ("zh",), ("en",), ("zh", "zh")])
def test_one_side_alone_gives_no_pairs(store: Store, languages: tuple[str, ...]) -> None:
    for n, language in enumerate(languages):
        documents.add_file(store, f"/{n}.txt", make_file([[f"x{n} #a{n}"]], language))
    assert align(store).aligned == 0
    assert alignments.list_pairs(store) == []
    assert len(alignments.list_counterparts(store)) == len(languages)


def test_two_lists_of_sentences_are_aligned_without_a_database() -> None:
    found = align_sentences(chinese("a", range(8)), english("a", range(8)), FakeEncoder(), get_aligner())
    assert [line.rsplit(":", 1)[0] for line in format_beads(found)] == [f"[{n}]:[{n}]" for n in range(8)]


def test_a_moved_passage_is_one_line_in_place_of_its_two_halves() -> None:
    beads = (Bead(0, 1, 0, 0, 0.9), Bead(1, 2, 0, 1, 0.9), Bead(2, 3, 1, 1, 0.8), Bead(3, 3, 1, 2, 0.7))
    moved = Link(0, 1, 1, 2, 0.6, LinkKind.MOVED)
    candidate = Link(2, 3, 1, 2, 0.6, LinkKind.CANDIDATE)
    found = Alignment(beads, (moved, candidate), Verdict.PARALLEL, 1, 1, 1)
    lines = [line.rsplit(":", 1)[0] for line in format_beads(found)]
    assert lines == ["[0]:[1]", "[1]:[0]", "[2]:[]"]


def test_every_segment_stands_in_one_line_whatever_has_moved() -> None:
    beads = (Bead(0, 3, 0, 0), Bead(3, 4, 0, 1), Bead(4, 4, 1, 3))
    links = (
        Link(1, 2, 2, 3, 0.6, LinkKind.MOVED),
        Link(3, 4, 1, 2, 0.6, LinkKind.MOVED),
    )
    lines = format_beads(Alignment(beads, links, Verdict.PARALLEL, 1, 1, 1))
    assert [line.rsplit(":", 1)[0] for line in lines] == ["[0]:[]", "[1]:[2]", "[2]:[]", "[3]:[0]", "[]:[1]"]
    assert len(read_alignment(lines)) == 5


def test_a_new_document_costs_its_own_trials_only(store: Store, pile: Pile) -> None:
    align(store)
    aligner = CountingAligner()
    documents.add_file(store, "/new.txt", make_file([english("y", range(9))], "en", title="new"))
    align(store, aligner)
    assert aligner.calls == 1


def test_a_document_taken_in_again_is_known_by_what_it_says(store: Store, pile: Pile) -> None:
    align(store)
    documents.add_file(store, "/2.txt", make_file([chinese("c", range(12))], "zh", title="new title"))
    aligner = CountingAligner()
    align(store, aligner)
    assert aligner.calls == 0


def test_several_english_versions_of_a_document_are_aligned_each_by_itself(store: Store, pile: Pile) -> None:
    abridged = [sentence for n, sentence in enumerate(english("a", range(20))) if n % 4]
    version = documents.add_file(store, "/abridged.txt", make_file([abridged], "en", title="abridged"))[0]
    align(store)
    pairs = {pair.target.id: pair for pair in alignments.list_pairs(store) if pair.source.id == pile.first}
    assert set(pairs) == {pile.english_first, version}
    shapes = {}
    for target, pair in pairs.items():
        assert pair.run is not None
        beads = alignments.list_beads(store, pair.run.id)
        edits.check_cover(beads, 20, len(documents.segment_texts(store, target)))
        shapes[target] = [bead.shape for bead in beads]
    assert shapes[pile.english_first].count("2-1") == 1
    assert shapes[version].count("1-0") == 5
