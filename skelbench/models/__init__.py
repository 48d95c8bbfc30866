"""The model: a renderer before a vision-language backbone, its scorer, and what it knows not to know."""

from skelbench.models.loading import default_model_folder, load_model, load_renderer, model_hash
from skelbench.models.rejection import RejectionRule, fit_rejection
from skelbench.models.scorer import Scorer
from skelbench.models.settings import ModelSettings
from skelbench.models.skeleton_llm import SkeletonLLM

__all__ = [
    "ModelSettings",
    "RejectionRule",
    "Scorer",
    "SkeletonLLM",
    "default_model_folder",
    "fit_rejection",
    "load_model",
    "load_renderer",
    "model_hash",
]
