"""The plainest way of doing something: take up a pose, keep or repeat it, and go back."""

from __future__ import annotations

from typing import Any

from skelbench.choreography.script import Moves, Number, Phase, Style, Swing

__all__ = ["gesture"]


def gesture(
    name: str,
    how: str,
    moves: Moves,
    swings: tuple[Swing, ...] = (),
    cycles: tuple[int, int] | None = None,
    **more: Any,
) -> Style:
    """A style of three phases: the channels go where `moves` says, swing or rest there, and return.

    `cycles` makes each swing a repetition; without it the pose lasts `hold` seconds. The rest are fields of `Style`.
    """
    hold: Number = more.pop("hold", (0.6, 1.6))
    return Style(name, (
        Phase("take up", (0.45, 0.85), moves),
        Phase("repeat" if cycles else "hold", hold, {}, swings, cycles),
        Phase("go back", (0.45, 0.8), home=True),
    ), how=how, **more)  # fmt: skip
