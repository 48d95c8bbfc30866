"""Skeleton files in and out. Only this package reads them; everything above takes a `SkeletonSequence`.

Readers give metres, seconds, y up and right-handed axes wherever the unit is known; pixels stay pixels with y down.
Every assumption stands in `guesses`. Whatever is wrong with a file is a `FormatError` naming file and place.
"""

# every import registers a format
from skelbench.formats import (
    alphapose,
    amass,
    archive,
    bvh,
    c3d,
    card,
    coco,
    deeplabcut,
    humanml3d,
    kinetics,
    mediapipe,
    ntu,
    nw_ucla,
    openpose,
    pyskl,
    sbu,
    trc,
    ui_prmd,
    utkinect,
)
from skelbench.formats.door import detect, motion_hash, read, segments_of, write
from skelbench.formats.reader import FORMATS, FormatReader
from skelbench.formats.recording import Recording

__all__ = [
    "FORMATS",
    "FormatReader",
    "Recording",
    "alphapose",
    "amass",
    "archive",
    "bvh",
    "c3d",
    "card",
    "coco",
    "deeplabcut",
    "detect",
    "humanml3d",
    "kinetics",
    "mediapipe",
    "motion_hash",
    "ntu",
    "nw_ucla",
    "openpose",
    "pyskl",
    "read",
    "sbu",
    "segments_of",
    "trc",
    "ui_prmd",
    "utkinect",
    "write",
]
