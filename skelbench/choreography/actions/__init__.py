"""The table of actions: what is trained, what only sets the rejection, and what only judges it."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

from skelbench.choreography.actions import carrying, daily, dressing, exercises, moving, pairs, reserve, signals
from skelbench.choreography.actions.arms import CHEER, CLAP, POINT, PUSH, THROW, WAVE
from skelbench.choreography.actions.further import FURTHER_WAYS
from skelbench.choreography.actions.head_and_hand import BRUSH_HAIR, DRINK_WATER, PHONE_CALL
from skelbench.choreography.actions.unseen import GIVE_OBJECT, PUNCH, PUT_ON_HAT, SALUTE, TAKE_OFF_SHOE
from skelbench.choreography.actions.whole_body import BOW, JUMP_UP, KICK, PICK_UP, SIT_DOWN, STAND_UP, WALK
from skelbench.choreography.script import Action

__all__ = ["ACTIONS", "FINER", "RESERVE", "STRANGE", "TRAINED", "UNSEEN"]

_TRAINED = (DRINK_WATER, BRUSH_HAIR, PHONE_CALL, WAVE, CLAP, SIT_DOWN, STAND_UP, WALK, PICK_UP, THROW, PUSH, KICK, BOW,
            JUMP_UP, POINT, CHEER)  # fmt: skip
_UNSEEN = (TAKE_OFF_SHOE, PUNCH, SALUTE, GIVE_OBJECT, PUT_ON_HAT)
_RESERVE = tuple(
    getattr(module, name)
    for module in (reserve, carrying, dressing, daily, signals, moving, exercises, pairs)
    for name in module.__all__
    if isinstance(getattr(module, name), Action)
)


def _with_further_ways(actions: tuple[Action, ...]) -> dict[str, Action]:
    return {action.label: replace(action, more=FURTHER_WAYS.get(action.label, ())) for action in actions}


def _finer(action: Action, label: str, synonyms: tuple[str, ...], hands: int) -> Action:
    """An action under a narrower label: those of its ways that as many hands decide."""
    first, further = (
        tuple(style for style in styles if 1 + ("other" in (style.decides or action.decides)) == hands)
        for styles in (action.styles, action.more)
    )
    return replace(action, label=label, synonyms=synonyms, styles=first, more=further)


TRAINED: tuple[str, ...] = tuple(action.label for action in _TRAINED)
RESERVE: tuple[str, ...] = tuple(action.label for action in _RESERVE)
_AKIN = ("sit to stand",)  # its motion is one of the trained ones, done over and over
STRANGE: tuple[str, ...] = tuple(
    action.label for action in _RESERVE if action.people == 1 and action.label not in _AKIN
)
UNSEEN: tuple[str, ...] = tuple(action.label for action in _UNSEEN)
_BROAD = _with_further_ways((*_TRAINED, *_RESERVE, *_UNSEEN))
_PICKS = _BROAD[PICK_UP.label]
_FINER = (
    _finer(_PICKS, "pick up with one hand", ("picking up with one hand", "pick something up one-handed"), 1),
    _finer(_PICKS, "pick up with two hands", ("picking up with two hands", "lift something with both hands"), 2),
)
FINER: tuple[str, ...] = tuple(action.label for action in _FINER)  # narrower labels of trained actions
ACTIONS = MappingProxyType(_BROAD | {action.label: action for action in _FINER})
