"""The vocabulary keeps placeholders and digits whole and reads Traditional text as Simplified."""

import pytest

from training.noise import PLACEHOLDERS
from training.vocabulary import BEGIN, END, PADDING, UNKNOWN, load_vocabulary, pieces_of, train_vocabulary

TEXTS = [
    "南京高新技术产业开发区今年实现产值123467890亿元。",
    "The high-tech zone reached an output value of 123.4 billion yuan this year.",
    "他们在北京发展新的技术。",
    "They develop new technology in Beijing, and the output grows.",
] * 20


@pytest.fixture(scope="module")
def vocabulary(tmp_path_factory):
    path = tmp_path_factory.mktemp("vocabulary") / "toy.model"
    train_vocabulary(TEXTS, path, size=340, threads=1)
    return load_vocabulary(path)


def test_special_pieces_have_their_ids(vocabulary):
    assert [vocabulary.id_to_piece(number) for number in (UNKNOWN, BEGIN, END, PADDING)] == [
        "<unk>",
        "<s>",
        "</s>",
        "<pad>",
    ]


@pytest.mark.parametrize("placeholder", PLACEHOLDERS)
def test_a_placeholder_is_one_piece_and_comes_back(vocabulary, placeholder):
    text = f"在{placeholder}发展"
    assert vocabulary.encode(text, out_type=str).count(placeholder) == 1
    assert vocabulary.decode(vocabulary.encode(text)) == text


def test_every_digit_is_a_piece_of_its_own(vocabulary):
    assert [piece for piece in vocabulary.encode("2024年", out_type=str) if piece.isdigit()] == list("2024")


@pytest.mark.parametrize(
    ("arriving", "read"),
    [
        ("產業開發區", "产业开发区"),
        ("（１２３）", "(123)"),
        ("“技术”", '"技术"'),
        ("「技術」", '"技术"'),
        ("北\u200b京", "北京"),
    ],
)
def test_arriving_forms_are_read_as_the_trained_ones(vocabulary, arriving, read):
    assert vocabulary.encode(arriving) == vocabulary.encode(read)


def test_an_unseen_character_is_spelled_in_bytes(vocabulary):
    assert UNKNOWN not in vocabulary.encode("龘😀")
    assert vocabulary.decode(vocabulary.encode("龘😀")) == "龘😀"


def test_the_pieces_come_in_id_order(vocabulary):
    pieces = pieces_of(vocabulary)
    assert [vocabulary.piece_to_id(piece) for piece in pieces] == list(range(len(pieces)))
