"""Vision-language backbones: an adapter each, found by the `model_type` of a model folder's config."""

from skelbench.models.backbones.backbone import BACKBONES, Backbone, backbone_for
from skelbench.models.backbones.internvl import InternVLBackbone, tiny_internvl

__all__ = ["BACKBONES", "Backbone", "InternVLBackbone", "backbone_for", "tiny_internvl"]
