"""Part of `python -m bench translate --ways`: four ways of getting approved terms into a translation.

All use the same package, the beam of the engine and the same table of sentences:

- hypotheses: the model translates the plain text; a hypothesis of the beam with more approved terms wins.
- replacement: what the attention says was made of the term gives way to its rendering, afterwards.
- constrained: the translation is cut where the attention says that the term begins, its rendering is forced
  there (CTranslate2's `target_prefix`), and the model goes on from it: prefix-constrained decoding after
  Knowles and Koehn 2016, "Neural Interactive Translation Prediction", one term after another.
- marks: what the workbench does (see `workbench.engines.protection`).

CTranslate2 has no lexical constraint that holds at any place: `target_prefix` and `prefix_bias_beta` act at
the beginning of the output, `suppress_sequences` only forbids.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from workbench.engines import translator as engine
from workbench.engines.devices import BATCH_TOKENS
from workbench.engines.models import load_model
from workbench.engines.protection import enforced_terms
from workbench.engines.tokenizers import open_tokenizer
from workbench.engines.translator import prepare
from workbench.quality.glossary import Glossary, TermMatch
from workbench.quality.terms import find_rendering

Place = tuple[int, int]


@dataclass(slots=True)
class Output:
    """A translation in the making: its tokens, and where the attention of each of them lies in the source."""

    matches: list[TermMatch]
    source_tokens: list[str]
    tokens: list[str] = field(default_factory=list)
    attention: list[int] = field(default_factory=list)


class TermWays:
    """The plain model of a package, and what can be done with its attention."""

    def __init__(self, path: Path, glossary: Glossary) -> None:
        """Load the model of a package's folder."""
        self._glossary = glossary
        self._tokenizer = open_tokenizer(path)
        self._model = load_model(path, inter_threads=1, intra_threads=1)

    def ways(self) -> dict[str, Callable[[Sequence[str]], list[str]]]:
        """Name the ways; each turns Chinese sentences into English ones."""
        return {"hypotheses": self.choose, "replacement": self.replace, "constrained": self.constrain}

    def choose(self, sentences: Sequence[str]) -> list[str]:
        """Take the hypothesis with the most approved terms, the likeliest of those."""
        outputs = [self._output(sentence) for sentence in sentences]
        results = self._translate([output.source_tokens for output in outputs])
        chosen = []
        for output, result in zip(outputs, results, strict=True):
            texts = [self._tokenizer.decode(tokens) for tokens in result.hypotheses]
            chosen.append(max(texts, key=lambda text, o=output: _count(o.matches, text)))  # type: ignore[misc]
        return chosen

    def replace(self, sentences: Sequence[str]) -> list[str]:
        """Put each rendering in the place of the tokens that attend to its term."""
        outputs = self._first(sentences)
        for output in outputs:
            places = [(self._place(output, match), match) for match in output.matches]
            done: list[Place] = []
            for place, match in sorted(places, key=lambda item: item[0] or (-1, -1), reverse=True):
                if place is None or any(place[1] > start for start, _ in done):
                    continue
                done.append(place)
                output.tokens[slice(*place)] = self._tokenizer.encode(match.term.rendering)
        return [self._tokenizer.decode(output.tokens) for output in outputs]

    def constrain(self, sentences: Sequence[str]) -> list[str]:
        """Force one rendering after another, in the order of the English, and translate what follows anew."""
        outputs = self._first(sentences)
        frozen = [0] * len(outputs)
        for _ in range(max(len(output.matches) for output in outputs)):
            forced: dict[int, list[str]] = {}
            for n, output in enumerate(outputs):
                places = [(place, match) for match in output.matches if (place := self._place(output, match))]
                later = [(place, match) for place, match in places if place[0] >= frozen[n]]
                if later:
                    place, match = min(later, key=lambda item: item[0])
                    output.matches.remove(match)
                    forced[n] = output.tokens[: place[0]] + self._tokenizer.encode(match.term.rendering)
                    frozen[n] = len(forced[n])
            self._continue(outputs, forced)
        return [self._tokenizer.decode(output.tokens) for output in outputs]

    def _output(self, sentence: str) -> Output:
        text = prepare(sentence)
        return Output(enforced_terms(text, self._glossary), self._tokenizer.encode(text))

    def _first(self, sentences: Sequence[str]) -> list[Output]:
        outputs = [self._output(sentence) for sentence in sentences]
        self._continue(outputs, {n: [] for n in range(len(outputs))})
        return outputs

    def _continue(self, outputs: Sequence[Output], prefixes: dict[int, list[str]]) -> None:
        """Translate again those that have a prefix, possibly an empty one."""
        chosen = [outputs[n] for n in prefixes]
        results = self._translate([output.source_tokens for output in chosen], list(prefixes.values()))
        for output, result in zip(chosen, results, strict=True):
            output.tokens = list(result.hypotheses[0])
            output.attention = [max(range(len(row)), key=row.__getitem__) for row in result.attention[0]]

    def _translate(self, tokens: list[list[str]], prefixes: list[list[str]] | None = None) -> list[Any]:
        if not tokens:
            return []
        return list(
            self._model.translate_batch(
                tokens,
                target_prefix=prefixes,
                beam_size=engine.BEAM_SIZE,
                num_hypotheses=1 if prefixes is not None else engine.BEAM_SIZE,
                max_batch_size=BATCH_TOKENS,
                batch_type="tokens",
                length_penalty=engine.LENGTH_PENALTY,
                return_attention=prefixes is not None,
            )
        )

    def _place(self, output: Output, match: TermMatch) -> Place | None:
        """Give the range of whole words whose tokens attend to the term, the longest run with gaps of one."""
        wanted = _token_range(output.source_tokens, match.start, match.end)
        count = min(len(output.tokens), len(output.attention))
        hits = [n for n in range(count) if output.attention[n] in wanted]
        runs: list[list[int]] = []
        for n in hits:
            if runs and n - runs[-1][-1] <= 2:
                runs[-1].append(n)
            else:
                runs.append([n])
        if not runs:
            return None
        longest = max(runs, key=len)
        start, end = longest[0], longest[-1] + 1
        while start > 0 and not output.tokens[start].startswith("▁"):
            start -= 1
        while end < len(output.tokens) and output.tokens[end][:1].isalpha():
            end += 1
        return start, end


def _token_range(tokens: Sequence[str], start: int, end: int) -> range:
    """Give the tokens in which the characters `start:end` lie; the first token has a space of its own."""
    place, found = -1, []
    for n, token in enumerate(tokens):
        following = place + len(token)
        if following > start and place < end:
            found.append(n)
        place = following
    return range(found[0], found[-1] + 1) if found else range(0)


def _count(matches: Sequence[TermMatch], text: str) -> int:
    return sum(find_rendering(match.term.approved, text) is not None for match in matches)
