"""Readers that a renderer is compared with, all given the same clips: joints, graphs, text, pictures."""

from skelbench.models.baselines.baseline import BASELINES, Baseline, BaselineKind, new_baseline
from skelbench.models.baselines.convolution import ConvolutionConfig, ConvolutionReader
from skelbench.models.baselines.coordinates import CoordinatesConfig, CoordinatesReader, coordinates_text, key_joints
from skelbench.models.baselines.graph import GraphConfig, GraphReader, spatial_partition
from skelbench.models.baselines.pictures import PicturesConfig, PicturesReader, lit_blocks

__all__ = [
    "BASELINES",
    "Baseline",
    "BaselineKind",
    "ConvolutionConfig",
    "ConvolutionReader",
    "CoordinatesConfig",
    "CoordinatesReader",
    "GraphConfig",
    "GraphReader",
    "PicturesConfig",
    "PicturesReader",
    "coordinates_text",
    "key_joints",
    "lit_blocks",
    "new_baseline",
    "spatial_partition",
]
