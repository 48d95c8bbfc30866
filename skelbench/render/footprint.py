"""The ellipse a Gaussian leaves on the picture."""

from __future__ import annotations

import torch
from torch import Tensor

from skelbench.render.posing import Cloud

__all__ = ["BLUR", "footprints"]

BLUR = 1e-5  # pixel^2, added to both variances


def footprints(cloud: Cloud) -> Tensor:
    """(G 5): centre u v in pixels, conic a b d; a ball of radius s seen through the local perspective.

    With x = X/Z, y = Y/Z and k = s f / Z the covariance on the picture is
    A = k^2 (1 + x^2) + e, D = k^2 (1 + y^2) + e, B = -k^2 x y, and the conic its inverse (Zwicker et al. 2002).
    A Gaussian that is not round has the covariance J S J^T + e, S already turned into the camera's view.
    """
    if cloud.spread is not None:
        return _spread_footprints(cloud, cloud.spread)
    seen = cloud.visible > 0
    depth = torch.where(seen, cloud.points[:, 2], 1.0)
    x = torch.where(seen, cloud.points[:, 0] / depth, 0.0)
    y = torch.where(seen, cloud.points[:, 1] / depth, 0.0)
    fx, fy, cx, cy = cloud.lens.unbind(1)
    kx, ky = cloud.radii * fx / depth, cloud.radii * fy / depth
    wide = kx**2 * (1 + x**2) + BLUR
    high = ky**2 * (1 + y**2) + BLUR
    slant = -kx * ky * x * y
    # wide * high - slant^2, without the difference of large numbers
    area = (kx * ky) ** 2 * (1 + x**2 + y**2) + BLUR * (wide + high - BLUR)
    return torch.stack([fx * x + cx, cy - fy * y, high / area, -slant / area, wide / area], dim=1)


def _spread_footprints(cloud: Cloud, spread: Tensor) -> Tensor:
    """(G 5) of covariances (G 3 3): the rows of J are (f, 0, -f x) / Z and (0, -f, f y) / Z."""
    seen = cloud.visible > 0
    depth = torch.where(seen, cloud.points[:, 2], 1.0)
    x = torch.where(seen, cloud.points[:, 0] / depth, 0.0)
    y = torch.where(seen, cloud.points[:, 1] / depth, 0.0)
    fx, fy, cx, cy = cloud.lens.unbind(1)
    nothing = torch.zeros_like(x)
    across = torch.stack([fx, nothing, -fx * x], dim=1) / depth[:, None]
    down = torch.stack([nothing, -fy, fy * y], dim=1) / depth[:, None]
    wide, slant, high = (
        torch.einsum("ga,gab,gb->g", one, spread, other)
        for one, other in ((across, across), (across, down), (down, down))
    )
    wide, high = wide + BLUR, high + BLUR
    area = wide * high - slant**2
    return torch.stack([fx * x + cx, cy - fy * y, high / area, -slant / area, wide / area], dim=1)
