"""The protocol of an aligner, and the aligners by name: our own and those of other packages.

Another package offers an aligner through the entry-point group `workbench.aligners`: the entry point names a
class or function that gives an `Aligner` when called without arguments.
"""

from collections.abc import Callable, Sequence
from importlib.metadata import entry_points
from typing import Protocol

from aligners.beads import Alignment, Bead, Encode
from aligners.errors import UnknownAlignerError
from aligners.progress import Progress

ENTRY_POINT_GROUP = "workbench.aligners"


class Aligner(Protocol):
    """Aligns the sentences of two texts."""

    @property
    def name(self) -> str:
        """The name under which the aligner is registered."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same input may give other beads: it stands in the recipe of a run."""
        ...

    def align(
        self,
        source: Sequence[str],
        target: Sequence[str],
        *,
        encode: Encode,
        pins: Sequence[Bead] = (),
        progress: Progress | None = None,
    ) -> Alignment:
        """Align source with target sentences; `pins` are beads that must stand in the outcome as they are.

        Raises VectorError where `encode` gives unusable vectors, BeadError where pins cross or lie outside.
        """
        ...


def _embedding_based() -> Aligner:
    from aligners.embedding_based import EmbeddingAligner

    return EmbeddingAligner()


def _length_based() -> Aligner:
    from aligners.length_based import LengthAligner

    return LengthAligner()


_OWN: dict[str, Callable[[], Aligner]] = {"embedding": _embedding_based, "gale-church": _length_based}

DEFAULT_ALIGNER = "embedding"


def aligner_names() -> list[str]:
    """Name every aligner that can be had, the default one first."""
    others = sorted({point.name for point in entry_points(group=ENTRY_POINT_GROUP)} - _OWN.keys())
    return [*_OWN, *others]


def get_aligner(name: str = DEFAULT_ALIGNER) -> Aligner:
    """Make the aligner of that name.

    Raises UnknownAlignerError where there is none, and where another package's aligner cannot be loaded.
    """
    if name in _OWN:
        return _OWN[name]()
    for point in entry_points(group=ENTRY_POINT_GROUP, name=name):
        try:
            aligner: Aligner = point.load()()
        except (ImportError, AttributeError, TypeError) as error:
            raise UnknownAlignerError(
                f"aligner {name!r} ({point.value}) cannot be loaded: {error}"
            ) from error
        return aligner
    raise UnknownAlignerError(f"no aligner is called {name!r}; there are {', '.join(aligner_names())}")
