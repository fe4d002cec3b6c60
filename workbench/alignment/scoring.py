"""Scoring an alignment file against a gold one."""

from pathlib import Path

from aligners.errors import GoldFormatError
from aligners.evaluation import IdBead, read_alignment, score_alignment
from workbench.errors import InputError
from workbench.inputs import read_lines


def score_files(gold: Path, predicted: Path) -> dict[str, dict[str, float]]:
    """Give strict and lax precision, recall and F1 of a predicted alignment.

    Raises:
        InputError: a file is missing, is empty, or holds a line that is no bead.
    """
    scores = score_alignment(_read_beads(gold), _read_beads(predicted))
    return {
        "strict": {
            "precision": scores.strict_precision,
            "recall": scores.strict_recall,
            "f1": scores.strict_f1,
        },
        "lax": {"precision": scores.lax_precision, "recall": scores.lax_recall, "f1": scores.lax_f1},
    }


def _read_beads(path: Path) -> list[IdBead]:
    try:
        beads = read_alignment(read_lines(path))
    except GoldFormatError as error:
        raise InputError(f"{path}: {error}") from error
    if not beads:
        raise InputError(f"{path}: holds no bead, lines such as [0]:[0,1] are expected")
    return beads
