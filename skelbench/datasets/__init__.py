"""Sets of labelled clips: made by choreography or read from a folder."""

from skelbench.datasets.cards import DatasetCard, read_card, read_cards
from skelbench.datasets.clips import Clip, ClipSet, Entry
from skelbench.datasets.loading import SOURCES, load
from skelbench.datasets.samples import SAMPLES, sample_clips
from skelbench.datasets.saving import save_clips

__all__ = [
    "SAMPLES",
    "SOURCES",
    "Clip",
    "ClipSet",
    "DatasetCard",
    "Entry",
    "load",
    "read_card",
    "read_cards",
    "sample_clips",
    "save_clips",
]
