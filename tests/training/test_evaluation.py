"""Faults are seen where they are and nowhere else."""

import pytest

from training.evaluation import has_loop, score


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the the the the", True),
        ("of the zone of the zone of the zone of the zone", True),
        ("a number like 1000000000000", True),
        ("Hahahahahahahahaha", True),
        ("very, very, very good", False),
        ("The zone grew by 6.2 percent in the first three quarters.", False),
        ("", False),
    ],
)
def test_a_loop_is_four_repeats_of_words_or_eight_of_characters(text, expected):
    assert has_loop(text) is expected


def test_a_score_names_its_signature_and_a_perfect_output_has_all_points():
    pytest.importorskip("sacrebleu")
    texts = ["The zone grew by six percent in the first three quarters of this year."]
    scores = score("toy", texts, texts)
    assert [(each.metric, each.points) for each in scores] == [("BLEU", 100.0), ("chrF", 100.0)]
    assert all("version:" in each.signature for each in scores)
