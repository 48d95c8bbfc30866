"""How fast the pictures come, beside the arithmetic's own price and what else draws skeletons."""

from skelbench.render.measure.case import PUBLISHED_CONFIG, BenchPlan, case_figures, measured_cases
from skelbench.render.measure.clock import machine

__all__ = ["PUBLISHED_CONFIG", "BenchPlan", "case_figures", "machine", "measured_cases"]
