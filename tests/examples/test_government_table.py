"""The table that measures the translator is whole and shares no sentence with the examples."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
HAN = re.compile(r"[\u4e00-\u9fff]")


def rows() -> list[list[str]]:
    lines = (ROOT / "tests" / "data" / "government.tsv").read_text("utf-8").rstrip("\n").split("\n")
    return [line.split("\t") for line in lines]


def test_table_has_a_hundred_different_pairs() -> None:
    assert [len(row) for row in rows()] == [2] * 100
    assert len({source for source, _ in rows()}) == 100
    assert len({target for _, target in rows()}) == 100


def test_sides_are_in_their_languages() -> None:
    for source, target in rows():
        assert HAN.search(source)
        assert not HAN.search(target)


def test_no_sentence_of_the_table_stands_in_the_examples() -> None:
    gold = "\n".join(path.read_text("utf-8") for path in (ROOT / "examples" / "gold").glob("*.zh"))
    assert gold
    assert not [source for source, _ in rows() if source in gold]
