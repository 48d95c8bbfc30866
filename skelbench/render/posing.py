"""From joints to Gaussians: every clip of a batch is posed, and all its Gaussians are laid out in one flat list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.rig import Rig
from skelbench.render.scene import Scene
from skelbench.render.spread import Shape, like, spread_along_bones, spread_by_joints

__all__ = ["Clip", "Cloud", "Poses", "Velocity", "gather_cloud", "poses_of"]

Clip = tuple[Tensor, Scene]  # positions (B T P J 3), and all that is not a coordinate
Velocity = Literal["stride4", "per_second"]
_STRIDE = 4  # frames ahead that SkeletonLLM looks for its velocity
_LEAST_DEPTH = 1e-4  # metres: where SkeletonLLM puts what is nearer, or behind the camera


@dataclass(frozen=True, eq=False)
class Cloud:
    """G Gaussians of M pictures in camera coordinates; those of one picture lie together, person by person."""

    points: Tensor  # (G 3) centres
    motion: Tensor  # (G 6) blended joint positions (without offset) and velocities
    radii: Tensor  # (G)
    visible: Tensor  # (G) in [0, 1]: 0 for what is not drawn, else the joints' confidence
    lens: Tensor  # (G 4) focal lengths and principal point: fx fy cx cy
    bodies: Tensor  # (G) int64: which person of which picture
    clips: Tensor  # (G) int64: which variant of which clip
    starts: Tensor  # (M + 1) int64, on the CPU
    size: tuple[int, int]
    spread: Tensor | None = None  # (G 3 3) covariances in camera coordinates, m^2; None: all are round
    alike: tuple[int, int] | None = None  # Gaussians of each body and of each clip, where all have as many


@dataclass(frozen=True, eq=False)
class Poses:
    """The joints of a clip in the frames that are looked at, of the people who are there in them."""

    joints: Tensor  # (B F P' J 3) finite everywhere
    velocities: Tensor  # (B F P' J 3)
    scene: Scene


def poses_of(positions: Tensor, scene: Scene, velocity: Velocity) -> Poses:
    """Pick the frames that are looked at, after measuring velocities on all of them.

    Raises:
        RenderError: positions do not fit their scene or are not finite.
    """
    joints = _known_joints(positions, scene)
    return Poses(joints[:, scene.frames], _velocities(joints, scene, velocity), scene)


def gather_cloud(
    poses: Sequence[Poses], rigs: Sequence[Rig], shapes: Sequence[Shape] | None = None, clamped: bool = False
) -> Cloud:
    """Put Gaussians on all poses; without `shapes` they are round and carried as their rig says.

    What is nearer than the camera's `near` is not drawn; `clamped`, everything is, at a depth of 0.1 mm or more.

    Raises:
        RenderError: the pictures differ in size.
    """
    sizes = {one.scene.camera.size for one in poses}
    if len(sizes) != 1:
        raise RenderError(f"Expected clips of one picture size to draw together, found {sorted(sizes)}")
    shapes = shapes or [Shape()] * len(poses)
    posed = [_wear(one, rig, shape, clamped) for one, rig, shape in zip(poses, rigs, shapes, strict=True)]
    device = posed[0].points.device
    per_picture = [
        int(np.prod(p.points.shape[2:4])) for p in posed for _ in range(p.points.shape[0] * p.points.shape[1])
    ]
    return Cloud(
        points=torch.cat([p.points.reshape(-1, 3) for p in posed]),
        motion=torch.cat([p.motion.reshape(-1, 6) for p in posed]),
        radii=torch.cat([p.radii.expand(p.points.shape[:-1]).reshape(-1) for p in posed]),
        visible=torch.cat([p.visible.reshape(-1) for p in posed]),
        lens=torch.cat([p.lens.expand(p.points[..., 0].numel(), 4) for p in posed]),
        bodies=_numbered([p.points.shape for p in posed], 3, device),
        clips=_numbered([p.points.shape for p in posed], 1, device),
        starts=torch.tensor([0, *np.cumsum(per_picture).tolist()]),
        size=sizes.pop(),
        spread=_all_spreads(posed),
        alike=_alike([p.points.shape for p in posed]),
    )


@dataclass(frozen=True, eq=False)
class _Posed:
    points: Tensor  # (B F P N 3)
    motion: Tensor  # (B F P N 6)
    radii: Tensor  # (N)
    visible: Tensor  # (B F P N)
    lens: Tensor  # (4)
    spread: Tensor | None  # (B F P N 3 3), or None where all are round


def _wear(poses: Poses, rig: Rig, shape: Shape, clamped: bool) -> _Posed:
    joints, scene = poses.joints, poses.scene
    to_camera = like(joints, scene.camera.world_to_camera)
    turn, move = to_camera[:3, :3], to_camera[:3, 3]
    moving = torch.cat([joints @ turn.T + move, poses.velocities @ turn.T], dim=-1)
    weights = like(joints, rig.weights) if shape.weights is None else shape.weights
    blended = weights @ moving  # (B F P N 6)
    offsets, spread = _place(poses, rig, shape)
    points = blended[..., :3] + offsets @ turn.T
    if clamped:
        points = torch.cat([points[..., :2], points[..., 2:].clamp(min=_LEAST_DEPTH)], dim=-1)
    in_front = points[..., 2].detach() >= (0.0 if clamped else scene.camera.near)
    k = scene.camera.intrinsics
    return _Posed(
        points, blended, like(joints, rig.radii),
        like(joints, _visible(scene, rig)) * in_front,
        like(joints, np.array([k[0, 0], k[1, 1], k[0, 2], k[1, 2]])),
        None if spread is None else turn @ spread @ turn.T,
    )  # fmt: skip


def _place(poses: Poses, rig: Rig, shape: Shape) -> tuple[Tensor, Tensor | None]:
    """Offsets from the blended joints (… N 3) and covariances (… N 3 3) in the world; None where all are round.

    "joint": the offset of the rest pose is turned about the blended joint, so that Gaussians stay on their body.
    "published" (arXiv 2603.18003): mu_k = R_k mu_k^c + sum_j w_kj (p_j - c_j), turned about the rest pose's origin.
    """
    turns = None if shape.turning == "bone" else poses.scene.turns
    offsets = like(poses.joints, rig.offsets)
    if turns is None or poses.scene.rest_axes is None:
        if shape.scales is not None:
            return offsets, spread_along_bones(poses.joints, rig, shape.scales)
        return offsets, None if rig.spread is None else like(poses.joints, rig.spread)
    if rig.rest_joints is None or rig.rest_means is None:
        raise RenderError(
            f"Orientations turn Gaussians of a rest pose, topology '{poses.scene.topology.name}' has none: "
            "give it rest_directions, or turn by 'bone'"
        )
    turned, spread = spread_by_joints(like(poses.joints, turns), rig, poses.scene.rest_axes, shape)
    weights = like(poses.joints, rig.weights) if shape.weights is None else shape.weights
    means, at_rest = like(poses.joints, rig.rest_means), weights @ like(poses.joints, rig.rest_joints)
    if shape.turning == "published":
        return (turned @ means[..., None])[..., 0] - at_rest, spread
    slack = means - at_rest if shape.weights is None else torch.zeros_like(means)
    return (turned @ slack[..., None])[..., 0], spread


def _all_spreads(posed: Sequence[_Posed]) -> Tensor | None:
    """(G 3 3), round ones written out where some are not; None where all are round."""
    if all(p.spread is None for p in posed):
        return None
    each = []
    for p in posed:
        ball = p.radii.square()[:, None, None] * torch.eye(3).to(p.points)
        spread = ball if p.spread is None else p.spread
        each.append(spread.expand(*p.points.shape, 3).reshape(-1, 3, 3))
    return torch.cat(each)


def _known_joints(positions: Tensor, scene: Scene) -> Tensor:
    """(B T P' J 3) of the people who are there, joints that do not exist put where they cannot be seen."""
    if positions.shape[1:] != (*scene.valid.shape, 3):
        raise RenderError(
            f"The scene asks for positions of shape (B, {', '.join(map(str, scene.valid.shape))}, 3), "
            f"found {tuple(positions.shape)}"
        )
    valid = torch.tensor(scene.valid[:, scene.people, :, None], device=positions.device)
    joints = torch.where(valid, positions[:, :, scene.people], 0.0)
    _refuse_unfinite(joints)
    return joints


def _refuse_unfinite(joints: Tensor) -> None:
    if not torch.isfinite(joints.detach()).all():
        raise RenderError("Expected finite positions wherever a joint is valid, found NaN or infinity")


def _velocities(joints: Tensor, scene: Scene, velocity: Velocity) -> Tensor:
    """(B F P' J 3): the way to four frames on, as published, or metres per second at the true times."""
    last = len(scene.times) - 1
    if velocity == "stride4":
        before, after = scene.frames, np.minimum(scene.frames + _STRIDE, last)
        scale = np.ones(len(scene.frames))
    else:
        before, after = np.maximum(scene.frames - 1, 0), np.minimum(scene.frames + 1, last)
        scale = 1 / np.maximum(scene.times[after] - scene.times[before], 1e-6)
    known = scene.valid[before] & scene.valid[after]
    share = like(joints, known[:, scene.people, :, None] * scale[:, None, None, None])
    return (joints[:, after] - joints[:, before]) * share


def _visible(scene: Scene, rig: Rig) -> np.ndarray:
    """(F P' N): 0 where a joint that carries the Gaussian is missing, else the blended confidence."""
    missing = ~scene.drawable @ rig.owners.T
    if scene.confidence is None:
        return np.asarray(~missing, dtype=np.float64)
    confidence = np.nan_to_num(scene.confidence[scene.frames][:, scene.people].astype(np.float64))
    return np.where(missing, 0.0, np.clip(confidence @ rig.weights.T, 0.0, 1.0))


def _alike(shapes: Sequence[torch.Size]) -> tuple[int, int] | None:
    bodies, clips = ({int(np.prod(shape[depth:-1])) for shape in shapes} for depth in (3, 1))
    return (bodies.pop(), clips.pop()) if len(bodies) == len(clips) == 1 else None


def _numbered(shapes: Sequence[torch.Size], depth: int, device: torch.device) -> Tensor:
    """For every Gaussian the number of the group it lies in: groups are the first `depth` dims of each shape."""
    groups = [int(np.prod(shape[:depth])) for shape in shapes]
    members = [int(np.prod(shape[depth:-1])) for shape in shapes]
    repeats = np.repeat(members, groups)
    numbers, counts = torch.arange(sum(groups)).to(device), torch.tensor(repeats).to(device)
    return torch.repeat_interleave(numbers, counts, output_size=int(repeats.sum()))
