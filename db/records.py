"""The values that go into the store and come out of it.

Languages are BCP 47 primary tags (`zh`, `en`, `und`), scripts ISO 15924 codes (`Hans`, `Hant`, `Latn`) or the
empty string. Offsets are code points, half-open.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from aligners.beads import Evidence, LinkKind, Verdict


class Route(StrEnum):
    """What happens to a paragraph."""

    TRANSLATE = "translate"
    REFERENCE = "reference"
    SKIP = "skip"


class ReviewState(StrEnum):
    """What reviewers have said of a bead or a link."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    NEEDS_REVIEW = "needs-review"


OPEN_STATES = frozenset({ReviewState.PROPOSED, ReviewState.NEEDS_REVIEW})
"""The states of beads and links that nobody has decided on."""


class OmissionReason(StrEnum):
    """Why a text has no counterpart on the other side."""

    CREDIT_LINE = "credit line"
    BOILERPLATE = "boilerplate"
    MOVED = "moved elsewhere"
    SHORTENED = "left out by the translator"
    ADDED = "added by the translator"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class RuleHit:
    """One change that a cleaning rule makes to a file's text: `text[start:end]` becomes `replacement`."""

    rule: str
    start: int
    end: int
    replacement: str
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Segment:
    """A sentence, heading or list item: `paragraph.text[start:end] == text`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A block of a document. `text` is cleaned; `start:end` is where it came from in the file's text.

    A paragraph that is skipped has no segments. `given_row` is the row that it stands in where the file
    itself sets two languages side by side: what has the same row belongs together.
    """

    text: str
    start: int
    end: int
    kind: str
    language: str
    script: str
    route: Route
    reason: str
    segments: tuple[Segment, ...] = ()
    given_row: int | None = None


@dataclass(frozen=True, slots=True)
class Document:
    """One text of a file: a file may hold many. `start:end` is its place in the file's text."""

    title: str
    start: int
    end: int
    language: str
    script: str
    paragraphs: tuple[Paragraph, ...]
    published_on: str = ""
    source_name: str = ""
    document_number: str = ""
    issuing_body: str = ""


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file as it was taken in. `content` are its bytes, `text` what the reader made of them, unchanged.

    For plain text `text` is the decoded content to the letter; for markup and office formats it is the text
    that the reader extracted. `hits` say what cleaning changes in `text`. `rules` is the user's own
    `rules.toml` that it was read with, empty without one. `boundaries` are the places in `text` where
    documents start, None where those stand that the intake found.
    """

    path: str
    format: str
    content: bytes = field(repr=False)
    encoding: str
    encoding_reason: str
    text: str = field(repr=False)
    hits: tuple[RuleHit, ...]
    documents: tuple[Document, ...]
    rules: str = field(default="", repr=False)
    boundaries: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A current file in the store, without its text and bytes, and the number of documents in it."""

    id: int
    path: str
    format: str
    sha256: str
    size_bytes: int
    encoding: str
    encoding_reason: str
    added_at: str
    document_count: int


@dataclass(frozen=True, slots=True)
class StoredDocument:
    """A document in the store; `segment_count` counts the segments of paragraphs that are not skipped.

    `reprint_of` is the id of the document that this one is a reprint of, None for an original.
    """

    id: int
    file_id: int
    path: str
    position: int
    title: str
    language: str
    script: str
    segment_count: int
    published_on: str
    source_name: str
    document_number: str
    issuing_body: str
    reprint_of: int | None = None


@dataclass(frozen=True, slots=True)
class Reprint:
    """A document that says what another one says; `similarity` is the share of shingles that both have."""

    document_id: int
    original_id: int
    similarity: float


@dataclass(frozen=True, slots=True)
class StoredParagraph:
    """A paragraph in the store."""

    id: int
    document_id: int
    position: int
    kind: str
    language: str
    script: str
    route: Route
    reason: str
    text: str


@dataclass(frozen=True, slots=True)
class StoredSegment:
    """A segment in the store; `position` counts from 0 through the document."""

    id: int
    document_id: int
    paragraph_id: int
    position: int
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Translation:
    """A translation unit: `score` is the mean log-probability per token, None for human translations.

    One from the memory has `percent`, how like its source is to the unit's there, and that unit's `origin`.
    """

    source_text: str
    target_text: str
    target_language: str
    engine: str
    score: float | None
    is_draft: bool
    warnings: tuple[str, ...] = ()
    origin: str = ""
    percent: float | None = None


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """A Chinese and an English document that belong together, with the figures of their current run."""

    id: int
    source: StoredDocument
    target: StoredDocument
    score: float
    runner_up_score: float | None
    run: "AlignmentRun | None"


@dataclass(frozen=True, slots=True)
class AlignmentRun:
    """The current alignment of a pair, with the recipe that made it and the figures behind its verdict.

    `open_bead_count` counts the beads that nobody has decided on: proposed or needs-review.
    """

    id: int
    recipe: str
    verdict: Verdict
    anchor_share: float
    mean_posterior: float
    median_cosine: float
    bead_count: int
    open_bead_count: int


@dataclass(frozen=True, slots=True)
class Counterpart:
    """What the search for the other side of a document ended with, where no pair came out of it.

    `nearest` is the best candidate and `score` its match; the other figures are of a trial alignment with it.
    """

    document_id: int
    nearest_document_id: int | None
    score: float | None
    verdict: Verdict
    anchor_share: float | None
    mean_posterior: float | None
    median_cosine: float | None
    recipe: str


@dataclass(frozen=True, slots=True)
class StoredBead:
    """A bead under review. `edited_source` and `edited_target` are None where the text is as it was read.

    `reason` says why a side has no counterpart (a value of `OmissionReason`, or empty). `is_manual` is true
    where a person gave the bead its shape: its posterior is then 1 and says nothing of the aligner.
    """

    source_start: int
    source_end: int
    target_start: int
    target_end: int
    posterior: float
    evidence: Evidence | None
    state: ReviewState = ReviewState.PROPOSED
    edited_source: str | None = None
    edited_target: str | None = None
    note: str = ""
    reason: str = ""
    is_bookmarked: bool = False
    is_manual: bool = False

    @property
    def key(self) -> tuple[int, int]:
        """Identifies a bead within its run: no two beads of a monotone cover start at the same pair."""
        return (self.source_start, self.target_start)

    @property
    def has_both_sides(self) -> bool:
        """True where neither side is empty."""
        return self.source_end > self.source_start and self.target_end > self.target_start

    @property
    def shape(self) -> str:
        """The number of source and of target segments, such as `2-1`."""
        return f"{self.source_end - self.source_start}-{self.target_end - self.target_start}"


@dataclass(frozen=True, slots=True)
class StoredLink:
    """A link under review, between segment ranges of two documents."""

    id: int
    source_document_id: int
    target_document_id: int
    source_start: int
    source_end: int
    target_start: int
    target_end: int
    score: float
    kind: LinkKind
    state: ReviewState
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReviewEvent:
    """One decision of a reviewer: the beads it took away and the beads it put in their place.

    `reverts` is the id of the event that this one undoes, None for a decision of its own.
    """

    id: int
    run_id: int
    reviewer: str
    created_at: str
    action: str
    before: tuple[StoredBead, ...]
    after: tuple[StoredBead, ...]
    reverts: int | None
