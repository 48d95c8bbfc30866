"""Further ways of doing actions, which the shipped model was not trained on: label -> styles."""

from __future__ import annotations

from types import MappingProxyType

from skelbench.choreography.actions.brisk import CARRY_LOOSELY, PULL_BRISKLY, PUSH_BRISKLY, THROW_BRISKLY
from skelbench.choreography.actions.exercises import SQUAT_WAYS
from skelbench.choreography.actions.further_arms import CLAP_WAYS, PUSH_WAYS, THROW_WAYS, WAVE_WAYS
from skelbench.choreography.actions.further_body import PICK_UP_WAYS, SIT_WAYS, STAND_WAYS, WALK_WAYS
from skelbench.choreography.actions.roaming import (
    DROP_TRASH_IN_PASSING,
    PICK_UP_IN_PASSING,
    PUT_ON_JACKET_LOOSELY,
    SIT_LOOSELY,
    STAND_LOOSELY,
    TAKE_OFF_JACKET_LOOSELY,
    WALK_LOOSELY,
)
from skelbench.choreography.script import Style

__all__ = ["FURTHER_WAYS"]

FURTHER_WAYS: MappingProxyType[str, tuple[Style, ...]] = MappingProxyType(
    {
        "wave": WAVE_WAYS,
        "clap": CLAP_WAYS,
        "throw": (*THROW_WAYS, *THROW_BRISKLY),
        "push": (*PUSH_WAYS, *PUSH_BRISKLY),
        "sit down": (*SIT_WAYS, *SIT_LOOSELY),
        "stand up": (*STAND_WAYS, *STAND_LOOSELY),
        "walk": (*WALK_WAYS, *WALK_LOOSELY),
        "pick up": (*PICK_UP_WAYS, *PICK_UP_IN_PASSING),
        "squat": SQUAT_WAYS,
        "pull": PULL_BRISKLY,
        "carry": CARRY_LOOSELY,
        "drop trash": DROP_TRASH_IN_PASSING,
        "put on jacket": PUT_ON_JACKET_LOOSELY,
        "take off jacket": TAKE_OFF_JACKET_LOOSELY,
    }
)
