"""What a check reports."""

from dataclasses import dataclass
from enum import StrEnum

Span = tuple[int, int]
"""Code points, half-open, into the text that was checked."""


class Severity(StrEnum):
    """How grave: an error contradicts, a warning is probably wrong, information may well be intended."""

    ERROR = "error"
    WARNING = "warning"
    INFORMATION = "information"

    @property
    def rank(self) -> int:
        """0 for the gravest."""
        return list(Severity).index(self)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a reader should look at. A span is None where that side has nothing to point at.

    `message` says in English what is wrong; `suggestion` is text to put at the target span, empty where the
    check does not know one.
    """

    check: str
    severity: Severity
    source_span: Span | None
    target_span: Span | None
    message: str
    suggestion: str = ""
