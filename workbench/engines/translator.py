"""Translation with an Argos Translate package on CTranslate2, in batches, and never silently wrong.

argostranslate's own translation call splits sentences with a model that it downloads and runs one sentence
at a time; here its package (tokenizer and CTranslate2 model) is run directly: windows of segments, sorted by
length into batches of tokens by CTranslate2, the next window queued while the last one is read.

Numbers, dates, Latin names and glossary terms go past the model where the package carries placeholders (see
`protection`). Every output is checked (see `faults`). One with faults is tried again: the other hypotheses
of the beam, then in halves and without repeated runs of words, in the order that suits the faults. The
candidate with the lightest faults is kept, and what is still wrong with it stands in `warnings`. Blank text
gives blank text; text without a Chinese character is not translated.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from workbench.config import AUTO
from workbench.engines import faults
from workbench.engines.devices import load_on_device
from workbench.engines.models import InstalledPackage, has_vocabulary_map, ready_package
from workbench.engines.pieces import join_pieces, split_clauses, split_long, split_text
from workbench.engines.placeholders import MARK, repeats_mark
from workbench.engines.protection import Protected, protect
from workbench.engines.protocols import Translated
from workbench.engines.tokenizers import open_tokenizer
from workbench.errors import ModelError
from workbench.quality.folding import fold_width
from workbench.quality.glossary import Glossary
from workbench.scripts import to_simplified

BEAM_SIZE = 2
"""Greedy search takes half the time, but has BLEU 10.8 and 10.0 where this has 11.2 and 10.7 (333 lines of
flores_dev, 334 of newstest2017); a beam of 4 takes 1.8 times as long."""
WINDOW_SEGMENTS = 256
FIRST_WINDOW_SEGMENTS = 64  # done alone, so that there is soon something to show
LONGEST_PIECE_TOKENS = 128  # the compact package saw no longer sentences; longer text is cut at its clauses
LONGEST_OUTPUT_TOKENS = 256  # where CTranslate2 stops, twice what a piece needs
WORTH_A_TRY = 2  # the weight of faults from which a text is translated again
LOSSES = frozenset({faults.NUMBERS_LOST, faults.NAMES_LOST, faults.TERMS_LOST, faults.REPEATED})
LENGTH_PENALTY = 1.0
WIDE_BEAM = 4  # of alternatives
SECOND_TRY = {"no_repeat_ngram_size": 3, "repetition_penalty": 1.1}

_INVISIBLE = re.compile(r"[\u200b-\u200f\u2060\ufeff\u00ad]")
_BULLET = re.compile(r"^[\s●■◆▲►▼★☆◎◇□•▪◦※‣❖➢✓→]+(?=[^\s●■◆▲►▼★☆◎◇□•▪◦※‣❖➢✓→])")
_SPACES = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Candidate:
    """One way to translate a piece of text."""

    text: str
    score: float
    token_count: int
    faults: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Running:
    """A text that the model works on, as it was handed over, and the result to wait for."""

    given: Protected
    result: Any


@dataclass(slots=True)
class _Window:
    """The segments of one window: their texts for the model, and the pieces that are being translated."""

    first: int
    texts: list[str]
    pieces: dict[str, list[str]] = field(default_factory=dict)
    running: dict[str, _Running] = field(default_factory=dict)


def load_translator(
    source: str = "zh",
    target: str = "en",
    *,
    beam_size: int = BEAM_SIZE,
    glossary: Glossary | None = None,
    device: str = AUTO,
) -> "PackageTranslator":
    """Load the best installed package for the languages; see `models.ready_package`.

    Raises ModelError when there is none, it is broken, or the device is not there.
    """
    package = ready_package(source, target)
    return PackageTranslator(package, beam_size=beam_size, glossary=glossary, device=device)


class PackageTranslator:
    """A package, loaded; it may be used by one thread at a time."""

    def __init__(
        self,
        package: InstalledPackage,
        *,
        beam_size: int = BEAM_SIZE,
        glossary: Glossary | None = None,
        device: str = AUTO,
    ) -> None:
        """Load the package's model and tokenizer; terms of the glossary are rendered as approved.

        Raises ModelError when one of them is broken, or the device is not there (see `load_on_device`).
        """
        os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
        self._package = package
        self._beam_size = beam_size
        self.glossary = glossary
        self._tokenizer = open_tokenizer(package.path)
        self._prefix = package.target_prefix
        self._loaded = load_on_device(package.path, device)
        self._carries_placeholders = self._tokenizer.has_piece(MARK.format(1))
        self._uses_map = has_vocabulary_map(package.path)
        self._copies_unknowns = not self._tokenizer.spells_unknowns
        version = "-".join(filter(None, (package.version, package.archive_sha256[:8])))
        self._name = ":".join(filter(None, ("argos", package.name, version)))

    @property
    def name(self) -> str:
        """The package's name, version and the start of its file's hash: translations are kept under it."""
        return self._name

    @property
    def is_draft(self) -> bool:
        """True where the package calls itself a draft."""
        return self._package.is_draft

    def translate(self, segments: Sequence[str]) -> Iterator[tuple[int, Translated]]:
        """Yield (index, translation) for every segment, each once, in order, a window at a time.

        The first window is a short one; from then on, each is queued before the last one is read.
        Raises ModelError when the model fails.
        """
        yield from self._finish(self._start(0, segments[:FIRST_WINDOW_SEGMENTS]))
        waiting: _Window | None = None
        for first in range(FIRST_WINDOW_SEGMENTS, len(segments), WINDOW_SEGMENTS):
            window = self._start(first, segments[first : first + WINDOW_SEGMENTS])
            if waiting is not None:
                yield from self._finish(waiting)
            waiting = window
        if waiting is not None:
            yield from self._finish(waiting)

    def alternatives(self, text: str, count: int) -> list[Translated]:
        """Give up to `count` different translations, those without faults first, then by score.

        A text that is too long for the model has one. Raises ModelError when the model fails.
        """
        prepared = prepare(text)
        if not faults.contains_han(prepared) or not self._fits(prepared):
            return [result for _, result in self.translate([text])]
        size = max(count, self._beam_size, WIDE_BEAM)
        (running,) = self._queue([prepared], beam_size=size, num_hypotheses=size)
        found = sorted(self._candidates(prepared, running), key=lambda c: (faults.weight(c.faults), -c.score))
        distinct = {candidate.text: candidate for candidate in reversed(found)}
        ordered = sorted(distinct.values(), key=found.index)
        return [Translated(c.text, c.score, c.faults) for c in ordered[:count]]

    def _start(self, first: int, segments: Sequence[str]) -> _Window:
        """Prepare the segments and queue their pieces."""
        window = _Window(first, [prepare(segment) for segment in segments])
        for text in dict.fromkeys(window.texts):
            if faults.contains_han(text):
                window.pieces[text] = self._split(text)
        pieces = list(dict.fromkeys(piece for group in window.pieces.values() for piece in group))
        window.running = dict(zip(pieces, self._queue(pieces), strict=True))
        return window

    def _finish(self, window: _Window) -> Iterator[tuple[int, Translated]]:
        """Wait for the window's pieces, try the faulty ones again, and yield the segments' translations."""
        best = {piece: self._best(piece, result) for piece, result in window.running.items()}
        self._retry(best)
        whole = {text: self._join(text, pieces, best) for text, pieces in window.pieces.items()}
        for index, text in enumerate(window.texts, window.first):
            found = whole.get(text)
            yield index, found if found is not None else Translated(text, 0.0)

    def _retry(self, best: dict[str, Candidate]) -> None:
        """Replace candidates that have faults where another way of translating gives lighter ones.

        Where figures, names or terms are lost, two halves keep more of them, and cost less than to search on;
        everything else, and what the halves do not mend, is translated without repeated runs of words.
        """
        faulty = [piece for piece, found in best.items() if _is_faulty(found)]
        losing = [piece for piece in faulty if LOSSES.issuperset(best[piece].faults)]
        self._retry_halves(losing, best)
        rest = [piece for piece in faulty if _is_faulty(best[piece])]
        for piece, result in zip(rest, self._queue(rest, **SECOND_TRY), strict=True):
            best[piece] = lightest([best[piece], self._best(piece, result)])
        tried = frozenset(losing)
        self._retry_halves([piece for piece in rest if piece not in tried and _is_faulty(best[piece])], best)

    def _retry_halves(self, pieces: Sequence[str], best: dict[str, Candidate]) -> None:
        """Translate pieces of several clauses in two halves, and take what has lighter faults so."""
        halves = {piece: parts for piece in pieces if len(parts := split_clauses(piece)) > 1}
        parts = list(dict.fromkeys(part for group in halves.values() for part in group))
        translated = {
            part: self._best(part, result) for part, result in zip(parts, self._queue(parts), strict=True)
        }
        for piece, group in halves.items():
            best[piece] = lightest([best[piece], self._combine(piece, group, translated)])

    def _join(self, text: str, pieces: list[str], best: dict[str, Candidate]) -> Translated:
        chosen = best[text] if len(pieces) == 1 else self._combine(text, pieces, best)
        return Translated(chosen.text, chosen.score, chosen.faults)

    def _combine(self, text: str, pieces: Sequence[str], best: dict[str, Candidate]) -> Candidate:
        """Join the candidates of a text's pieces into one of the text; its score is their mean by tokens."""
        parts = [best[piece] for piece in pieces]
        count = sum(part.token_count for part in parts)
        joined = join_pieces(pieces, [part.text for part in parts])
        is_term_lost = bool(protect(text, self.glossary, with_marks=False).lost_terms(joined))
        return Candidate(
            text=joined,
            score=sum(part.score * part.token_count for part in parts) / count,
            token_count=count,
            faults=faults.find_faults(text, joined, is_term_lost=is_term_lost),
        )

    def _split(self, text: str) -> list[str]:
        """Cut a text into pieces that fit, and where the package does better so, into clauses."""
        pieces = split_text(text, self._fits)
        longest = self._package.longest_text
        return [part for piece in pieces for part in split_long(piece, longest)] if longest > 0 else pieces

    def _fits(self, text: str) -> bool:
        if len(text) > 4 * LONGEST_PIECE_TOKENS:
            return False
        return len(self._tokenizer.encode(text)) <= LONGEST_PIECE_TOKENS

    def _queue(self, texts: Sequence[str], **options: float) -> list[_Running]:
        """Hand texts to the model, which works on them in its own threads; give a result to wait for each."""
        if not texts:
            return []
        given = [self._protect(text) for text in texts]
        tokens = [self._tokenizer.encode(protected.text) for protected in given]
        beams = {"beam_size": self._beam_size, "num_hypotheses": self._beam_size}
        results = self._loaded.model.translate_batch(
            tokens,
            target_prefix=[[self._prefix]] * len(tokens) if self._prefix else None,
            max_batch_size=self._loaded.batch_tokens,
            batch_type="tokens",
            length_penalty=LENGTH_PENALTY,
            max_decoding_length=LONGEST_OUTPUT_TOKENS,
            replace_unknowns=self._copies_unknowns,
            use_vmap=self._uses_map,
            return_scores=True,
            asynchronous=True,
            **{**beams, **options},
        )
        return [_Running(*pair) for pair in zip(given, results, strict=True)]

    def _protect(self, text: str) -> Protected:
        return protect(text, self.glossary, with_marks=self._carries_placeholders)

    def _best(self, source: str, running: _Running) -> Candidate:
        """Wait for a result and give its first hypothesis without faults, else the one with the lightest."""
        candidates = []
        for candidate in self._candidates(source, running):
            if not candidate.faults:
                return candidate
            candidates.append(candidate)
        return lightest(candidates)

    def _candidates(self, source: str, running: _Running) -> Iterator[Candidate]:
        """Wait for a result and yield its hypotheses, the model's best first."""
        try:
            found = running.result.result()
        except RuntimeError as error:
            raise ModelError(f"{self._package.path}: the model failed ({error})") from error
        for tokens, score in zip(found.hypotheses, found.scores, strict=True):
            yield self._candidate(source, running, tokens, score)

    def _candidate(self, source: str, running: _Running, tokens: list[str], score: float) -> Candidate:
        is_truncated = len(tokens) >= LONGEST_OUTPUT_TOKENS
        count = len(tokens) + (not is_truncated)  # CTranslate2 counts the end mark where there is one
        text = self._tokenizer.decode(tokens[1:] if self._prefix and tokens[:1] == [self._prefix] else tokens)
        given = running.given
        is_repeated = bool(given.english) and repeats_mark(text)
        text = _SPACES.sub(" ", given.unmask(text)).strip()
        is_term_lost = bool(given.terms) and bool(given.lost_terms(text))
        return Candidate(
            text=text,
            score=score * count ** (LENGTH_PENALTY - 1),
            token_count=count,
            faults=faults.find_faults(
                source,
                text,
                is_truncated=is_truncated,
                is_repeated=is_repeated,
                is_term_lost=is_term_lost,
            ),
        )


def prepare(text: str) -> str:
    """Give the text as the model reads it: Simplified, with figures and letters of plain width, on one line,
    without invisible characters and a list item's bullet."""
    plain = _INVISIBLE.sub("", to_simplified(fold_width(text)))
    return _SPACES.sub(" ", _BULLET.sub("", plain)).strip()


def _is_faulty(candidate: Candidate) -> bool:
    return faults.weight(candidate.faults) >= WORTH_A_TRY


def lightest(candidates: Sequence[Candidate]) -> Candidate:
    """Give the candidate with the smallest sum of faults, the earliest of those."""
    return min(candidates, key=lambda candidate: faults.weight(candidate.faults))
