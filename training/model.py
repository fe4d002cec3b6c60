"""A pre-norm transformer for translation, in the shapes that CTranslate2's TransformerSpec takes.

Vaswani et al. 2017 with layer normalisation before each block (Xiong et al. 2020). One embedding table
serves the source, the target and the output. Queries, keys and values of self-attention are one matrix,
keys and values of cross-attention too.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn
from torch.nn import functional

from training.vocabulary import BEGIN, END, PADDING

HEAD_WIDTH = 32  # so that the width alone says how many heads there are


@dataclass(frozen=True, slots=True)
class Shape:
    """The size of a model."""

    vocabulary: int
    width: int = 256
    heads: int = 8
    encoder_layers: int = 4
    decoder_layers: int = 2
    feed_forward: int = 1024


def sinusoids(length: int, width: int) -> Tensor:
    """Return position codes 1…length, (length, width): sines, then cosines, as CTranslate2 makes them when
    a model has none.
    """
    rates = torch.exp(torch.arange(width // 2) * -(math.log(10000.0) / (width // 2 - 1)))
    angles = torch.arange(1, length + 1)[:, None] * rates[None, :]
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Attention(nn.Module):
    """Multi-head attention behind its own layer norm; with `memory` the keys and values come from there."""

    def __init__(self, shape: Shape, *, crosses: bool) -> None:
        super().__init__()
        width = shape.width
        self.heads = shape.heads
        self.norm = nn.LayerNorm(width)
        self.query: nn.Linear | None = nn.Linear(width, width) if crosses else None
        self.joint = nn.Linear(width, 2 * width if crosses else 3 * width)
        self.output = nn.Linear(width, width)

    def forward(
        self, x: Tensor, *, memory: Tensor | None = None, mask: Tensor | None, causal: bool = False
    ) -> Tensor:
        """x (batch, time, width) → the same; mask broadcasts to (batch, heads, time, keys), True where keys
        may be seen.
        """
        inside = self.norm(x)
        if self.query is not None and memory is not None:
            query = self.query(inside)
            key, value = self.joint(memory).chunk(2, dim=-1)
        else:
            query, key, value = self.joint(inside).chunk(3, dim=-1)
        query, key, value = self._split(query), self._split(key), self._split(value)
        mixed = functional.scaled_dot_product_attention(query, key, value, attn_mask=mask, is_causal=causal)
        return x + self.output(mixed.transpose(1, 2).reshape(x.shape))  # type: ignore[no-any-return]

    def _split(self, x: Tensor) -> Tensor:
        batch, time, width = x.shape
        return x.view(batch, time, self.heads, width // self.heads).transpose(1, 2)


class FeedForward(nn.Module):
    """Two linear maps with a ReLU between them, behind a layer norm."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.norm = nn.LayerNorm(shape.width)
        self.inner = nn.Linear(shape.width, shape.feed_forward)
        self.outer = nn.Linear(shape.feed_forward, shape.width)

    def forward(self, x: Tensor) -> Tensor:
        """x (…, width) → the same shape."""
        return x + self.outer(functional.relu(self.inner(self.norm(x))))  # type: ignore[no-any-return]


