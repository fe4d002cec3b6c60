"""Databases to measure the review application on: one pair, as long as is wanted."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from db.records import SourceFile, StoredBead


def build(path: Path, bead_count: int) -> None:
    """Make a database with one pair of `bead_count` beads, most of them 1-1."""
    from aligners.beads import Evidence
    from db.records import StoredBead

    sources = [
        f"第{n}条：灵潭高新区实现规模以上工业总产值{n % 97}亿元，同比增长{n % 31}.4%。"
        for n in range(bead_count)
    ]
    targets = [
        f"Item {n}: industrial output of large enterprises in the zone reached {n % 97} hundred million yuan,"
        f" up {n % 31}.4 percent year on year."
        for n in range(bead_count)
    ]
    beads = [
        StoredBead(
            n, n + 1, n, n + 1, 0.5 + (n % 50) / 100, Evidence(cosine=0.7, margin=0.2, length_ratio=1.1)
        )
        for n in range(bead_count)
    ]
    save_pair(path, sources, targets, beads)


def save_pair(
    path: Path, sources: Sequence[str], targets: Sequence[str], beads: "Sequence[StoredBead]"
) -> None:
    """Make a database with one aligned pair of sentences."""
    from aligners.beads import Alignment, Verdict
    from db import alignments, documents
    from db.alignments import ProposedPair
    from db.store import open_store

    alignment = Alignment((), (), Verdict.PARALLEL, anchor_share=0.8, mean_posterior=0.9, median_cosine=0.7)
    with open_store(path) as store:
        (source_id,) = documents.add_file(store, "zh.txt", _file(sources[0][:40], sources, "zh"))
        (target_id,) = documents.add_file(store, "en.txt", _file(targets[0][:40], targets, "en"))
        alignments.save_matching(
            store,
            digest="bench",
            recipe="bench",
            pairs=[ProposedPair(source_id, target_id, 0.9, None)],
            counterparts=[],
        )
        pair_id = alignments.list_pairs(store)[0].id
        alignments.save_run(store, pair_id, recipe="bench", alignment=alignment, beads=beads)


def _file(title: str, sentences: Sequence[str], language: str) -> "SourceFile":
    from db.records import Document, Paragraph, Route, Segment, SourceFile

    text = "\n".join(sentences)
    segments = []
    start = 0
    for sentence in sentences:
        segments.append(Segment(start, start + len(sentence), sentence))
        start += len(sentence) + 1
    script = "Hans" if language == "zh" else "Latn"
    route = Route.TRANSLATE if language == "zh" else Route.REFERENCE
    paragraph = Paragraph(text, 0, len(text), "body", language, script, route, "bench", tuple(segments))
    document = Document(title, 0, len(text), language, script, (paragraph,))
    return SourceFile(title, "text", text.encode(), "utf-8", "bench", text, (), (document,))
