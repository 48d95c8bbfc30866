"""Soft sampling: a renderer that learns at which moments of a clip it looks."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor, nn

from skelbench.errors import RenderError
from skelbench.render.posing import Poses, Velocity, poses_of
from skelbench.render.scene import Scene

__all__ = ["LearnedMoments", "poses_at"]

_LEAST_GAP = 1e-6  # share of a clip's duration


class LearnedMoments(nn.Module):
    """F moments between a clip's first and last frame, in order whatever is learned.

    Moment i lies at the share s_1 + ... + s_i of the clip's duration, s the softmax of F + 1 logits (a millionth added,
    so that no two moments fall together); at first the middles of F equal segments.
    """

    def __init__(self, count: int) -> None:
        super().__init__()
        gaps = torch.ones(count + 1)
        gaps[0] = gaps[-1] = 0.5
        self.gap_logits = nn.Parameter(gaps.log())

    def __len__(self) -> int:
        return len(self.gap_logits) - 1

    def forward(self, times: npt.NDArray[np.float64]) -> Tensor:
        """(F) seconds, in a clip of these times (T)."""
        gaps = self.gap_logits.double().softmax(0) + _LEAST_GAP  # clocks that started long ago need the digits
        shares = (gaps / gaps.sum()).cumsum(0)[:-1]
        return float(times[0]) + shares * float(times[-1] - times[0])


@dataclass(frozen=True, eq=False)
class _Between:
    """Moments as shares of the way from one recorded frame to the next."""

    before: npt.NDArray[np.int64]  # (F)
    after: npt.NDArray[np.int64]  # (F)
    share: Tensor  # (F) in [0, 1]

    @property
    def weights(self) -> npt.NDArray[np.float64]:
        """(F) the shares as plain numbers."""
        return np.asarray(self.share.detach().cpu().double().numpy())


def poses_at(positions: Tensor, scene: Scene, velocity: Velocity, moments: Tensor) -> Poses:
    """Joints and velocities at real-valued times, straight between recorded frames; differentiable in the times too.

    Where a joint is missing in either of the two frames it is missing between them; confidence is mixed as positions
    are, and orientations along the shorter arc.

    Args:
        positions: (B T P J 3).
        scene: the clip's; its `frames` play no part.
        velocity: how it is measured, on the recorded frames.
        moments: (F) seconds, within the clip.

    Raises:
        RenderError: a moment lies outside the clip, or positions do not fit their scene or are not finite.
    """
    place = _between(scene.times, moments)
    everything = replace(scene, frames=np.arange(len(scene.times)), learned_times=False)
    known = poses_of(positions, everything, velocity)
    seen = _scene_at(scene, place)
    rows = np.searchsorted(everything.people, seen.people)
    share = place.share.to(known.joints)[:, None, None, None]

    def mixed(values: Tensor) -> Tensor:
        there = values[:, :, rows]
        return there[:, place.before] * (1 - share) + there[:, place.after] * share

    return Poses(mixed(known.joints), mixed(known.velocities), seen)


def _between(times: npt.NDArray[np.float64], moments: Tensor) -> _Between:
    plain = moments.detach().cpu().double().numpy()
    slack = 1e-6 * max(times[-1] - times[0], 1.0)
    if not ((plain >= times[0] - slack) & (plain <= times[-1] + slack)).all():
        raise RenderError(
            f"Expected moments between {times[0]:g} and {times[-1]:g} s to look at, "
            f"found {plain.min():g} to {plain.max():g} s"
        )
    last = len(times) - 1
    before = np.clip(np.searchsorted(times, plain, side="right") - 1, 0, max(last - 1, 0))
    after = np.minimum(before + 1, last)
    step = torch.tensor(np.maximum(times[after] - times[before], 1e-9)).to(moments)
    share = (moments - torch.tensor(times[before]).to(moments)) / step
    return _Between(before, after, share.clamp(0, 1) if last else torch.zeros_like(share))


def _scene_at(scene: Scene, place: _Between) -> Scene:
    """The clip as if these moments had been recorded, and nothing else."""
    count, weights = len(place.before), place.weights

    def both(mask: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        shape = (count, *[1] * (mask.ndim - 1))
        early, late = (weights < 1).reshape(shape), (weights > 0).reshape(shape)
        return np.asarray((mask[place.before] | ~early) & (mask[place.after] | ~late))

    mix = weights[:, None, None]
    confidence = scene.confidence
    if confidence is not None:
        confidence = ((1 - mix) * confidence[place.before] + mix * confidence[place.after]).astype(np.float32)
    orientations = scene.orientations
    if orientations is not None:
        first, second = orientations[place.before], orientations[place.after]
        second = np.where((first * second).sum(-1, keepdims=True) < 0, -second, second)
        orientations = ((1 - mix[..., None]) * first + mix[..., None] * second).astype(np.float32)
    times = (1 - weights) * scene.times[place.before] + weights * scene.times[place.after]
    return replace(
        scene, valid=both(scene.valid), present=both(scene.present), confidence=confidence, times=times,
        frames=np.arange(count), orientations=orientations, learned_times=False,
    )  # fmt: skip
