"""How the learning rate goes."""

from __future__ import annotations

import math

__all__ = ["half_cosine"]


def half_cosine(step: int, steps: int, highest: float, warm_up: float) -> float:
    """Linear warm-up over a share of the steps, then a half cosine down to 2 % (Loshchilov & Hutter 2017)."""
    warm = max(1, int(warm_up * steps))
    if step < warm:
        return highest * (step + 1) / warm
    done = (step - warm) / max(1, steps - warm)
    return highest * (0.02 + 0.98 * 0.5 * (1 + math.cos(math.pi * done)))
