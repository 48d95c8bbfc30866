"""Which choreographed actions stand for which labels of a recorded set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from skelbench.errors import ParameterError

__all__ = ["SHARED_LABELS", "made_labels", "meanings"]

SHARED_LABELS: Mapping[str, Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "utkinect": {
            "walk": ("walk",),
            "sit down": ("sit down",),
            "stand up": ("stand up",),
            "pick up": ("pick up with one hand", "pick up with two hands"),
            "carry": ("carry",),
            "throw": ("throw",),
            "push": ("push",),
            "pull": ("pull",),
            "wave hands": ("wave",),
            "clap hands": ("clap",),
        },
        "nw_ucla": {
            "pick up with one hand": ("pick up with one hand",),
            "pick up with two hands": ("pick up with two hands",),
            "drop trash": ("drop trash",),
            "walk around": ("walk",),
            "sit down": ("sit down",),
            "stand up": ("stand up",),
            "donning": ("put on jacket",),
            "doffing": ("take off jacket",),
            "throw": ("throw",),
            "carry": ("carry",),
        },
    }
)


def made_labels() -> tuple[str, ...]:
    """Every choreographed action that stands for a recorded label, once."""
    return tuple(dict.fromkeys(made for table in SHARED_LABELS.values() for names in table.values() for made in names))


def meanings(name: str, made: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """For every label of a recorded set the columns of the choreographed actions that stand for it.

    Raises:
        ParameterError: the set has no table, or one of its labels has no action among `made`.
    """
    if name not in SHARED_LABELS:
        raise ParameterError(
            f"No choreographed actions stand for the labels of '{name}'; known: {', '.join(SHARED_LABELS)}"
        )
    found = {}
    for label, names in SHARED_LABELS[name].items():
        columns = tuple(made.index(one) for one in names if one in made)
        if not columns:
            raise ParameterError(
                f"No choreographed action stands for '{label}' of {name}: expected {' or '.join(names)}"
            )
        found[label] = columns
    return found
