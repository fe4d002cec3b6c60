"""Features from the form and the place of sentences: marks, headings, short sentences, the ends of the texts.

Where a release rewrites a text freely, its form still says much: a heading goes with the sentence after it or
is left out, a short sentence after a quotation names the speaker, titles stand at the head of both texts.
"""

import numpy as np
from numpy.typing import NDArray

from aligners.forms import NO_MARK
from aligners.lattice import Ids, Shape
from aligners.spans import TextVectors
from aligners.tables import Chunk, Table

FORM_FEATURES = (
    "first of both texts",
    "last of both texts",
    "headings alike",
    "headings unlike",
    "source heading joined",
    "target heading joined",
    "marks agree",
    "marks differ",
    "source mark joined",
    "target mark joined",
    "source short first",
    "source short last",
    "target short first",
    "target short last",
    "source after quotation",
    "target after quotation",
)
GAP_FORM_FEATURES = (
    "source heading",
    "target heading",
    "source mark",
    "target mark",
    "source before all",
    "source after all",
    "target before all",
    "target after all",
)
MOST_SHORTNESS = 2.0
"""Sentences shorter than the mean by more than e to this power count no more."""


def shortness(text: TextVectors) -> Table:
    """Give (n,): how far the log of each sentence's length lies below that of the mean; 0 for longer ones."""
    mean = max(1.0, float(text.lengths.mean())) if len(text) else 1.0
    short: Table = np.clip(np.log(mean) - np.log(text.lengths + 1), 0, MOST_SHORTNESS).astype(np.float32)
    return short


def add_forms(features: Table, chunk: Chunk, size: Shape, i: Ids, j: Ids) -> None:
    """Fill in (feature, place) of beads of one type that begin before source `i` and target sentences `j`."""
    source, target = chunk.source, chunk.target
    features[0] = source.is_start & target.is_start & (i == 0) & (j == 0)
    features[1] = source.is_end & target.is_end & (i + size[0] == len(source)) & (j + size[1] == len(target))
    if size == (1, 1) and (source.forms.is_heading.any() or target.forms.is_heading.any()):
        own, other = source.forms.is_heading[i], target.forms.is_heading[j]
        features[2] = own & other
        features[3] = own ^ other
    if source.forms.marks.any() and target.forms.marks.any():
        first, second = source.forms.marks[i], target.forms.marks[j]
        are_marked = (first != NO_MARK) & (second != NO_MARK)
        features[6] = are_marked & (first == second)
        features[7] = are_marked & (first != second)
    for side, (text, count, places) in enumerate(((source, size[0], i), (target, size[1], j))):
        if count == 1:
            continue
        short, last = shortness(text), places + count - 1
        features[4 + side] = _any_within(text.forms.is_heading, places, count - 1)
        features[8 + side] = _any_within(text.forms.marks != NO_MARK, places + 1, count - 1)
        features[10 + 2 * side] = short[places]
        features[11 + 2 * side] = short[last]
        features[14 + side] = text.forms.ends_quote[last - 1] * short[last]


def add_gap_forms(source_gaps: Table, target_gaps: Table, chunk: Chunk) -> None:
    """Fill in the features of skipping a source (source, target + 1) and a target (source + 1, target)."""
    source, target = chunk.source, chunk.target
    source_gaps[0] = source.forms.is_heading[:, None]
    target_gaps[1] = target.forms.is_heading[None, :]
    source_gaps[2] = (source.forms.marks != NO_MARK)[:, None]
    target_gaps[3] = (target.forms.marks != NO_MARK)[None, :]
    source_gaps[4, :, 0] = target.is_start
    source_gaps[5, :, -1] = target.is_end
    target_gaps[6, 0] = source.is_start
    target_gaps[7, -1] = source.is_end


def _any_within(flags: NDArray[np.bool_], places: Ids, size: int) -> NDArray[np.bool_]:
    """Say for each place whether any of the `size` flags from it on is set."""
    counts = np.concatenate(([0], np.cumsum(flags)))
    found: NDArray[np.bool_] = counts[places + size] > counts[places]
    return found
