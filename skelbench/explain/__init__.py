"""Why the model said that: attributions of joints with their doubts and controls, and everything about one clip."""

from skelbench.explain.attribution import AttributionSettings, Target, attribute
from skelbench.explain.controls import ControlSettings, motion_energy, strongest, with_controls
from skelbench.explain.explanation import ExplainSettings, Explanation, explain_clip, targets_for
from skelbench.explain.gradients import Grid, integrated_gradients, levels_on, staggered_grids
from skelbench.explain.trust import trust_figures, trust_of

__all__ = [
    "AttributionSettings",
    "ControlSettings",
    "ExplainSettings",
    "Explanation",
    "Grid",
    "Target",
    "attribute",
    "explain_clip",
    "integrated_gradients",
    "levels_on",
    "motion_energy",
    "staggered_grids",
    "strongest",
    "targets_for",
    "trust_figures",
    "trust_of",
    "with_controls",
]
