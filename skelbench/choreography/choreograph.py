"""`choreograph`: a label and a seed become a motion whose truth is known."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from skelbench.choreography.actions import ACTIONS
from skelbench.choreography.body import Body, Split, draw_body
from skelbench.choreography.decoy import add_decoy, decoy_limb
from skelbench.choreography.faults import draw_faults, with_faults
from skelbench.choreography.joints import driven_joints, select
from skelbench.choreography.lifelike import record_lifelike
from skelbench.choreography.meanwhile import enlivened
from skelbench.choreography.narrate import tell_truth
from skelbench.choreography.performance import Performance, pose_people
from skelbench.choreography.rig import Carriage
from skelbench.choreography.script import Action, At, Style, Value
from skelbench.choreography.sensor import Recorded, record
from skelbench.choreography.surroundings import excerpt, surrounded
from skelbench.choreography.timeline import Timeline, draw, write_timeline
from skelbench.choreography.variation import Variation, View, draw_view
from skelbench.errors import ParameterError
from skelbench.registry import suggest
from skelbench.skeleton import KINECT_V2, SkeletonSequence, Space, Topology

__all__ = ["GENERATOR_VERSION", "Maker", "choreograph", "maker", "plan", "reach_of"]

FloatArray = npt.NDArray[np.float64]

GENERATOR_VERSION = 6  # part of every id: a clip of another version is another clip
_DRAWS = 3  # first word of every seed: a higher one draws everything anew
_SECONDS = {"base": (1.5, 5.0), "all": (0.6, 6.5)}  # the shortest and longest clip
# How often a clip begins or ends in mid-action, and the largest share of the script that is missing then.
_CUT = {"base": (0.35, 0.22), "all": (0.5, 0.34)}
_TEMPO = {"base": (0.0, 0.13), "all": (0.1, 0.22)}  # mean and standard deviation of its logarithm
_SLOWEST = 0.65  # tempo; the fastest is the action's own
_RATES = (20.0, 24.0, 25.0, 30.0)


def choreograph(
    action: str,
    seed: int,
    variation: Variation | None = None,
    topology: Topology = KINECT_V2,
    split: Split = "train",
) -> SkeletonSequence:
    """One clip of an action, the same for the same arguments on every processor, with its truth.

    Bodies and views of the two splits come from disjoint strata, and their seeds from disjoint streams.

    Raises:
        ParameterError: no action or style has that name, or the topology asks for joints the body does not have.
    """
    return maker(action, seed, variation, split).sequence(topology)


def plan(action: str, seed: int, variation: Variation | None = None, split: Split = "train") -> Performance:
    """Everything `choreograph` decides about a clip before it poses the bodies.

    Raises:
        ParameterError: as `choreograph`.
    """
    return maker(action, seed, variation, split).performance()


def reach_of(points: FloatArray) -> float:
    """How far from where the clip began anybody gets, along the floor."""
    return float(np.sqrt((points[..., [0, 2]] ** 2).sum(-1)).max())


def maker(action: str, seed: int, variation: Variation | None, split: Split) -> Maker:
    """What makes that clip, step by step.

    Raises:
        ParameterError: as `choreograph`.
    """
    if action not in ACTIONS:
        raise ParameterError(
            f"No choreographed action is called '{action}'.{suggest(action, ACTIONS)} Known: {', '.join(ACTIONS)}."
        )
    if split not in ("train", "held_out") or seed < 0:
        raise ParameterError(
            f"Expected a split of 'train' or 'held_out' and a seed of 0 or more, found {split!r} and {seed}"
        )
    return Maker(ACTIONS[action], seed, split, variation or Variation())


class Maker:
    """Draws a performance from separate streams, so that body and view do not depend on the action."""

    def __init__(self, action: Action, seed: int, split: Split, variation: Variation) -> None:
        self.action, self.seed, self.split, self.variation = action, seed, split, variation

    def rng(self, part: str, by_action: bool = True) -> np.random.Generator:
        """The stream of one part of the clip, the same for all actions or the action's own."""
        words = [_DRAWS, int(self.split == "held_out"), self.seed, zlib.crc32(part.encode())]
        words += [zlib.crc32(self.action.label.encode())] if by_action else []
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))

    def sequence(self, topology: Topology) -> SkeletonSequence:
        """The clip."""
        return self.film(self.performance(), topology)

    def film(self, played: Performance, topology: Topology, reach: float = 0.0) -> SkeletonSequence:
        """The performance posed and seen, with its truth; the camera stands as for somebody who reaches that far."""
        points = np.stack([select(joints, topology) for joints in pose_people(played)], axis=1)
        seen = self._recorded(points, played.times, topology, max(reach, reach_of(points)))
        side = "left" if played.side == 1 else "right"
        meta = {"generator": f"choreography {GENERATOR_VERSION}", "style": played.style.name, "side": side}
        if self.variation.frame == "camera":
            view = self._view()
            meta["view"] = f"yaw {view.yaw_deg:.0f} pitch {view.pitch_deg:.0f}"
        if played.decoy:
            meta["decoy"] = " ".join(driven_joints(played.decoy, side, topology))
        which = self.variation.styles if self.variation.texts else None
        return SkeletonSequence(
            topology, np.round(seen.positions, 2 if seen.space.unit == "px" else 5).astype(np.float32),
            np.round(seen.times, 6), confidence=None if seen.confidence is None else seen.confidence.astype(np.float32),
            space=seen.space, label=self.action.label, subject=f"{self.split}-{self.seed}",
            truth=tell_truth(played, topology, self.rng("words"), which),
            history=seen.faults, meta=meta,
        )  # fmt: skip

    def _view(self) -> View:
        return draw_view(self.rng("view", False), self.split, self.variation)

    def _recorded(self, points: FloatArray, times: FloatArray, topology: Topology, reach: float) -> Recorded:
        """What the camera or the sensor sees of (T P J 3) points of the body frame."""
        if self.variation.frame == "body":
            return Recorded(points, times, None, Space(frame="body"), ())
        view = self._view()
        seen = replace(view, distance=max(view.distance, reach + 1.4)).seen(points)  # nobody walks through the camera
        if not self.variation.sensor:
            return Recorded(seen, times, None, Space(), ())
        if self.variation.sensor == "lifelike":
            return record_lifelike(seen, times, topology, self.rng("sensor", False), self.variation.without)
        return record(seen, times, topology, self.rng("sensor", False))

    def performance(self) -> Performance:
        """Everything about the clip that is decided before it is posed."""
        rng, wish = self.rng("motion"), self.variation
        style = self._style(rng)
        # Everything is drawn before a wish replaces it: a wish changes nothing but itself.
        drawn = ("left" if rng.uniform() < 0.35 else "right", rng.normal(), rng.uniform(0.8, 1.2))
        side = 1 if (wish.side or drawn[0]) == "left" else -1
        tempo, amplitude = float(wish.tempo or self._tempo(float(drawn[1]))), float(wish.amplitude or drawn[2])
        faults = draw_faults(style, self.rng("faults")) if wish.mistakes == "some" else ()
        style = with_faults(style, faults)
        most = _SECONDS[wish.styles][1]
        free = wish.around and not (wish.whole or wish.decoy or style.partner) and wish.styles == "all"
        style = enlivened(style, self.rng("meanwhile")) if free else style
        timelines = self._timelines(style, tempo, amplitude)
        longest = max(timeline.end for timeline in timelines)
        if free:
            style = surrounded(style, timelines[0], most - 0.3 - longest, self.rng("around"))
            timelines = self._timelines(style, tempo, amplitude)
            longest = max(timeline.end for timeline in timelines)
        if longest > most - 0.2:
            tempo *= longest / (most - 0.2)
            timelines = self._timelines(style, tempo, amplitude)
        bodies, carriages = self._people(len(timelines))
        offset, times = self._clock(rng, timelines)
        heights = float(np.mean([body.stature for body in bodies]))
        distance = draw(rng, style.distance) * heights / 1.75
        carriages = tuple(replace(c, meet=(0.58 * heights, 0.5 * distance)) for c in carriages)
        played = Performance(
            self.action, style, side, bodies, carriages, timelines, distance, tempo, offset, times, faults
        )
        return add_decoy(played, self.rng("decoy")) if wish.decoy else played

    def _style(self, rng: np.random.Generator) -> Style:
        styles = {style.name: style for style in self.action.ways()}
        drawable = self.action.ways(self.variation.styles)
        free = [style for style in drawable if not self.variation.decoy or decoy_limb(self.action, style)]
        if not free:
            raise ParameterError(
                f"No style of '{self.action.label}' leaves a limb free for a decoy; choose another action"
            )
        weights = np.cumsum([style.weight for style in free])
        drawn = free[int(np.searchsorted(weights, rng.uniform() * weights[-1]))]
        name = self.variation.style
        if name is not None and name not in styles:
            raise ParameterError(
                f"'{self.action.label}' has no style '{name}'.{suggest(name, styles)} Known: {', '.join(styles)}."
            )
        return drawn if name is None else styles[name]

    def _timelines(self, style: Style, tempo: float, amplitude: float) -> tuple[Timeline, ...]:
        rng = self.rng("places")
        first = write_timeline(style, (rng, self.rng("clock")), tempo, amplitude, _free_hands(style, rng))
        if not style.partner:
            return (first,)
        partner = replace(style, phases=style.partner)
        return (first, write_timeline(partner, (rng, self.rng("clock")), tempo, amplitude, {}))

    def _people(self, count: int) -> tuple[tuple[Body, ...], tuple[Carriage, ...]]:
        rngs = [self.rng(f"person {person}", False) for person in range(count)]
        bodies = tuple(draw_body(rng, self.split, self.variation.stature) for rng in rngs)
        return bodies, tuple(_carriage(rng) for rng in rngs)

    def _tempo(self, deviation: float) -> float:
        mean, spread = _TEMPO[self.variation.styles]
        tempo = float(np.exp(mean + spread * deviation))
        return tempo if self.variation.styles == "base" else float(np.clip(tempo, _SLOWEST, self.action.fastest))

    def _clock(self, rng: np.random.Generator, timelines: tuple[Timeline, ...]) -> tuple[float, FloatArray]:
        """When the clip begins, and its times: with idle time around the action, cut at an end, or an excerpt of it.

        Idle time is drawn so that how long a clip lasts says little about its label.
        """
        end, which = max(timeline.end for timeline in timelines), self.variation.styles
        wanted, early, cut, at_start = rng.uniform(1.6, 4.8), rng.uniform(), rng.uniform(0.0, 0.22), rng.uniform() < 0.5
        drawn_rate = _RATES[int(rng.integers(len(_RATES)))]
        rate = self.variation.fps or drawn_rate
        often, much = _CUT[which]
        cut = 0.0 if rng.uniform() < 1.0 - often or self.variation.whole else cut * (much / 0.22) * end
        offset = cut if at_start else 0.0
        length = end - cut
        if not cut:
            slack = max(wanted - end, 1.5 - end, 0.15)
            offset, length = -slack * early, end + slack
        if which == "all" and not self.variation.whole and self.variation.around:
            offset, length = excerpt(timelines[0], self.rng("excerpt"), (offset, length))
        length = float(np.clip(length, *_SECONDS[which]))
        return offset, np.arange(int(length * rate + 1e-6) + 1) / rate


