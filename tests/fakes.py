"""Stand-ins for the engines, and small documents, for tests that must be fast and repeatable."""

import hashlib
import re
from collections.abc import Iterator, Sequence

import numpy as np

from aligners.beads import Vectors
from db.records import Document, Paragraph, Route, Segment, SourceFile
from workbench.engines.protocols import Translated

DIMENSION = 64


class FakeTranslator:
    """Puts brackets round a text; `seen` lists all it was asked for, and `stop_after` makes it give up."""

    def __init__(self, name: str = "fake/1", *, stop_after: int | None = None) -> None:
        self.name = name
        self.is_draft = True
        self.seen: list[str] = []
        self.stop_after = stop_after

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        """Yield the translations last first, as an engine does that sorts its batches by length."""
        for n, text in reversed(list(enumerate(segments))):
            if self.stop_after is not None and len(self.seen) >= self.stop_after:
                raise KeyboardInterrupt
            self.seen.append(text)
            warnings = ("empty",) if not text.strip() else ()
            yield n, Translated(f"[{text}]", -0.25, warnings)


class FakeEncoder:
    """Gives texts that share marks such as `#12` like vectors, whatever else they say.

    A mark has a direction of its own; a text without a mark has one that nothing else has.
    """

    def __init__(self, name: str = "fake/1") -> None:
        self.name = name
        self.seen: list[str] = []

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Give unit vectors, (sentence, DIMENSION), float32."""
        self.seen.extend(sentences)
        vectors = np.zeros((len(sentences), DIMENSION), dtype=np.float32)
        for n, sentence in enumerate(sentences):
            for mark in re.findall(r"#\w+", sentence) or [sentence]:
                vectors[n] += _direction(mark)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return np.asarray(vectors / np.where(norms == 0, 1, norms), dtype=np.float32)


def _direction(mark: str) -> Vectors:
    seed = int.from_bytes(hashlib.blake2b(mark.encode(), digest_size=8).digest(), "big")
    return np.random.default_rng(seed).normal(size=DIMENSION).astype(np.float32)


def make_paragraph(sentences: Sequence[str], language: str, *, start: int = 0) -> Paragraph:
    """Make a paragraph of sentences, joined without anything between them."""
    text = "".join(sentences)
    ends = np.cumsum([len(sentence) for sentence in sentences]).tolist()
    return Paragraph(
        text=text,
        start=start,
        end=start + len(text),
        kind="body",
        language=language,
        script="Hans" if language == "zh" else "Latn",
        route=Route.TRANSLATE if language == "zh" else Route.REFERENCE,
        reason="made for a test",
        segments=tuple(
            Segment(end - len(sentence), end, sentence) for sentence, end in zip(sentences, ends, strict=True)
        ),
    )


def make_file(paragraphs: Sequence[Sequence[str]], language: str = "zh", *, title: str = "") -> SourceFile:
    """Make a file with one document; each paragraph is a list of sentences."""
    made: list[Paragraph] = []
    for sentences in paragraphs:
        made.append(make_paragraph(sentences, language, start=made[-1].end + 1 if made else 0))
    text = "\n".join(paragraph.text for paragraph in made)
    return SourceFile(
        path=f"{title or 'made'}.txt",
        format="text",
        content=text.encode(),
        encoding="utf-8",
        encoding_reason="made for a test",
        text=text,
        hits=(),
        documents=(
            Document(
                title=title or (paragraphs[0][0] if paragraphs else ""),
                start=0,
                end=len(text),
                language=language,
                script="Hans" if language == "zh" else "Latn",
                paragraphs=tuple(made),
            ),
        ),
    )
