"""The body that moves: segment lengths as shares of stature, drawn anew for every clip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from skelbench.errors import ParameterError

__all__ = ["FACE", "STATURE_STEP", "Body", "Split", "draw_body", "stature_split"]

Split = Literal["train", "held_out"]

STATURE_STEP = 0.03  # metres; statures fall into strata of this width, and a stratum belongs to one split
_STATURES = (1.50, 1.95)
_HELD_OUT_STRATA = frozenset({2, 6, 9, 13})

# Points of the head, from the neck joint: share of stature towards the own side, up and forward.
FACE = {
    "head": (0.0, 0.085, 0.010), "skull_base": (0.0, 0.050, 0.005), "crown": (0.0, 0.153, 0.0),
    "nose": (0.0, 0.066, 0.070), "mouth": (0.0, 0.042, 0.060), "eye": (0.018, 0.088, 0.058),
    "ear": (0.043, 0.078, 0.003), "brow": (0.030, 0.108, 0.052), "nape": (0.0, 0.045, -0.050),
}  # fmt: skip


@dataclass(frozen=True)
class Body:
    """Segment lengths in metres; `ratio` names what a stature alone does not say.

    Shares of stature: Drillis & Contini 1966 as printed in Winter 2009, Biomechanics and Motor Control of Human
    Movement, fig. 4.1 (thigh .245, shank .246, ankle .039, upper arm .186, forearm .146, hand .108, foot .152).
    Joint centres lie inside the breadths of skin landmarks: hips .054 and shoulders .112 from the midline (de Leva
    1996, J. Biomech. 29(9), joint-centre corrections).
    """

    stature: float
    legs: float = 1.0  # factors on the shares
    arms: float = 1.0
    trunk: float = 1.0
    shoulders: float = 1.0
    hips: float = 1.0
    head: float = 1.0

    @property
    def scale(self) -> float:
        """Size against a person of 1.75 m, for whom the scripts are written."""
        return self.stature / 1.75

    @property
    def thigh(self) -> float:
        """Hip to knee."""
        return 0.245 * self.legs * self.stature

    @property
    def shank(self) -> float:
        """Knee to ankle."""
        return 0.246 * self.legs * self.stature

    @property
    def ankle_height(self) -> float:
        """Ankle above the floor."""
        return 0.039 * self.stature

    @property
    def foot(self) -> float:
        """Heel to toe."""
        return 0.152 * self.stature

    @property
    def upper_arm(self) -> float:
        """Shoulder to elbow."""
        return 0.186 * self.arms * self.stature

    @property
    def forearm(self) -> float:
        """Elbow to wrist."""
        return 0.146 * self.arms * self.stature

    @property
    def palm(self) -> float:
        """Wrist to the middle of the palm."""
        return 0.050 * self.stature

    @property
    def spine(self) -> float:
        """Pelvis to the level of the shoulders."""
        return 0.287 * self.trunk * self.stature

    @property
    def hip(self) -> float:
        """Midline to hip joint."""
        return 0.054 * self.hips * self.stature

    @property
    def shoulder(self) -> float:
        """Midline to shoulder joint."""
        return 0.112 * self.shoulders * self.stature


def stature_split(stature: float) -> Split:
    """The split whose strata hold this stature."""
    return "held_out" if int((stature - _STATURES[0]) / STATURE_STEP) in _HELD_OUT_STRATA else "train"


def draw_body(rng: np.random.Generator, split: Split, stature: float | None = None) -> Body:
    """A body of the split's strata; spreads of the factors are one standard deviation of 2 to 6 %.

    Raises:
        ParameterError: a stature outside 1.0 ... 2.3 m was asked for.
    """
    drawn = rng.uniform(*_STATURES)
    while stature_split(drawn) != split:
        drawn = rng.uniform(*_STATURES)
    if stature is not None and not 1.0 <= stature <= 2.3:
        raise ParameterError(f"Expected a stature of 1.0 to 2.3 m, found {stature:g}")
    spread = np.clip(rng.standard_normal(6), -2.0, 2.0) * (0.03, 0.03, 0.03, 0.06, 0.06, 0.02)
    legs, arms, trunk, shoulders, hips, head = (1.0 + spread).tolist()
    return Body(stature or drawn, legs, arms, trunk, shoulders, hips, head)
