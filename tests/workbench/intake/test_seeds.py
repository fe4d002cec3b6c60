"""The user's own texts, where they are at hand: every paragraph routed as it was read, every artefact gone.

The texts do not ship with the project: the gold list holds hashes of the paragraphs with their routes. The
folder is named by BITEXT_SEEDS, or stands beside the checkout.
"""

import hashlib
import os
import re
from pathlib import Path

import pytest

from db.records import Route, SourceFile
from tests.workbench.intake.tables import rows
from workbench.intake.cleaning import apply, find_hits
from workbench.intake.detector import detect
from workbench.intake.reading import read_file
from workbench.intake.segmenter import segment

FOLDER = Path(os.environ.get("BITEXT_SEEDS") or Path(__file__).parents[4] / "shared" / "seeds")
GOLD = rows("seeds_routes.tsv")
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the seeds are not at hand; name their folder in BITEXT_SEEDS"
)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def read(prefix: str) -> SourceFile:
    (path,) = FOLDER.glob(f"{prefix}_*.txt")
    return read_file(path)


@pytest.mark.parametrize("prefix", ["000", "001", "002", "003", "004"])
def test_every_paragraph_is_routed_as_it_was_read(prefix: str) -> None:
    found = [
        [prefix, str(position), digest(p.text), p.route.value, p.kind, p.language, p.script]
        for position, document in enumerate(read(prefix).documents)
        for p in document.paragraphs
    ]
    assert found == [row for row in GOLD if row[0] == prefix]


def test_all_159_pinyin_artefacts_go_and_no_other_character_changes() -> None:
    text = read("002").text
    hits = find_hits(text)
    assert [hit.rule for hit in hits] == ["pinyin-artefact"] * 159
    assert all(
        text[hit.start] == "(" and text[hit.end - 1] == ")" and hit.end - hit.start <= 8 for hit in hits
    )
    cleaned, _ = apply(text, hits)
    assert len(cleaned) == len(text) - sum(hit.end - hit.start for hit in hits)
    assert not any(hit.rule == "pinyin-artefact" for hit in find_hits(cleaned))


def test_61_wrapped_lines_are_joined_and_no_words_are_lost() -> None:
    text = read("001").text
    joins = [hit for hit in find_hits(text) if hit.rule == "hard-wrap"]
    assert len(joins) == 61
    assert all(not text[hit.start : hit.end].strip() and not hit.replacement for hit in joins)


def test_a_text_without_full_stops_falls_into_its_sentences() -> None:
    text = read("004").text
    paragraph = max(text.split("\n"), key=len)
    stops = [hit for hit in find_hits(text) if hit.rule == "space-as-stop"]
    assert len(stops) == 37
    sentences = [s for document in read("004").documents for p in document.paragraphs for s in p.segments]
    assert len(segment(paragraph, "zh")) == 14
    assert len(sentences) == 14 + 37 + 1  # the credit line stands alone
    assert sum("创唯一”" in found.text for found in sentences) == 1  # the blank inside “…” is no stop


def test_the_many_documents_of_one_file_are_told_apart() -> None:
    documents = read("001").documents
    assert len(documents) == 11
    assert [digest(document.title)[:8] for document in documents] == [
        row[0] for row in rows("seeds_titles.tsv")
    ]
    assert sum(bool(document.document_number) for document in documents) == 7
    assert sum(bool(document.published_on) for document in documents) == 7


def test_boilerplate_is_skipped_and_can_be_restored() -> None:
    source = read("003")
    furniture = [hit for hit in source.hits if hit.rule.startswith("furniture/")]
    skipped = [p for document in source.documents for p in document.paragraphs if p.route is Route.SKIP]
    assert len(furniture) == len(skipped) == 8


def test_the_rule_is_right_where_langdetect_is_wrong() -> None:
    import langdetect

    langdetect.DetectorFactory.seed = 0
    pages = [path.read_text(encoding="utf-8") for path in sorted(FOLDER.glob("*.txt"))]
    texts = [line for page in pages for line in page.split("\n") if line.strip()]
    assert len(texts) == 230
    faults = 0
    for text in texts:
        expected = "und" if re.fullmatch(r"[\d%。]+", text) else "en" if text.isascii() else "zh"
        assert detect(text).language == expected
        faults += langdetect.detect(text).split("-")[0] != expected if expected != "und" else 0
    assert faults >= 55  # most of them Chinese taken for Korean
