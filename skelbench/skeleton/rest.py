"""A neutral stand with the clip's own bone lengths: the named baseline against which a motion is explained."""

from __future__ import annotations

from collections import deque

import numpy as np
import numpy.typing as npt

from skelbench.skeleton.sequence import SkeletonSequence
from skelbench.skeleton.topology import Topology

__all__ = ["STATURE", "canonical_pose", "rest_pose"]

STATURE = 1.7  # metres, of a rest pose that belongs to nobody

FloatArray = npt.NDArray[np.float64]

# Where landmarks stand in a quiet stand, arms hanging: x to the left, y up, z forward, in statures.
# Segment lengths after Drillis & Contini 1966; only directions are used, lengths come from the clip.
_CENTRE = {
    "pelvis": (0.0, 0.53, 0.0), "spine": (0.0, 0.63, 0.0), "chest": (0.0, 0.80, 0.0), "neck": (0.0, 0.84, 0.0),
    "head": (0.0, 0.93, 0.0), "nose": (0.0, 0.92, 0.05), "head_top": (0.0, 1.0, 0.0), "upper_neck": (0.0, 0.85, 0.0),
    "spine1": (0.0, 0.60, 0.0), "spine2": (0.0, 0.68, 0.0), "spine3": (0.0, 0.74, 0.0),
    "spine_shoulder": (0.0, 0.81, 0.0), "shoulder_centre": (0.0, 0.82, 0.0),
}  # fmt: skip
_LEFT = {
    "collar": (0.04, 0.81, 0.0), "shoulder": (0.12, 0.81, 0.0), "elbow": (0.13, 0.63, 0.0), "wrist": (0.13, 0.48, 0.01),
    "hand": (0.13, 0.44, 0.01), "hand_tip": (0.13, 0.38, 0.01), "thumb": (0.12, 0.43, 0.03), "eye": (0.02, 0.94, 0.05),
    "ear": (0.04, 0.93, 0.0), "hip": (0.06, 0.52, 0.0), "knee": (0.06, 0.28, 0.0), "ankle": (0.06, 0.04, 0.0),
    "foot": (0.06, 0.02, 0.08), "heel": (0.06, 0.0, -0.03), "big_toe": (0.05, 0.0, 0.10),
    "small_toe": (0.08, 0.0, 0.09),
}  # fmt: skip
_STAND = {
    **_CENTRE,
    **{f"left_{name}": place for name, place in _LEFT.items()},
    **{f"right_{name}": (-x, y, z) for name, (x, y, z) in _LEFT.items()},
}


def rest_pose(placed: SkeletonSequence) -> npt.NDArray[np.float32]:
    """(T P J 3): each person standing still at their median place, facing the camera, arms hanging, for all frames.

    Bone lengths are the clip's medians; bones between joints of no known place keep their first direction; a 2-D clip
    rests at its own constant depth. `placed` comes from `place_in_view`. NaN where a joint is never seen.
    """
    stand = _directions(placed.topology)
    result = np.full(placed.positions.shape, np.nan)
    flat = bool(np.nanstd(placed.positions[..., 2]) < 1e-6) if placed.valid.any() else False
    for person in range(placed.people):
        points = placed.positions[:, person].astype(np.float64)
        if np.isfinite(points).any():
            result[:, person] = _stand_still(points, placed.topology, stand, flat)
    return result.astype(np.float32)


