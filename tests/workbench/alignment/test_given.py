"""What a file in two languages sets side by side is aligned as it stands."""

from collections.abc import Sequence
from pathlib import Path

import pytest

from aligners.beads import Bead, Verdict
from aligners.registry import get_aligner
from db import alignments, documents
from db.records import ReviewState
from db.store import Store
from tests.fakes import FakeEncoder
from tests.workbench.intake.readers.makers import make_zip
from workbench.alignment import given
from workbench.alignment.aligning import align_pending
from workbench.importing import import_paths
from workbench.intake.bilingual import alternating_rows

UNITS = [
    ("会议强调，要加快建设。大家说好。", "The meeting asked for faster building. Everyone agreed."),
    ("一季度增长9.8%。", "It grew by 9.8 percent. That was good. It was more than before."),
    ("谢谢大家。", "Thanks to all."),
]
TMX = (
    '<?xml version="1.0"?><tmx version="1.4"><header srclang="zh"/><body>'
    + "".join(
        f'<tu><tuv xml:lang="zh"><seg>{zh}</seg></tuv><tuv xml:lang="en"><seg>{en}</seg></tuv></tu>'
        for zh, en in UNITS
    )
    + "</body></tmx>"
)
XLIFF = (
    '<?xml version="1.0"?><xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
    '<file source-language="zh" target-language="en" original="x" datatype="plaintext"><body>'
    + "".join(
        f'<trans-unit id="{n}"><source>{zh}</source><target>{en}</target></trans-unit>'
        for n, (zh, en) in enumerate(UNITS)
    )
    + "</body></file></xliff>"
)
TSV = "".join(f"{zh}\t{en}\n" for zh, en in UNITS)
CSV = "no,zh,en\n" + "".join(f'{n},"{zh}","{en}"\n' for n, (zh, en) in enumerate(UNITS))
MARKDOWN = "| 编号 | 中文 | English text |\n|---|---|---|\n" + "".join(
    f"| {n} | {zh} | {en} |\n" for n, (zh, en) in enumerate(UNITS)
)
BELOW = "".join(f"{zh}\n\n{en}\n\n" for zh, en in UNITS)


def quiet(_done: int, _total: int) -> None:
    """Show nothing."""


def beads_of(store: Store) -> list[tuple[str, str]]:
    """Align what is in the store and give the texts of the only pair's beads, all of which must be given."""
    align_pending(store, FakeEncoder(), get_aligner("embedding"), show_matching=quiet, show_aligning=quiet)
    (pair,) = alignments.list_pairs(store)
    assert pair.run is not None
    assert pair.run.recipe.endswith(given.MARK)
    assert pair.run.verdict is Verdict.PARALLEL
    source, target = (documents.segment_texts(store, one.id) for one in (pair.source, pair.target))
    beads = alignments.list_beads(store, pair.run.id)
    assert all(bead.state is ReviewState.PROPOSED for bead in beads)
    return [
        (
            "".join(source[bead.source_start : bead.source_end]),
            " ".join(target[bead.target_start : bead.target_end]),
        )
        for bead in beads
    ]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.tmx", TMX), ("a.xlf", XLIFF), ("a.tsv", TSV), ("a.csv", CSV), ("a.md", MARKDOWN)],
)
def test_the_rows_of_a_file_are_its_beads(store: Store, tmp_path: Path, name: str, content: str) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    import_paths(store, [tmp_path], progress=quiet)
    beads = beads_of(store)
    assert [bead for bead in beads if bead in UNITS] == UNITS
    again = align_pending(
        store, FakeEncoder(), get_aligner("embedding"), show_matching=quiet, show_aligning=quiet
    )
    assert again.aligned == 0


def test_a_paragraph_and_its_translation_below_bound_the_beads(store: Store, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(BELOW, encoding="utf-8")
    import_paths(store, [tmp_path], progress=quiet)
    sides = [{zh: n for n, (zh, _) in enumerate(UNITS)}, {en: n for n, (_, en) in enumerate(UNITS)}]
    for zh, en in beads_of(store):
        rows = [
            {n for text, n in side.items() if piece and piece in text}
            for side, piece in zip(sides, (zh, en), strict=True)
        ]
        assert not rows[0] or not rows[1] or rows[0] & rows[1], (zh, en)


def test_the_members_of_an_archive_keep_their_own_rows(store: Store, tmp_path: Path) -> None:
    other = TSV.replace("谢谢大家。", "再见。").replace("Thanks to all.", "Good bye.")
    (tmp_path / "a.zip").write_bytes(make_zip({"a.tsv": TSV, "b.tsv": other}))
    import_paths(store, [tmp_path], progress=quiet)
    pairs = given.given_pairs(store)
    listed = [document.id for document in documents.list_documents(store)]
    assert pairs == [(listed[0], listed[1]), (listed[2], listed[3])]


@pytest.mark.parametrize(
    ("name", "languages", "expected"),
    [
        ("one below the other", "zezeze", [0, 0, 1, 1, 2, 2]),
        ("English first", "ezezez", [0, 0, 1, 1, 2, 2]),
        ("two and two", "zzeezzeezzee", [0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2]),
        ("furniture between", "z-eze-ze", [0, None, 0, 1, 1, None, 2, 2]),
        ("one side after the other", "zzzeee", [None] * 6),
        ("too few to tell", "zeze", [None] * 4),
        ("uneven", "zzezeezzze", [None] * 10),
        ("nothing", "", []),
    ],
)
def test_alternation_is_believed_where_it_is_even(
    name: str, languages: str, expected: Sequence[int | None]
) -> None:
    tags = [{"z": "zh", "e": "en", "-": ""}[letter] for letter in languages]
    assert alternating_rows(tags) == list(expected), name


def test_reviewers_have_it_where_they_and_the_file_differ() -> None:
    pins = [Bead(0, 2, 0, 1)]
    beads = [Bead(0, 1, 0, 1), Bead(1, 2, 1, 2), Bead(2, 3, 2, 3)]
    assert given.with_given(pins, beads) == [Bead(0, 2, 0, 1), Bead(2, 3, 2, 3)]
