"""From a trained model to an .argosmodel that argostranslate loads unchanged, and back.

A package is a zip with one folder: `metadata.json`, `model/` (CTranslate2, int8), `sentencepiece.model`,
`README.md` (the model card). argostranslate feeds bare pieces, so the model's own configuration adds the
end mark. `read_model` reads the int8 weights back, so that a later run can start from a package when the
training state is lost.
"""

from __future__ import annotations

import contextlib
import json
import re
import struct
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch

from training.model import Shape, TranslationModel

SIDES = ("encoder", "decoder")
CTRANSLATE2_DTYPES = ("<f4", "<i1", "<i2", "<i4", "<f2")
LAYER_NORM_EPSILON = 1e-5  # torch's own
PACKAGE_VERSION = "0.1"
FOLDER = f"translate-zh_en-{PACKAGE_VERSION.replace('.', '_')}-draft"
LONGEST_TEXT = 50
"""Characters. Of longer sentences this small model leaves clauses out; the workbench gives it clauses."""
METADATA = {
    "package_version": PACKAGE_VERSION,
    "argos_version": "1.11.0",
    "type": "translate",
    "code": "translate-zh_en",
    "from_code": "zh",
    "from_name": "Chinese",
    "to_code": "en",
    "to_name": "English",
    "links": [],
    "draft": True,
    "quality": "draft",
    "longest_text": LONGEST_TEXT,
}
TIMESTAMP = (2026, 1, 1, 0, 0, 0)  # of every zip member, so that equal weights make equal bytes


def write_model(
    model: TranslationModel, pieces: Sequence[str], folder: Path, *, quantisation: str = "int8"
) -> None:
    """Write the model as a CTranslate2 model folder, the pieces in id order as its vocabulary."""
    from ctranslate2.specs import TransformerSpec

    shape = model.shape
    spec = TransformerSpec.from_config(
        (shape.encoder_layers, shape.decoder_layers), shape.heads, pre_norm=True
    )
    parameters = dict(model.named_parameters())
    for name, variables in variable_names(shape).items():
        for variable in variables:
            # A copy for each, because CTranslate2 quantises arrays in place.
            _assign(spec, variable, parameters[name].detach().numpy().copy())
    spec.register_source_vocabulary(list(pieces))
    spec.register_target_vocabulary(list(pieces))
    spec.config.add_source_eos = True
    spec.config.layer_norm_epsilon = LAYER_NORM_EPSILON
    spec.validate()
    spec.optimize(quantization=quantisation)
    folder.mkdir(parents=True)
    spec.save(str(folder))


def variable_names(shape: Shape) -> dict[str, tuple[str, ...]]:
    """Return, for each parameter of a TranslationModel, the CTranslate2 variables that hold it."""
    names: dict[str, tuple[str, ...]] = {
        "embedding.weight": (
            "decoder/embeddings/weight",
            "encoder/embeddings_0/weight",
            "decoder/projection/weight",
        ),
        "output_bias": ("decoder/projection/bias",),
    }
    names |= _norm_names("encoder_norm", "encoder/layer_norm") | _norm_names(
        "decoder_norm", "decoder/layer_norm"
    )
    for side, count in (("encoder", shape.encoder_layers), ("decoder", shape.decoder_layers)):
        for number in range(count):
            ours, theirs = f"{side}_layers.{number}", f"{side}/layer_{number}"
            names |= _block_names(f"{ours}.attention", f"{theirs}/self_attention", ("joint", "output"))
            names |= _block_names(f"{ours}.feed_forward", f"{theirs}/ffn", ("inner", "outer"))
            if side == "decoder":
                names |= _block_names(
                    f"{ours}.cross_attention", f"{theirs}/attention", ("query", "joint", "output")
                )
    return names


def _norm_names(ours: str, theirs: str) -> dict[str, tuple[str, ...]]:
    return {f"{ours}.weight": (f"{theirs}/gamma",), f"{ours}.bias": (f"{theirs}/beta",)}


