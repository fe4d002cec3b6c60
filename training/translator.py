"""Command line of the training pipeline: `python -m training.translator --corpora DIR --state DIR --hours 2`."""

from __future__ import annotations

import os

os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
os.environ.setdefault("GOMP_SPINCOUNT", "0")

import argparse  # noqa: E402
from pathlib import Path  # noqa: E402

SEED = 1


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--corpora", type=Path, default=Path("../shared/corpora"))
    parser.add_argument("--state", type=Path, default=Path("training/state"))
    parser.add_argument("--hours", type=float, default=2.0)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--tokens", type=int, default=1200)
    parser.add_argument("--parts", type=int, default=3)
    parser.add_argument("--rate", type=float, default=3e-3)
    parser.add_argument("--candidates", type=int, default=1024)
    parser.add_argument("--adam", action="store_true")
    parser.add_argument("--precision", default="float32")
    parser.add_argument("--out", type=Path, default=None)
    args = parser.parse_args()
    import numpy as np
    import torch

    from training.corpora import CORPORA
    from training.dataset import EncodedPairs, Sampler
    from training.model import Shape, TranslationModel
    from training.preparing import prepare
    from training.trainer import Settings, Trainer

    torch.set_num_threads(args.threads)
    args.state.mkdir(parents=True, exist_ok=True)
    prepare(args.corpora, args.state, vocabulary_size=8000, width=256, seed=SEED, threads=2)
    vectors = np.load(args.state / "embedding.npy")
    model = TranslationModel(Shape(len(vectors)))
    with torch.no_grad():
        model.embedding.weight.copy_(torch.from_numpy(vectors))
    pairs = EncodedPairs.load(args.state / "pairs.npz")
    sampler = Sampler(pairs, [c.share for c in CORPORA], seed=SEED)
    settings = Settings(
        seconds=args.hours * 3600, tokens=args.tokens, parts=args.parts, learning_rate=args.rate,
        uses_muon=not args.adam, precision=args.precision, candidates=args.candidates,
    )
    out = args.out or args.state
    out.mkdir(parents=True, exist_ok=True)
    trainer = Trainer(model, sampler, settings, out)
    trainer.resume()
    trainer.train()


if __name__ == "__main__":
    main()
