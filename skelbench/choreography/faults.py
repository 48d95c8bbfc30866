"""Mistakes on purpose: a style performed with some of its faults, and what the truth says about them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from skelbench.choreography.script import CHANNELS, Angles, Fault, Leap, Loop, Moves, Number, Phase, Style, Value
from skelbench.records import Mistake
from skelbench.skeleton import Topology

__all__ = ["FAULT_SHARE", "draw_faults", "mistakes_shown", "with_faults"]

FAULT_SHARE = 0.55  # of the performances of a style that declares faults
_TWO = 0.2  # share of faulty performances that show two

# Joints that show what the trunk and the head do, best first; picture topologies have none along the spine.
_STANDS_FOR = {
    "trunk": ("spine_mid", "spine", "spine2", "neck", "upper_neck", "left_shoulder"),
    "head": ("head", "nose"),
}

Drawn = tuple[tuple[Fault, float], ...]  # each fault and its degrees


def draw_faults(style: Style, rng: np.random.Generator) -> Drawn:
    """None, one or two of the style's faults, each with its size in degrees."""
    chance, more, order = rng.uniform(), rng.uniform(), rng.permutation(max(len(style.faults), 1))
    if chance >= FAULT_SHARE or not style.faults:
        return ()
    count = min(2 if more < _TWO else 1, len(style.faults))
    return tuple(
        (style.faults[int(row)], round(float(rng.uniform(*style.faults[int(row)].degrees)), 1)) for row in order[:count]
    )


def with_faults(style: Style, faults: Drawn) -> Style:
    """The style with its phases told otherwise: what a coach would correct is really done."""
    phases: tuple[Phase | Loop | Leap, ...] = style.phases
    for fault, degrees in faults:
        phases = _faulty(phases, fault, degrees)
    return replace(style, phases=phases)


def mistakes_shown(faults: Drawn, phases: Sequence[str], topology: Topology, side: str) -> tuple[Mistake, ...]:
    """What the truth says of the faults whose phase the clip shows: a mistake for each joint that shows it."""
    other = "left" if side == "right" else "right"
    return tuple(
        Mistake(fault.kind, joint, fault.phase, degrees, "deg")
        for fault, degrees in faults
        if fault.phase in phases
        for name in fault.joints
        if (joint := _joint(name.format(side=side, other=other), topology))
    )


def _joint(name: str, topology: Topology) -> str:
    """The topology's joint of that name, or the first of those that stand for a part without one; else nothing."""
    return next((joint for joint in _STANDS_FOR.get(name, (name,)) if joint in topology.joint_index), "")


def _faulty(items: Sequence[Phase | Loop | Leap], fault: Fault, degrees: float) -> tuple[Phase | Loop | Leap, ...]:
    """Phases with the fault in those of its name; a channel told only by the fault goes back in the next that moves."""
    done: list[Phase | Loop | Leap] = []
    owed: tuple[str, ...] = ()
    for item in items:
        if isinstance(item, Loop):
            item = replace(item, phases=_faulty(item.phases, fault, degrees))  # type: ignore[arg-type]
        elif isinstance(item, Phase) and item.name == fault.phase:
            owed = tuple(channel for channel in fault.changes if channel not in item.moves)
            item = replace(item, moves={**item.moves, **_changed(item.moves, fault, degrees)})
        elif isinstance(item, Phase) and owed and item.moves and not item.home:
            item = replace(item, moves={**{channel: _neutral(channel) for channel in owed}, **item.moves})
            owed = ()
        done.append(item)
    return tuple(done)


def _changed(moves: Moves, fault: Fault, degrees: float) -> dict[str, Value]:
    return {
        channel: _shifted(moves.get(channel, _neutral(channel)), tuple(part * degrees for part in parts))
        for channel, parts in fault.changes.items()
    }


def _neutral(channel: str) -> Value:
    return (0.0, 0.0, 0.0) if CHANNELS[channel] == "vector" else 0.0


def _shifted(value: Value, parts: tuple[float, ...]) -> Value:
    if isinstance(value, Angles):
        told = (value.raised, value.plane, value.bend, value.fold)
        return Angles(*(_moved(number, part) for number, part in zip(told, parts, strict=True)))
    if isinstance(value, tuple) and len(value) == 3:
        a, b, c = (_moved(number, part) for number, part in zip(value, parts, strict=True))
        return (a, b, c)
    if isinstance(value, tuple | float | int):
        return _moved(value, parts[0])
    raise TypeError(f"A fault changes degrees, not the place {value}")


def _moved(number: Number, part: float) -> Number:
    return (number[0] + part, number[1] + part) if isinstance(number, tuple) else number + part
