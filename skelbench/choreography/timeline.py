"""From a style to times: every range drawn, every phase placed, every channel a list of commands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from skelbench.choreography.script import CHANNELS, Angles, At, Leap, Loop, Number, Phase, Style, Value, Vector

__all__ = ["GRAVITY", "Command", "Steps", "SwingRun", "Target", "Timeline", "draw", "write_timeline"]

FloatArray = npt.NDArray[np.float64]

GRAVITY = 9.81  # m/s²
_NOWHERE: Vector = (0.0, 0.0, 0.0)


@dataclass(frozen=True, eq=False)
class Target:
    """A place of the body, an offset and the bend of the way there, all drawn.

    The place "angles" is an arm told in degrees: `offset` holds raised, plane and bend, `arc` the fold.
    """

    place: str
    offset: FloatArray  # (3) out, up, forward
    arc: FloatArray  # (3)
    across: bool = False


@dataclass(frozen=True, eq=False)
class Command:
    """A channel goes to a value between two times."""

    start: float
    end: float
    value: Target | FloatArray


@dataclass(frozen=True, eq=False)
class SwingRun:
    """A swing with its times."""

    channel: str
    start: float
    end: float
    amplitude: FloatArray  # (3)
    hz: float
    turn: float
    away: bool = False


@dataclass(frozen=True)
class Steps:
    """Steps with their times."""

    start: float
    count: int
    length: float
    seconds: float
    turn_deg: float
    lift: float
    arms: float
    spin_deg: float = 0.0
    bearing_deg: float = 0.0
    flight: float = 0.0


@dataclass(eq=False)
class Timeline:
    """Everything a clip's body is told to do; times in seconds from the start of the script."""

    start: dict[str, Target | FloatArray] = field(default_factory=dict)
    commands: dict[str, list[Command]] = field(default_factory=dict)
    swings: list[SwingRun] = field(default_factory=list)
    steps: list[Steps] = field(default_factory=list)
    leaps: list[FloatArray] = field(default_factory=list)  # knots (K 4): time, height, speed, acceleration
    phases: list[tuple[str, float, float]] = field(default_factory=list)
    repetitions: list[tuple[float, float]] = field(default_factory=list)
    end: float = 0.0

    def spans(self, channel: str) -> list[tuple[float, float]]:
        """When a channel is told to move ("walk" and "jump" count as channels)."""
        if channel == "walk":
            return [(run.start, run.start + run.count * run.seconds) for run in self.steps]
        if channel == "jump":
            return [(float(knots[0, 0]), float(knots[-1, 0])) for knots in self.leaps]
        spans = [(command.start, command.end) for command in self.commands.get(channel, ())]
        return spans + [(run.start, run.end) for run in self.swings if run.channel == channel]


def draw(rng: np.random.Generator, number: Number) -> float:
    """The number itself, or one from its range."""
    return float(rng.uniform(*number)) if isinstance(number, tuple) else float(number)


def write_timeline(
    style: Style,
    rngs: tuple[np.random.Generator, np.random.Generator],
    tempo: float,
    amplitude: float,
    start: Mapping[str, Value],
) -> Timeline:
    """The commands of one performance of a style: places drawn by the first generator, times by the second.

    `start` gives the pose of channels the style leaves open.
    """
    writer = _Writer(*rngs, tempo * draw(rngs[1], style.pace), amplitude)
    pose = {**{channel: _usual(channel, kind) for channel, kind in CHANNELS.items()}, **start, **style.start}
    writer.timeline.start = writer.drawn_together(pose)
    writer.write(style.phases)
    return writer.timeline


def _usual(channel: str, kind: str) -> Value:
    if kind == "place":
        return At("stance" if "foot" in channel else "rest")
    return _NOWHERE if kind == "vector" else 0.0


