"""Stages, recipes, the loop and what is calibrated after it."""

from skelbench.training.build import build_model
from skelbench.training.calibrate import calibrate, fit_temperature, read_clips
from skelbench.training.curve import LACKING, lacking_clips, learning_curve
from skelbench.training.joint_clips import Augmentation, JointClips, gather_clips
from skelbench.training.joint_training import JointRecipe, read_joint_clips, train_joint_network
from skelbench.training.loop import Trainer, learning_rate_at
from skelbench.training.make import calibrate_saved, make_model
from skelbench.training.recipe import ModelShape, Recipe, read_recipe
from skelbench.training.run import RunFolder, hardware, versions
from skelbench.training.sources import load_sources, parse_paths
from skelbench.training.stage import Stage, parameters_of
from skelbench.training.stream import Variety
from skelbench.training.tasks import TASKS, TaskShare
from skelbench.training.transfer import TransferFigures, clips_per_second, judge_transfer

__all__ = [
    "LACKING",
    "TASKS",
    "Augmentation",
    "JointClips",
    "JointRecipe",
    "ModelShape",
    "Recipe",
    "RunFolder",
    "Stage",
    "TaskShare",
    "Trainer",
    "TransferFigures",
    "Variety",
    "build_model",
    "calibrate",
    "calibrate_saved",
    "clips_per_second",
    "fit_temperature",
    "gather_clips",
    "hardware",
    "judge_transfer",
    "lacking_clips",
    "learning_curve",
    "learning_rate_at",
    "load_sources",
    "make_model",
    "parameters_of",
    "parse_paths",
    "read_clips",
    "read_joint_clips",
    "read_recipe",
    "train_joint_network",
    "versions",
]
