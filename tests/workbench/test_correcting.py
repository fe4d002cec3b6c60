"""What was taken in wrongly is put right from the bytes in the store, and reviews outlive it."""

from pathlib import Path

import pytest

from aligners.registry import get_aligner
from db import alignments, documents, reviews
from db.errors import NotFoundError
from db.records import DocumentPair, ReviewState, StoredBead
from db.store import Store
from tests.fakes import FakeEncoder
from tests.workbench.conftest import CommandLine
from workbench import cleaning, correcting
from workbench.alignment.aligning import align_pending
from workbench.errors import EncodingError, InputError, NothingToDoError
from workbench.importing import Outcome, import_paths

BIG5 = "產業園區發展迅速，企業數量不斷增加，經濟效益顯著提高。"
COLLECTION = "".join(
    f"云洲高新区第{name}组年度工作总结报告\n\n"
    + "".join(f"第{name}组的重点工作{n}取得了新的进展#{name}{n}。\n\n" for n in range(8))
    for name in "甲乙"
)
RELEASES = "".join(
    f"Yearly Report of Group {name}\n\n"
    + "".join(f"Work item number {n} of the group made progress #{name}{n}.\n\n" for n in range(8))
    for name in "甲乙"
)


def quiet(_done: int, _total: int) -> None:
    """Show nothing."""


def take_in(store: Store, path: Path, text: str) -> list[int]:
    path.write_text(text, encoding="utf-8")
    (found,) = import_paths(store, [path], progress=quiet)
    return list(found.document_ids)


def align(store: Store) -> list[DocumentPair]:
    align_pending(store, FakeEncoder(), get_aligner("embedding"), show_matching=quiet, show_aligning=quiet)
    return alignments.list_pairs(store)


def accept(store: Store, pair: DocumentPair, text: str) -> None:
    """Accept the bead whose Chinese sentence holds a text."""
    assert pair.run is not None
    sentences = documents.segment_texts(store, pair.source.id)
    (bead,) = (
        bead
        for bead in alignments.list_beads(store, pair.run.id)
        if any(text in sentence for sentence in sentences[bead.source_start : bead.source_end])
    )
    after = StoredBead(
        bead.source_start,
        bead.source_end,
        bead.target_start,
        bead.target_end,
        bead.posterior,
        bead.evidence,
        ReviewState.ACCEPTED,
        note="read by me",
    )
    reviews.replace_beads(store, pair.run.id, before=[bead], after=[after], action="accept", reviewer="me")


def accepted(store: Store) -> set[tuple[str, str]]:
    """Give the texts of all beads that are accepted in current alignments, with their notes looked at."""
    found = set()
    for pair in alignments.list_pairs(store):
        if pair.run is None:
            continue
        source, target = (documents.segment_texts(store, one.id) for one in (pair.source, pair.target))
        for bead in alignments.list_beads(store, pair.run.id):
            if bead.state is ReviewState.ACCEPTED:
                assert bead.note == "read by me"
                found.add(
                    (
                        "".join(source[bead.source_start : bead.source_end]),
                        "".join(target[bead.target_start : bead.target_end]),
                    )
                )
    return found


