"""Alignment files are scored, and one that is none is named with its line."""

from pathlib import Path

import pytest

from workbench.alignment.scoring import score_files
from workbench.errors import InputError


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_scores_one_against_itself(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", "[0]:[0]\n[1,2]:[1]\n[3]:[]\n")
    perfect = {"precision": 1.0, "recall": 1.0, "f1": 1.0}
    assert score_files(gold, gold) == {"strict": perfect, "lax": perfect}


def test_posteriors_do_not_matter_and_lax_is_kinder(tmp_path: Path) -> None:
    gold = write(tmp_path / "gold", "[0]:[0]\n[1,2]:[1]\n")
    predicted = write(tmp_path / "predicted", "[0]:[0]:0.9\n[1]:[1]:0.8\n[2]:[]:0.5\n")
    scores = score_files(gold, predicted)
    assert scores["strict"] == pytest.approx({"precision": 1 / 3, "recall": 1 / 2, "f1": 2 / 5})
    assert scores["lax"]["recall"] == 1.0


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "holds no bead"),
        ("\n\n", "holds no bead"),
        ("[0]:[0]\n云洲\n", "line 2"),
        ("[0]:[0]\n[0]:[1]\n", "id 0"),
    ],
)
def test_a_file_that_is_no_alignment_is_refused(tmp_path: Path, content: str, words: str) -> None:
    gold = write(tmp_path / "gold", "[0]:[0]\n")
    bad = write(tmp_path / "bad", content)
    for pair in ((gold, bad), (bad, gold)):
        with pytest.raises(InputError, match=words) as caught:
            score_files(*pair)
        assert str(caught.value).startswith(str(bad))