def canonical_pose(topology: Topology) -> FloatArray | None:
    """(J 3) metres: a quiet stand of nobody in particular, `STATURE` tall, facing the camera, one joint at the origin.

    Bones point along the topology's rest directions where it has them (25 cm each where no length is known), else as a
    person stands with hanging arms. None where the topology tells neither for all joints.
    """
    places = _directions(topology)
    rows = len(topology.joints)
    start = next(iter(_near_pelvis(topology)), 0)
    if not topology.rest_directions and len(places) < rows:
        return None
    pose = np.full((rows, 3), np.nan)
    pose[start] = 0.0
    wanted = dict(zip(topology.bone_rows, topology.rest_directions, strict=False))
    for parent, child in _walk(topology, start, rows):
        names = topology.joints[parent], topology.joints[child]
        known = all(name in places for name in names)
        way = (places[names[1]] - places[names[0]]) * STATURE if known else np.zeros(3)
        if wanted:
            sign, bone = (1, (parent, child)) if (parent, child) in wanted else (-1, (child, parent))
            length = float(np.linalg.norm(way)) if known else 0.25
            way = sign * np.array(wanted[bone]) * (-1, 1, -1) * length
        pose[child] = pose[parent] + way
    origin = places.get(topology.joints[start], np.zeros(3))
    for row in np.flatnonzero(np.isnan(pose).any(-1)):  # joints no bone leads to
        if topology.joints[row] in places:
            pose[row] = (places[topology.joints[row]] - origin) * STATURE
    return None if np.isnan(pose).any() else pose


def _directions(topology: Topology) -> dict[str, FloatArray]:
    """Joint -> its place in the quiet stand, seen by a camera the person faces (x and z turned half round)."""
    named = {joints[0]: mark for mark, joints in topology.landmarks.items() if len(joints) == 1}
    places = {joint: _STAND.get(joint, _STAND.get(named.get(joint, ""))) for joint in topology.joints}
    return {joint: np.array(place) * (-1, 1, -1) for joint, place in places.items() if place is not None}


def _median(points: FloatArray) -> FloatArray:
    seen = np.isfinite(points).all(-1)
    return np.median(points[seen], axis=0) if seen.any() else np.full(points.shape[-1], np.nan)


def _stand_still(points: FloatArray, topology: Topology, stand: dict[str, FloatArray], flat: bool) -> FloatArray:
    """(J 3) the rest pose of one person, walked outwards from the pelvis along the bones."""
    middles = np.stack([_median(points[:, row]) for row in range(points.shape[1])])
    seen = np.flatnonzero(np.isfinite(middles).all(-1))
    start = next((r for r in _near_pelvis(topology) if r in seen), int(seen[0]))
    rest = np.full_like(middles, np.nan)
    rest[start] = middles[start]
    for parent, child in _walk(topology, start, points.shape[1]):
        if not (np.isfinite(middles[child]).all() and np.isfinite(rest[parent]).all()):
            continue
        names = topology.joints[parent], topology.joints[child]
        way = stand[names[1]] - stand[names[0]] if all(n in stand for n in names) else middles[child] - middles[parent]
        way = way * (1, 1, 0) if flat else way
        offsets = np.linalg.norm(points[:, child] - points[:, parent], axis=-1)
        length = np.median(offsets[np.isfinite(offsets)]) if np.isfinite(offsets).any() else 0.0
        rest[child] = rest[parent] + way / max(float(np.linalg.norm(way)), 1e-9) * length
    loose = np.isnan(rest).any(-1)
    rest[loose] = middles[loose]  # joints no bone leads to stay where they mostly are
    return rest


def _near_pelvis(topology: Topology) -> list[int]:
    marks = [mark for mark in ("pelvis", "left_hip", "neck") if topology.has(mark)]
    return [topology.rows_of(mark)[0] for mark in marks]


def _walk(topology: Topology, start: int, joints: int) -> list[tuple[int, int]]:
    """Bones from `start` outwards, breadth first, each as (from, to)."""
    near: dict[int, list[int]] = {row: [] for row in range(joints)}
    for a, b in topology.bone_rows:
        near[a].append(b)
        near[b].append(a)
    order, reached, queue = [], {start}, deque([start])
    while queue:
        here = queue.popleft()
        for there in near[here]:
            if there not in reached:
                reached.add(there)
                queue.append(there)
                order.append((here, there))
    return order
