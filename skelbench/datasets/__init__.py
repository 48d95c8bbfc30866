"""Sets of labelled clips: made by choreography, read from a folder, or recorded and described by a card."""

from skelbench.datasets.cards import DatasetCard, FilesOfSet, read_card, read_cards
from skelbench.datasets.clips import Clip, ClipSet, Entry
from skelbench.datasets.download import download
from skelbench.datasets.inventory import Inventory, save_checksums, take_inventory
from skelbench.datasets.judging import Judged, judged_clips
from skelbench.datasets.loading import load, sources
from skelbench.datasets.protocols import Protocol
from skelbench.datasets.samples import SAMPLES, sample_clips
from skelbench.datasets.saving import save_clips
from skelbench.datasets.shared_labels import SHARED_LABELS, made_labels, meanings

__all__ = [
    "SAMPLES",
    "SHARED_LABELS",
    "Clip",
    "ClipSet",
    "DatasetCard",
    "Entry",
    "FilesOfSet",
    "Inventory",
    "Judged",
    "Protocol",
    "download",
    "judged_clips",
    "load",
    "made_labels",
    "meanings",
    "read_card",
    "read_cards",
    "sample_clips",
    "save_checksums",
    "save_clips",
    "sources",
    "take_inventory",
]
