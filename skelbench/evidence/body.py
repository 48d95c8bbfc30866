"""One person of a sequence as measurements need it: metres, y up, smoothed, with a body frame and its own noise."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from skelbench.evidence.signals import FILTER_HZ, noise_level, rate_of_change, smooth
from skelbench.skeleton import SkeletonSequence, place_in_view

__all__ = ["DRAWS", "Body", "acting_person", "body_of", "unit"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]

DRAWS = 16  # copies of the tracks with the recording's own noise added again; their spread is the error
UP = np.array([0.0, 1.0, 0.0])
_SEED = 20260318
_TORSO = 0.5  # metres from pelvis to neck given to a body of unknown unit (as place_in_view does for pictures)
_UPRIGHT_DEG = 25.0  # trunk, thighs and shanks in line within this: a person who stands
_MOST_TILT_DEG = 50.0  # of a camera
_MOVING = 0.25  # m/s: slower than any hand that does something, faster than Kinect jitter after the filter

# Metres from the head's centre along the head's own axes; adult means of Young 1993 (head anthropometry), rounded.
_MOUTH_FORWARD, _MOUTH_DOWN, _NOSE_TO_MOUTH = 0.10, 0.06, 0.05
_EAR_OUT, _CROWN_UP = 0.075, 0.11
_SMPL_HEAD_UP = 0.06  # SMPL's head joint turns the skull: it lies at its base
_WRIST_TO_HAND = 0.08  # wrist to the hand's centre of mass, de Leva 1996 table 4
_LIMB_ENDS = ("left_wrist", "right_wrist", "left_ankle", "right_ankle", "pelvis", "head")


class Body:
    """Smoothed tracks of one person. Axis 0 of every array: 0 is the recording, 1 ... S-1 its noisy copies.

    The body frame is built from both hips and both shoulders: left = right to left, made horizontal; up = the world's;
    forward = left × up. Positions pass a Gaussian low-pass of `FILTER_HZ` (-3 dB). The noise of every joint comes from
    the third differences of its raw track; errors take it to be white, so slow drift of a sensor is not in them.
    A tilted camera is levelled by the person's own upright frames (`tilt_deg`).
    """

    def __init__(self, sequence: SkeletonSequence, person: int) -> None:
        self.topology = sequence.topology
        self.person = person
        self.times: FloatArray = sequence.times
        self.is_metric, placed = _in_metres(sequence)
        self._raw: FloatArray = placed.positions[:, person].astype(np.float64)  # (T J 3)
        depths = self._raw[..., 2][np.isfinite(self._raw[..., 2])]
        self.is_flat = sequence.dimensions == 2 or (depths.size > 0 and float(np.ptp(depths)) < 1e-6)
        self.series: dict[tuple[str, str], FloatArray] = {}  # (formula, side) -> values, filled as they are measured
        self._points: dict[str, FloatArray] = {}
        self.tilt_deg = 0.0
        if sequence.space.frame == "camera" and not self.is_flat:
            self.tilt_deg, self._raw = _levelled(self._raw, sequence)

    @cached_property
    def noise(self) -> FloatArray:
        """(J) standard deviation of each joint's noise per coordinate, metres; NaN where it cannot be told."""
        level = noise_level(self._raw[..., :2] if self.is_flat else self._raw)
        return np.asarray(np.sqrt((level**2).mean(-1)))

    @cached_property
    def tracks(self) -> FloatArray:
        """(S T J 3) smoothed positions."""
        generator = np.random.default_rng(_SEED)
        draws = generator.standard_normal((DRAWS, *self._raw.shape))
        if self.is_flat:
            draws[..., 2] = 0.0
        scale = np.nan_to_num(self.noise)[:, None]
        copies = np.concatenate([self._raw[None], self._raw + scale * draws])
        return np.moveaxis(smooth(np.moveaxis(copies, 1, 0), self.times, FILTER_HZ), 0, 1)

    def has(self, *names: str) -> bool:
        """Whether all these landmarks or anatomical points can be found."""
        return all(self._is_known(name) for name in names)

    def _is_known(self, name: str) -> bool:
        if name in ("mouth", "crown", "left_ear", "right_ear"):
            return self.topology.has("head", "neck") and self._has_sides
        return (name == "frame" and self._has_sides) or self.topology.has(name)

    @property
    def _has_sides(self) -> bool:
        return self.topology.has("left_hip", "right_hip", "left_shoulder", "right_shoulder")

    def joints_of(self, name: str) -> tuple[str, ...]:
        """The topology's own joints a landmark or anatomical point rests on; none for the body frame."""
        if name == "frame":
            return ()
        if name == "mouth" and self.topology.has("nose"):
            return ("nose",)
        stands_for = {"mouth": "head", "crown": "head"}.get(name, name)
        if name in ("left_ear", "right_ear") and not self.topology.has(name):
            stands_for = "head"
        return tuple(self.topology.joints[row] for row in self.topology.rows_of(stands_for))

    def point(self, name: str) -> FloatArray:
        """(S T 3) of a landmark, or of "mouth", "crown", "left_ear", "right_ear", which are built on the head.

        Raises:
            SkeletonError: the topology has nothing that stands for it.
        """
        if name not in self._points:
            self._points[name] = self._found(name)
        return self._points[name]

    def unsmoothed(self, name: str) -> FloatArray:
        """(T 3) of a landmark as it was recorded, in metres, y up."""
        return np.asarray(self._raw[:, list(self.topology.rows_of(name))].mean(1))

    def _found(self, name: str) -> FloatArray:
        if name in ("mouth", "crown") or (name.endswith("_ear") and not self.topology.has(name)):
            return self._on_head(name)
        at = np.asarray(self.tracks[:, :, list(self.topology.rows_of(name))].mean(2))
        if name == "head" and self.topology.has("left_collar", "spine3", "neck"):
            return at + _SMPL_HEAD_UP * unit(at - self.point("neck"))
        side, _, part = name.partition("_")
        if part == "hand" and self.topology.rows_of(name) == self.topology.rows_of(f"{side}_wrist"):
            return at + _WRIST_TO_HAND * unit(at - self.point(f"{side}_elbow"))
        return at

    def _on_head(self, name: str) -> FloatArray:
        head = self.point("head")
        upward = unit(head - self.point("neck"))
        forward = unit(np.cross(self.left, upward))
        if name == "mouth":
            if self.topology.has("nose"):
                return self.point("nose") - _NOSE_TO_MOUTH * upward
            return head + _MOUTH_FORWARD * forward - _MOUTH_DOWN * upward
        if name == "crown":
            return head + _CROWN_UP * upward
        return head + (_EAR_OUT if name == "left_ear" else -_EAR_OUT) * self.left

    @cached_property
    def left(self) -> FloatArray:
        """(S T 3) horizontal unit vector to the person's left."""
        across = self.point("left_hip") - self.point("right_hip")
        across = across + self.point("left_shoulder") - self.point("right_shoulder")
        return unit(across * (1.0, 0.0, 1.0))

    @cached_property
    def forward(self) -> FloatArray:
        """(S T 3) horizontal unit vector to where the person's trunk faces."""
        return np.asarray(np.cross(self.left, UP))

    @cached_property
    def floor(self) -> FloatArray:
        """(S 1) height of the floor: what the lower of the feet is above in 95 % of the frames."""
        marks = [mark for mark in ("left_foot", "right_foot", "left_ankle", "right_ankle") if self.topology.has(mark)]
        heights = np.stack([self.point(mark)[..., 1] for mark in marks], axis=-1).reshape(self.tracks.shape[0], -1)
        known = heights[:, np.isfinite(heights[0])]
        if not known.size:
            return np.full((self.tracks.shape[0], 1), np.nan)
        return np.asarray(np.quantile(known, 0.05, axis=1, keepdims=True))

    def speed(self, name: str, relative_to: str | None = None) -> FloatArray:
        """(S T) speed of a point, in the room or relative to another point, m/s."""
        return np.asarray(np.linalg.norm(self.velocity(name, relative_to), axis=-1))

    def velocity(self, name: str, relative_to: str | None = None) -> FloatArray:
        """(S T 3) velocity of a point, in the room or relative to another point, m/s."""
        track = self.point(name) if relative_to is None else self.point(name) - self.point(relative_to)
        return np.moveaxis(rate_of_change(np.moveaxis(track, 1, 0), self.times), 0, 1)

    @cached_property
    def moving(self) -> BoolArray:
        """(T) from the first frame to the last in which a hand, foot, the pelvis or the head moves; else all."""
        marks = [mark for mark in _LIMB_ENDS if self.topology.has(mark)]
        fast = np.zeros(len(self.times), dtype=bool)
        for mark in marks:
            fast |= np.nan_to_num(self.speed(mark)[0]) > _MOVING
        frames = np.flatnonzero(fast)
        if not frames.size:
            return np.ones(len(self.times), dtype=bool)
        span = np.arange(len(self.times))
        return np.asarray((span >= frames[0]) & (span <= frames[-1]))


