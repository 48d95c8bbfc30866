"""Further ways of doing actions, which the shipped model was not trained on: label -> styles."""

from __future__ import annotations

from types import MappingProxyType

from skelbench.choreography.actions.exercises import SQUAT_WAYS
from skelbench.choreography.actions.further_arms import CLAP_WAYS, PUSH_WAYS, THROW_WAYS, WAVE_WAYS
from skelbench.choreography.actions.further_body import PICK_UP_WAYS, SIT_WAYS, STAND_WAYS, WALK_WAYS
from skelbench.choreography.script import Style

__all__ = ["FURTHER_WAYS"]

FURTHER_WAYS: MappingProxyType[str, tuple[Style, ...]] = MappingProxyType(
    {
        "wave": WAVE_WAYS,
        "clap": CLAP_WAYS,
        "throw": THROW_WAYS,
        "push": PUSH_WAYS,
        "sit down": SIT_WAYS,
        "stand up": STAND_WAYS,
        "walk": WALK_WAYS,
        "pick up": PICK_UP_WAYS,
        "squat": SQUAT_WAYS,
    }
)
