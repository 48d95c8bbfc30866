"""What happens before and after an action: somebody walks up, turns to it, looks round, walks off."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skelbench.choreography.script import Leap, Loop, Phase, Stride, Style, phase
from skelbench.choreography.timeline import Target, Timeline

__all__ = ["AFTER_SHARE", "BEFORE_SHARE", "EXCERPT_SHARE", "excerpt", "surrounded"]

BEFORE_SHARE, AFTER_SHARE = 0.4, 0.4  # of the clips that have time for it
EXCERPT_SHARE = 0.4  # of the clips that may be cut
_SECONDS = 1.5  # how long either lasts, about
_SHORTEST = 0.6  # seconds of an excerpt
_STANDING = ("pelvis", "foot", "other_foot", "crouch", "topple")

Phases = tuple[Phase | Loop | Leap, ...]


def _turning(name: str, spin: tuple[float, float]) -> Phase:
    stride = Stride(step=0.0, seconds=(0.36, 0.5), turn_deg=0.0, spin_deg=spin, arms=0.0, lift=(0.04, 0.08))
    return Phase(name, (0.9, 1.3), stride=stride)


def _walking(name: str, bearing: float = 0.0) -> Phase:
    stride = Stride(step=(0.22, 0.60), seconds=(0.40, 0.58), turn_deg=(-30, 30), bearing_deg=bearing)
    return Phase(name, (0.8, 2.0), stride=stride)


_LOOK = (phase("look round", (0.4, 0.7), head=((-4, 10), 0, (-45, 45))), phase("look back", (0.3, 0.5), head=(0, 0, 0)))
_SHIFT = (
    phase("shift the weight", (0.4, 0.7), pelvis=((-0.05, 0.05), -0.01, 0.0)),
    phase("shift back", (0.4, 0.6), pelvis=(0, 0, 0)),
)

_BEFORE: tuple[Phases, ...] = (
    (_walking("walk up"),), (_walking("walk up"),), (_turning("turn to it", (15.0, 70.0)),),
    (_turning("turn to it", (-70.0, -15.0)),), (_walking("step aside", 80.0),), _LOOK, _SHIFT,
)  # fmt: skip
_AFTER: tuple[Phases, ...] = (
    (_walking("walk off"),), (_walking("walk off"),), (_turning("turn away", (25.0, 110.0)),),
    (_turning("turn away", (-110.0, -25.0)),), (_walking("step back", 180.0),), _LOOK, _SHIFT,
)  # fmt: skip


def surrounded(style: Style, timeline: Timeline, spare: float, rng: np.random.Generator) -> Style:
    """The style with something before or after it, or neither, where a standing person has seconds to spare.

    `timeline` is what the bare style commands: who begins sitting, lying or on one leg does not walk up, and who ends
    so does not walk off.
    """
    chances, rows = rng.uniform(size=2), rng.integers(len(_BEFORE), size=2)
    before = chances[0] < BEFORE_SHARE and spare > _SECONDS and _stands(timeline, first=True)
    after = chances[1] < AFTER_SHARE and spare > _SECONDS * (2 if before else 1) and _stands(timeline, first=False)
    phases = (_BEFORE[int(rows[0])] if before else ()) + style.phases + (_AFTER[int(rows[1])] if after else ())
    return replace(style, phases=phases) if before or after else style


def _stands(timeline: Timeline, first: bool) -> bool:
    """Whether both feet stand under an upright body before the first or after the last command."""
    for channel in _STANDING:
        told = timeline.commands.get(channel, ())
        value = told[-1].value if told and not first else timeline.start[channel]
        if isinstance(value, Target):
            if value.place != "stance" or np.abs(value.offset).max() > 0.02:
                return False
        elif np.abs(value).max() > 0.02:
            return False
    return True


def excerpt(timeline: Timeline, rng: np.random.Generator, otherwise: tuple[float, float]) -> tuple[float, float]:
    """Where a clip begins in its script and how long it is (s): an excerpt now and then, else what was given.

    An excerpt shows the middle of the action and any part of its first and last phase, or of its only one some part.
    """
    taken, *shares = rng.uniform(size=4).tolist()
    if taken >= EXCERPT_SHARE:
        return otherwise
    spans = [(start, end) for _, start, end in timeline.phases]
    end = timeline.end
    if len(spans) > 2:
        first, last = spans[0][1], spans[-1][0]
    elif len(spans) == 2:
        first, last = 0.4 * spans[0][1], spans[1][0] + 0.6 * (end - spans[1][0])
    else:
        length = (0.3 + 0.5 * shares[0]) * end
        first = shares[1] * (end - length)
        return first, max(length, _SHORTEST)
    start, stop = shares[0] * first, last + shares[1] * (end - last)
    return start, max(stop - start, _SHORTEST)
