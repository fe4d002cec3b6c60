"""Muon for the matrices, AdamW for the rest.

Muon (Jordan et al. 2024) replaces the momentum of a weight matrix by its nearest orthogonal matrix, found
by a few Newton–Schulz steps with the coefficients of that work; scaled by 0.2·sqrt(max side) as in
Moonlight (Liu et al. 2025), so that one learning rate fits both optimisers. With few tokens to learn from
it gets further than AdamW alone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import torch
from torch import Tensor, nn

NEWTON_SCHULZ = (3.4445, -4.7750, 2.0315)  # Jordan et al. 2024
MUON_MOMENTUM = 0.95
ADAM_SHARE = 0.4  # of the learning rate: the started embeddings should move slower than the matrices
UPDATE_SCALE = 0.2  # root mean square of an AdamW update, Liu et al. 2025


def orthogonalised(matrix: Tensor, *, steps: int) -> Tensor:
    """Return about U·Vᵀ of the matrix's singular value decomposition; bfloat16 on a GPU, the matrix's own
    type elsewhere.
    """
    a, b, c = NEWTON_SCHULZ
    x = matrix.bfloat16() if matrix.is_cuda else matrix
    is_tall = x.shape[0] > x.shape[1]
    x = x.T if is_tall else x
    x = x / (x.norm() + 1e-7)
    for _ in range(steps):
        square = x @ x.T
        x = a * x + (b * square + c * square @ square) @ x
    result: Tensor = (x.T if is_tall else x).to(matrix.dtype)
    return result


class Muon(torch.optim.Optimizer):
    """Momentum with orthogonalised updates, for two-dimensional parameters only."""

    def __init__(
        self, parameters: Iterable[dict[str, Any]], *, lr: float, weight_decay: float, newton_steps: int = 4
    ) -> None:
        super().__init__(parameters, {"lr": lr, "weight_decay": weight_decay, "newton_steps": newton_steps})

    @torch.no_grad()
    def step(self, closure: Callable[[], float] | None = None) -> None:  # type: ignore[override]
        """Update every parameter that has a gradient."""
        for group in self.param_groups:
            for parameter in group["params"]:
                if parameter.grad is not None:
                    self._update(parameter, parameter.grad, group)

    def _update(self, parameter: Tensor, gradient: Tensor, group: dict[str, Any]) -> None:
        state = self.state[parameter]
        if "momentum" not in state:
            state["momentum"] = torch.zeros_like(parameter)
        momentum = state["momentum"].lerp_(gradient, 1 - MUON_MOMENTUM)
        ahead = gradient.lerp(momentum, MUON_MOMENTUM)
        update = orthogonalised(ahead, steps=int(group["newton_steps"]))
        parameter.mul_(1 - group["lr"] * group["weight_decay"])
        parameter.add_(update, alpha=-group["lr"] * UPDATE_SCALE * max(parameter.shape) ** 0.5)


def make_optimisers(model: nn.Module, *, uses_muon: bool = True) -> list[torch.optim.Optimizer]:
    """Return the optimisers of a model; the trainer sets their learning rates before each step."""
    matrices: list[nn.Parameter] = []
    others: list[nn.Parameter] = []
    for name, parameter in model.named_parameters():
        is_matrix = parameter.dim() == 2 and "embedding" not in name
        (matrices if is_matrix and uses_muon else others).append(parameter)
    adam = torch.optim.AdamW(
        [{"params": others, "share": ADAM_SHARE}],
        lr=0.0,
        betas=(0.9, 0.98),
        eps=1e-9,
        weight_decay=0.0,
        fused=True,
    )
    muon = [Muon([{"params": matrices, "share": 1.0}], lr=0.0, weight_decay=0.01)] if matrices else []
    return [*muon, adam]
