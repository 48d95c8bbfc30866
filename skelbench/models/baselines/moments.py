"""A clip at even moments for networks that read joints: gaps bridged in time, differentiable in the positions."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import torch
from jaxtyping import Float
from torch import Tensor

from skelbench.render import Clip

__all__ = ["at_even_moments", "people_by_motion"]


def people_by_motion(clip: Clip) -> list[int]:
    """Rows of the people who are there at all, the one whose joints travel farthest first.

    Travel is the length of the path of every joint, summed over joints, where it was seen in both frames of a step.
    """
    positions, scene = clip
    seen = scene.valid & scene.present[..., None]  # (T P J)
    steps = positions[0].detach().diff(dim=0).norm(dim=-1).cpu().numpy()
    travel = (steps * (seen[1:] & seen[:-1])).sum((0, 2))
    there = [int(row) for row in np.flatnonzero(seen.any((0, 2)))]
    return sorted(there, key=lambda row: -travel[row])


def at_even_moments(clip: Clip, person: int, moments: int) -> tuple[Float[Tensor, "F J 3"], float]:
    """One person at `moments` even times from first frame to last, and the seconds between two of them.

    Positions are linear in time between the frames in which a joint was seen, held before the first and after the last;
    a joint that was never seen lies in the middle of all that were.
    """
    positions, scene = clip
    track = positions[0, :, person]  # (T J 3)
    seen = scene.valid[:, person] & scene.present[:, person, None]
    times = np.linspace(scene.times[0], scene.times[-1], moments)
    before, after, share = _neighbours(scene.times, seen, times)
    rows = torch.arange(track.shape[1], device=track.device)
    weight = torch.tensor(share, device=track.device).to(track)[..., None]
    first, second = (track[torch.tensor(frames, device=track.device), rows] for frames in (before, after))
    found = first * (1 - weight) + second * weight
    never = ~seen.any(0)
    if never.any():
        known = torch.tensor(~never, device=track.device)
        middle = found[:, known].mean((0, 1)) if bool(known.any()) else found.new_zeros(3)
        found = torch.where(known[:, None], found, middle)
    return found, max(float(times[-1] - times[0]), 0.1) / max(moments - 1, 1)


def _neighbours(
    times: npt.NDArray[np.float64], seen: npt.NDArray[np.bool_], wanted: npt.NDArray[np.float64]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """(F J) the frame before, the frame after and how far between them (0 to 1) every wanted time lies, joint by joint.

    Joints that are seen in the same frames share the search.
    """
    joints = seen.shape[1]
    before, after = (np.zeros((len(wanted), joints), dtype=np.int64) for _ in range(2))
    share = np.zeros((len(wanted), joints))
    patterns, which = np.unique(seen, axis=1, return_inverse=True)
    for number in range(patterns.shape[1]):
        frames = np.flatnonzero(patterns[:, number])
        if not frames.size:
            continue
        place = np.interp(wanted, times[frames], np.arange(frames.size))
        low = np.minimum(np.floor(place).astype(np.int64), max(frames.size - 2, 0))
        high = np.minimum(low + 1, frames.size - 1)
        mine = which.reshape(-1) == number
        before[:, mine], after[:, mine] = frames[low][:, None], frames[high][:, None]
        share[:, mine] = (place - low)[:, None]
    return before, after, share