def _levelled(points: FloatArray, sequence: SkeletonSequence) -> tuple[float, FloatArray]:
    """A camera looks down or up by some angle: turn the points about its x axis so that people stand upright.

    Upright is the direction from the ankles to the neck, over the frames in which knees and hips are straight (within
    `_UPRIGHT_DEG`); the median of at least five such frames. Without them the file's own vertical is kept.
    """
    topology = sequence.topology
    if not topology.has(
        "neck", "pelvis", *(f"{side}_{mark}" for side in ("left", "right") for mark in ("knee", "ankle"))
    ):
        return 0.0, points
    at = {mark: points[:, list(topology.rows_of(mark))].mean(1) for mark in ("neck", "pelvis")}
    knee, ankle = (
        0.5 * sum(points[:, list(topology.rows_of(f"{side}_{mark}"))].mean(1) for side in ("left", "right"))
        for mark in ("knee", "ankle")
    )
    segments = [unit(at["neck"] - at["pelvis"]), unit(at["pelvis"] - knee), unit(knee - ankle)]
    least = np.cos(np.radians(_UPRIGHT_DEG))
    straight = ((segments[0] * segments[1]).sum(-1) > least) & ((segments[1] * segments[2]).sum(-1) > least)
    if straight.sum() < 5:
        return 0.0, points
    upright = (at["neck"] - ankle)[straight]
    tilt = float(np.median(np.arctan2(upright[:, 2], upright[:, 1])))
    if abs(tilt) > np.radians(_MOST_TILT_DEG):  # a person who lies, not a camera that looks down
        return 0.0, points
    c, s = np.cos(tilt), np.sin(tilt)
    turn = np.array([[1.0, 0.0, 0.0], [0.0, c, s], [0.0, -s, c]])
    return float(np.degrees(tilt)), np.asarray(points @ turn.T)


