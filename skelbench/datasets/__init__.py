"""Sets of labelled clips: made by choreography or read from a folder."""

from skelbench.datasets.clips import Clip, ClipSet, Entry
from skelbench.datasets.loading import SOURCES, load

__all__ = ["SOURCES", "Clip", "ClipSet", "Entry", "load"]
