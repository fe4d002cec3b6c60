"""What a check may know beyond the two texts."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from workbench.quality.glossary import Glossary


@dataclass(frozen=True, slots=True)
class Context:
    """What to resolve, look up and compare with.

    `published_on` is the day on which 今年 and 昨日 were true; `machine_translation` is of the source text.
    `is_draft` says that the English side is itself a machine translation.
    """

    published_on: date | None = None
    glossary: "Glossary | None" = None
    machine_translation: str = ""
    is_draft: bool = False


NOTHING_KNOWN = Context()
