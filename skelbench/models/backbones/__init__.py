"""Vision-language backbones: an adapter each, found by the `model_type` of a model folder's config."""

from skelbench.models.backbones.backbone import BACKBONES, Backbone, Normalise, backbone_for
from skelbench.models.backbones.idefics3 import Idefics3Backbone, SmolVLMBackbone
from skelbench.models.backbones.internvl import InternVLBackbone
from skelbench.models.backbones.qwen_vl import Qwen25VLBackbone

__all__ = [
    "BACKBONES",
    "Backbone",
    "Idefics3Backbone",
    "InternVLBackbone",
    "Normalise",
    "Qwen25VLBackbone",
    "SmolVLMBackbone",
    "backbone_for",
]