class _Writer:
    """Keeps the clock while phases are written down.

    Times, counts and swings come from a generator of their own: two people whose phases match keep time together.
    """

    def __init__(self, rng: np.random.Generator, clock: np.random.Generator, tempo: float, amplitude: float) -> None:
        self.rng, self.clock, self.tempo, self.amplitude = rng, clock, tempo, amplitude
        self.timeline = Timeline()

    def drawn(self, value: Value) -> Target | FloatArray:
        if isinstance(value, At):
            offset = np.array([draw(self.rng, n) for n in (value.out, value.up, value.forward)])
            return Target(value.place, offset, np.array([draw(self.rng, n) for n in value.arc]), value.across)
        if isinstance(value, Angles):
            degrees = np.array([draw(self.rng, n) for n in (value.raised, value.plane, value.bend)])
            return Target("angles", degrees, np.array([draw(self.rng, value.fold), 0.0, 0.0]))
        if isinstance(value, tuple) and len(value) == 3:
            return np.array([draw(self.rng, n) for n in value])
        return np.array([draw(self.rng, value)])

    def drawn_together(self, values: Mapping[str, Value]) -> dict[str, Target | FloatArray]:
        """Values of several channels; two hands told the same place go to the same place, within a centimetre."""
        places: dict[At | Angles, Target] = {}
        drawn: dict[str, Target | FloatArray] = {}
        for channel, value in values.items():
            if isinstance(value, At | Angles) and value in places and "foot" not in channel:
                twin = places[value]
                near = twin.offset + (self.rng.uniform(-0.01, 0.01, 3) if isinstance(value, At) else 0.0)
                drawn[channel] = Target(twin.place, near, twin.arc, twin.across)
                continue
            drawn[channel] = target = self.drawn(value)
            if isinstance(value, At | Angles) and isinstance(target, Target):
                places[value] = target
        return drawn

    def write(self, items: Iterable[Phase | Loop | Leap]) -> None:
        for item in items:
            if isinstance(item, Loop):
                for _ in range(int(self.clock.integers(item.times[0], item.times[1] + 1))):
                    began = self.timeline.end
                    self.write(item.phases)
                    self.timeline.repetitions.append((began, self.timeline.end))
            elif isinstance(item, Leap):
                self._leap(item)
            else:
                self._phase(item)

    def _phase(self, item: Phase) -> None:
        began = self.timeline.end
        seconds = draw(self.clock, item.seconds) / self.tempo
        hz = draw(self.clock, item.swings[0].hz) * self.tempo if item.swings else 0.0
        if item.cycles is not None:
            count = int(self.clock.integers(item.cycles[0], item.cycles[1] + 1))
            seconds = count / hz
            self.timeline.repetitions += [(began + n / hz, began + (n + 1) / hz) for n in range(count)]
        if item.stride is not None:
            seconds = self._stride(item, began, seconds)
        self._moves(item.moves, began, began + seconds)
        for swing in item.swings:
            rate = hz if swing is item.swings[0] else _related(swing.hz, item.swings[0].hz, hz)
            reach = np.array([draw(self.clock, n) for n in swing.amplitude]) * self.amplitude
            run = SwingRun(swing.channel, began, began + seconds, reach, rate, swing.turn, swing.away)
            self.timeline.swings.append(run)
        if item.home:
            for channel, commands in self.timeline.commands.items():
                commands.append(Command(began, began + seconds, self.timeline.start[channel]))
        self._close(item.name, began + seconds)

    def _stride(self, item: Phase, began: float, seconds: float) -> float:
        stride = item.stride
        assert stride is not None
        step = draw(self.clock, stride.seconds) / self.tempo
        count = max(2, round(seconds / step))
        numbers = [draw(self.clock, n) for n in (stride.turn_deg, stride.lift, stride.arms)]
        length = draw(self.clock, stride.step)
        numbers += [draw(self.clock, n) for n in (stride.spin_deg, stride.bearing_deg, stride.flight)]
        self.timeline.steps.append(Steps(began, count, length, step, *numbers))
        return count * step

    def _moves(self, moves: Mapping[str, Value], start: float, end: float) -> None:
        for channel, target in self.drawn_together(moves).items():
            self.timeline.commands.setdefault(channel, []).append(Command(start, end, target))

    def _leap(self, item: Leap) -> None:
        """Crouch by c, rise with speed v = √(2 g h), fly 2 v / g, give way by 0.6 c, stand."""
        began = self.timeline.end
        height, crouch = draw(self.clock, item.height), draw(self.clock, item.crouch)
        speed = np.sqrt(2 * GRAVITY * height)
        parts = ((0.30 + crouch) / item.haste, 2.0 * crouch / speed, 2 * speed / GRAVITY, 0.10 + 0.6 * crouch / speed,
                 0.40 / item.haste)  # fmt: skip
        times = began + np.concatenate([[0.0], np.cumsum(parts)])
        heights = (0.0, -crouch, 0.0, 0.0, -0.6 * crouch, 0.0)
        speeds, pulls = (0.0, 0.0, speed, -speed, 0.0, 0.0), (0.0, 0.0, -GRAVITY, -GRAVITY, 0.0, 0.0)
        self.timeline.leaps.append(np.array([times, heights, speeds, pulls]).T)
        self._moves(item.down, times[0], times[1])
        self._moves(item.fly, times[1], times[2] + 0.5 * parts[2])
        self._moves(item.land, times[3], times[5])
        for name, end in zip(("crouch", "push off", "flight", "land", "stand"), times[1:].tolist(), strict=True):
            self._close(name, end)

    def _close(self, name: str, end: float) -> None:
        self.timeline.phases.append((name, self.timeline.end, end))
        self.timeline.end = end


def _related(hz: Number, first: Number, drawn: float) -> float:
    """A second swing's rate keeps its ratio to the first one's, so that the two stay in step."""
    middle = [float(np.mean(n)) for n in (hz, first)]
    return drawn * middle[0] / middle[1]
