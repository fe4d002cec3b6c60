"""The training loop: budget, schedule, checkpoints, resumption.

A checkpoint holds the model, the optimisers, the step, the time used, the plan and the random state, so
that a run that is stopped anywhere and resumed does the same steps as one that is not. SIGTERM and SIGINT
end the loop after the current step.
"""

from __future__ import annotations

import contextlib
import json
import signal
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor

from training.dataset import MAXIMUM_TOKENS, Sampler, Tokens
from training.model import HEAD_WIDTH, Shape, TranslationModel
from training.optimiser import make_optimisers

SIDES = ("encoder", "decoder")
LABEL_SMOOTHING = 0.1
CLIP_NORM = 1.0
WARM_UP_STEPS = 60
FIRST_LENGTH = 14  # tokens; the limit grows to MAXIMUM_TOKENS over the first part of the first leg
GROWING_PART = 0.6
CHECKPOINT_SECONDS = 300.0
SNAPSHOTS_KEPT = 6


@dataclass(frozen=True, slots=True)
class Settings:
    """What a run is asked to do; `seconds` is the training time in all, `steps` replaces it where a test
    counts steps.
    """

    seconds: float
    steps: int | None = None
    tokens: int = 1200  # padded tokens a side in one part of a step
    parts: int = 3
    learning_rate: float = 2e-3
    uses_muon: bool = True
    device: str = "cpu"
    precision: str = "float32"  # or bfloat16, by autocast
    seed: int = 1
    candidates: int = 0  # output pieces drawn for the loss beside the batch's own; 0 for all


@dataclass(slots=True)
class Position:
    """How far a run is: steps, seconds and target tokens in all, and where the present leg began.

    A leg is one way of the learning rate up and down to zero.
    """

    step: int = 0
    seconds: float = 0.0
    target_tokens: int = 0
    leg: int = 1
    leg_step: int = 0
    leg_seconds: float = 0.0
    leg_budget_seconds: float = 0.0


