"""What a living-room depth sensor, or a detector on pictures, really makes of people: the richer sensor model.

Every fault follows from a seed of its own, so that leaving one out (`without`) changes nothing else. What recordings
showed (people s01-s03 of UTKinect and NW-UCLA): skeletons nearly always seem to face the camera, hips of sitting people
stay about 0.65 m above the ankles, hanging arms are longer than anthropometry says, furniture bends the shins, hidden
arms snap to the near one or stick to the trunk, and a skeleton collapses where somebody leaves the view.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skelbench.choreography.curves import bump, minimum_jerk
from skelbench.choreography.joints import FLAT
from skelbench.choreography.sensor import Recorded, picture
from skelbench.skeleton import Space, Topology

__all__ = ["FAULTS", "record_lifelike"]

FloatArray = npt.NDArray[np.float64]
BoolArray = npt.NDArray[np.bool_]
Rng = np.random.Generator

_SITTING_HIPS = 0.65  # metres from the ankles to the hips of a sitting person, as recorded
_HIP_JOINTS = ("spine_base", "hip_centre", "pelvis", "mid_hip", "left_hip", "right_hip")
_FAR_JOINTS = ("ankle", "foot", "toe", "heel")
_SMALL_JOINTS = ("hand_tip", "thumb", "foot", "toe", "heel", "eye", "ear")
_BELOW = ("hip", "knee", "ankle", "foot", "toe", "heel", "pelvis", "spine_base")
_SWAP_SECONDS = (0.07, 0.4)


@dataclass(eq=False)
class _Scene:
    """A clip while faults are added to it."""

    points: FloatArray  # (T P J 3), as seen so far
    times: FloatArray
    topology: Topology
    severity: float
    unsure: FloatArray = field(init=False)  # (T P J) 0 sure ... 1 a guess
    lost: BoolArray = field(init=False)  # (T P J)
    kept: npt.NDArray[np.int64] = field(init=False)
    faults: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.points = self.points.copy()
        self.unsure = np.zeros(self.points.shape[:3])
        self.lost = np.zeros(self.points.shape[:3], dtype=bool)
        self.kept = np.arange(len(self.times))

    @property
    def people(self) -> int:
        return int(self.points.shape[1])

    def rows(self, *names: str) -> list[int]:
        """Rows of those of these joints that the topology has."""
        return [self.topology.joint_index[name] for name in names if name in self.topology.joint_index]

    def at(self, landmark: str, person: int) -> FloatArray:
        """(T 3) a landmark."""
        return np.asarray(self.points[:, person, list(self.topology.rows_of(landmark))].mean(1))


def record_lifelike(
    points: FloatArray, times: FloatArray, topology: Topology, rng: Rng, without: frozenset[str] = frozenset()
) -> Recorded:
    """(T P J 3) clean points of the camera frame as a sensor in a room, or a detector on its pictures, gives them.

    `without` names faults (of `FAULTS`) that this sensor does not have. Motion capture (`smpl_22`) trembles a little
    and loses nothing.
    """
    seeds = rng.integers(2**63, size=len(FAULTS) + 1)
    streams = [np.random.Generator(np.random.PCG64(int(seed))) for seed in seeds]
    severity = 0.3 if topology.name == "smpl_22" else float(streams[-1].uniform(0.3, 1.5))
    scene = _Scene(points, times, topology, severity)
    wanted = ("jitter",) if topology.name == "smpl_22" else tuple(FAULTS)
    for (name, add), stream in zip(FAULTS.items(), streams[:-1], strict=True):
        if name in wanted and name not in without:
            add(scene, stream)
    kept = scene.kept
    if topology.name in FLAT:
        flat, confidence = picture(scene.points, scene.unsure, scene.lost, streams[-1])
        space = Space("px", "-y", "right", "image")
        return Recorded(flat[kept], times[kept], confidence[kept], space, tuple(scene.faults))
    seen = np.where(scene.lost[..., None], np.nan, scene.points)
    return Recorded(seen[kept], times[kept], None, Space(), tuple(scene.faults))


def _stretch_arms(scene: _Scene, rng: Rng) -> None:
    """Hanging arms come out longer than they are: by 0 to 12 %, as far as they hang."""
    longer = float(rng.uniform(0.0, 0.12))
    for person in range(scene.people):
        for side in ("left", "right"):
            rows = scene.rows(*(f"{side}_{joint}" for joint in ("elbow", "wrist", "hand", "hand_tip", "thumb")))
            shoulder, wrist = scene.at(f"{side}_shoulder", person), scene.at(f"{side}_wrist", person)
            way = wrist - shoulder
            hangs = np.clip(-way[:, 1] / np.maximum(np.sqrt((way**2).sum(-1)), 1e-6), 0.0, 1.0) ** 3
            limb = scene.points[:, person, rows] - shoulder[:, None]
            scene.points[:, person, rows] = shoulder[:, None] + (1.0 + longer * hangs)[:, None, None] * limb


def _seat(scene: _Scene, rng: Rng) -> None:
    """Furniture: ankles of who sits are taken to be lower than they are, knees a part of that; or shins too short."""
    target, share = float(rng.normal(_SITTING_HIPS, 0.05)), float(rng.uniform(0.2, 0.9))
    raised = float(rng.uniform(0.0, 0.6))  # of the difference: hips taken to be higher than they are
    short = float(rng.uniform(0.75, 0.97)) if rng.uniform() < 0.2 * scene.severity else 1.0
    for person in range(scene.people):
        hips = scene.at("pelvis", person)
        ankles = 0.5 * (scene.at("left_ankle", person) + scene.at("right_ankle", person))
        knees = 0.5 * (scene.at("left_knee", person) + scene.at("right_knee", person))
        gap, behind = hips[:, 1] - ankles[:, 1], np.sqrt(((hips - ankles)[:, [0, 2]] ** 2).sum(-1))
        level = hips[:, 1] - knees[:, 1]  # thighs of who sits are level
        sits = minimum_jerk((behind - 0.10) / 0.10) * minimum_jerk((0.36 - np.abs(level)) / 0.12)
        if sits.max() > 0.5:
            scene.faults.append("the legs of a sitting person were misjudged")
        lower = sits * np.maximum(target - gap, 0.0)
        for side in ("left", "right"):
            knee, shin = scene.rows(f"{side}_knee"), [f"{side}_{j}" for j in ("ankle", "foot", "big_toe", "small_toe")]
            feet = scene.rows(*shin, f"{side}_heel")
            at_knee = scene.at(f"{side}_knee", person)[:, None]
            scene.points[:, person, feet] = at_knee + short * (scene.points[:, person, feet] - at_knee)
            scene.points[:, person, feet, 1] -= (1.0 - raised) * lower[:, None]
            scene.points[:, person, knee, 1] -= (1.0 - raised) * share * lower[:, None]
        scene.points[:, person, scene.rows(*_HIP_JOINTS), 1] += raised * lower[:, None]


def _tilt(scene: _Scene, rng: Rng) -> None:
    """The depth of the upper body is misjudged, and not always alike: it seems to lean a few degrees, and to waver."""
    for person in range(scene.people):
        steady, wavering = rng.normal(0.0, 2.5, 2), rng.normal(0.0, 2.5, 2) * scene.severity
        hz, turn = rng.uniform(0.3, 1.4, 2), rng.uniform(size=2)
        waves = np.sin(2 * np.pi * (hz * scene.times[:, None] + turn))
        forth, aside = np.deg2rad(steady + wavering * waves).T[:, :, None]
        rows = [row for row, joint in enumerate(scene.topology.joints) if not any(word in joint for word in _BELOW)]
        limb = scene.points[:, person, rows] - scene.at("pelvis", person)[:, None]
        scene.points[:, person, rows, 0] += aside * limb[..., 1]
        scene.points[:, person, rows, 2] += forth * limb[..., 1]
        scene.points[:, person, rows, 1] -= aside * limb[..., 0] + forth * limb[..., 2]


def _occlude(scene: _Scene, rng: Rng) -> None:
    """Arms behind the body, and any limb now and then, are guessed: beside the near arm, or stuck to the trunk."""
    for person in range(scene.people):
        trunk = 0.5 * (scene.at("pelvis", person) + scene.at("chest", person))
        for side, other in (("left", "right"), ("right", "left")):
            wrist, elbow = scene.at(f"{side}_wrist", person), scene.at(f"{side}_elbow", person)
            behind = 0.5 * (wrist[:, 2] + elbow[:, 2]) - trunk[:, 2]
            aside = np.abs(wrist[:, 0] - trunk[:, 0])
            hidden = minimum_jerk((behind - 0.06) / 0.12) * minimum_jerk((0.26 - aside) / 0.12)
            hidden = np.maximum(hidden, _for_a_while(scene, rng, 0.12))
            guess, strength = "near" if rng.uniform() < 0.5 else "trunk", float(rng.uniform(0.5, 1.0))
            noise = rng.normal(0.0, 0.045 * scene.severity, (len(hidden), 5, 3))
            if hidden.max() < 0.5 or rng.uniform() > 0.55 + 0.4 * scene.severity:
                continue
            _guess_arm(scene, person, (side, other), guess, (strength * hidden, noise))
            word = "the near one" if guess == "near" else "the trunk"
            scene.faults.append(f"the hidden {side} arm was taken to be at {word}")
        for side in ("left", "right"):
            hidden, noise = _for_a_while(scene, rng, 0.08), rng.normal(0.0, 0.05, (len(scene.times), 1, 3))
            rows = scene.rows(*(f"{side}_{joint}" for joint in ("knee", "ankle", "foot", "big_toe", "small_toe")))
            scene.points[:, person, rows] += hidden[:, None, None] * noise
            scene.unsure[:, person, rows] = np.maximum(scene.unsure[:, person, rows], hidden[:, None])


def _guess_arm(
    scene: _Scene, person: int, sides: tuple[str, str], guess: str, how: tuple[FloatArray, FloatArray]
) -> None:
    """Elbow, wrist and hand of the first side move to where the tracker takes them to be."""
    (side, other), (weight, noise) = sides, how
    joints = [joint for joint in ("elbow", "wrist", "hand", "hand_tip", "thumb") if scene.rows(f"{side}_{joint}")]
    rows = scene.rows(*(f"{side}_{joint}" for joint in joints))
    if guess == "near":
        goal = scene.points[:, person, scene.rows(*(f"{other}_{joint}" for joint in joints))]
    else:
        shoulder, hip = scene.at(f"{side}_shoulder", person), scene.at(f"{side}_hip", person)
        shares = np.array([0.5, 0.95, 1.05, 1.1, 1.05])[: len(joints), None]
        goal = shoulder[:, None] + shares * (hip - shoulder)[:, None]
    mixed = weight[:, None, None]
    here = scene.points[:, person, rows]
    scene.points[:, person, rows] = here + mixed * (goal + noise[:, : len(rows)] - here)
    scene.unsure[:, person, rows] = np.maximum(scene.unsure[:, person, rows], weight[:, None])


def _for_a_while(scene: _Scene, rng: Rng, chance: float) -> FloatArray:
    """(T) 0, or by chance a hill of 0.3 to 1.2 s somewhere in the clip."""
    middle, length = rng.uniform(scene.times[0], scene.times[-1] + 1e-3), rng.uniform(0.3, 1.2)
    happens = rng.uniform() < chance * scene.severity
    return np.minimum(1.0, 3.0 * bump((scene.times - middle) / length + 0.5)) * happens


def _swap_sides(scene: _Scene, rng: Rng) -> None:
    """Whoever looks away is taken to face the sensor, left and right exchanged; who stands sideways is, at times."""
    mirrored = list(scene.topology.mirror_rows)
    for person in range(scene.people):
        across = scene.at("left_shoulder", person) - scene.at("right_shoulder", person)
        across = across + scene.at("left_hip", person) - scene.at("right_hip", person)
        away = across[:, 0] / np.maximum(np.sqrt(across[:, 0] ** 2 + across[:, 2] ** 2), 1e-6)
        doubt, knows = float(rng.uniform(0.15, 0.6)), rng.uniform() < 0.1
        swapped = (away > doubt) & (not knows)
        if swapped.any():
            scene.faults.append("who looked away was taken to face the sensor")
        start, length = rng.uniform(scene.times[0], scene.times[-1] + 1e-3), rng.uniform(*_SWAP_SECONDS)
        flicker = rng.uniform() < scene.severity * (0.06 + 0.3 * float((np.abs(away) < 0.4).mean()))
        if flicker:
            swapped ^= (scene.times >= start) & (scene.times < start + length)
            scene.faults.append("left and right were taken for each other for a moment")
        scene.points[swapped, person] = scene.points[swapped, person][:, mirrored]
        scene.unsure[np.abs(away) < 0.3, person] += 0.25


def _tremble(scene: _Scene, rng: Rng) -> None:
    """Jitter that lasts a few frames, drift over seconds, more of both where the sensor guesses, and rare jumps."""
    shape, times = scene.points.shape, scene.times
    white = rng.standard_normal(shape)
    keep = float(rng.uniform(0.3, 0.75))
    jitter = white.copy()
    for frame in range(1, shape[0]):
        jitter[frame] = keep * jitter[frame - 1] + np.sqrt(1 - keep**2) * white[frame]
    hz = rng.uniform(0.1, 0.6, (1, *shape[1:]))
    drift = np.sin(2 * np.pi * (hz * times[:, None, None, None] + rng.uniform(size=(1, *shape[1:]))))
    worse = np.array([_trembling(joint) for joint in scene.topology.joints])
    offset = rng.normal(0.0, 0.008, (1, *shape[1:]))  # a joint that is always taken to be a little beside
    size = scene.severity * worse[:, None] * (1.0 + 2.0 * scene.unsure[..., None])
    scene.points += size * (0.005 * jitter + 0.006 * drift + offset)
    ends = scene.rows(*(f"{side}_{joint}" for side in ("left", "right") for joint in ("wrist", "hand", "ankle")))
    for row in ends:
        if rng.uniform() < 0.10 * scene.severity:
            start, length = int(rng.integers(shape[0])), int(rng.integers(1, 5))
            scene.points[start : start + length, int(rng.integers(shape[1])), row] += rng.normal(0.0, 0.10, 3)


def _trembling(joint: str) -> float:
    """How many times as much as the trunk a joint trembles: hands most."""
    if any(word in joint for word in ("wrist", "hand", "thumb")):
        return 2.3
    return 1.7 if any(word in joint for word in _FAR_JOINTS) else 1.0


def _collapse(scene: _Scene, rng: Rng) -> None:
    """Somebody leaves or enters the view: at an end of the clip the skeleton shrinks to a heap, or stands frozen."""
    happens, at_end, heap = rng.uniform() < 0.06 * scene.severity, rng.uniform() < 0.75, rng.uniform() < 0.6
    frames, person = int(rng.integers(2, 10)), int(rng.integers(scene.people))
    shrink, noise = float(rng.uniform(0.2, 0.6)), rng.normal(0.0, 0.03, scene.points.shape[2:])
    if not happens or len(scene.times) < 3 * frames:
        return
    rows = np.arange(len(scene.times))[-frames:] if at_end else np.arange(frames)[::-1]
    held = scene.points[rows[0], person]
    middle = held.mean(0)
    share = np.linspace(0.3, 1.0, frames)[:, None, None] if heap else np.zeros((frames, 1, 1))
    scene.points[rows, person] = held + share * ((1.0 - shrink) * (middle - held) + noise)
    scene.unsure[rows, person] = 1.0
    where = "end" if at_end else "start"
    scene.faults.append(f"the skeleton {'collapsed' if heap else 'froze'} at the {where} of the clip")


def _lose_joints(scene: _Scene, rng: Rng) -> None:
    """Small joints are not given for a while; a detector also leaves out limbs that it does not see."""
    frames, people, joints = scene.points.shape[:3]
    for row, joint in enumerate(scene.topology.joints):
        start, length, person = (int(rng.integers(n)) for n in (frames, 20, people))
        if rng.uniform() < 0.06 * scene.severity and any(word in joint for word in _SMALL_JOINTS):
            scene.lost[start : start + 2 + length, person, row] = True
    if scene.topology.name in FLAT:
        scene.lost |= rng.uniform(size=(frames, people, joints)) < 0.5 * np.clip(scene.unsure - 0.6, 0.0, 0.4)
    if scene.lost.any():
        scene.faults.append("joints were lost in some frames")


def _drop_frames(scene: _Scene, rng: Rng) -> None:
    """Half or a third of the rate, frames that never arrive, and frames that are the one before once more."""
    every = int(rng.choice([1, 1, 1, 2, 2, 3]))
    share, gaps = float(rng.uniform(0.03, 0.15)), rng.uniform() < 0.4
    arrives = rng.uniform(size=len(scene.times)) > share * gaps
    stuck = rng.uniform(size=len(scene.times)) < 0.06 * scene.severity * (rng.uniform() < 0.3)
    for frame in np.flatnonzero(stuck[1:]) + 1:
        scene.points[frame] = scene.points[frame - 1]
    step = np.diff(scene.times).min() * every if len(scene.times) > 1 else 0.0
    rows = np.arange(len(scene.times))
    arrives &= (rows % every == 0) if step < 0.11 else True
    arrives[[0, -1]] = True
    scene.kept = np.flatnonzero(arrives)
    if len(scene.kept) < len(scene.times):
        scene.faults.append(f"{len(scene.kept)} of {len(scene.times)} frames arrived")


FAULTS: dict[str, Callable[[_Scene, Rng], None]] = {
    "arms": _stretch_arms, "seat": _seat, "trunk": _tilt, "swaps": _swap_sides, "occlusion": _occlude,
    "jitter": _tremble, "collapse": _collapse, "losses": _lose_joints, "frames": _drop_frames,
}  # fmt: skip
