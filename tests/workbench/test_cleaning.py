"""Cleaning can be looked at, switched off and on again, and the switches are kept."""

from pathlib import Path

import pytest

from db import documents
from db.records import Route
from db.store import Store
from workbench import cleaning
from workbench.errors import NothingToDoError
from workbench.importing import import_paths

TEXT = "新區動員大會召開\n\n來源：云洲日報\n\n產(chǎn)業(yè)發(fā)展很快，各單位要切實抓好落實。\n"


def take_in(store: Store, folder: Path) -> int:
    path = folder / "a.txt"
    path.write_text(TEXT, encoding="utf-8")
    (outcome,) = import_paths(store, [path], progress=lambda _done, _total: None)
    return outcome.document_ids[0]


def test_hits_are_numbered_and_say_their_lines(store: Store, tmp_path: Path) -> None:
    source = cleaning.cleaned_source(store, take_in(store, tmp_path))
    found = [(hit.number, hit.line, hit.hit.rule, hit.text) for hit in cleaning.list_hits(source)]
    assert found == [
        (1, 3, "furniture/page-data", "來源：云洲日報"),
        (2, 5, "pinyin-artefact", "(chǎn)"),
        (3, 5, "pinyin-artefact", "(yè)"),
        (4, 5, "pinyin-artefact", "(fā)"),
    ]


def test_the_difference_shows_old_and_new_lines(store: Store, tmp_path: Path) -> None:
    source = cleaning.cleaned_source(store, take_in(store, tmp_path))
    lines = [line for line in cleaning.difference(source) if line[0] in "-+"]
    assert lines[2:] == [
        "-產(chǎn)業(yè)發(fā)展很快，各單位要切實抓好落實。",
        "+產業發展很快，各單位要切實抓好落實。",
    ]


def test_a_rule_and_a_single_hit_are_switched_and_stay_so_in_the_store(store: Store, tmp_path: Path) -> None:
    source = cleaning.cleaned_source(store, take_in(store, tmp_path))
    switched = cleaning.switch(source, ["3", "furniture"], is_active=False)
    (document_id,) = cleaning.store_again(store, switched)
    stored = documents.list_paragraphs(store, document_id)
    assert [paragraph.route for paragraph in stored] == [Route.TRANSLATE] * 3
    assert stored[2].text == "產業(yè)發展很快，各單位要切實抓好落實。"
    again = cleaning.cleaned_source(store, document_id)
    assert again == switched
    assert cleaning.switch(again, ["pinyin-artefact", "furniture"], is_active=True) == source


def test_a_switch_of_nothing_is_refused(store: Store, tmp_path: Path) -> None:
    source = cleaning.cleaned_source(store, take_in(store, tmp_path))
    for name in ("klingon", "99", "hard-wrap"):
        with pytest.raises(NothingToDoError, match="no hit"):
            cleaning.switch(source, [name], is_active=False)