def test_a_wrong_encoding_is_redone_though_the_file_is_gone(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(BIG5.encode("big5"))
    (wrong,) = import_paths(store, [path], encoding="gb18030", progress=quiet)[0].document_ids
    assert documents.segment_texts(store, wrong) != [BIG5]
    path.unlink()
    (right,) = correcting.read_again(store, wrong, "big5")
    assert documents.segment_texts(store, right) == [BIG5]
    (file,) = documents.list_files(store)
    assert (file.encoding, file.encoding_reason) == ("big5hkscs", "given by the user")
    path.write_bytes(BIG5.encode("big5"))
    assert [found.outcome for found in import_paths(store, [path], progress=quiet)] == [Outcome.UNCHANGED]


def test_an_encoding_that_does_not_fit_changes_nothing(store: Store, tmp_path: Path) -> None:
    (number,) = take_in(store, tmp_path / "a.txt", BIG5)
    with pytest.raises(EncodingError, match="gb18030"):
        correcting.read_again(store, number, "gb18030")
    (document,) = documents.list_documents(store)
    assert document.id == number
    with pytest.raises(NotFoundError):
        correcting.read_again(store, 99, "big5")


def test_a_document_is_split_and_joined_and_divided_as_it_was_found(store: Store, tmp_path: Path) -> None:
    text = "云洲高新区召开大会\n\n会议强调，要抓好落实。\n\n云洲公园开放了。\n\n市民都来散步。\n"
    (whole,) = take_in(store, tmp_path / "a.txt", text)
    first, second = correcting.split_document(store, whole, 2)
    assert documents.segment_texts(store, second) == ["云洲公园开放了。", "市民都来散步。"]
    assert correcting.split_document(store, second, 1)[:1] == [first]
    three = [document.id for document in documents.list_documents(store)]
    with pytest.raises(NothingToDoError, match="do not follow each other"):
        correcting.join_documents(store, three[0], three[2])
    with pytest.raises(NothingToDoError, match="already"):
        correcting.split_document(store, three[1], 0)
    with pytest.raises(NothingToDoError, match="its paragraphs are 0 to 0"):
        correcting.split_document(store, three[1], 1)
    assert correcting.join_documents(store, three[2], three[1])[0] == first
    assert len(correcting.divide_as_found(store, first)) == 1
    with pytest.raises(NothingToDoError, match="begin where the intake found"):
        correcting.divide_as_found(store, documents.list_documents(store)[0].id)


def test_documents_of_two_files_are_not_joined(store: Store, tmp_path: Path) -> None:
    (first,) = take_in(store, tmp_path / "a.txt", BIG5)
    (second,) = take_in(store, tmp_path / "b.txt", "云洲公园开放了。\n")
    with pytest.raises(InputError, match="only documents of one file"):
        correcting.join_documents(store, first, second)


def test_a_document_that_a_correction_replaced_is_said_to_be_gone(store: Store, tmp_path: Path) -> None:
    (old,) = take_in(store, tmp_path / "a.txt", COLLECTION.split("云洲高新区第乙组")[0])
    first, second = correcting.split_document(store, old, 4)
    with pytest.raises(NotFoundError, match=f"document {old} is of an earlier version"):
        correcting.join_documents(store, old, second)
    assert len(correcting.join_documents(store, first, second)) == 1


def test_switches_and_boundaries_outlive_each_other(store: Store, tmp_path: Path) -> None:
    text = "云洲高新区召开大会\n\n２０２４年抓落实。\n\n云洲公园开放了。\n\n市民都来散步。\n"
    (whole,) = take_in(store, tmp_path / "a.txt", text)
    first, second = correcting.split_document(store, whole, 2)
    source = cleaning.cleaned_source(store, first)
    ids = cleaning.store_again(store, cleaning.switch(source, ["full-width"], is_active=False))
    assert ids[1] == second
    assert documents.segment_texts(store, ids[0])[-1] == "２０２４年抓落实。"
    (joined,) = correcting.join_documents(store, *ids)
    assert documents.segment_texts(store, joined)[1] == "２０２４年抓落实。"


def test_reviews_outlive_the_split_and_the_join_of_their_documents(store: Store, tmp_path: Path) -> None:
    chinese = take_in(store, tmp_path / "a.txt", COLLECTION)
    english = take_in(store, tmp_path / "b.txt", RELEASES)
    assert (len(chinese), len(english)) == (1, 1)
    (pair,) = align(store)
    accept(store, pair, "#甲3")
    accept(store, pair, "#乙5")
    before = accepted(store)
    assert len(before) == 2
    correcting.split_document(store, chinese[0], 9)
    correcting.split_document(store, english[0], 9)
    assert len(align(store)) == 2
    assert accepted(store) == before
    for language in ("zh", "en"):
        first, second = (document.id for document in documents.list_documents(store, language=language))
        correcting.join_documents(store, first, second)
    (joined,) = align(store)
    assert accepted(store) == before
    assert joined.run is not None


def test_a_switch_leaves_alignments_that_it_does_not_touch_alone(store: Store, tmp_path: Path) -> None:
    text = COLLECTION.replace("新的进展#乙7", "新的进展２０２４#乙7")
    (whole,) = take_in(store, tmp_path / "a.txt", text)
    (english,) = take_in(store, tmp_path / "b.txt", RELEASES)
    first, second = correcting.split_document(store, whole, 9)
    correcting.split_document(store, english, 9)
    pairs = align(store)
    accept(store, pairs[0], "#甲3")
    accept(store, pairs[1], "#乙5")
    before, run = accepted(store), alignments.get_pair(store, pairs[0].id).run
    source = cleaning.switch(cleaning.cleaned_source(store, second), ["full-width"], is_active=False)
    ids = cleaning.store_again(store, source)
    assert ids[0] == first
    assert ids[1] != second
    after = align(store)
    assert (after[0].id, after[0].run) == (pairs[0].id, run)
    assert accepted(store) == before


def test_the_command_takes_one_correction(command_line: CommandLine, tmp_path: Path, database: Path) -> None:
    from db.store import open_store

    with open_store(database) as store:
        take_in(store, tmp_path / "a.txt", COLLECTION)
    assert command_line("correct", 1, "--db", database).code == 2
    assert command_line("correct", 1, "--split", 9, "--as-found", "--db", database).code == 2
    assert command_line("correct", 1, "--split", 9, "--db", database).out == "now document 2, document 3\n"
    assert command_line("correct", 2, "--join", 3, "--db", database, "--json").out == '{"documents": [4]}\n'
    assert command_line("correct", 4, "--encoding", "big5", "--db", database).code == 3
    assert command_line("correct", 9, "--split", 1, "--db", database).code == 7
    assert "utf-8: valid UTF-8" in command_line("documents", "--files", "--db", database).out
