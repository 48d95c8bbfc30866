"""Rotations of joints: from quaternions, blended, and projected back onto rotations with a finite gradient."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

__all__ = ["blended_rotations", "filled_turns", "nearest_rotation", "rest_axes", "rotations_of"]

FloatArray = npt.NDArray[np.float64]

_LEAST_STRETCH = 1e-6  # below it two axes of a blend cancel, and no direction is the right one


def rotations_of(quaternions: npt.ArrayLike) -> FloatArray:
    """(… 3 3) of quaternions (… 4) w x y z, normalised first; NaN where they are NaN or zero."""
    q = np.asarray(quaternions, dtype=np.float64)
    size = np.linalg.norm(q, axis=-1, keepdims=True)
    w, x, y, z = np.moveaxis(q / np.where(size > 0, size, np.nan), -1, 0)
    rows = [
        [1 - 2 * (y * y + z * z), 2 * (x * y - w * z), 2 * (x * z + w * y)],
        [2 * (x * y + w * z), 1 - 2 * (x * x + z * z), 2 * (y * z - w * x)],
        [2 * (x * z - w * y), 2 * (y * z + w * x), 1 - 2 * (x * x + y * y)],
    ]
    return np.stack([np.stack(row, axis=-1) for row in rows], axis=-2)


def filled_turns(rotations: FloatArray, bones: tuple[tuple[int, int], ...]) -> FloatArray:
    """(… J 3 3) without a gap: a joint of unknown rotation turns with its parent, else its child, else not at all."""
    filled = rotations.copy()
    known = np.asarray(~np.isnan(filled).any(axis=(-1, -2)))
    before = -1
    while not known.all() and known.sum() > before:
        before = known.sum()
        for pairs in (bones, tuple((b, a) for a, b in bones)):
            for here, there in pairs:
                copied = known[..., here] & ~known[..., there]
                if copied.any():
                    filled[..., there, :, :][copied] = filled[..., here, :, :][copied]
                    known[..., there] |= copied
    filled[~known] = np.eye(3)
    return filled


def rest_axes(rotations: FloatArray, points: FloatArray, bones: tuple[tuple[int, int], ...]) -> FloatArray:
    """(E 3) where each bone points when its joints do not turn, found in the clip itself.

    A bone's direction in the axes of its two joints (blended half and half) hardly changes over a clip, whatever a file
    means by "no turn": a Kinect has every bone up, a BVH file its own rest pose.

    Args:
        rotations: (T P J 3 3) without a gap.
        points: (T P J 3) in the same frame, NaN where a joint is missing.
        bones: pairs of joint rows.
    """
    first, second = np.array(bones).T
    way = points[..., second, :] - points[..., first, :]  # (T P E 3)
    blend = (rotations[..., first, :, :] + rotations[..., second, :, :]) / 2
    turned = nearest_rotation(torch.from_numpy(blend)).numpy()
    local = np.nan_to_num(np.einsum("tpeba,tpeb->tpea", turned, way)).sum((0, 1))
    size = np.linalg.norm(local, axis=1, keepdims=True)
    return np.asarray(np.where(size > 0, local / np.where(size > 0, size, 1.0), (0.0, 1.0, 0.0)))


def blended_rotations(rotations: Tensor, weights: Tensor) -> Tensor:
    """(… N 3 3): R_k = U diag(1, 1, det(U V^T)) V^T of sum_j w_kj R_j = U S V^T (arXiv 2603.18003).

    Args:
        rotations: of the joints (… J 3 3).
        weights: blend weights (N J).
    """
    return nearest_rotation(torch.einsum("nj,...jab->...nab", weights, rotations))


def nearest_rotation(matrices: Tensor) -> Tensor:
    """The rotation nearest to each matrix (… 3 3), by singular values; the determinant is held at +1.

    The gradient is that of the polar factor, finite also where singular values are equal (at every rotation they are);
    along an axis pair that cancels out, where no rotation is nearest, it is zero.
    """
    return _NearestRotation.apply(matrices)  # type: ignore[no-any-return, no-untyped-call]


class _NearestRotation(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, matrices: Tensor) -> Any:
        u, s, vt = torch.linalg.svd(matrices)
        sign = torch.ones_like(s)
        sign[..., 2] = torch.sign(torch.linalg.det(u @ vt))
        ctx.save_for_backward(u, s, vt, sign)
        return (u * sign[..., None, :]) @ vt

    @staticmethod
    def backward(ctx: Any, *upstream: Any) -> Any:
        """With M = U S V^T, D = diag(sign), k = sign s: H = D U^T G V, dM = U D ((H - H^T) / (k_i + k_j)) V^T."""
        u, s, vt, sign = ctx.saved_tensors
        flow = (u * sign[..., None, :]).mT @ upstream[0] @ vt.mT
        stretch = (sign * s)[..., :, None] + (sign * s)[..., None, :]
        fine = stretch > _LEAST_STRETCH
        turned = torch.where(fine, (flow - flow.mT) / torch.where(fine, stretch, 1.0), 0.0)
        return (u * sign[..., None, :]) @ turned @ vt
