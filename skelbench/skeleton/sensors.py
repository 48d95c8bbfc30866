"""Topologies of single data sets and marker sets: SBU, UI-PRMD, and the markers of Plug-in Gait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import pairwise

from skelbench.skeleton.human import human_topology
from skelbench.skeleton.topology import Topology

__all__ = ["PLUG_IN_GAIT_39", "SBU_15", "UI_PRMD_22"]

_SIDES = ("left", "right")


def _limbs(*names: str) -> tuple[str, ...]:
    return tuple(f"{side}_{name}" for side in _SIDES for name in names)


# Yun et al. 2012 (SBU Kinect Interaction): the joints that OpenNI's NITE found in the first Kinect.
SBU_15 = human_topology(
    "sbu_15",
    ("head", "neck", "torso", *_limbs("shoulder", "elbow", "hand"), *_limbs("hip", "knee", "foot")),
    [("torso", "neck"), ("neck", "head")]
    + [
        pair
        for s in _SIDES
        for pair in (
            ("neck", f"{s}_shoulder"), (f"{s}_shoulder", f"{s}_elbow"), (f"{s}_elbow", f"{s}_hand"),
            ("torso", f"{s}_hip"), (f"{s}_hip", f"{s}_knee"), (f"{s}_knee", f"{s}_foot"),
        )
    ],
)  # fmt: skip

# Vakanski et al. 2018 (UI-PRMD), Kinect v2 through Unity; a name is the start of its segment: a forearm is an elbow.
_ARM = ("collar", "upper_arm", "forearm", "hand")
_LEG = ("upper_leg", "lower_leg", "foot", "toes")
_UI_PRMD_22 = human_topology(
    "ui_prmd_22",
    ("waist", "spine", "chest", "neck", "head", "head_tip", *_limbs(*_ARM), *_limbs(*_LEG)),
    [("waist", "spine"), ("spine", "chest"), ("chest", "neck"), ("neck", "head"), ("head", "head_tip")]
    + [
        (f"{side}_{a}" if a not in ("chest", "waist") else a, f"{side}_{b}")
        for side in _SIDES
        for chain in (("chest", *_ARM), ("waist", *_LEG))
        for a, b in pairwise(chain)
    ],
)
UI_PRMD_22 = replace(
    _UI_PRMD_22,
    landmarks={f"{side}_{mark}": (f"{side}_{joint}",)
               for side in _SIDES for mark, joint in (("ankle", "foot"), ("foot", "toes"))},
)  # fmt: skip

_MARKERS = (
    "lfhd", "rfhd", "lbhd", "rbhd", "c7", "t10", "clav", "strn", "rbak",
    "lsho", "lupa", "lelb", "lfrm", "lwra", "lwrb", "lfin", "rsho", "rupa", "relb", "rfrm", "rwra", "rwrb", "rfin",
    "lasi", "rasi", "lpsi", "rpsi", "lthi", "lkne", "ltib", "lank", "lhee", "ltoe",
    "rthi", "rkne", "rtib", "rank", "rhee", "rtoe",
)  # fmt: skip
_MARKER_CHAINS = (
    "clav c7 t10 strn", "c7 rbak", "c7 *fhd *bhd", "clav *sho *upa *elb *frm *wra *wrb *fin",
    "strn *asi *psi", "*asi *thi *kne *tib *ank *hee *toe",
)  # fmt: skip


def _marker_bones() -> list[tuple[str, str]]:
    bones = []
    for chain in _MARKER_CHAINS:
        for side in ("l", "r") if "*" in chain else ("",):
            names = [name.replace("*", side) for name in chain.split()]
            bones += list(pairwise(names))
    return bones


def _marker_landmarks() -> Mapping[str, tuple[str, ...]]:
    """What the markers on the skin stand for; wrists lie between two, the pelvis between four."""
    marks: dict[str, tuple[str, ...]] = {
        "pelvis": ("lasi", "rasi", "lpsi", "rpsi"), "spine": ("strn", "t10"), "chest": ("clav", "c7", "strn", "t10"),
        "neck": ("clav", "c7"), "head": ("lfhd", "rfhd", "lbhd", "rbhd"),
    }  # fmt: skip
    for side in _SIDES:
        s = side[0]
        marks |= {
            f"{side}_shoulder": (f"{s}sho",), f"{side}_elbow": (f"{s}elb",), f"{side}_wrist": (f"{s}wra", f"{s}wrb"),
            f"{side}_hand": (f"{s}fin",), f"{side}_hip": (f"{s}asi", f"{s}psi"), f"{side}_knee": (f"{s}kne",),
            f"{side}_ankle": (f"{s}ank",), f"{side}_foot": (f"{s}toe",),
        }  # fmt: skip
    return marks


def _marker_parts() -> dict[str, tuple[str, ...]]:
    arm, leg = ("sho", "upa", "elb", "frm", "wra", "wrb", "fin"), ("thi", "kne", "tib", "ank", "hee", "toe")
    parts = {f"{side}_{part}": tuple(f"{side[0]}{mark}" for mark in marks)
             for part, marks in (("arm", arm), ("leg", leg)) for side in _SIDES}  # fmt: skip
    parts["neck"] = ("lfhd", "rfhd", "lbhd", "rbhd")
    taken = {marker for markers in parts.values() for marker in markers}
    return {"torso": tuple(marker for marker in _MARKERS if marker not in taken), **parts}


# Vicon Plug-in Gait, full body, 39 markers; https://docs.vicon.com, Plug-in Gait Reference Guide.
PLUG_IN_GAIT_39 = Topology(
    "plug_in_gait_39",
    _MARKERS,
    tuple(_marker_bones()),
    tuple((f"l{name[1:]}", name) for name in _MARKERS if name.startswith("r") and f"l{name[1:]}" in _MARKERS),
    _marker_parts(),
    landmarks=_marker_landmarks(),
)