class EncoderLayer(nn.Module):
    """Self-attention over the source, then feed-forward."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape, crosses=False)
        self.feed_forward = FeedForward(shape)

    def forward(self, x: Tensor, mask: Tensor) -> Tensor:
        """x (batch, source, width), mask (batch, 1, 1, source) → as x."""
        return self.feed_forward(self.attention(x, mask=mask))  # type: ignore[no-any-return]


class DecoderLayer(nn.Module):
    """Causal self-attention, attention to the source, feed-forward."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.attention = Attention(shape, crosses=False)
        self.cross_attention = Attention(shape, crosses=True)
        self.feed_forward = FeedForward(shape)

    def forward(self, x: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """x (batch, target, width), memory (batch, source, width), mask (batch, 1, 1, source) → as x."""
        x = self.attention(x, mask=None, causal=True)
        return self.feed_forward(self.cross_attention(x, memory=memory, mask=mask))  # type: ignore[no-any-return]


class TranslationModel(nn.Module):
    """Encoder and decoder over one tied embedding table."""

    def __init__(self, shape: Shape, *, dropout: float = 0.0) -> None:
        super().__init__()
        self.shape = shape
        self.embedding = nn.Embedding(shape.vocabulary, shape.width)
        self.output_bias = nn.Parameter(torch.zeros(shape.vocabulary))
        self.dropout = nn.Dropout(dropout)
        self.encoder_layers = nn.ModuleList(EncoderLayer(shape) for _ in range(shape.encoder_layers))
        self.decoder_layers = nn.ModuleList(DecoderLayer(shape) for _ in range(shape.decoder_layers))
        self.encoder_norm = nn.LayerNorm(shape.width)
        self.decoder_norm = nn.LayerNorm(shape.width)
        self.register_buffer("positions", sinusoids(512, shape.width), persistent=False)
        self._start()

    def _start(self) -> None:
        nn.init.normal_(self.embedding.weight, std=self.shape.width**-0.5)
        depth = math.sqrt(2 * max(self.shape.encoder_layers, self.shape.decoder_layers))
        for name, parameter in self.named_parameters():
            if parameter.dim() == 2 and "embedding" not in name:
                nn.init.xavier_uniform_(parameter)
                if name.endswith(("output.weight", "outer.weight")):
                    with torch.no_grad():
                        parameter.div_(depth)
            elif name.endswith("bias"):
                nn.init.zeros_(parameter)

    def _embedded(self, ids: Tensor) -> Tensor:
        scaled = self.embedding(ids) * math.sqrt(self.shape.width)
        return self.dropout(scaled + self.positions[: ids.shape[1]])  # type: ignore[no-any-return, index]

    def encode(self, source: Tensor) -> tuple[Tensor, Tensor]:
        """Source ids (batch, source) → memory (batch, source, width) and mask (batch, 1, 1, source)."""
        mask = (source != PADDING)[:, None, None, :]
        x = self._embedded(source)
        for layer in self.encoder_layers:
            x = layer(x, mask)
        return self.encoder_norm(x), mask

    def decode(self, target: Tensor, memory: Tensor, mask: Tensor) -> Tensor:
        """Target input ids (batch, target) → states (batch, target, width) ready for `scores`."""
        x = self._embedded(target)
        for layer in self.decoder_layers:
            x = layer(x, memory, mask)
        return self.decoder_norm(x)  # type: ignore[no-any-return]

    def scores(self, states: Tensor) -> Tensor:
        """States (…, width) → unnormalised log-probabilities (…, vocabulary)."""
        return functional.linear(states, self.embedding.weight, self.output_bias)

    def loss(
        self,
        source: Tensor,
        target_input: Tensor,
        target_output: Tensor,
        *,
        smoothing: float,
        candidates: int = 0,
    ) -> Tensor:
        """Return the summed label-smoothed cross-entropy over the target tokens, padding left out.

        With `candidates`, the normaliser is estimated from the batch's own target pieces and that many
        others drawn at random (importance sampling, Jean et al. 2015): on one CPU core the full output
        layer is a third of the work.
        """
        states = self.decode(target_input, *self.encode(source))
        real = target_output != PADDING
        states, wanted = states[real], target_output[real]
        if not candidates:
            return functional.cross_entropy(
                self.scores(states), wanted, reduction="sum", label_smoothing=smoothing
            )
        pieces, wanted, copies = self._candidates(wanted, candidates)
        scores = functional.linear(states, self.embedding.weight[pieces], self.output_bias[pieces])
        normaliser = (scores + copies.log()).logsumexp(dim=-1)
        right = scores.gather(1, wanted[:, None]).squeeze(1)
        mean = scores @ (copies / copies.sum())
        return (normaliser - (1 - smoothing) * right - smoothing * mean).sum()

    def _candidates(self, wanted: Tensor, count: int) -> tuple[Tensor, Tensor, Tensor]:
        """Return the pieces to score, where each wanted piece is among them, and how many pieces each
        stands for.
        """
        present, wanted = torch.unique(wanted, return_inverse=True)
        drawn = torch.randperm(self.shape.vocabulary, device=wanted.device)[: count + len(present)]
        others = drawn[~torch.isin(drawn, present)][:count]
        rest = (self.shape.vocabulary - len(present)) / max(len(others), 1)
        copies = torch.ones(len(present) + len(others), device=wanted.device)
        copies[len(present) :] = rest
        return torch.cat([present, others]), wanted, copies

    @torch.no_grad()
    def greedy(self, source: Tensor, *, longest: int) -> list[list[int]]:
        """Return the greedy translation of each row of source ids (batch, source), without BEGIN and END."""
        memory, mask = self.encode(source)
        target = torch.full((len(source), 1), BEGIN, dtype=torch.long, device=source.device)
        open_rows = torch.ones(len(source), dtype=torch.bool, device=source.device)
        for _ in range(longest):
            best = self.scores(self.decode(target, memory, mask)[:, -1]).argmax(dim=-1)
            target = torch.cat([target, torch.where(open_rows, best, END)[:, None]], dim=1)
            open_rows &= best != END
            if not open_rows.any():
                break
        rows = target[:, 1:].tolist()
        return [row[: row.index(END)] if END in row else row for row in rows]