def _block_names(ours: str, theirs: str, linears: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    names = _norm_names(f"{ours}.norm", f"{theirs}/layer_norm")
    for number, linear in enumerate(linears):
        for part in ("weight", "bias"):
            names[f"{ours}.{linear}.{part}"] = (f"{theirs}/linear_{number}/{part}",)
    return names


_INDEXED = re.compile(r"^(layer|linear|embeddings)_(\d+)$")


def _assign(spec: object, variable: str, values: npt.NDArray[np.float32]) -> None:
    *path, last = variable.split("/")
    for part in path:
        found = _INDEXED.match(part)
        if found is None or hasattr(spec, part):  # a feed-forward block names its maps linear_0 and linear_1
            spec = getattr(spec, part)
        else:
            spec = getattr(spec, found[1])[int(found[2])]
    setattr(spec, last, values)


def read_model(folder: Path, *, dropout: float = 0.0) -> TranslationModel:
    """Return the model of a folder that `write_model` wrote, its weights widened from int8 to float32.

    Raises ValueError when the file holds another kind of model.
    """
    variables = _read_variables((folder / "model.bin").read_bytes())
    shape = _shape_of(variables)
    model = TranslationModel(shape, dropout=dropout)
    values = {}
    for name, (first, *_) in variable_names(shape).items():
        array = variables[first].astype(np.float32)
        if (scale := variables.get(f"{first}_scale")) is not None:
            array = array / scale[:, None]
        values[name] = torch.from_numpy(array)
    model.load_state_dict(values)
    return model.eval()


_FIRST_NORM = re.compile(r"^\w+/layer_\d+/self_attention/layer_norm/gamma$")


def _shape_of(variables: dict[str, npt.NDArray[Any]]) -> Shape:
    vocabulary, width = variables["decoder/embeddings/weight"].shape
    layers = [len({x for x in variables if _FIRST_NORM.match(x) and x.startswith(side)}) for side in SIDES]
    inner = variables["encoder/layer_0/ffn/linear_0/weight"].shape[0]
    return Shape(vocabulary, width, int(variables["encoder/num_heads"]), layers[0], layers[1], inner)


def _read_variables(content: bytes) -> dict[str, npt.NDArray[Any]]:
    """Read CTranslate2's model file, binary version 6: a head, named arrays, then aliases (left out here)."""
    at = 0

    def number(code: str) -> int:
        nonlocal at
        (value,) = struct.unpack_from(f"<{code}", content, at)
        at += struct.calcsize(code)
        return int(value)

    def text() -> str:
        nonlocal at
        size = number("H")
        at += size
        return content[at - size : at - 1].decode()

    version, kind, _ = number("I"), text(), number("I")
    if (version, kind) != (6, "TransformerSpec"):
        raise ValueError(f"model file of version {version} and kind {kind}, expected 6 and TransformerSpec")
    variables = {}
    for _ in range(number("I")):
        name = text()
        dimensions = [number("I") for _ in range(number("B"))]
        dtype, size = CTRANSLATE2_DTYPES[number("B")], number("I")
        variables[name] = np.frombuffer(content, dtype, size // np.dtype(dtype).itemsize, at).reshape(
            dimensions
        )
        at += size
    return variables


def write_package(model_folder: Path, vocabulary: Path, card: str, path: Path) -> None:
    """Zip a CTranslate2 model folder, the SentencePiece model and the model card as an .argosmodel at
    `path`.
    """
    with tempfile.TemporaryDirectory(dir=path.parent) as place:
        unfinished = Path(place) / path.name
        with zipfile.ZipFile(unfinished, "w") as archive:
            _add(archive, "metadata.json", json.dumps(METADATA, indent=2).encode())
            _add(archive, "README.md", card.encode())
            _add(archive, "sentencepiece.model", vocabulary.read_bytes())
            for file in sorted(model_folder.iterdir()):
                _add(archive, f"model/{file.name}", file.read_bytes())
        unfinished.replace(path)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    member = zipfile.ZipInfo(f"{FOLDER}/{name}", TIMESTAMP)
    member.external_attr = 0o644 << 16
    archive.writestr(member, content, zipfile.ZIP_DEFLATED, 9)


@contextlib.contextmanager
def unpacked(path: Path) -> Iterator[Path]:
    """Extract a package to a temporary folder and give the path of its one top folder; gone afterwards."""
    with tempfile.TemporaryDirectory() as place, zipfile.ZipFile(path) as archive:
        archive.extractall(place)
        tops = [entry for entry in Path(place).iterdir() if entry.is_dir()]
        if len(tops) != 1:
            raise ValueError(f"{path}: {len(tops)} top folders, expected one")
        yield tops[0]