class Trainer:
    """Trains one model; `resume` continues from the newest checkpoint of the state folder.

    A model that `is_started`, from a package, begins with the second leg: it needs no short pairs first.
    """

    def __init__(
        self,
        model: TranslationModel,
        sampler: Sampler,
        settings: Settings,
        state: Path,
        *,
        is_started: bool = False,
    ) -> None:
        self.model = model.to(settings.device).train()
        self.settings = settings
        self.state = state
        self.position = Position(leg=2 if is_started else 1, leg_budget_seconds=settings.seconds)
        self._sampler = sampler
        self._optimisers = make_optimisers(model, uses_muon=settings.uses_muon)
        self._is_stopping = False
        torch.manual_seed(settings.seed)

    @property
    def checkpoint(self) -> Path:
        """The newest checkpoint's file."""
        return self.state / "checkpoint.pt"

    @property
    def progress(self) -> float:
        """The part of the present leg that is done, 0 to 1."""
        position = self.position
        if self.settings.steps is not None:
            return min(1.0, (position.step - position.leg_step) / self.settings.steps)
        return min(1.0, (position.seconds - position.leg_seconds) / max(position.leg_budget_seconds, 1e-9))

    def resume(self) -> bool:
        """Load the newest checkpoint if there is one; True when loaded.

        A leg that is not over is stretched or shortened to the seconds asked for now; after one that is
        over, a new leg takes the seconds that are left. With none left, `train` does nothing.
        """
        if not self.checkpoint.exists():
            return False
        saved = torch.load(self.checkpoint, map_location=self.settings.device, weights_only=True)
        self.model.load_state_dict(saved["model"])
        for optimiser, values in zip(self._optimisers, saved["optimisers"], strict=True):
            optimiser.load_state_dict(values)
        self.position = Position(**saved["position"])
        torch.set_rng_state(saved["random"].cpu())
        if self.progress >= 1.0 and self.settings.seconds > self.position.seconds:
            self._begin_leg()
        self.position.leg_budget_seconds = self.settings.seconds - self.position.leg_seconds
        return True

    def _begin_leg(self) -> None:
        position = self.position
        position.leg += 1
        position.leg_step, position.leg_seconds = position.step, position.seconds

    def save(self) -> None:
        """Write the checkpoint and a snapshot of the weights; a reader never sees half a file."""
        _write(
            self.checkpoint,
            {
                "model": self.model.state_dict(),
                "optimisers": [optimiser.state_dict() for optimiser in self._optimisers],
                "position": asdict(self.position),
                "random": torch.get_rng_state(),
            },
        )
        _write(self.state / f"weights-{self.position.step:07d}.pt", self.model.state_dict())
        self._write_summary()
        for old in sorted(self.state.glob("weights-*.pt"))[:-SNAPSHOTS_KEPT]:
            old.unlink()

    def _write_summary(self) -> None:
        """Say in training.json what the model card needs to know."""
        summary = {
            "shape": asdict(self.model.shape),
            "parameters": sum(parameter.numel() for parameter in self.model.parameters()),
            "hours": self.position.seconds / 3600,
            "steps": self.position.step,
            "target_tokens": self.position.target_tokens,
            "device": "one CPU core" if self.settings.device == "cpu" else "one GPU",
        }
        (self.state / "training.json").write_text(json.dumps(summary), encoding="utf-8")

    def learning_rate(self) -> float:
        """Rise linearly at a leg's start, then fall linearly to zero at its end (Bergsma et al. 2025)."""
        warm = min(1.0, (self.position.step - self.position.leg_step + 1) / WARM_UP_STEPS)
        return self.settings.learning_rate * warm * (1.0 - self.progress)

    def length_limit(self) -> int:
        """The longest side drawn now, in tokens: short pairs first, in the first leg only."""
        grown = min(1.0, self.progress / GROWING_PART) if self.position.leg == 1 else 1.0
        return int(FIRST_LENGTH * (MAXIMUM_TOKENS / FIRST_LENGTH) ** grown)

    def train(self, *, stop_after: int | None = None) -> None:
        """Train until the leg is over, a signal comes, or `stop_after` steps are done; then save."""
        if self.progress >= 1.0:
            return
        with self._stopping_on_signals():
            last_save = time.monotonic()
            first_step = self.position.step
            while self.progress < 1.0 and not self._is_stopping:
                self._timed_step()
                if time.monotonic() - last_save > CHECKPOINT_SECONDS:
                    self.save()
                    last_save = time.monotonic()
                if stop_after is not None and self.position.step - first_step >= stop_after:
                    break
        self.save()

    def _timed_step(self) -> None:
        began = time.monotonic()
        rate, limit = self.learning_rate(), self.length_limit()
        loss, tokens = self._step(rate, limit)
        seconds = time.monotonic() - began
        self.position.step += 1
        self.position.seconds += seconds
        self.position.target_tokens += tokens
        if self.position.step % 20 == 0:
            line = {
                "step": self.position.step,
                "minutes": round(self.position.seconds / 60, 2),
                "limit": limit,
            }
            line |= {"tokens": self.position.target_tokens, "loss": round(loss, 3), "rate": round(rate, 6)}
            line |= {"tokens_per_second": round(tokens / seconds)}
            print(json.dumps(line), flush=True)

    def _step(self, rate: float, limit: int) -> tuple[float, int]:
        """Do one update over all parts of the step; return the mean loss and the number of target tokens."""
        settings, step = self.settings, self.position.step
        batches = [
            self._sampler.batch(step, part, limit=limit, tokens=settings.tokens)
            for part in range(settings.parts)
        ]
        tokens = sum(batch.target_tokens for batch in batches)
        total = 0.0
        for batch in batches:
            sides = [
                self._on_device(side) for side in (batch.source, batch.target_input, batch.target_output)
            ]
            with self._autocast():
                loss = self.model.loss(*sides, smoothing=LABEL_SMOOTHING, candidates=settings.candidates)
            (loss / tokens).backward()  # type: ignore[no-untyped-call]
            total += float(loss.detach())
        torch.nn.utils.clip_grad_norm_(self.model.parameters(), CLIP_NORM)
        for optimiser in self._optimisers:
            for group in optimiser.param_groups:
                group["lr"] = rate * group["share"]
            optimiser.step()
            optimiser.zero_grad(set_to_none=True)
        return total / tokens, tokens

    def _on_device(self, ids: Tokens) -> Tensor:
        return torch.from_numpy(ids).to(self.settings.device, non_blocking=True)

    def _autocast(self) -> contextlib.AbstractContextManager[Any]:
        if self.settings.precision == "bfloat16":
            return torch.autocast(self.settings.device.split(":")[0], dtype=torch.bfloat16)
        return contextlib.nullcontext()

    @contextlib.contextmanager
    def _stopping_on_signals(self) -> Iterator[None]:
        def stop(*_: object) -> None:
            self._is_stopping = True

        before = {number: signal.signal(number, stop) for number in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)


def _write(path: Path, values: dict[str, Any]) -> None:
    unfinished = path.with_suffix(".tmp")
    torch.save(values, unfinished)
    unfinished.replace(path)


def average_snapshots(state: Path, *, count: int) -> None:
    """Write the mean of the newest `count` snapshots' weights to averaged.pt in the state folder."""
    paths = sorted(state.glob("weights-*.pt"))[-count:]
    if not paths:
        raise FileNotFoundError(f"{state}: no weights-*.pt; run the step train first")
    snapshots = [torch.load(path, map_location="cpu", weights_only=True) for path in paths]
    mean = {name: torch.stack([each[name] for each in snapshots]).mean(dim=0) for name in snapshots[0]}
    _write(state / "averaged.pt", mean)


def load_model(path: Path) -> TranslationModel:
    """Return the model of a snapshot, a checkpoint or an average, on the CPU, in evaluation mode."""
    values = torch.load(path, map_location="cpu", weights_only=True)
    values = values.get("model", values)
    vocabulary, width = values["embedding.weight"].shape
    counts = [
        len({name.split(".")[1] for name in values if name.startswith(f"{side}_layers.")}) for side in SIDES
    ]
    inner = values["encoder_layers.0.feed_forward.inner.weight"].shape[0]
    model = TranslationModel(
        Shape(vocabulary, width, max(1, width // HEAD_WIDTH), counts[0], counts[1], inner)
    )
    model.load_state_dict(values)
    return model.eval()
