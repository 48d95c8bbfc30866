"""Root-mean-square normalisation in few passes: the usual code takes a dozen, and twice that on the way back."""

from __future__ import annotations

from typing import Any

import torch
from jaxtyping import Float
from torch import Tensor, nn

__all__ = ["RmsNorm", "with_lean_norms"]


class RmsNorm(nn.Module):
    """y = w x / sqrt(mean(x^2) + e) (Zhang & Sennrich 2019, equation 4), with another module's weight."""

    def __init__(self, weight: nn.Parameter, epsilon: float) -> None:
        super().__init__()
        self.weight = weight
        self.variance_epsilon = epsilon

    def forward(self, rows: Float[Tensor, "... E"]) -> Float[Tensor, "... E"]:
        """Normalise the last dimension."""
        if rows.device.type != "cpu":
            plain: Tensor = torch.rms_norm(rows, list(self.weight.shape), self.weight, self.variance_epsilon)
            return plain
        normalised: Tensor = _Normalised.apply(rows, self.weight, self.variance_epsilon)  # type: ignore[no-untyped-call]
        return normalised


class _Normalised(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, rows: Tensor, weight: Tensor, epsilon: float) -> Tensor:
        length = torch.linalg.vector_norm(
            rows, dim=-1, keepdim=True, dtype=torch.promote_types(rows.dtype, torch.float32)
        )
        shrink = (length.square() / rows.shape[-1] + epsilon).rsqrt()
        ctx.save_for_backward(rows, weight, shrink)
        normalised: Tensor = rows * shrink.to(rows.dtype) * weight
        return normalised

    @staticmethod
    def backward(ctx: Any, *upstream: Tensor) -> tuple[Tensor | None, Tensor | None, None]:
        (rows, weight, shrink), above = ctx.saved_tensors, upstream[0]
        narrow, to_rows, to_weight = shrink.to(rows.dtype), None, None
        if ctx.needs_input_grad[1]:
            to_weight = (above * rows * narrow).sum(tuple(range(above.dim() - 1)), dtype=shrink.dtype).to(weight.dtype)
        if ctx.needs_input_grad[0]:
            weighted = above * weight
            along = (weighted * rows).sum(-1, keepdim=True, dtype=shrink.dtype)
            back = (along * shrink.pow(3) / rows.shape[-1]).to(rows.dtype)
            to_rows = (weighted * narrow).addcmul_(rows, back, value=-1)
        return to_rows, to_weight, None


def with_lean_norms(network: nn.Module) -> None:
    """Put `RmsNorm` in the place of every normalisation of that meaning, weights and their names unchanged."""
    for parent in list(network.modules()):
        for name, child in parent.named_children():
            weight, epsilon = getattr(child, "weight", None), getattr(child, "variance_epsilon", None)
            if type(child).__name__.endswith("RMSNorm") and isinstance(weight, nn.Parameter) and epsilon is not None:
                setattr(parent, name, RmsNorm(weight, float(epsilon)))
