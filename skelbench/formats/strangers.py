"""Files that people take for skeleton recordings and that hold none, by content, each with what to do instead."""

from __future__ import annotations

from skelbench.formats.gzipped import GZIP_MAGIC, unpacked_head
from skelbench.formats.recording import Recording

__all__ = ["stranger"]

_TABLE = "describe a table of its positions with a topology card"
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\x1aE\xdf\xa3")
_MODELS = {b"Kaydara FBX": "an FBX scene", b"glTF": "a glTF scene", b"#USDA": "a USD scene", b"PXR-USDC": "a USD scene"}


def stranger(recording: Recording) -> str | None:
    """'found X; do Y' of a file that is known to hold no positions that can be read; nothing of any other."""
    head = recording.head
    if head.startswith(_PICTURES) or head[4:8] == b"ftyp":
        return (
            "a picture or a film; let a pose detector (OpenPose, AlphaPose, MediaPipe, MMPose) make a recording of it"
        )
    if b"endheader" in head and (b"nRows=" in head or b"nColumns=" in head):
        return "angles or forces of an OpenSim model, which are no positions; give its markers as TRC"
    if head.startswith(b"PK\x03\x04") and (b"_rels/" in head or b"[Content_Types].xml" in head):
        return f"a spreadsheet; save its sheet as csv and {_TABLE}"
    if head.startswith(GZIP_MAGIC) and (inside := unpacked_head(recording)) and b"," not in inside.split(b"\n")[0]:
        return "a file packed with gzip; unpack it first (gunzip)"
    if head.startswith(b"MATLAB 5.0 MAT-file"):
        return f"a MATLAB file; save its arrays as npz and {_TABLE}"
    if head.startswith((b"Trajectories", b"Devices")) or b"\nTrajectories" in head:
        return "a csv of Vicon Nexus, whose names stand in lines of their own; export C3D or TRC"
    return next(
        (f"{what}; export its animation as BVH" for magic, what in _MODELS.items() if head.startswith(magic)), None
    )
