"""Pairs of labels that were taken for one another: their clips, joints, and what measurably separates them."""

from skelbench.confusion.explained import PAIR_SETTINGS, attribute_pair
from skelbench.confusion.pairs import ConfusionPair, confusion_pairs, mean_joints
from skelbench.confusion.separating import clips_beside, measured_conditions, separating_evidence

__all__ = [
    "PAIR_SETTINGS",
    "ConfusionPair",
    "attribute_pair",
    "clips_beside",
    "confusion_pairs",
    "mean_joints",
    "measured_conditions",
    "separating_evidence",
]
