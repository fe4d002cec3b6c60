"""The vocabulary map lists what a source piece may need, and CTranslate2 keeps to it."""

import numpy as np
import pytest
import torch

from training import vocabulary_map
from training.dataset import EncodedPairs, pair_weights
from training.model import Shape, TranslationModel
from training.package import write_model
from training.vocabulary_map import MAP_FILE, count_candidates, write_vocabulary_map

PIECES = [
    "<unk>",
    "<s>",
    "</s>",
    "<pad>",
    "▁",
    "a",
    "⟦1⟧",
    *(f"▁s{n}" for n in range(8)),
    *(f"t{n}" for n in range(8)),
]
SOURCE, TARGET = 7, 15  # the first of the source's pieces, and of the target's


@pytest.fixture
def pairs():
    """Pairs in which each target piece stands beside the source piece of its number, and t0 everywhere."""
    rng = np.random.default_rng(3)
    drawn = [rng.choice(np.arange(1, 8), size=3, replace=False) for _ in range(400)]
    source = [[SOURCE + n for n in numbers] for numbers in drawn]
    target = [[TARGET, *(TARGET + n for n in numbers)] for numbers in drawn]
    return EncodedPairs.of(source, target, [0] * len(drawn))


def test_the_piece_that_goes_with_a_source_piece_comes_first(pairs):
    frequency, candidates = count_candidates(pairs, np.arange(len(pairs)), vocabulary=len(PIECES))
    assert frequency[TARGET] == len(pairs)
    assert [candidates[SOURCE + n][0] for n in range(1, 8)] == [TARGET + n for n in range(1, 8)]
    assert all(TARGET not in found for found in candidates)  # beside all by chance


def test_the_model_writes_nothing_but_what_the_map_gives(pairs, tmp_path, monkeypatch):
    import ctranslate2

    monkeypatch.setattr(vocabulary_map, "ALWAYS", 1)
    monkeypatch.setattr(vocabulary_map, "CANDIDATES", 1)
    torch.manual_seed(1)
    shape = Shape(len(PIECES), 64, heads=2, encoder_layers=1, decoder_layers=1, feed_forward=64)
    write_model(TranslationModel(shape).eval(), PIECES, tmp_path / "model")
    weights = pair_weights(pairs, [1.0])
    write_vocabulary_map(pairs, weights, PIECES, tmp_path / "model" / MAP_FILE, seed=1)
    model = ctranslate2.Translator(str(tmp_path / "model"), intra_threads=1)
    result = model.translate_batch([["▁s3", "▁s5"]], use_vmap=True, max_decoding_length=40, beam_size=1)
    allowed = {"▁", "a", "⟦1⟧", "t0", "t3", "t5", "<unk>", "<s>", "</s>", "<pad>"}
    assert set(result[0].hypotheses[0]) <= allowed
    first = (tmp_path / "model" / MAP_FILE).read_text(encoding="utf-8").split("\n")[0]
    assert first.split("\t") == ["", "▁ a ⟦1⟧ t0"]
