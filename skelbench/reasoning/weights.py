"""Weights of joints over time (an attribution's scores, as a plain array): whose joints decided, and which."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from skelbench.errors import SkeletonError
from skelbench.evidence import acting_person, body_of
from skelbench.skeleton import SkeletonSequence

__all__ = ["deciding_joints", "deciding_person", "joint_shares", "share_of"]

FloatArray = npt.NDArray[np.float64]


def _positive(sequence: SkeletonSequence, weights: npt.ArrayLike) -> FloatArray:
    array = np.asarray(weights, dtype=np.float64)
    expected = sequence.positions.shape[:3]
    if array.shape != expected:
        raise SkeletonError(f"Expected joint weights of shape (T P J) = {expected}, found {array.shape}")
    return np.maximum(np.nan_to_num(array, nan=0.0), 0.0)


def deciding_person(sequence: SkeletonSequence, weights: npt.ArrayLike | None) -> int:
    """The person with most positive weight; who moves most, where there is none.

    Raises:
        SkeletonError: the weights have another shape than (T P J).
    """
    if weights is None:
        return acting_person(sequence)
    mass = _positive(sequence, weights).sum((0, 2))
    return int(np.argmax(mass)) if mass.sum() > 0 else acting_person(sequence)


def joint_shares(sequence: SkeletonSequence, weights: npt.ArrayLike | None, person: int) -> dict[str, float]:
    """Joint -> share of the person's positive weight, over all frames that were seen.

    Without weights the share is that of the way each joint travels (after smoothing): what moves stands in for what
    decided.
    """
    if weights is None:
        steps = np.linalg.norm(np.diff(body_of(sequence, person).tracks[0], axis=0), axis=-1)
        mass = np.nansum(steps, axis=0)
    else:
        mass = _positive(sequence, weights)[:, person].sum(0)
    total = float(mass.sum())
    shares = mass / total if total > 0 else mass
    return dict(zip(sequence.topology.joints, shares.tolist(), strict=True))


def deciding_joints(shares: dict[str, float], count: int = 4) -> tuple[str, ...]:
    """The joints with the largest shares, largest first; joints without any are left out."""
    ranked = sorted(shares, key=lambda joint: (-shares[joint], joint))
    return tuple(joint for joint in ranked[:count] if shares[joint] > 0)


def share_of(joints: Sequence[str], shares: dict[str, float]) -> float:
    """The share these joints have together."""
    return sum(shares[joint] for joint in dict.fromkeys(joints))
