"""Bones as the camera sees them: what renderers that draw strokes start from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.appearance import PART_COLOURS
from skelbench.render.camera import Camera
from skelbench.render.capsules import Capsules
from skelbench.render.posing import Poses
from skelbench.render.rig import PART_ROWS
from skelbench.skeleton import Topology

__all__ = [
    "Limbs",
    "Strokes",
    "View",
    "gather_capsules",
    "known_joints",
    "limb_rows",
    "limbs_of",
    "look",
    "part_colours",
    "project",
    "seen_by",
]


@dataclass(frozen=True, eq=False)
class View:
    """Points as a camera sees them; those nearer than its `near` are put where they do no harm."""

    points: Tensor  # (… 3) camera coordinates, metres
    pixels: Tensor  # (… 2) column and row
    scale: Tensor  # (…) pixels a metre there
    in_front: Tensor  # (…) bool


@dataclass(frozen=True, eq=False)
class Limbs:
    """The bones of a clip's people in the frames that are looked at."""

    rows: npt.NDArray[np.int64]  # (E 2) joint rows of the ends; a joint without bones is a bone from itself to itself
    view: View  # of the ends, (B F P E 2 …)
    speeds: Tensor  # (B F P E 2) metres per second
    known: Tensor  # (F P E 2) in [0, 1]: 0 for a joint that is missing, else its confidence
    visible: Tensor  # (B F P E) in [0, 1]: 0 for a bone that is not drawn, else the mean confidence of its ends


@dataclass(frozen=True, eq=False)
class Strokes:
    """Capsules of one clip before they are laid out: (B F N …), N in the order that decides equal depths."""

    pixels: Tensor  # (B F N 2 2) ends, then column and row
    halves: Tensor  # (B F N 2) half widths, pixels
    softness: Tensor  # () pixels
    opacity: Tensor  # (B F N)
    colours: Tensor  # (B F N 2 3)
    depth: Tensor  # (B F N)


def look(points: Tensor, camera: Camera) -> View:
    """World points (… 3), metres, through a camera."""
    return project(seen_by(points, camera), camera)


def seen_by(points: Tensor, camera: Camera) -> Tensor:
    """World points (… 3) in the camera's coordinates."""
    to_camera = torch.tensor(camera.world_to_camera).to(points)
    return points @ to_camera[:3, :3].T + to_camera[:3, 3]


def project(seen: Tensor, camera: Camera) -> View:
    """Points (… 3) in the camera's coordinates on its picture."""
    in_front = seen[..., 2].detach() >= camera.near
    seen = torch.where(in_front[..., None], seen, torch.tensor([0.0, 0.0, 1.0]).to(seen))
    fx, fy, cx, cy = (float(camera.intrinsics[at]) for at in ((0, 0), (1, 1), (0, 2), (1, 2)))
    x, y, z = seen.unbind(-1)
    pixels = torch.stack([fx * x / z + cx, cy - fy * y / z], dim=-1)
    return View(seen, pixels, (fx * fy) ** 0.5 / z, in_front)


def limb_rows(topology: Topology) -> npt.NDArray[np.int64]:
    """(E 2) rows of the joints each bone joins; joints without a bone follow, from themselves to themselves."""
    bones = [(int(first), int(second)) for first, second in topology.bone_rows]
    alone = sorted(set(range(len(topology.joints))) - {row for bone in bones for row in bone})
    return np.array([*bones, *((row, row) for row in alone)], dtype=np.int64).reshape(-1, 2)


def limbs_of(poses: Poses) -> Limbs:
    """The bones of poses whose velocities are metres per second; a bone with an end that is missing is not drawn."""
    scene = poses.scene
    rows = limb_rows(scene.topology)
    view = look(poses.joints[..., rows, :], scene.camera)
    known = torch.tensor(known_joints(poses)[..., rows]).to(poses.joints)
    drawn = (view.in_front & (known > 0)).all(-1)
    return Limbs(
        rows, view, torch.linalg.vector_norm(poses.velocities, dim=-1)[..., rows], known, known.mean(-1) * drawn
    )


def known_joints(poses: Poses) -> npt.NDArray[np.float64]:
    """(F P J) 0 where a joint is missing, else its confidence."""
    scene = poses.scene
    there = scene.drawable.astype(np.float64)
    if scene.confidence is None:
        return there
    confidence = np.nan_to_num(scene.confidence[scene.frames][:, scene.people].astype(np.float64))
    return np.asarray(there * np.clip(confidence, 0.0, 1.0))


def part_colours(topology: Topology) -> npt.NDArray[np.float64]:
    """(J 3) the colour of the kinematic part each joint belongs to."""
    rows = [PART_ROWS.index(topology.part_of.get(joint, "other")) for joint in topology.joints]
    return np.array(PART_COLOURS)[rows]


def gather_capsules(strokes: Sequence[Strokes], sizes: Sequence[tuple[int, int]]) -> Capsules:
    """One flat list of capsules, picture by picture.

    Raises:
        RenderError: the pictures differ in size.
    """
    if len(set(sizes)) != 1:
        raise RenderError(f"Expected clips of one picture size to draw together, found {sorted(set(sizes))}")
    counts = [np.full(s.opacity.shape[0] * s.opacity.shape[1], s.opacity.shape[2]) for s in strokes]
    return Capsules(
        table=torch.cat([_table(s) for s in strokes]),
        depth=torch.cat([s.depth.detach().reshape(-1) for s in strokes]),
        starts=torch.tensor(np.cumsum([0, *np.concatenate(counts)])),
        size=sizes[0],
    )


def _table(strokes: Strokes) -> Tensor:
    ends = torch.cat([strokes.pixels, strokes.halves[..., None]], dim=-1).flatten(-2)  # (B F N 6)
    softness = strokes.softness.to(ends).expand(strokes.opacity.shape)
    rest = torch.stack([softness, strokes.opacity], dim=-1)
    return torch.cat([ends, rest, strokes.colours.flatten(-2)], dim=-1).reshape(-1, 14)
