"""Results of an engine in the order of what was asked."""

from collections.abc import Iterator, Sequence

from workbench.engines.protocols import Translated, Translator


def translate_in_order(translator: Translator, texts: Sequence[str]) -> Iterator[Translated]:
    """Yield the translations of texts in their order, each as soon as those before it are there."""
    early: dict[int, Translated] = {}
    wanted = 0
    for n, result in translator.translate(texts):
        early[n] = result
        while wanted in early:
            yield early.pop(wanted)
            wanted += 1
