"""Sentence vectors, kept by model and by the hash of the text."""

from collections.abc import Sequence

import numpy as np

from aligners.beads import Encode, Vectors
from db.store import Store, text_hash

_LOOKUP_SIZE = 500  # bound values in one query; SQLite's limit is 32,766


def load(store: Store, model: str, hashes: Sequence[str]) -> dict[str, bytes]:
    """Give the stored vectors among `hashes` as float32 bytes by hash."""
    found: dict[str, bytes] = {}
    for start in range(0, len(hashes), _LOOKUP_SIZE):
        part = hashes[start : start + _LOOKUP_SIZE]
        marks = ",".join("?" * len(part))
        for row in store.rows(
            f"SELECT text_hash, value FROM vector WHERE model = ? AND text_hash IN ({marks})", (model, *part)
        ):
            found[row["text_hash"]] = row["value"]
    return found


def save(store: Store, model: str, vectors: dict[str, bytes]) -> None:
    """Store float32 bytes by text hash, in one transaction."""
    with store.atomic():
        store.execute_many(
            "INSERT OR IGNORE INTO vector (model, text_hash, value) VALUES (?, ?, ?)",
            [(model, key, value) for key, value in vectors.items()],
        )


def cached(store: Store, model: str, encode: Encode) -> Encode:
    """Wrap `encode` so that each text is encoded once for ever, under the name `model`.

    The result gives (text, dimension), float32, in the order of its argument.
    """

    def encode_with_cache(texts: Sequence[str]) -> Vectors:
        if not texts:
            return encode([])
        hashes = [text_hash(text) for text in texts]
        known = load(store, model, list(dict.fromkeys(hashes)))
        missing = {key: text for key, text in zip(hashes, texts, strict=True) if key not in known}
        if missing:
            fresh = np.asarray(encode(list(missing.values())), dtype="<f4")
            new = {key: row.tobytes() for key, row in zip(missing, fresh, strict=True)}
            save(store, model, new)
            known.update(new)
        joined = b"".join(known[key] for key in hashes)
        return np.frombuffer(joined, dtype="<f4").reshape(len(texts), -1).astype(np.float32)

    return encode_with_cache
