"""Databases with small texts of our own, made through the functions of `db`."""

from collections.abc import Sequence
from pathlib import Path

from aligners.beads import Alignment, Evidence, Link, LinkKind, Verdict
from db import alignments, documents, translations
from db.alignments import ProposedPair
from db.records import Counterpart, Document, Paragraph, Route, Segment, SourceFile, StoredBead, Translation
from db.store import Store, open_store

SOURCE = (
    "灵潭高新区一季度经济运行平稳",
    "今年一季度，灵潭高新区实现规模以上工业总产值36.5亿元，同比增长12.4%。",
    "新签约项目18个，总投资超过50亿元。",
    "其中，外资项目3个。",
    "高新区管委会主任林岚表示，下一步将继续优化营商环境，支持专精特新企业发展。",
    "[记者] 摄影：陈默",
    "园区还将建设一座人才公寓，预计年底前投入使用。",
)
TARGET = (
    "Lingtan High-Tech Zone reports steady first quarter",
    "Industrial output of large enterprises in the zone reached 3.65 billion yuan in the first quarter, up"
    " 12.4 percent year on year.",
    "Eighteen new projects worth more than 5 billion yuan in total were signed, three of them"
    " foreign-funded.",
    "Lin Lan, director of the zone's administrative committee, said the zone would keep improving its"
    " business environment.",
    "It will support specialized small and medium-sized enterprises that make new and distinctive products.",
    "The zone will also build a talent apartment block.",
    "It is expected to open before the end of the year.",
)
BEADS = (
    (0, 1, 0, 1, 0.99),
    (1, 2, 1, 2, 0.97),
    (2, 4, 2, 3, 0.91),
    (4, 5, 3, 4, 0.74),
    (5, 5, 4, 5, 0.41),
    (5, 6, 5, 5, 0.88),
    (6, 7, 5, 7, 0.55),
)
DRAFTS = (
    "The economy of Lingtan High-tech Zone ran smoothly in the first quarter",
    None,
    "18 new projects signed.",
)


def source_file(title: str, sentences: Sequence[str], language: str) -> SourceFile:
    """Make a file of one document with one paragraph a sentence."""
    text = "\n".join(sentences)
    paragraphs = []
    start = 0
    for sentence in sentences:
        route = Route.TRANSLATE if language == "zh" else Route.REFERENCE
        paragraphs.append(
            Paragraph(
                text=sentence,
                start=start,
                end=start + len(sentence),
                kind="body",
                language=language,
                script="Hans" if language == "zh" else "Latn",
                route=route,
                reason="test",
                segments=(Segment(0, len(sentence), sentence),),
            )
        )
        start += len(sentence) + 1
    document = Document(
        title=title,
        start=0,
        end=len(text),
        language=language,
        script="Hans" if language == "zh" else "Latn",
        paragraphs=tuple(paragraphs),
    )
    return SourceFile(
        path=f"{title}.txt",
        format="text",
        content=text.encode("utf-8", "surrogatepass"),
        encoding="utf-8",
        encoding_reason="test",
        text=text,
        hits=(),
        documents=(document,),
    )


def add_text(store: Store, name: str, title: str, sentences: Sequence[str], language: str) -> int:
    """Store one document and give its id."""
    (document_id,) = documents.add_file(store, name, source_file(title, sentences, language))
    return document_id


def stored_beads(beads: Sequence[tuple[int, int, int, int, float]]) -> list[StoredBead]:
    """Make stored beads of ranges and posteriors."""
    return [
        StoredBead(*ranges, posterior, Evidence(cosine=posterior, margin=0.2, length_ratio=1.1))
        for *ranges, posterior in beads
    ]


def save_alignment(store: Store, pair_id: int, beads: Sequence[StoredBead]) -> int:
    """Store beads as the run of a pair and give its id."""
    alignment = Alignment(
        beads=(), links=(), verdict=Verdict.PARALLEL, anchor_share=0.8, mean_posterior=0.86, median_cosine=0.7
    )
    return alignments.save_run(store, pair_id, recipe="test", alignment=alignment, beads=beads)


def build_pair(
    path: Path,
    source: Sequence[str] = SOURCE,
    target: Sequence[str] = TARGET,
    beads: Sequence[tuple[int, int, int, int, float]] = BEADS,
) -> Path:
    """Make a database with one aligned pair."""
    with open_store(path) as store:
        source_id = add_text(store, "zh/yunxing.txt", source[0][:60], source, "zh")
        target_id = add_text(store, "en/first-quarter.txt", target[0][:60], target, "en")
        alignments.save_matching(
            store,
            digest="one",
            recipe="test",
            pairs=[ProposedPair(source_id, target_id, 0.82, 0.31)],
            counterparts=[],
        )
        save_alignment(store, alignments.list_pairs(store)[0].id, stored_beads(beads))
    return path


def build_project(path: Path) -> Path:
    """Make a database with a pair, a document without counterpart, candidate links, and drafts."""
    with open_store(path) as store:
        source_id = add_text(store, "zh/yunxing.txt", SOURCE[0], SOURCE, "zh")
        target_id = add_text(store, "en/first-quarter.txt", TARGET[0], TARGET, "en")
        alone = ("New metro line opens", "The line has 18 stations.", "The zone will build apartments.")
        alone_id = add_text(store, "en/metro.txt", alone[0], alone, "en")
        counterpart = Counterpart(
            document_id=alone_id,
            nearest_document_id=source_id,
            score=0.12,
            verdict=Verdict.NOT_PARALLEL,
            anchor_share=0.03,
            mean_posterior=0.21,
            median_cosine=0.08,
            recipe="test",
        )
        pairs = [ProposedPair(source_id, target_id, 0.82, 0.31)]
        alignments.save_matching(store, digest="one", recipe="test", pairs=pairs, counterparts=[counterpart])
        save_alignment(store, alignments.list_pairs(store)[0].id, stored_beads(BEADS))
        links = [
            (source_id, Link(6, 7, 2, 3, 0.58, LinkKind.CANDIDATE)),
            (source_id, Link(2, 3, 1, 2, 0.44, LinkKind.CANDIDATE)),
        ]
        alignments.replace_candidates(store, alone_id, recipe="test", links=links)
        translations.save(
            store,
            [
                Translation(text, draft, "en", "test-engine", -0.4, is_draft=True)
                for text, draft in zip(SOURCE[:3], DRAFTS, strict=True)
                if draft is not None
            ],
        )
    return path


if __name__ == "__main__":
    import sys

    build_project(Path(sys.argv[1]))
