"""Stages, recipes, the loop and what is calibrated after it."""

from skelbench.training.build import build_model
from skelbench.training.calibrate import calibrate, fit_temperature, read_clips
from skelbench.training.loop import Trainer, learning_rate_at
from skelbench.training.make import calibrate_saved, make_model
from skelbench.training.recipe import ModelShape, Recipe, read_recipe
from skelbench.training.run import RunFolder, hardware, versions
from skelbench.training.stage import Stage, parameters_of

__all__ = [
    "ModelShape",
    "Recipe",
    "RunFolder",
    "Stage",
    "Trainer",
    "build_model",
    "calibrate",
    "calibrate_saved",
    "fit_temperature",
    "hardware",
    "learning_rate_at",
    "make_model",
    "parameters_of",
    "read_clips",
    "read_recipe",
    "versions",
]
