"""A model as a module whose forward teaches, so that it can be called with other weights than its own."""

from __future__ import annotations

from typing import Any

from torch import Tensor, nn

from skelbench.models import SkeletonLLM
from skelbench.models.lessons import PackedLessons

__all__ = ["Teaching"]


class Teaching(nn.Module):
    """`forward` is the model's `teach`."""

    def __init__(self, model: SkeletonLLM) -> None:
        super().__init__()
        self.model = model

    def forward(self, *given: Any) -> tuple[PackedLessons, Tensor]:
        """The tokens to learn, and the logits where they stand."""
        return self.model.teach(*given)
