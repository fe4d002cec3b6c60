"""Files come back as they went in, and a changed file does not take the old one away."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from db import documents
from db.errors import NotFoundError
from db.records import Route, SourceFile
from db.store import Store
from tests.fakes import make_file
from tests.strategies import source_files


def read_back(store: Store, file: SourceFile, file_id: int, document_ids: list[int]) -> None:
    """Fail unless all that `file` says can be read from the store again."""
    assert documents.file_content(store, file_id) == file.content
    assert documents.list_hits(store, file_id) == list(file.hits)
    stored_text = next(store.rows("SELECT text FROM file WHERE id = ?", (file_id,)))["text"]
    assert stored_text == file.text
    for document, document_id in zip(file.documents, document_ids, strict=True):
        stored = documents.get_document(store, document_id)
        for name in ("title", "language", "script", "published_on", "source_name", "issuing_body"):
            assert getattr(stored, name) == getattr(document, name)
        paragraphs = documents.list_paragraphs(store, document_id)
        for n, (ours, theirs) in enumerate(zip(paragraphs, document.paragraphs, strict=True)):
            assert ours.position == n
            for name in ("text", "kind", "language", "script", "route", "reason"):
                assert getattr(ours, name) == getattr(theirs, name)
        segments = documents.list_segments(store, document_id)
        expected = [segment.text for paragraph in document.paragraphs for segment in paragraph.segments]
        assert [segment.text for segment in segments] == expected
        assert [segment.position for segment in segments] == list(range(len(expected)))
        assert documents.segment_texts(store, document_id) == expected
        assert documents.segment_texts(store, document_id, 1, 3) == expected[1:3]
        assert stored.segment_count == len(expected)


def test_any_text_comes_back_to_the_letter(store: Store) -> None:
    @settings(max_examples=40, deadline=None)
    @given(source_files())
    def check(file: SourceFile) -> None:
        ids = documents.add_file(store, file.path, file)
        assert documents.current_hashes(store)[file.path] == documents.content_hash(file.content)
        file_id = next(store.rows("SELECT max(id) AS id FROM file"))["id"]
        read_back(store, file, file_id, ids)

    check()


def test_a_changed_file_takes_the_place_of_the_old_one_which_stays(store: Store) -> None:
    (old,) = documents.add_file(store, "/a.txt", make_file([["一。"]], title="old"))
    documents.add_file(store, "/b.txt", make_file([["二。"]], title="other"))
    (new,) = documents.add_file(store, "/a.txt", make_file([["三。"]], title="new"))
    assert [document.title for document in documents.list_documents(store)] == ["other", "new"]
    assert documents.get_document(store, old).title == "old"
    assert documents.segment_texts(store, old) == ["一。"]
    assert documents.current_hashes(store)["/a.txt"] == documents.content_hash("三。".encode())
    assert new != old


def test_documents_are_listed_by_language(store: Store) -> None:
    documents.add_file(store, "/a.txt", make_file([["一。"]], "zh"))
    documents.add_file(store, "/b.txt", make_file([["One."]], "en"))
    assert [document.path for document in documents.list_documents(store, language="en")] == ["/b.txt"]
    assert [document.path for document in documents.list_documents(store, language="zh")] == ["/a.txt"]
    assert documents.list_documents(store, language="fr") == []


def test_routes_are_counted_for_each_document(store: Store) -> None:
    file = make_file([["一。"], ["二。"], ["版权所有"]])
    (document,) = file.documents
    skipped = replace(document.paragraphs[2], route=Route.SKIP, segments=())
    file = replace(file, documents=(replace(document, paragraphs=(*document.paragraphs[:2], skipped)),))
    (first,) = documents.add_file(store, "/a.txt", file)
    (second,) = documents.add_file(store, "/b.txt", make_file([["One."]], "en"))
    assert documents.route_counts(store, [first, second]) == {
        first: {Route.TRANSLATE: 2, Route.REFERENCE: 0, Route.SKIP: 1},
        second: {Route.TRANSLATE: 0, Route.REFERENCE: 1, Route.SKIP: 0},
    }
    assert documents.route_counts(store, []) == {}


def test_a_file_is_stored_with_all_its_documents_or_not_at_all(store: Store) -> None:
    good = make_file([["一。"]])
    twice = replace(good.documents[0].paragraphs[0], text=None)
    broken = replace(good, documents=(*good.documents, replace(good.documents[0], paragraphs=(twice,))))
    with pytest.raises(Exception, match="NOT NULL"):
        documents.add_file(store, "/a.txt", broken)
    assert documents.list_documents(store) == []
    assert documents.current_hashes(store) == {}


def test_a_large_plain_text_is_stored_once_and_comes_back(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGE_BYTES", 4)
    text = "一。\r\n二。"
    file = replace(make_file([["一。"]]), content=text.encode("gb18030"), encoding="gb18030", text=text)
    (large,) = documents.add_file(store, "/a.txt", file)
    (other,) = documents.add_file(store, "/b.html", replace(file, format="html", text="一。"))
    file_ids = [documents.get_document(store, number).file_id for number in (large, other)]
    assert [documents.file_text(store, number) for number in file_ids] == [text, "一。"]
    stored = [row["text"] for row in store.rows("SELECT text FROM file ORDER BY id")]
    assert stored == ["", "一。"]


def test_what_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no document 7 in"):
        documents.get_document(store, 7)
    with pytest.raises(NotFoundError, match="no file 7 in"):
        documents.file_content(store, 7)
    assert documents.list_segments(store, 7) == []
