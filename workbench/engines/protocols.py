"""What the use cases ask of an engine."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, runtime_checkable

if TYPE_CHECKING:
    from aligners.beads import Vectors


@dataclass(frozen=True, slots=True)
class Translated:
    """One translation: `score` is the mean log-probability per target token, better high.

    `warnings` names what is wrong with the text (such as `empty`, `loop`, `han-left`); empty when nothing is.
    """

    text: str
    score: float
    warnings: tuple[str, ...] = ()


class SentenceEncoder(Protocol):
    """Turns sentences into vectors whose cosine says how alike their meanings are."""

    @property
    def name(self) -> str:
        """Identifies the model and its version: vectors are cached under it."""
        ...

    def encode(self, sentences: Sequence[str]) -> "Vectors":
        """Give unit vectors, (sentence, dimension), float32; no sentences give shape (0, dimension)."""
        ...


class Translator(Protocol):
    """Translates segments from one language into another."""

    @property
    def name(self) -> str:
        """Identifies the engine, its package and version."""
        ...

    @property
    def is_draft(self) -> bool:
        """True where the output must be shown as a draft."""
        ...

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        """Yield (index, translation) as batches come back; each index once, in any order."""
        ...


@runtime_checkable
class OffersAlternatives(Protocol):
    """A translator that can give several translations of one text."""

    def alternatives(self, text: str, count: int) -> list[Translated]:
        """Give up to `count` different translations, the best first."""
        ...
