"""A small two-layer perceptron on many rows without keeping its hidden layer: y = W2 relu(W1 x + b1) + b2.

On fifty thousand Gaussians the hidden layer is what costs: written, read and kept for the backward pass by torch, it is
thirteen megabytes each time. Here it lives in a register's reach, row by row, and is computed again on the way back.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import torch
from numba import njit
from torch import Tensor, nn

from skelbench.render.threads import default_threads, share_out

__all__ = ["apply_perceptron"]

_FLAGS = {"contract", "reassoc", "nsz", "arcp"}


def apply_perceptron(layers: nn.Sequential, rows: Tensor, threads: int = 0) -> Tensor:
    """What `layers` (linear, ReLU, linear) make of every row; fused in single precision on the CPU."""
    if rows.dtype != torch.float32 or rows.device.type != "cpu":
        return layers(rows)  # type: ignore[no-any-return]
    weights = [layers[0].weight, layers[0].bias, layers[2].weight, layers[2].bias]
    return _Perceptron.apply(rows, *weights, threads or default_threads())  # type: ignore[no-any-return, no-untyped-call]


class _Perceptron(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor, *settings: Any) -> Tensor:
        *weights, threads = settings
        ctx.save_for_backward(rows, *weights)
        ctx.threads = threads
        x, w1, b1, w2, b2 = _arrays(rows, *weights)
        result = np.empty((len(x), len(b2)), np.float32)
        share_out(lambda span: _forward(span, x, (w1, b1, w2, b2), result), len(x), threads)
        return torch.from_numpy(result)

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        x, w1, b1, w2, b2 = _arrays(*ctx.saved_tensors)
        gradient = np.ascontiguousarray(upstream[0].numpy())
        rows = np.empty_like(x)
        sums: dict[int, tuple[Any, ...]] = {}

        def trace(span: tuple[int, int]) -> None:
            sums[span[0]] = tuple(np.zeros_like(weight) for weight in (w1, b1, w2, b2))
            _backward(span, x, (w1, b1, w2), (gradient, rows), sums[span[0]])

        share_out(trace, len(x), ctx.threads)
        total = [np.sum([sums[first][place] for first in sorted(sums)], axis=0) for place in range(4)]
        found = (rows, total[0].T, total[1], total[2], total[3])
        return *(torch.from_numpy(np.ascontiguousarray(value)) for value in found), None


def _arrays(rows: Tensor, *weights: Tensor) -> list[Any]:
    """Rows, W1 transposed (inputs hidden), b1, W2 and b2 as arrays."""
    w1, b1, w2, b2 = (np.ascontiguousarray(weight.detach().numpy()) for weight in weights)
    return [np.ascontiguousarray(rows.detach().numpy()), np.ascontiguousarray(w1.T), b1, w2, b2]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _hide(x, w1, b1, hidden):  # type: ignore[no-untyped-def]
    """The hidden layer before its ReLU."""
    for h in range(hidden.shape[0]):
        hidden[h] = b1[h]
    for i in range(x.shape[0]):
        for h in range(hidden.shape[0]):
            hidden[h] += x[i] * w1[i, h]


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _forward(span, x, weights, result):  # type: ignore[no-untyped-def]
    w1, b1, w2, b2 = weights
    zero = np.float32(0)
    hidden = np.empty(b1.shape[0], np.float32)
    for row in range(span[0], span[1]):
        _hide(x[row], w1, b1, hidden)
        for o in range(b2.shape[0]):
            total = b2[o]
            for h in range(hidden.shape[0]):
                total += w2[o, h] * max(hidden[h], zero)
            result[row, o] = total


@njit(nogil=True, cache=True, fastmath=_FLAGS, error_model="numpy")
def _backward(span, x, weights, flow, sums):  # type: ignore[no-untyped-def]
    w1, b1, w2 = weights
    upstream, down = flow
    sum_w1, sum_b1, sum_w2, sum_b2 = sums
    zero = np.float32(0)
    hidden, back = np.empty(b1.shape[0], np.float32), np.empty(b1.shape[0], np.float32)
    for row in range(span[0], span[1]):
        _hide(x[row], w1, b1, hidden)
        back[:] = 0
        for o in range(w2.shape[0]):
            g = upstream[row, o]
            sum_b2[o] += g
            for h in range(hidden.shape[0]):
                back[h] += g * w2[o, h]
                sum_w2[o, h] += g * max(hidden[h], zero)
        for h in range(hidden.shape[0]):
            back[h] = back[h] if hidden[h] > 0 else zero
            sum_b1[h] += back[h]
        for i in range(x.shape[1]):
            total = zero
            for h in range(hidden.shape[0]):
                total += back[h] * w1[i, h]
                sum_w1[i, h] += x[row, i] * back[h]
            down[row, i] = total
