"""Published weights on a skeleton they were not trained on: the heads are copied, the features find new owners."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from skelbench.errors import RenderError
from skelbench.render.body import FixedBody
from skelbench.render.draction import DrAction
from skelbench.render.rig import Rig, rig_of
from skelbench.skeleton import SMPL_22, Topology, canonical_pose

__all__ = ["released_transfer", "resampled_rows", "transferred"]

FloatArray = npt.NDArray[np.float64]

# The released code's bones of a HumanML3D skeleton in its own order (joints counted from 1), its radii in metres, and
# how many Gaussians the longest and the shortest bone get.
_RELEASED_BONES = (
    "1-3 3-6 6-9 9-12 1-2 2-5 5-8 8-11 1-4 4-7 7-10 10-13 13-16 10-15 15-18 18-20 20-22 10-14 14-17 17-19 19-21"
)
_RELEASED_RADII = (0.026, 0.016)
_MOST, _FEWEST = 24, 2

_NEIGHBOURS = 3  # Gaussians of the old skeleton that a new one takes its features from


def transferred(
    renderer: DrAction, source: Topology, target: Topology, by: Literal["anatomy", "rows"] = "anatomy"
) -> DrAction:
    """A renderer for another topology with the heads of one that has a feature row for each Gaussian.

    "rows", as published: the feature table is resampled along its rows, joints and bone samples apart, so that what
    meets what depends on the order of the joints. "anatomy": each Gaussian takes the features of the three nearest in
    the quiet stand, on the same side of the body and of its own kind, weighted by inverse distance.

    Args:
        renderer: one with a `FixedBody`, as `load_published` gives; others draw any topology as they are.
        source: the topology it draws.
        target: the topology to draw.
        by: what decides which features a new Gaussian gets.

    Raises:
        RenderError: the renderer needs no transfer or does not draw `source`, or a rest pose is missing (by anatomy).
    """
    body = renderer.body
    if not isinstance(body, FixedBody):
        raise RenderError("Expected a renderer with a feature row for each Gaussian, found one that draws any topology")
    old, config = body.rig(source), renderer.config
    samples = (len(old) - len(source.joints)) // max(len(source.bones), 1)
    new = rig_of(target, samples, config.joint_radius, config.bone_radius)
    features = body.canonical_features.detach()
    joints = len(source.joints)
    if by == "rows":
        pieces = [(features[:joints], len(target.joints)), (features[joints:], len(new) - len(target.joints))]
        moved = torch.cat([resampled_rows(rows, count) for rows, count in pieces])
    else:
        shares = _shares_by_anatomy(_stand(old, source), _stand(new, target))
        moved = torch.tensor(shares, dtype=features.dtype) @ features
    return _with_heads(renderer, FixedBody(new, target.joints, moved))


def released_transfer(renderer: DrAction, pose: npt.ArrayLike) -> DrAction:
    """The released code's way from Kinect v2 weights to a HumanML3D clip (SMPL_22), Gaussian by Gaussian.

    Long bones get more Gaussians, clip(round(24 L / L_max), 2, 24), so that their number depends on the clip; features
    are resampled by rows, radii are 2.6 and 1.6 cm. `transferred` needs no clip and keeps left and right apart.

    Args:
        renderer: one of `load_published`.
        pose: (22 3) metres, of the first frame that is looked at.

    Raises:
        RenderError: the renderer is no such one, or the pose has another shape.
    """
    body, joints = renderer.body, np.asarray(pose, dtype=np.float64)
    if not isinstance(body, FixedBody) or joints.shape != (len(SMPL_22.joints), 3):
        raise RenderError(
            f"Expected published weights and a pose (22 3) to transfer them to, found {type(body).__name__} "
            f"and {joints.shape}"
        )
    pairs = np.array([pair.split("-") for pair in _RELEASED_BONES.split()], dtype=np.int64) - 1
    lengths = np.linalg.norm(joints[pairs[:, 0]] - joints[pairs[:, 1]], axis=1)
    counts = np.clip(np.round(_MOST * lengths / lengths.max()), _FEWEST, _MOST).astype(np.int64)
    owners = np.eye(len(joints))
    rows = [owners]
    for (first, second), count in zip(pairs, counts, strict=True):
        fractions = np.arange(1, count + 1)[:, None] / (count + 1)
        rows.append((1 - fractions) * owners[first] + fractions * owners[second])
    weights = np.concatenate(rows)
    radii = np.where(np.arange(len(weights)) < len(joints), *_RELEASED_RADII)
    rig = Rig(weights, np.zeros((len(weights), 3)), np.zeros((len(weights), 0)), radii)
    features, known = body.canonical_features.detach(), len(body.joints)
    moved = torch.cat(
        [resampled_rows(features[:known], len(joints)), resampled_rows(features[known:], int(counts.sum()))]
    )
    return _with_heads(renderer, FixedBody(rig, SMPL_22.joints, moved))


def _with_heads(renderer: DrAction, body: FixedBody) -> DrAction:
    """A renderer of another body with the same heads and settings."""
    drawn = DrAction(renderer.config, body)
    state = {name: value for name, value in renderer.state_dict().items() if not name.startswith("body.")}
    drawn.load_state_dict(state | {"body.canonical_features": body.canonical_features.detach()})
    return drawn


def resampled_rows(rows: Tensor, count: int) -> Tensor:
    """(count C) of a table (n C), linearly between its rows; the first and the last stay what they are."""
    places = torch.linspace(0, len(rows) - 1, count, dtype=torch.float64)
    before = places.floor().long().clamp(max=max(len(rows) - 2, 0))
    after = (before + 1).clamp(max=len(rows) - 1)
    share = (places - before).to(rows.dtype)[:, None]
    return rows[before] * (1 - share) + rows[after] * share


def _stand(rig: Rig, topology: Topology) -> tuple[FloatArray, npt.NDArray[np.bool_]]:
    """(N 3) where the Gaussians are when nobody in particular stands, and (N) which of them lie on bones."""
    pose = canonical_pose(topology)
    if pose is None:
        raise RenderError(f"A transfer by anatomy needs rest_directions, topology '{topology.name}' has none")
    return rig.weights @ pose, np.asarray(rig.between[:, 0] != rig.between[:, 1])


def _shares_by_anatomy(
    old: tuple[FloatArray, npt.NDArray[np.bool_]], new: tuple[FloatArray, npt.NDArray[np.bool_]]
) -> FloatArray:
    """(N' N) how much of each old Gaussian's features a new one takes."""
    distance = np.linalg.norm(new[0][:, None] - old[0], axis=-1)
    sides = [np.sign(np.round(places[:, 0], 2)) for places, _ in (new, old)]  # left, right or neither
    # metres: another kind, or the other side of the body, only where there is none of its own
    distance = distance + 10.0 * (new[1][:, None] != old[1]) + 100.0 * (sides[0][:, None] * sides[1] < 0)
    shares = np.zeros_like(distance)
    nearest = np.argsort(distance, axis=1, kind="stable")[:, :_NEIGHBOURS]
    rows = np.arange(len(shares))[:, None]
    shares[rows, nearest] = 1 / np.maximum(distance[rows, nearest], 1e-6) ** 2
    return np.asarray(shares / shares.sum(1, keepdims=True))
