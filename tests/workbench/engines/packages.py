"""Builds small translation packages with random weights: whole in form, senseless in content."""

import json
import zipfile
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import ctranslate2
import numpy as np
import sentencepiece

WIDTH, HEADS, LAYERS = 16, 2, 1
TOP = "translate-zh_en-tiny"
LINES = [
    "高新区今天发布公告，新建企业三十家。",
    "今年上半年增长百分之八。",
    "The high-tech zone published a notice today.",
    "Thirty new companies were founded.",
    "Growth was eight percent in the first half of the year.",
    "⟦1⟧ 南京市人民政府 2024 年 5 月 8 日",
]
METADATA = {
    "package_version": "0.1",
    "argos_version": "1.11.0",
    "type": "translate",
    "from_code": "zh",
    "from_name": "Chinese",
    "to_code": "en",
    "to_name": "English",
    "draft": True,
}


def build_package(path: Path, *, top: str = TOP, seed: int = 0, **metadata: Any) -> Path:
    """Write an .argosmodel whose model has random weights drawn with `seed`; keywords replace metadata."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        pieces = _train_tokenizer(folder / "sentencepiece.model")
        _write_model(folder / "model", pieces, np.random.default_rng(seed))
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(f"{top}/metadata.json", json.dumps(METADATA | metadata))
            archive.write(folder / "sentencepiece.model", f"{top}/sentencepiece.model")
            for file in sorted((folder / "model").iterdir()):
                archive.write(file, f"{top}/model/{file.name}")
    return path


def rewrite_package(source: Path, path: Path, change: Any) -> Path:
    """Copy a package; `change(name, content)` gives (name, content), or None to leave a member out."""
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for member in old.infolist():
            changed = change(member.filename, old.read(member))
            if changed is not None:
                new.writestr(*changed)
    return path


def _train_tokenizer(path: Path) -> list[str]:
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(LINES * 4),
        model_prefix=str(path.with_suffix("")),
        vocab_size=400,
        hard_vocab_limit=False,
        byte_fallback=True,
        character_coverage=1.0,
        minloglevel=2,
    )
    processor = sentencepiece.SentencePieceProcessor(model_file=str(path))
    return [processor.id_to_piece(number) for number in range(processor.get_piece_size())]


def _write_model(folder: Path, pieces: list[str], rng: np.random.Generator) -> None:
    spec = ctranslate2.specs.TransformerSpec.from_config((LAYERS, LAYERS), HEADS, pre_norm=True)
    _fill(spec, rng, len(pieces))
    spec.register_source_vocabulary(pieces)
    spec.register_target_vocabulary(pieces)
    spec.config.add_source_eos = True
    spec.validate()
    folder.mkdir()
    spec.save(str(folder))


def _fill(spec: Any, rng: np.random.Generator, vocabulary_size: int) -> None:
    def random(*shape: int) -> np.ndarray:
        return (rng.standard_normal(shape) * 0.5).astype(np.float32)

    def norm(layer: Any) -> None:
        layer.gamma, layer.beta = np.ones(WIDTH, np.float32), np.zeros(WIDTH, np.float32)

    def linear(layer: Any, rows: int, columns: int) -> None:
        layer.weight, layer.bias = random(rows, columns), random(rows)

    for side in (spec.encoder, spec.decoder):
        embeddings = side.embeddings[0] if isinstance(side.embeddings, list) else side.embeddings
        embeddings.weight = random(vocabulary_size, WIDTH)
        norm(side.layer_norm)
        for layer in side.layer:
            for attention, sizes in (
                (layer.self_attention, (3 * WIDTH, WIDTH)),
                (getattr(layer, "attention", None), (WIDTH, 2 * WIDTH, WIDTH)),
            ):
                if attention is None:
                    continue
                norm(attention.layer_norm)
                for part, rows in zip(attention.linear, sizes, strict=True):
                    linear(part, rows, WIDTH)
            norm(layer.ffn.layer_norm)
            linear(layer.ffn.linear_0, 2 * WIDTH, WIDTH)
            linear(layer.ffn.linear_1, WIDTH, 2 * WIDTH)
    linear(spec.decoder.projection, vocabulary_size, WIDTH)
