"""What the rest of the body does meanwhile: somebody who stands and acts also leans, turns and steps about."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from skelbench.choreography.script import Leap, Loop, Phase, Stride, Style, Value
from skelbench.choreography.timeline import draw

__all__ = ["LEAN_SHARE", "STEP_SHARE", "enlivened"]

LEAN_SHARE, STEP_SHARE = 0.35, 0.25  # of the clips of ways that leave the trunk, or the feet, alone
_FEET = frozenset({"foot", "other_foot", "knee", "other_knee", "heel", "other_heel", "crouch", "topple"})
_ROOTED = _FEET | {"pelvis"}
_BENDS, _TILTS, _TWISTS = (-7.0, 24.0), (-9.0, 9.0), (-20.0, 20.0)  # degrees
_AFTER = -0.003  # metres the pelvis goes back for each degree of bending forward
_BEARINGS = (0.0, 0.0, 0.0, 90.0, -90.0, 180.0)  # ahead, aside, back


def enlivened(style: Style, rng: np.random.Generator) -> Style:
    """The style with a leaning trunk, with steps, with both or with neither, where it leaves trunk and feet alone.

    Exercises stay as they are: leaning is one of their mistakes.
    """
    chances, row, bearing = rng.uniform(size=2), rng.uniform(size=2), int(rng.integers(len(_BEARINGS)))
    lean = [draw(rng, span) for span in (_BENDS, _TILTS, _TWISTS)]
    step = Stride(step=draw(rng, (0.06, 0.46)), seconds=draw(rng, (0.38, 0.56)), turn_deg=draw(rng, (-50.0, 50.0)),
                  bearing_deg=_BEARINGS[bearing], arms=draw(rng, (0.0, 0.1)))  # fmt: skip
    if style.partner or style.faults:
        return style
    told = _told(style)
    if chances[0] < LEAN_SHARE and "trunk" not in told and not told & _ROOTED:
        style = _leaning(style, (lean[0], lean[1], lean[2]), float(row[0]))
    if chances[1] < STEP_SHARE and not told & _ROOTED and "walk" not in told:
        style = _stepping(style, step, float(row[1]))
    return style


def _told(style: Style) -> set[str]:
    """Channels that the style speaks of; a jump tells the feet."""
    told = set(style.start)
    rows: list[Phase | Loop | Leap] = list(style.phases)
    while rows:
        item = rows.pop()
        if isinstance(item, Loop):
            rows += item.phases
        elif isinstance(item, Leap):
            told |= {"foot", *item.down, *item.fly, *item.land}
        else:
            told |= {*item.moves, *(swing.channel for swing in item.swings), *(("walk",) if item.stride else ())}
    return told


def _plain(style: Style) -> list[int]:
    """Rows of the phases that only move channels."""
    return [n for n, one in enumerate(style.phases) if isinstance(one, Phase) and not one.swings and not one.stride]


def _with(style: Style, row: int, moves: dict[str, Value], stride: Stride | None = None) -> Style:
    """The style with more told in one of its phases."""
    phases = list(style.phases)
    one = phases[row]
    assert isinstance(one, Phase)
    phases[row] = replace(one, moves={**one.moves, **moves}, stride=stride or one.stride)
    return replace(style, phases=tuple(phases))


def _leaning(style: Style, lean: tuple[float, float, float], where: float) -> Style:
    """Leans in one phase and stands straight again in the last one, which may never come."""
    rows = [row for row in _plain(style) if row < len(style.phases) - 1]
    if not rows:
        return style
    style = _with(style, rows[int(where * len(rows))], {"trunk": lean, "pelvis": (0.0, 0.0, _AFTER * lean[0])})
    last = style.phases[-1]
    if isinstance(last, Phase) and not last.home and not last.swings:
        style = _with(style, len(style.phases) - 1, {"trunk": (0.0, 0.0, 0.0), "pelvis": (0.0, 0.0, 0.0)})
    return replace(style, accompanies=(*style.accompanies, "trunk") if style.accompanies else ())


def _stepping(style: Style, stride: Stride, where: float) -> Style:
    """Steps in one of the phases that are long enough for two."""
    rows = [row for row in _plain(style) if np.max(_seconds(style, row)) >= 0.5]
    if not rows:
        return style
    row = rows[int(where * len(rows))]
    style = _with(style, row, {}, stride)
    accompanies = (*style.accompanies, "walk") if style.accompanies else ()
    return replace(style, accompanies=accompanies)


def _seconds(style: Style, row: int) -> tuple[float, ...]:
    one = style.phases[row]
    assert isinstance(one, Phase)
    return one.seconds if isinstance(one.seconds, tuple) else (one.seconds,)