def _free_hands(style: Style, rng: np.random.Generator) -> Mapping[str, Value]:
    """Where hands that the style leaves open are: mostly hanging, sometimes on the hip or holding something."""
    moved = {channel for item in style.phases for channel in getattr(item, "moves", {})}
    start: dict[str, Value] = {}
    for channel in ("hand", "other"):
        pick = rng.uniform()
        if channel in style.start or pick > 0.24:
            continue
        choices = (
            At("hip", out=0.08, up=0.09, forward=0.04),
            At("hip", out=0.07, up=-0.03, forward=0.09),
            At("hip", out=0.02, up=0.16, forward=0.26),
        )
        if channel not in moved or pick < 0.1:
            start[channel] = choices[int(pick / 0.08)] if pick >= 0.1 else choices[int(pick / 0.04) % 3]
    return start


def _carriage(rng: np.random.Generator) -> Carriage:
    sway = tuple(
        (float(hz * rng.uniform(0.8, 1.25)), float(rng.uniform()), float(size * rng.uniform(0.4, 1.6)))
        for hz, size in ((0.23, 0.006), (0.19, 0.006), (0.27, 0.006), (0.51, 0.003), (0.43, 0.003), (0.6, 0.004))
    )
    return Carriage(
        float(rng.uniform(0.0, 0.06)), float(rng.uniform(-0.06, 0.06)), float(rng.uniform(0.0, 0.3)),
        (float(rng.uniform(0.03, 0.10)), float(rng.uniform(0.955, 0.985)), float(rng.uniform(-0.01, 0.10))),
        (float(rng.uniform(-3, 7)), float(rng.normal(0, 1.2)), float(rng.normal(0, 2.0))),
        (float(rng.uniform(-6, 12)), float(rng.normal(0, 2.5)), float(rng.normal(0, 6.0))),
        sway,
    )  # fmt: skip
