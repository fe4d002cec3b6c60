"""A package translates as the model it was made from, and argostranslate takes it as it is."""

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
import torch

from training.dataset import padded
from training.model import Shape, TranslationModel
from training.package import FOLDER, read_model, unpacked, write_model, write_package
from training.vocabulary import BEGIN, END

SHIPPED = Path(__file__).parents[2] / "workbench" / "models" / "translate-zh_en.argosmodel"
PIECES = ["<unk>", "<s>", "</s>", "<pad>", *(f"▁{number}" for number in range(56))]
SHAPE = Shape(vocabulary=60, width=64, heads=2, encoder_layers=2, decoder_layers=1, feed_forward=96)


@pytest.fixture(scope="module")
def model():
    torch.manual_seed(4)
    model = TranslationModel(SHAPE).eval()
    with torch.no_grad():
        for name, parameter in model.named_parameters():
            # Biases and norms too, so that a swapped one shows; small embeddings, so that it does not repeat.
            spread = 0.3 if "embedding" not in name else 0.01
            parameter.mul_(0.3 if "embedding" in name else 1.0).add_(spread * torch.randn_like(parameter))
    return model


def greedy(translator, rows):
    tokens = [[PIECES[token] for token in row] for row in rows]
    results = translator.translate_batch(tokens, beam_size=1, max_decoding_length=12)
    return [[PIECES.index(piece) for piece in result.hypotheses[0]] for result in results]


def test_ctranslate2_gives_the_models_own_greedy_output(model, tmp_path):
    import ctranslate2

    write_model(model, PIECES, tmp_path / "model", quantisation="float32")
    translator = ctranslate2.Translator(str(tmp_path / "model"), intra_threads=1)
    rng = np.random.default_rng(0)
    rows = [rng.integers(4, 60, size=rng.integers(1, 15)).astype(np.uint16) for _ in range(40)]
    ours = [model.greedy(torch.from_numpy(padded([row], end=END)), longest=12)[0] for row in rows]
    assert greedy(translator, rows) == ours
    assert len({tuple(row) for row in ours}) > 20


def test_a_model_read_back_differs_by_int8_rounding_only(model, tmp_path):
    write_model(model, PIECES, tmp_path / "model")
    again = read_model(tmp_path / "model")
    assert again.shape == model.shape
    before, after = model.state_dict(), again.state_dict()
    for name, values in before.items():
        largest = values.abs().amax(dim=-1, keepdim=True)
        assert ((values - after[name]).abs() <= largest / 127 * 0.51 + 1e-6).all(), name


def test_exporting_does_not_change_the_model(model, tmp_path):
    before = {name: values.clone() for name, values in model.state_dict().items()}
    write_model(model, PIECES, tmp_path / "model")
    assert all(torch.equal(before[name], values) for name, values in model.state_dict().items())


def test_equal_weights_make_equal_bytes(model, tmp_path):
    write_model(model, PIECES, tmp_path / "model")
    (tmp_path / "sp.model").write_bytes(b"vocabulary")
    for name in ("one", "two"):
        write_package(tmp_path / "model", tmp_path / "sp.model", "card", tmp_path / name)
    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()
    with unpacked(tmp_path / "one") as folder:
        assert folder.name == FOLDER
        assert (folder / "README.md").read_text(encoding="utf-8") == "card"


def test_a_package_with_two_top_folders_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "bad", "w") as archive:
        archive.writestr("one/metadata.json", "{}")
        archive.writestr("two/metadata.json", "{}")
    with pytest.raises(ValueError, match="2 top folders"), unpacked(tmp_path / "bad"):
        pass


INSTALL_AND_TRANSLATE = """
import sys
import ctranslate2
from argostranslate import package
package.install_from_path(sys.argv[1])
(found,) = package.get_installed_packages()
assert (found.from_code, found.to_code, found.type) == ("zh", "en", "translate")
translator = ctranslate2.Translator(str(found.package_path / "model"), intra_threads=1)
pieces = found.tokenizer.encode("我们在北京。")
print(found.tokenizer.decode(translator.translate_batch([pieces])[0].hypotheses[0]))
"""


@pytest.mark.models
def test_argostranslate_installs_the_shipped_package_and_translates(tmp_path):
    environment = os.environ | {
        "ARGOS_PACKAGES_DIR": str(tmp_path / "packages"),
        "XDG_DATA_HOME": str(tmp_path / "data"),
    }
    command = [sys.executable, "-c", INSTALL_AND_TRANSLATE, str(SHIPPED)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=True)
    assert any(letter.isascii() and letter.isalpha() for letter in done.stdout)


@pytest.mark.models
def test_the_shipped_package_says_that_it_is_a_draft_and_is_small():
    assert SHIPPED.stat().st_size < 30 * 1024 * 1024
    with unpacked(SHIPPED) as folder:
        assert '"draft": true' in (folder / "metadata.json").read_text(encoding="utf-8")


@pytest.mark.models
def test_int8_and_float_agree_on_the_shipped_weights():
    import ctranslate2

    from training.vocabulary import load_vocabulary, pieces_of

    pairs = [
        ("他今天没有来。", "He did not come today."),
        ("经济增长很快。", "The economy is growing fast."),
        ("我们在北京开会。", "We are meeting in Beijing."),
        ("政府公布了新的政策。", "The government announced a new policy."),
    ]
    with unpacked(SHIPPED) as folder:
        vocabulary = load_vocabulary(folder / "sentencepiece.model")
        model = read_model(folder / "model")
        pieces = pieces_of(vocabulary)
        ids = [tuple(vocabulary.encode(text) for text in pair) for pair in pairs]
        ours = [mean_log_probability(model, source, target) for source, target in ids]
        translator = ctranslate2.Translator(str(folder / "model"), compute_type="int8")
        tokens = [[[pieces[number] for number in side] for side in pair] for pair in ids]
        results = translator.score_batch(*(list(side) for side in zip(*tokens, strict=True)))
        theirs = [float(np.mean(result.log_probs)) for result in results]
    assert np.abs(np.subtract(ours, theirs)).max() < 0.15  # nats; other weights differ by several
    assert np.mean(ours) > -4.0


@torch.no_grad()
def mean_log_probability(model, source, target):
    """Give the mean natural log-probability of the target's tokens and of the end mark."""
    rows = torch.from_numpy(padded([np.asarray(source, dtype=np.uint16)], end=END))
    given = torch.tensor([[BEGIN, *target]])
    scores = model.scores(model.decode(given, *model.encode(rows)))[0].log_softmax(dim=-1)
    wanted = torch.tensor([*target, END])
    return float(scores.gather(1, wanted[:, None]).mean())
