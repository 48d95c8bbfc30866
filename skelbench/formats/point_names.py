"""What named points stand for that no hierarchy connects: keypoints, markers on a body, parts of an animal.

Where the names of a human body are all there the topology gets landmarks, the six parts and bones through one point of
each landmark; otherwise it is a set of points, with the bones the file names and the mirror pairs of its names.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from skelbench import skeleton
from skelbench.errors import SkeletonError
from skelbench.formats.human_names import side_and_words
from skelbench.formats.recording import Recording
from skelbench.skeleton import PARTS, Topology, part_by_name

__all__ = ["named_topology", "point_topology"]

MOST_POINTS = 2000

# Landmark -> the points whose mean stands for it, best first; words without the side. Capitals are markers of
# Vicon's Plug-in Gait, of its older Oxford set and of the sets of AMASS, small letters what detectors write.
_SIDED: Mapping[str, tuple[tuple[str, ...], ...]] = {
    "shoulder": (("sho",), ("fsh", "bsh"), ("shoulder",)),
    "elbow": (("elb", "elbin"), ("elb", "iel"), ("elb",), ("elbow",)),
    "wrist": (("wra", "wrb"), ("owr", "iwr"), ("owr",), ("iwr",), ("wrist",)),
    "hand": (("fin",), ("hand",)),
    "hip": (("hjc",), ("asi", "psi"), ("fwt", "bwt"), ("hip",)),
    "knee": (("kne", "kni"), ("kne",), ("knee",)),
    "ankle": (("ank",), ("ankle",)),
    "foot": (("toe",), ("mt1", "mt5"), ("bigtoe",), ("foot",)),
}
_MIDDLE = {
    "head": (("left fhd", "right fhd", "left bhd", "right bhd"), ("head",), ("left ear", "right ear"), ("nose",)),
    "neck": (("c7", "clav"), ("neck",), ("c7",), ("clav",)),
    "chest": (("strn", "t10"), ("strn", "t8"), ("strn",), ("chest",), ("thorax",)),
}
_NEEDED = ("shoulder", "elbow", "wrist", "hip", "knee", "ankle")
# How names of sided points begin that stand on a limb without being one of its landmarks.
_STEMS = (
    ("leg", ("thi", "tib", "kn", "ank", "hee", "hel", "toe", "mt", "leg", "shn", "fthi", "sh1", "sh2", "sh3", "calc",
             "5meta", "mankle", "mknee")),
    ("arm", ("upa", "frm", "arm", "wr", "iwr", "owr", "elb", "iel", "fin", "thmb", "thm", "bcep", "fsh", "bsh", "mbh",
             "rbh", "pbh", "ibh", "iwr", "lelbow", "melbow", "lwrist", "mwrist", "tmp", "ttip", "tpip", "ipip", "idip",
             "itip", "mpip", "mdip", "mtip", "rpip", "rdip", "rtip", "ppip", "pdip", "ptip")),
)  # fmt: skip
_LINES = (
    ("neck", "*shoulder", "*elbow", "*wrist", "*hand"), ("neck", "head"), ("neck", "*hip"),
    ("left_hip", "right_hip"), ("*hip", "*knee", "*ankle", "*foot"),
)  # fmt: skip


def named_topology(recording: Recording, name: str, points: Sequence[str], links: Any, first: int = 0) -> Topology:
    """The known topology of these names, or one of its own with the links (pairs of rows counted from `first`).

    Raises:
        FormatError: a name stands twice.
    """
    plain = tuple("_".join(point.lower().replace("-", " ").split()) for point in points)
    for known in (one for one in vars(skeleton).values() if isinstance(one, Topology)):
        if known.joints == plain:
            return known
    rows = range(first, first + len(points))
    pairs = [pair for pair in links if _is_pair(pair, rows)] if isinstance(links, list) else []
    bones = {frozenset((a, b)): (points[a - first], points[b - first]) for a, b in pairs}
    return point_topology(recording, f"{name}_{len(points)}", points, tuple(bones.values()))


def _is_pair(value: Any, rows: range) -> bool:
    return (
        isinstance(value, list)
        and len(value) == 2
        and all(isinstance(one, int) and one in rows for one in value)
        and value[0] != value[1]
    )


def point_topology(
    recording: Recording, name: str, points: Sequence[str], bones: Sequence[tuple[str, str]] = ()
) -> Topology:
    """A topology with the file's own names; landmarks, parts and bones of a human body where the names tell them.

    Raises:
        FormatError: there are too many names, an empty one, or one twice.
    """
    if not 0 < len(points) <= MOST_POINTS:
        raise recording.error(f"Expected 1 to {MOST_POINTS} named points, found {len(points)}")
    read = {point: _meaning(point) for point in points}
    by_meaning = {meaning: point for point, meaning in reversed(read.items())}
    landmarks = _landmarks(by_meaning)
    mirror = tuple(
        (point, by_meaning["right", words])
        for point, (side, words) in read.items()
        if side == "left" and by_meaning["left", words] == point and ("right", words) in by_meaning
    )
    try:
        if not landmarks:
            return Topology(name, tuple(points), tuple(bones), mirror)
        drawn = tuple(bones) or _bones(landmarks)
        return Topology(name, tuple(points), drawn, mirror, _parts(read, landmarks), (), landmarks)
    except SkeletonError as error:
        raise recording.error(f"Expected points with names of their own, but {error}") from error


def _meaning(point: str) -> tuple[str, str]:
    """('left', 'elb') of LELB, ('right', 'knee') of RKnee, ('', 'c7') of Bob:C7."""
    bare = point.split(":")[-1].strip()
    stem = bare[1:].lower()
    if bare[:1] in ("L", "R") and bare.isupper() and len(bare) > 2:
        return {"L": "left", "R": "right"}[bare[0]], stem
    return side_and_words(bare)


def _landmarks(by_meaning: Mapping[tuple[str, str], str]) -> dict[str, tuple[str, ...]]:
    """Landmark -> points; nothing where a human body is not complete."""
    found: dict[str, tuple[str, ...]] = {}
    sides = ("left", "right")
    for mark, groups in _SIDED.items():
        both = (group for group in groups if all((side, word) in by_meaning for word in group for side in sides))
        named = next(both, None)
        if named is not None:
            found |= {f"{side}_{mark}": tuple(by_meaning[side, word] for word in named) for side in sides}
    for mark, options in _MIDDLE.items():
        points = next((named for option in options if (named := _all_of(option, by_meaning))), ())
        if points:
            found[mark] = points
    if "head" not in found or not all(f"{side}_{mark}" in found for side in ("left", "right") for mark in _NEEDED):
        return {}
    for side in ("left", "right"):
        found.setdefault(f"{side}_hand", found[f"{side}_wrist"])
        found.setdefault(f"{side}_foot", found[f"{side}_ankle"])
    shoulders, hips = ((*found[f"left_{mark}"], *found[f"right_{mark}"]) for mark in ("shoulder", "hip"))
    return {"pelvis": hips, "spine": (*shoulders, *hips), "chest": shoulders, "neck": shoulders, **found}


def _all_of(words: Sequence[str], by_meaning: Mapping[tuple[str, str], str]) -> tuple[str, ...]:
    """The points of all the words ('left fhd'), or nothing."""
    parted = [word.rpartition(" ") for word in words]
    points = [by_meaning.get((side, rest)) for side, _, rest in parted]
    return tuple(point for point in points if point is not None) if None not in points else ()


def _parts(read: Mapping[str, tuple[str, str]], landmarks: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """KinMo's six groups: points of a landmark go with it, the others by their names."""
    owner = {point: part_by_name("_".join(filter(None, meaning))) for point, meaning in read.items()}
    for point, (side, words) in read.items():
        if side and owner[point] == "torso":
            owner[point] = next((f"{side}_{limb}" for limb, stems in _STEMS if words.startswith(stems)), "torso")
    for mark, points in landmarks.items():
        part = "neck" if mark in ("neck", "head") else part_by_name(mark)
        if part != "torso":
            owner |= dict.fromkeys(points, part)
    return {part: tuple(point for point in read if owner[point] == part) for part in PARTS}


def _bones(landmarks: Mapping[str, tuple[str, ...]]) -> tuple[tuple[str, str], ...]:
    """Lines through the first point of every landmark."""
    bones: dict[frozenset[str], tuple[str, str]] = {}
    for line in _LINES:
        for side in ("left", "right"):
            marks = [mark.replace("*", f"{side}_") for mark in line]
            points = [landmarks[mark][0] for mark in marks]
            for a, b in pairwise(points):
                if a != b:
                    bones[frozenset((a, b))] = (a, b)
    return tuple(bones.values())
