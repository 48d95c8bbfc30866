"""Why the model said that: attributions of joints with their doubts and controls, and everything about one clip."""

from skelbench.explain.attribution import AttributionSettings, Target, attribute
from skelbench.explain.controls import ControlSettings, motion_energy, strongest, with_controls
from skelbench.explain.explanation import ExplainSettings, Explanation, explain_clip, targets_for
from skelbench.explain.gradients import PathIntegral, integrated_gradients, spread_steps
from skelbench.explain.trust import trust_figures, trust_of

__all__ = [
    "AttributionSettings",
    "ControlSettings",
    "ExplainSettings",
    "Explanation",
    "PathIntegral",
    "Target",
    "attribute",
    "explain_clip",
    "integrated_gradients",
    "motion_energy",
    "spread_steps",
    "strongest",
    "targets_for",
    "trust_figures",
    "trust_of",
    "with_controls",
]
