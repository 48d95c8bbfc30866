"""What a caller may fix about a clip; everything left open is drawn from the seed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from skelbench.choreography.body import Split
from skelbench.choreography.lifelike import FAULTS
from skelbench.errors import ParameterError
from skelbench.registry import suggest

__all__ = ["PITCH_STEP_DEG", "YAW_STEP_DEG", "Variation", "View", "draw_view", "pitch_split", "yaw_split"]

# Views fall into bins of these widths, and a bin belongs to one split.
YAW_STEP_DEG = 10.0
PITCH_STEP_DEG = 2.0
_AWAY = 0.12  # the share of clips of a lifelike sensor that show somebody from behind


@dataclass(frozen=True)
class Variation:
    """Fixed choices for a clip; None means drawn from the seed.

    `decoy` makes a limb that does not decide the label move at least as much as the one that does. `sensor` records
    the motion as a depth sensor or, for picture topologies, as a detector would; `"lifelike"` with all that recordings
    showed, its camera tilted and mostly faced, but for the faults named in `without`. `frame="body"` leaves the camera
    out. `styles="base"` draws only from each action's first styles, those that the shipped model was trained on.
    `mistakes="none"` does every exercise without fault.
    """

    style: str | None = None
    side: Literal["left", "right"] | None = None
    tempo: float | None = None
    amplitude: float | None = None
    stature: float | None = None
    yaw_deg: float | None = None
    pitch_deg: float | None = None
    fps: float | None = None
    sensor: bool | Literal["lifelike"] = False
    without: frozenset[str] = frozenset()  # faults of the lifelike sensor that are left out
    decoy: bool = False
    texts: bool = True  # False: the truth has neither descriptions nor questions, and is made faster
    whole: bool = False  # True: never begins or ends in the middle of the motion
    frame: Literal["camera", "body"] = "camera"
    styles: Literal["base", "all"] = "all"
    mistakes: Literal["some", "none"] = "some"
    around: bool = (
        True  # something may happen before and after the action, unless the clip is `whole` or of base styles
    )

    def __post_init__(self) -> None:
        choices = {
            "side": (None, "left", "right"), "frame": ("camera", "body"), "styles": ("base", "all"),
            "sensor": (False, True, "lifelike"), "mistakes": ("some", "none"),
        }  # fmt: skip
        for name, known in choices.items():
            if getattr(self, name) not in known:
                words = " or ".join(str(choice) for choice in known)
                raise ParameterError(f"A variation's {name} must be {words}, found {getattr(self, name)!r}")
        for name, (low, high) in {"tempo": (0.3, 3.0), "amplitude": (0.3, 2.0), "fps": (5.0, 240.0)}.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise ParameterError(f"A variation's {name} must lie between {low:g} and {high:g}, found {value:g}")
        for fault in sorted(self.without - FAULTS.keys()):
            raise ParameterError(
                f"The lifelike sensor has no fault '{fault}'.{suggest(fault, FAULTS)} Known: {', '.join(FAULTS)}."
            )


@dataclass(frozen=True)
class View:
    """Where the camera stands: the person's turn from facing it, its tilt down, its height, where the person is."""

    yaw_deg: float
    pitch_deg: float
    height: float
    distance: float
    aside: float

    def seen(self, points: np.ndarray) -> np.ndarray:
        """(... 3) points of the body frame in the camera frame: x to the sensor's left, y up, z away."""
        yaw, pitch = np.deg2rad([self.yaw_deg, self.pitch_deg])
        c, s = np.cos(yaw), np.sin(yaw)
        x, y, z = -points[..., 0], points[..., 1] - self.height, -points[..., 2]
        x, z = c * x + s * z + self.aside, -s * x + c * z + self.distance
        c, s = np.cos(pitch), np.sin(pitch)
        return np.stack([x, c * y + s * z, -s * y + c * z], axis=-1)


def yaw_split(yaw_deg: float) -> Split:
    """The split whose bins hold this yaw."""
    return "held_out" if int(np.floor(yaw_deg / YAW_STEP_DEG)) % 3 == 1 else "train"


def pitch_split(pitch_deg: float) -> Split:
    """The split whose bins hold this tilt of the camera."""
    return "held_out" if int(np.floor(pitch_deg / PITCH_STEP_DEG)) % 3 == 0 else "train"


def draw_view(rng: np.random.Generator, split: Split, variation: Variation) -> View:
    """A view of the split's bins of yaw and pitch (every third bin is held out): mostly near the front.

    Up to 85 degrees aside; a lifelike sensor is tilted by 5 to 20 degrees, and sees some people from behind.
    """
    yaws, pitches = (_faced, _tilted) if variation.sensor == "lifelike" else (_yaw, _pitch)
    yaw, pitch = yaws(rng), pitches(rng)
    while yaw_split(yaw) != split:
        yaw = yaws(rng)
    while pitch_split(pitch) != split:
        pitch = pitches(rng)
    height, distance, aside = (float(rng.uniform(*span)) for span in ((0.7, 1.9), (2.2, 4.0), (-0.5, 0.5)))
    return View(
        yaw if variation.yaw_deg is None else variation.yaw_deg,
        pitch if variation.pitch_deg is None else variation.pitch_deg,
        height,
        distance,
        aside,
    )


def _yaw(rng: np.random.Generator) -> float:
    return float(np.clip(rng.normal(0.0, 32.0), -85.0, 84.9))


def _pitch(rng: np.random.Generator) -> float:
    return float(rng.uniform(-4.0, 18.0))


def _faced(rng: np.random.Generator) -> float:
    if rng.uniform() < _AWAY:
        return float((rng.uniform(100.0, 260.0) + 180.0) % 360.0 - 180.0)
    return float(np.clip(rng.normal(0.0, 24.0), -85.0, 84.9))


def _tilted(rng: np.random.Generator) -> float:
    return float(rng.uniform(5.0, 20.0))
