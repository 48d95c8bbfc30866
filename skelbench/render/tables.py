"""Rigs, scenes and clips as the compiled kernels read them; those of a rig or a scene are made once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

import numpy as np
import numpy.typing as npt

from skelbench.render.blocks import WIDE
from skelbench.render.rig import Rig
from skelbench.render.scene import Scene

__all__ = ["Job", "RigTable", "SceneTable", "padded", "rig_table", "scene_table"]

Array = npt.NDArray[Any]
_DUST = 1e-7  # a blend weight below it moves a Gaussian less than rounding does


@dataclass(frozen=True, eq=False)
class RigTable:
    """A rig as the kernels read it, columns padded to whole registers."""

    owners: Array  # (K N) int32
    shares: Array  # (K N)
    offsets: Array  # (3 N) in the world's axes
    radii: Array  # (N)
    count: int  # of its Gaussians; the columns behind carry nothing


@dataclass(frozen=True, eq=False)
class SceneTable:
    """A scene as the kernels read it."""

    turn: Array  # (3 3)
    move: Array  # (3)
    lens: Array  # (5) focal lengths, principal point, near
    drawable: Array  # (F*P' J) bool
    confidence: Array  # (F*P' J)


_RIGS: WeakKeyDictionary[Rig, RigTable] = WeakKeyDictionary()
_SCENES: WeakKeyDictionary[Scene, SceneTable] = WeakKeyDictionary()


def rig_table(rig: Rig) -> RigTable:
    """The table of a rig."""
    if rig not in _RIGS:
        width = -(-len(rig) // WIDE) * WIDE
        carried = rig.weights > _DUST
        most = max(1, int(carried.sum(1).max()))
        owners = np.argsort(~carried, axis=1, kind="stable")[:, :most]
        shares = np.take_along_axis(np.where(carried, rig.weights, 0.0), owners, axis=1)
        _RIGS[rig] = RigTable(
            padded(owners.T, width, np.int32), padded(shares.T, width), padded(rig.offsets.T, width),
            padded(rig.radii[None], width)[0], len(rig),
        )  # fmt: skip
    return _RIGS[rig]


def padded(rows: Array, width: int, kind: type = np.float32) -> Array:
    """(R N) with columns of zeros behind."""
    table: Array = np.zeros((len(rows), width), kind)
    table[:, : rows.shape[1]] = rows
    return table


def scene_table(scene: Scene) -> SceneTable:
    """The table of a scene."""
    if scene not in _SCENES:
        k, view = scene.camera.intrinsics, scene.camera.world_to_camera
        drawable = scene.drawable.reshape(-1, scene.drawable.shape[-1])
        confidence = np.ones(drawable.shape, np.float32)
        if scene.confidence is not None:
            chosen = scene.confidence[scene.frames][:, scene.people].reshape(drawable.shape)
            confidence = np.nan_to_num(chosen).astype(np.float32)
        lens = np.array([k[0, 0], k[1, 1], k[0, 2], k[1, 2], scene.camera.near], np.float32)
        turn, move = view[:3, :3].astype(np.float32), view[:3, 3].astype(np.float32)
        _SCENES[scene] = SceneTable(turn, move, lens, np.ascontiguousarray(drawable), confidence)
    return _SCENES[scene]


@dataclass(frozen=True, eq=False)
class Job:
    """One clip: its tables and where its bodies lie in the tables of all."""

    scene: SceneTable
    rig: RigTable
    which: int  # of the rigs
    bodies: int  # variants times frames times people
    frames: tuple[int, int, int]  # variants, frames, people
    starts: Array  # (B F + 1) first column of each of its pictures in the table of splats

    @property
    def span(self) -> tuple[int, int]:
        """All of its bodies."""
        return 0, self.bodies

    @property
    def column(self) -> int:
        """Its first of the table of splats."""
        return int(self.starts[0])

    @property
    def width(self) -> int:
        """Columns of a body."""
        return len(self.rig.radii)

    def group(self, depth_range: str) -> int:
        """Bodies that share a depth colour."""
        _, frames, people = self.frames
        return frames * people if depth_range == "clip" else 1

    @property
    def view(self) -> tuple[Array, ...]:
        """The scene, as `wear_bodies` takes it."""
        return self.scene.turn, self.scene.move, self.scene.lens, self.scene.drawable, self.scene.confidence

    @property
    def worn(self) -> tuple[Array, ...]:
        """The rig, as `wear_bodies` takes it: offsets in the camera's axes."""
        offsets = self.scene.turn @ self.rig.offsets
        return self.rig.owners, self.rig.shares, np.ascontiguousarray(offsets), self.rig.radii
