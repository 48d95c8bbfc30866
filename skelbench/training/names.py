"""Every name of an action: its own label, its synonyms, and what recorded sets call it.

A name that labels a recorded set, and an action's own label, are each learned in the same share of the clips of their
action. So no label of a set is favoured for being told more often than another.
"""

from __future__ import annotations

import numpy as np

from skelbench.datasets.shared_labels import SHARED_LABELS
from skelbench.records import Truth

__all__ = ["draw_name", "set_names"]

_SHARE = 1 / 3  # of an action's clips that are named by each label of a set; walking has most, three of them


def set_names(label: str) -> tuple[str, ...]:
    """The action's own label and what recorded sets call it, each once."""
    found = [theirs for table in SHARED_LABELS.values() for theirs, ours in table.items() if label in ours]
    return tuple(dict.fromkeys([label, *found]))


def draw_name(truth: Truth, generator: np.random.Generator) -> str:
    """One of the names of a clip's action; its set names are drawn alike often, the rest goes to its synonyms."""
    shared = set_names(_finer_label(truth))
    others = tuple(name for name in truth.synonyms if name not in shared)
    drawn = int(generator.random() / _SHARE)
    if drawn < len(shared) or not others:
        return shared[drawn % len(shared)]
    return others[int(generator.integers(len(others)))]


def _finer_label(truth: Truth) -> str:
    """Picking up goes by the number of hands that decide it."""
    if truth.label != "pick up":
        return truth.label
    sides = {joint for joint in truth.joints() if joint in ("left_wrist", "right_wrist")}
    return f"pick up with {'two hands' if len(sides) == 2 else 'one hand'}"
