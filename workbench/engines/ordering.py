"""Results of an engine in the order of what was asked."""

from collections.abc import Sequence

from aligners.progress import Progress
from workbench.engines.protocols import Translated, Translator


def translate_all(
    translator: Translator, texts: Sequence[str], *, progress: Progress | None = None
) -> list[Translated]:
    """Translate texts and give the results in their order."""
    results: dict[int, Translated] = {}
    for n, result in translator.translate(texts):
        results[n] = result
        if progress is not None:
            progress(len(results), len(texts))
    return [results[n] for n in range(len(texts))]
