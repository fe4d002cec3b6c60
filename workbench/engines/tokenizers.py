"""Between text and a model's tokens; the only importer of sentencepiece.

Argos packages have one SentencePiece model for both languages; models that were converted from OPUS-MT have
one each, `source.spm` and `target.spm`, and want the end mark written out. The oldest Argos packages have a
byte-pair list, which argostranslate itself reads.
"""

from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from workbench.engines.archives import TOKENIZER_FILES
from workbench.errors import ModelError

if TYPE_CHECKING:
    from argostranslate.package import Package

SHARED_FILE = TOKENIZER_FILES[0]
PAIR_FILES = ("source.spm", "target.spm")
END_MARK = "</s>"
_BYTE_PIECE = "<0x41>"


class Tokenizer(Protocol):
    """Turns text into a model's tokens and back."""

    def encode(self, text: str) -> list[str]:
        """Give the tokens of a source text."""
        ...

    def decode(self, tokens: Sequence[str]) -> str:
        """Give the text of target tokens."""
        ...

    def has_piece(self, piece: str) -> bool:
        """True where both vocabularies have the piece."""
        ...

    @property
    def spells_unknowns(self) -> bool:
        """True where what has no piece is written in bytes, so that nothing is unknown."""
        ...


class PieceTokenizer:
    """SentencePiece models of the two sides, which may be the same one."""

    def __init__(self, source: Path, target: Path, *, end_mark: str = "") -> None:
        """Take the models' files, which are read when they are needed."""
        self._files = (source, target)
        self._end = [end_mark] if end_mark else []

    @cached_property
    def _models(self) -> tuple[Any, Any]:
        from sentencepiece import SentencePieceProcessor

        source, target = self._files
        first = SentencePieceProcessor(model_file=str(source))
        return first, first if target == source else SentencePieceProcessor(model_file=str(target))

    def encode(self, text: str) -> list[str]:
        """Give the pieces of a source text, with an end mark where the model wants one."""
        return [*self._models[0].encode(text, out_type=str), *self._end]

    def decode(self, tokens: Sequence[str]) -> str:
        """Give the text of target pieces. Underscores stay, unlike in argostranslate's own decoding."""
        return str(self._models[1].decode_pieces(list(tokens)).replace("▁", " "))

    def has_piece(self, piece: str) -> bool:
        """True where both vocabularies have the piece."""
        return all(model.piece_to_id(piece) != model.unk_id() for model in self._models)

    @property
    def spells_unknowns(self) -> bool:
        """True where what has no piece is written in bytes."""
        return self.has_piece(_BYTE_PIECE)


class _BytePairs:
    """argostranslate's own tokenizer of its oldest packages."""

    def __init__(self, tokenizer: Any) -> None:  # noqa: ANN401 (argostranslate has no types)
        self._tokenizer = tokenizer

    def encode(self, text: str) -> list[str]:
        return list(self._tokenizer.encode(text))

    def decode(self, tokens: Sequence[str]) -> str:
        return str(self._tokenizer.decode(list(tokens)))

    def has_piece(self, piece: str) -> bool:
        return False

    @property
    def spells_unknowns(self) -> bool:
        return False


def open_tokenizer(path: Path) -> Tokenizer:
    """Give the tokenizer of a package or a model folder. Raises ModelError where it has none."""
    shared = path / SHARED_FILE
    if shared.is_file():
        return PieceTokenizer(shared, shared)
    source, target = (path / name for name in PAIR_FILES)
    if source.is_file() and target.is_file():
        return PieceTokenizer(source, target, end_mark=END_MARK)
    if (path / TOKENIZER_FILES[1]).is_file():
        return _BytePairs(open_package(path).tokenizer)
    expected = ", ".join([*TOKENIZER_FILES, " and ".join(PAIR_FILES)])
    raise ModelError(f"{path}: no tokenizer in it; one of {expected} is expected")


def open_package(path: Path) -> "Package":
    """Read a package's folder with argostranslate, which has a tokenizer then. Raises ModelError."""
    from argostranslate.package import Package

    try:
        package = Package(path)
    except (OSError, ValueError, AttributeError) as error:
        raise ModelError(f"{path}: not a translation package ({error}); install it again") from error
    if not hasattr(package, "tokenizer"):
        raise ModelError(f"{path}: {' or '.join(TOKENIZER_FILES)} missing; install the package again")
    return package
