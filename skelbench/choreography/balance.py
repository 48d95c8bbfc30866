"""How often the scripts give each answer, so that a question can be asked as often as guessing it stays at chance.

A question is fair where, given its text and its choices, every choice is equally often right. Two ways lead there:
choices drawn as the answer itself is drawn, and leaving out a share of the questions whose answer is too common.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from itertools import combinations
from typing import Literal

import numpy as np

from skelbench.choreography.actions import ACTIONS, RESERVE, TRAINED, UNSEEN
from skelbench.choreography.deeds import Deed, deeds_of, script_of
from skelbench.choreography.script import Action, Leap, Loop, Phase, Style

__all__ = ["LEFT_SHARE", "Way", "count_range", "group_of", "onsets", "order_shares", "units_of", "ways_of"]

LEFT_SHARE = 0.35  # of clips are performed by the left side
_LEAST_GAP = 0.35  # seconds of the script between two beginnings that can be told apart
_CLEAR = {"head": 10.0, "trunk": 10.0, "pelvis": 0.1}  # degrees or metres; hands and feet 0.12
_CARRIERS = ("trunk", "pelvis", "crouch", "topple")  # once these move, hands and head are carried along
_UNITS = {"head": "the head", "trunk": "the trunk", "pelvis": "the pelvis"}

Which = Literal["base", "all"]


@dataclass(frozen=True, eq=False)
class Way:
    """One way of doing one action, with the deeds that all its performances share."""

    action: Action
    style: Style
    weight: float  # its share of the action's clips
    deeds: tuple[Deed, ...]

    @property
    def decides(self) -> tuple[str, ...]:
        """Channels that decide the label."""
        return self.style.decides or self.action.decides


def group_of(label: str) -> tuple[str, ...]:
    """The labels a clip's label is told from: those of its own vocabulary."""
    others = tuple(name for name in ACTIONS if name not in {*TRAINED, *RESERVE, *UNSEEN})
    return next(group for group in (TRAINED, RESERVE, UNSEEN, others) if label in group)


@lru_cache(maxsize=512)
def ways_of(label: str, which: Which) -> tuple[Way, ...]:
    """The ways of doing an action, each with its share of the clips."""
    action = ACTIONS[label]
    styles = action.ways(which)
    total = sum(style.weight for style in styles)
    return tuple(Way(action, style, style.weight / total, tuple(deeds_of(script_of(style)))) for style in styles)


def units_of(side: str) -> dict[str, str]:
    """Channels as a question names them, for an acting side."""
    other = "left" if side == "right" else "right"
    limbs = {"hand": f"the {side} hand", "other": f"the {other} hand", "foot": f"the {side} foot",
             "other_foot": f"the {other} foot"}  # fmt: skip
    return limbs | _UNITS


def onsets(deeds: tuple[Deed, ...]) -> dict[tuple[str, str], str]:
    """Pairs of channels that begin to move at clearly different times, each with the one that begins."""
    if any(deed.kind in ("walk", "jump") for deed in deeds):
        return {}  # every part is carried along
    begins: dict[str, float] = {}
    small: set[str] = set()  # channels whose beginning is hard to see: too small, or carried along already
    for deed in deeds:
        if deed.channel not in begins and deed.amount < _CLEAR.get(deed.channel, 0.12):
            small.add(deed.channel)
        begins.setdefault(deed.channel, deed.start)
    carried = min((begins[channel] for channel in _CARRIERS if channel in begins), default=np.inf)
    small |= {channel for channel in ("hand", "other", "head") if begins.get(channel, 0.0) > carried}
    told = [channel for channel in ("hand", "other", "foot", "other_foot", *_UNITS) if channel in begins.keys() - small]
    pairs = [pair for pair in combinations(told, 2) if abs(begins[pair[0]] - begins[pair[1]]) >= _LEAST_GAP]
    return {pair: min(pair, key=begins.__getitem__) for pair in pairs}


@lru_cache(maxsize=16)
def order_shares(group: tuple[str, ...], which: Which) -> dict[frozenset[str], dict[str, float]]:
    """For two units, how often each is the first of the two, over all ways, sides and labels of a group.

    A way that could be asked about several pairs is asked about one of them, drawn evenly.
    """
    shares: dict[frozenset[str], dict[str, float]] = {}
    for label in group:
        for way in ways_of(label, which):
            found = onsets(way.deeds)
            for side, chance in (("left", LEFT_SHARE), ("right", 1.0 - LEFT_SHARE)):
                units = units_of(side)
                for (one, two), first in found.items():
                    pair = shares.setdefault(frozenset({units[one], units[two]}), {units[one]: 0.0, units[two]: 0.0})
                    pair[units[first]] += chance * way.weight / len(found)
    return shares


def count_range(style: Style) -> tuple[int, int] | None:
    """Fewest and most repetitions of a style where all numbers between are equally often made; else None."""
    ranges = list(_ranges(style.phases))
    spread = [(low, high) for low, high in ranges if high > low]
    if not ranges or len(spread) > 1:
        return None
    low, high = sum(low for low, _ in ranges), sum(high for _, high in ranges)
    return low, high


def _ranges(items: tuple[Phase | Loop | Leap, ...]) -> list[tuple[int, int]]:
    """(fewest, most) of everything that is repeated; a count within a count is two that vary."""
    found: list[tuple[int, int]] = []
    for item in items:
        if isinstance(item, Loop):
            inner = _ranges(item.phases)
            found += [item.times, *((0, 1) for _ in range(2 * len(inner)))]
        elif isinstance(item, Phase) and item.cycles is not None:
            found.append(item.cycles)
    return found