def unit(vectors: FloatArray) -> FloatArray:
    """Vectors of length one; NaN for a vector of no length."""
    length = np.linalg.norm(vectors, axis=-1, keepdims=True)
    return np.asarray(np.divide(vectors, length, out=np.full_like(vectors, np.nan), where=length > 1e-12))


def _in_metres(sequence: SkeletonSequence) -> tuple[bool, SkeletonSequence]:
    """The sequence y up in metres, and whether the metres are true (neither a picture nor of unknown unit)."""
    if sequence.dimensions == 2 or sequence.space.unit in ("m", "cm", "mm"):
        is_picture = sequence.dimensions == 2 or sequence.space.frame == "image"
        return not is_picture, place_in_view(sequence, facing="keep")
    scale = 1.0
    if sequence.topology.has("pelvis", "neck"):
        lengths = np.linalg.norm(sequence.landmark("neck") - sequence.landmark("pelvis"), axis=-1)
        lengths = lengths[np.isfinite(lengths) & (lengths > 0)]
        scale = _TORSO / float(np.quantile(lengths, 0.75)) if lengths.size else 1.0
    space = replace(sequence.space, unit="m")
    return False, place_in_view(sequence.changed(positions=sequence.positions * scale, space=space), facing="keep")


@lru_cache(maxsize=8)
def body_of(sequence: SkeletonSequence, person: int | None = None) -> Body:
    """The body of a person of the sequence (of the one who moves most, where none is named)."""
    return Body(sequence, acting_person(sequence) if person is None else person)


@lru_cache(maxsize=8)
def acting_person(sequence: SkeletonSequence) -> int:
    """The person whose joints travel farthest, smoothed and with their common drift taken out; the first of equals."""
    if sequence.people == 1:
        return 0
    travelled = []
    for person in range(sequence.people):
        smoothed = smooth(sequence.positions[:, person].astype(np.float64), sequence.times)
        steps = np.linalg.norm(np.diff(smoothed, axis=0), axis=-1)
        travelled.append(float(np.nansum(steps)))
    return int(np.argmax(travelled))
