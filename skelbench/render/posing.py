"""From joints to Gaussians: every clip of a batch is posed, and all its Gaussians are laid out in one flat list."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, Literal
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.rig import Rig
from skelbench.render.scene import Scene
from skelbench.render.spread import Shape, like, spread_along_bones, spread_by_joints

__all__ = ["Clip", "Cloud", "Poses", "Velocity", "gather_cloud", "poses_of", "poses_of_all"]

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
    """Pick the frames that are looked at, with velocities measured on all of them.

    Raises:
        RenderError: positions do not fit their scene or are not finite.
    """
    return poses_of_all([(positions, scene)], velocity)[0]


def poses_of_all(clips: Sequence[Clip], velocity: Velocity) -> list[Poses]:
    """What `poses_of` makes of each clip, in a few large steps for all clips of as many joints.

    Raises:
        RenderError: see `poses_of`.
    """
    alike: dict[tuple[Any, ...], list[int]] = {}
    for place, (positions, scene) in enumerate(clips):
        _refuse_misfit(positions, scene)
        alike.setdefault((positions.shape[3], positions.dtype, positions.device), []).append(place)
    found: dict[int, Poses] = {}
    for places in alike.values():
        found |= dict(zip(places, _pick([clips[place] for place in places], velocity), strict=True))
    return [found[place] for place in range(len(clips))]


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
    posed = [_wear(poses[run], rigs[run.start], shapes[run.start], clamped) for run in _runs(poses, rigs, shapes)]
    counts = [(*one.joints.shape[:3], len(rig)) for one, rig in zip(poses, rigs, strict=True)]
    device = posed[0].points.device
    per_picture = [people * each for variants, frames, people, each in counts for _ in range(variants * frames)]
    return Cloud(
        points=torch.cat([p.points.reshape(-1, 3) for p in posed]),
        motion=torch.cat([p.motion.reshape(-1, 6) for p in posed]),
        radii=torch.cat([p.radii.expand(p.points.shape[:-1]).reshape(-1) for p in posed]),
        visible=torch.cat([p.visible.reshape(-1) for p in posed]),
        lens=torch.cat([p.lens[:, None].expand(*p.points.shape[:-1], 4).reshape(-1, 4) for p in posed]),
        bodies=_numbered(counts, 3, device),
        clips=_numbered(counts, 1, device),
        starts=torch.tensor([0, *np.cumsum(per_picture).tolist()]),
        size=sizes.pop(),
        spread=_all_spreads(posed),
        alike=_alike(counts),
    )


def _runs(poses: Sequence[Poses], rigs: Sequence[Rig], shapes: Sequence[Shape]) -> list[slice]:
    """Clips one behind the other that wear the same, and can be dressed together."""
    edges = [
        place
        for place in range(1, len(poses))
        if rigs[place] is not rigs[place - 1]
        or shapes[place] is not shapes[place - 1]
        or shapes[place].turning != "bone"
    ]
    return [slice(start, stop) for start, stop in pairwise([0, *edges, len(poses)])]


@dataclass(frozen=True, eq=False)
class _Posed:
    """The n bodies of some clips, variant by variant, frame by frame, person by person."""

    points: Tensor  # (n N 3)
    motion: Tensor  # (n N 6)
    radii: Tensor  # (N)
    visible: Tensor  # (n N)
    lens: Tensor  # (n 4), or (1 4) where all have the same
    spread: Tensor | None  # (n N 3 3), or None where all are round


def _wear(poses: Sequence[Poses], rig: Rig, shape: Shape, clamped: bool) -> _Posed:
    joints, velocities = _joined([one.joints for one in poses]), _joined([one.velocities for one in poses])
    view = like(joints, _of_each_body(poses, lambda scene: scene.camera.world_to_camera))
    turn, move = view[:, :3, :3], view[:, None, :3, 3]
    moving = torch.cat([joints @ turn.mT + move, velocities @ turn.mT], dim=-1)
    weights = like(joints, rig.weights) if shape.weights is None else shape.weights
    middle = torch.cat([moving[:, :1, :3], torch.zeros_like(moving[:, :1, 3:])], dim=-1).detach()
    blended = weights @ (moving - middle) + middle  # (n N 6); rows sum to 1, and small numbers blend more exactly
    offsets, spread = _place(poses[0], joints, rig, shape)
    points = blended[..., :3] + offsets @ turn.mT
    if clamped:
        points = torch.cat([points[..., :2], points[..., 2:].clamp(min=_LEAST_DEPTH)], dim=-1)
    near = like(joints, _of_each_body(poses, lambda scene: np.array([0.0 if clamped else scene.camera.near])))
    seen = [np.broadcast_to(_visible(one.scene, rig), (*one.joints.shape[:3], len(rig))) for one in poses]
    visible = like(joints, np.concatenate([each.reshape(-1, len(rig)) for each in seen]))
    return _Posed(
        points, blended, like(joints, rig.radii),
        visible * (points[..., 2].detach() >= near),
        like(joints, _of_each_body(poses, _lens)),
        None if spread is None else turn[:, None] @ spread @ turn.mT[:, None],
    )  # fmt: skip


def _joined(tensors: Sequence[Tensor]) -> Tensor:
    """(n J 3) from tensors (B F P' J 3)."""
    flat = [tensor.flatten(0, 2) for tensor in tensors]
    return torch.cat(flat) if len(flat) > 1 else flat[0]


def _of_each_body(poses: Sequence[Poses], what: Callable[[Scene], np.ndarray]) -> np.ndarray:
    """What the scene of every body has, (n ...); one row where there is one scene."""
    each = np.stack([what(one.scene) for one in poses])
    return each if len(poses) == 1 else np.repeat(each, [int(np.prod(one.joints.shape[:3])) for one in poses], axis=0)


def _lens(scene: Scene) -> np.ndarray:
    k = scene.camera.intrinsics
    return np.array([k[0, 0], k[1, 1], k[0, 2], k[1, 2]])


def _place(poses: Poses, joints: Tensor, rig: Rig, shape: Shape) -> tuple[Tensor, Tensor | None]:
    """Offsets from the blended joints (n N 3) and covariances (n N 3 3) in the world; None where all are round.

    "joint": the offset of the rest pose is turned about the blended joint, so that Gaussians stay on their body.
    "published" (arXiv 2603.18003): mu_k = R_k mu_k^c + sum_j w_kj (p_j - c_j), turned about the rest pose's origin.
    Both look at the scene of `poses`, the only clip there is then.
    """
    turns = None if shape.turning == "bone" else poses.scene.turns
    offsets = like(joints, rig.offsets)
    if turns is None or poses.scene.rest_axes is None:
        if shape.scales is not None:
            return offsets, spread_along_bones(joints, rig, shape.scales)
        return offsets, None if rig.spread is None else like(joints, rig.spread)
    if rig.rest_joints is None or rig.rest_means is None:
        raise RenderError(
            f"Orientations turn Gaussians of a rest pose, topology '{poses.scene.topology.name}' has none: "
            "give it rest_directions, or turn by 'bone'"
        )
    variants = len(poses.joints)
    turns = np.broadcast_to(turns, (variants, *turns.shape)).reshape(-1, *turns.shape[2:])
    turned, spread = spread_by_joints(like(joints, turns), rig, poses.scene.rest_axes, shape)
    weights = like(joints, rig.weights) if shape.weights is None else shape.weights
    means, at_rest = like(joints, rig.rest_means), weights @ like(joints, rig.rest_joints)
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


def _refuse_misfit(positions: Tensor, scene: Scene) -> None:
    if positions.shape[1:] != (*scene.valid.shape, 3):
        raise RenderError(
            f"The scene asks for positions of shape (B, {', '.join(map(str, scene.valid.shape))}, 3), "
            f"found {tuple(positions.shape)}"
        )


def _refuse_unfinite(joints: Tensor) -> None:
    if not torch.isfinite(joints.detach()).all():
        raise RenderError("Expected finite positions wherever a joint is valid, found NaN or infinity")


@dataclass(frozen=True, eq=False)
class _Look:
    """Where a scene looks: its frames, and those before and after them between which velocity is measured."""

    rows: npt.NDArray[np.int64]  # (3 F*P') places among all frames and people
    known: npt.NDArray[np.bool_]  # (3 F*P' J 1) joints that exist there
    share: npt.NDArray[np.float64]  # (F*P' J 1) of the way from before to after that is the velocity


_LOOKS: WeakKeyDictionary[Scene, dict[Velocity, _Look]] = WeakKeyDictionary()


def _look(scene: Scene, velocity: Velocity) -> _Look:
    """The way to four frames on, as published, or metres per second at the true times."""
    looks = _LOOKS.setdefault(scene, {})
    if velocity not in looks:
        total, people, _ = scene.valid.shape
        if velocity == "stride4":
            before, after = scene.frames, np.minimum(scene.frames + _STRIDE, total - 1)
            scale = np.ones(len(scene.frames))
        else:
            before, after = np.maximum(scene.frames - 1, 0), np.minimum(scene.frames + 1, total - 1)
            scale = 1 / np.maximum(scene.times[after] - scene.times[before], 1e-6)
        rows = np.stack([scene.frames, before, after])[..., None] * people + scene.people
        rows = rows.reshape(3, -1)
        known = scene.valid.reshape(total * people, -1)[rows][..., None]
        share = (known[1] & known[2]) * np.repeat(scale, len(scene.people))[:, None, None]
        looks[velocity] = _Look(rows, known, share)
    return looks[velocity]


def _pick(clips: Sequence[Clip], velocity: Velocity) -> list[Poses]:
    """Poses of clips of as many joints; joints that do not exist are put where they cannot be seen."""
    looks = [_look(scene, velocity) for _, scene in clips]
    rows, start = [], 0
    for (positions, scene), look in zip(clips, looks, strict=True):
        each = scene.valid.shape[0] * scene.valid.shape[1]
        variants = start + each * np.arange(len(positions))
        rows.append((variants[:, None] + look.rows[:, None]).reshape(3, -1))
        start += each * len(positions)
    flat = [positions.flatten(0, 2) for positions, _ in clips]
    everything = torch.cat(flat) if len(flat) > 1 else flat[0]  # (… J 3)
    device, counts = everything.device, [len(positions) for positions, _ in clips]
    known = np.concatenate([np.tile(look.known, (1, n, 1, 1)) for look, n in zip(looks, counts, strict=True)], axis=1)
    share = np.concatenate([np.tile(look.share, (n, 1, 1)) for look, n in zip(looks, counts, strict=True)])
    picked = everything[torch.from_numpy(np.concatenate(rows, axis=1)).to(device)]
    joints, before, after = torch.where(torch.from_numpy(known).to(device), picked, 0.0).unbind(0)
    _refuse_unfinite(joints)
    return _parted(joints, (after - before) * like(joints, share), clips)


def _parted(joints: Tensor, velocities: Tensor, clips: Sequence[Clip]) -> list[Poses]:
    shapes = [(len(positions), len(scene.frames), len(scene.people)) for positions, scene in clips]
    if len(shapes) == 1:
        parts = [(joints, velocities)]
    else:
        sizes = [math.prod(shape) for shape in shapes]
        parts = list(zip(torch.split(joints, sizes), torch.split(velocities, sizes), strict=True))
    return [
        Poses(moved.reshape(*shape, *moved.shape[1:]), fast.reshape(*shape, *fast.shape[1:]), scene)
        for (moved, fast), shape, (_, scene) in zip(parts, shapes, clips, strict=True)
    ]


_VISIBLE: WeakKeyDictionary[Scene, WeakKeyDictionary[Rig, np.ndarray]] = WeakKeyDictionary()


def _visible(scene: Scene, rig: Rig) -> np.ndarray:
    """(F P' N) of `_share_seen`, remembered."""
    known = _VISIBLE.setdefault(scene, WeakKeyDictionary())
    if rig not in known:
        known[rig] = _share_seen(scene, rig)
    return known[rig]


def _share_seen(scene: Scene, rig: Rig) -> np.ndarray:
    """(F P' N): 0 where a joint that carries the Gaussian is missing, else the blended confidence."""
    missing = ~scene.drawable @ rig.owners.T
    if scene.confidence is None:
        return np.asarray(~missing, dtype=np.float64)
    confidence = np.nan_to_num(scene.confidence[scene.frames][:, scene.people].astype(np.float64))
    return np.where(missing, 0.0, np.clip(confidence @ rig.weights.T, 0.0, 1.0))


def _alike(counts: Sequence[tuple[int, ...]]) -> tuple[int, int] | None:
    bodies, clips = ({math.prod(count[depth:]) for count in counts} for depth in (3, 1))
    return (bodies.pop(), clips.pop()) if len(bodies) == len(clips) == 1 else None


def _numbered(counts: Sequence[tuple[int, ...]], depth: int, device: torch.device) -> Tensor:
    """For every Gaussian the number of the group it lies in: groups are the first `depth` of each (B F P' N)."""
    groups, members = [math.prod(count[:depth]) for count in counts], [math.prod(count[depth:]) for count in counts]
    repeats = np.repeat(members, groups)
    numbers, many = torch.arange(sum(groups)).to(device), torch.tensor(repeats).to(device)
    return torch.repeat_interleave(numbers, many, output_size=int(repeats.sum()))
