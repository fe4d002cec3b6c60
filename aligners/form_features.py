"""Features from the form and the place of sentences: marks, headings, short sentences, the ends of the texts.

Where a release rewrites a text freely, its form still says much: a heading goes with the sentence after it or
is left out, a short sentence after a quotation names the speaker, titles stand at the head of both texts.
"""

import numpy as np

from aligners.forms import NO_MARK
from aligners.lattice import Shape
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
PAIR_FORMS = (
    "first of both texts",
    "last of both texts",
    "headings alike",
    "headings unlike",
    "marks agree",
    "marks differ",
)
SIDE_FORMS = ("heading joined", "mark joined", "short first", "short last", "after quotation")
"""What one side says of a bead with several of its sentences; the name of the side goes before."""
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
MOST_BEYOND = 8
"""So many sentences at an end of one text are likelier than others to stand beyond all of the other.

Were it more, the hundreds that a far longer text has would draw the path to its edge, past the matches.
"""


def shortness(text: TextVectors) -> Table:
    """Give (n,): how far the log of each sentence's length lies below that of the mean; 0 for longer ones."""
    mean = max(1.0, float(text.lengths.mean())) if len(text) else 1.0
    short: Table = np.clip(np.log(mean) - np.log(text.lengths + 1), 0, MOST_SHORTNESS).astype(np.float32)
    return short


def pair_forms(chunk: Chunk, size: Shape) -> dict[str, Table]:
    """Give tables (source place, target place) of those pair forms that beads of one type have in a chunk."""
    source, target = chunk.source, chunk.target
    shape = len(source) - size[0] + 1, len(target) - size[1] + 1
    found: dict[str, Table] = {}
    ends = ("first", source.is_start and target.is_start, 0), ("last", source.is_end and target.is_end, -1)
    for name, are_ends, corner in ends:
        if are_ends:
            found[f"{name} of both texts"] = np.zeros(shape, dtype=np.float32)
            found[f"{name} of both texts"][corner, corner] = 1
    if size == (1, 1) and (source.forms.is_heading.any() or target.forms.is_heading.any()):
        own, other = source.forms.is_heading[:, None], target.forms.is_heading
        found["headings alike"] = (own & other).astype(np.float32)
        found["headings unlike"] = (own ^ other).astype(np.float32)
    if source.forms.marks.any() and target.forms.marks.any():
        first, second = source.forms.marks[: shape[0], None], target.forms.marks[: shape[1]]
        are_marked = (first != NO_MARK) & (second != NO_MARK)
        found["marks agree"] = (are_marked & (first == second)).astype(np.float32)
        found["marks differ"] = (are_marked & (first != second)).astype(np.float32)
    return found


def side_forms(text: TextVectors, most: int) -> list[Table]:
    """Give (side form, place) of one side's spans of 1 to `most` sentences; single ones say nothing."""
    short, ends_quote = shortness(text), text.forms.ends_quote
    headings, marks = (
        np.concatenate(([0], np.cumsum(flags)))
        for flags in (text.forms.is_heading, text.forms.marks != NO_MARK)
    )
    found = []
    for size in range(1, most + 1):
        features = np.zeros((len(SIDE_FORMS), len(text) - size + 1), dtype=np.float32)
        if size > 1:
            places, last = slice(0, features.shape[1]), slice(size - 1, None)
            features[0] = headings[size - 1 : -1] > headings[:-size]
            features[1] = marks[size:] > marks[1 : len(marks) - size + 1]
            features[2] = short[places]
            features[3] = short[last]
            features[4] = ends_quote[size - 2 : -1] * short[last]
        found.append(features)
    return found


def add_gap_forms(source_gaps: Table, target_gaps: Table, chunk: Chunk) -> None:
    """Fill in the features of skipping a source (source, target + 1) and a target (source + 1, target)."""
    source, target = chunk.source, chunk.target
    source_gaps[0] = source.forms.is_heading[:, None]
    target_gaps[1] = target.forms.is_heading[None, :]
    source_gaps[2] = (source.forms.marks != NO_MARK)[:, None]
    target_gaps[3] = (target.forms.marks != NO_MARK)[None, :]
    if source.is_start and target.is_start:
        source_gaps[4, :MOST_BEYOND, 0] = target_gaps[6, 0, :MOST_BEYOND] = 1
    if source.is_end and target.is_end:
        source_gaps[5, -MOST_BEYOND:, -1] = target_gaps[7, -1, -MOST_BEYOND:] = 1
