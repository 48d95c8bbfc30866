"""What the joints of a named hierarchy stand for on a human body: landmarks, six parts and mirror pairs.

Names differ by tool (`mixamorig:LeftForeArm`, `LeftElbow`, `lForeArm`, `Bip01 L Forearm`, `lowerarm_l`); sides and
words are read from them, and the hierarchy decides which part a joint belongs to.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skelbench.skeleton import PARTS, Topology

__all__ = ["END", "hierarchy_topology", "side_and_words"]

END = "_end"  # what an End Site adds to its parent's name
_SIDES = {"left": "left", "l": "left", "right": "right", "r": "right"}
_UPPER_ARM = ("upperarm", "uparm", "shldr", "arm")
_THIGH = ("upleg", "upperleg", "thigh")

# Landmark -> the words that name its joint, best first; a later word counts only where an earlier one is not there.
_SIDED = {
    "shoulder": (*_UPPER_ARM, "shoulder"),
    "elbow": ("elbow", "forearm", "lowerarm", "lowarm"),
    "wrist": ("wrist", "hand"),
    "hip": (*_THIGH, "hip", "leg"),
    "knee": ("knee", "leg", "lowerleg", "lowleg", "shin", "calf"),
    "ankle": ("ankle", "foot"),
    "foot": ("toebase", "toe", "toes", "toe0", "ball", "bigtoe"),
}
_MIDDLE = {"pelvis": ("hips", "hip", "pelvis", "root"), "neck": ("neck", "neck1", "neck01"), "head": ("head",)}
_HEAD_TOP = ("headtop", "headtopend", "headend", "headnub")
_NEEDED = ("shoulder", "elbow", "hip", "knee")


@dataclass(frozen=True)
class _Hierarchy:
    joints: tuple[str, ...]
    parents: tuple[int, ...]  # row of the parent, -1 at a root; parents come first

    def line(self, joint: str) -> tuple[str, ...]:
        """The joint and its ancestors, nearest first."""
        row, line = self.joints.index(joint), []
        while row >= 0:
            line.append(self.joints[row])
            row = self.parents[row]
        return tuple(line)

    def top(self, joint: str, *others: str) -> str:
        """The highest ancestor of `joint` (or itself) from which none of the others descends."""
        shared = {ancestor for other in others for ancestor in self.line(other)}
        own = [ancestor for ancestor in self.line(joint) if ancestor not in shared]
        return own[-1] if own else joint

    def below(self, joint: str) -> tuple[str, ...]:
        """The joint and everything that descends from it, in array order."""
        found = {joint}
        for child, parent in zip(self.joints, self.parents, strict=True):
            if parent >= 0 and self.joints[parent] in found:
                found.add(child)
        return tuple(name for name in self.joints if name in found)


def side_and_words(joint: str) -> tuple[str, str]:
    """('left', 'forearm') of `mixamorig:LeftForeArm`: the side ('' in the middle) and the words run together."""
    bare = re.sub(r"^(mixamorig\d*|bip\d*|biped\d*|character\d*)[ _:]+", "", joint.split(":")[-1], flags=re.IGNORECASE)
    words = [word.lower() for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+", bare)]
    if words and (glued := re.fullmatch(r"(left|right)([a-z]+)", words[0])):
        words[:1] = glued.groups()
    for place in (0, -1):
        if words and words[place] in _SIDES:
            side = _SIDES[words.pop(place)]
            return side, "".join(words)
    return "", "".join(words)


def hierarchy_topology(name: str, joints: Sequence[str], parents: Sequence[int]) -> Topology:
    """A topology with the file's own joint names; human landmarks, parts and mirror pairs where the names tell them."""
    tree = _Hierarchy(tuple(joints), tuple(parents))
    bones = tuple((tree.joints[parent], joint) for joint, parent in zip(joints, parents, strict=True) if parent >= 0)
    read = {joint: side_and_words(joint) for joint in joints}
    landmarks = _landmarks(tree, {meaning: joint for joint, meaning in reversed(read.items())})
    if landmarks is None:
        return Topology(name, tree.joints, bones, _mirror(read))
    return Topology(name, tree.joints, bones, _mirror(read), _parts(tree, landmarks), (), landmarks)


def _landmarks(tree: _Hierarchy, by_meaning: Mapping[tuple[str, str], str]) -> dict[str, tuple[str, ...]] | None:
    """Landmark -> joints, or nothing where this is no human body."""
    found: dict[str, tuple[str, ...]] = {}
    for side in ("left", "right"):
        for mark, words in _SIDED.items():
            taken = {joint for joints in found.values() for joint in joints}
            named = (by_meaning.get((side, word)) for word in words)
            joint = next((one for one in named if one is not None and one not in taken), None)
            if joint is not None:
                found[f"{side}_{mark}"] = (joint,)
            elif mark in _NEEDED:
                return None
        _add_tips(tree, by_meaning, side, found)
    for mark, words in _MIDDLE.items():
        joint = next((by_meaning["", word] for word in words if ("", word) in by_meaning), None)
        if joint is not None:
            found[mark] = (joint,)
    return _with_trunk(tree, by_meaning, found)


def _add_tips(
    tree: _Hierarchy, by_meaning: Mapping[tuple[str, str], str], side: str, found: dict[str, tuple[str, ...]]
) -> None:
    """The foot is the end of an ankle without toes; the hand is the middle finger's root, or the wrist's end."""
    for tip, root in (("foot", "ankle"), ("hand", "wrist")):
        if f"{side}_{root}" not in found or f"{side}_{tip}" in found:
            continue
        (joint,) = found[f"{side}_{root}"]
        others = [by_meaning.get((side, "handmiddle1")) if tip == "hand" else None, f"{joint}{END}"]
        found[f"{side}_{tip}"] = (next((one for one in others if one in tree.joints and one is not None), joint),)


def _with_trunk(
    tree: _Hierarchy, by_meaning: Mapping[tuple[str, str], str], found: dict[str, tuple[str, ...]]
) -> dict[str, tuple[str, ...]] | None:
    """Add pelvis, spine, chest, neck and head; nothing where there is no head or the trunk does not carry the limbs."""
    if "head" not in found:
        return None
    (head,) = found["head"]
    shoulders = (*found["left_shoulder"], *found["right_shoulder"])
    tops = [by_meaning.get(("", word)) for word in _HEAD_TOP]
    top = next((one for one in (*tops, f"{head}{END}") if one in tree.joints and one is not None), None)
    found["head"] = (head,) if top is None else (head, top)
    found.setdefault("neck", shoulders)
    found.setdefault("pelvis", (*found["left_hip"], *found["right_hip"]))
    left, right = (tree.line(one) for one in shoulders)
    carriers = [one for one in left if one in right]  # what carries both arms, nearest first
    if not carriers or carriers[0] in (*left[:1], *right[:1]):
        return None
    hips = {one for side in ("left", "right") for one in tree.line(found[f"{side}_hip"][0])}
    trunk = [one for one in carriers if one not in hips and (one,) != found["neck"]]
    found["chest"] = (trunk[0],) if trunk else shoulders
    found["spine"] = (trunk[len(trunk) // 2],) if trunk else found["pelvis"]
    return found


def _parts(tree: _Hierarchy, landmarks: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """KinMo's six groups by descent: an arm begins where it leaves the trunk, the neck where it leaves both arms."""
    one = {mark: joints[0] for mark, joints in landmarks.items()}
    owner: dict[str, str] = {}
    for limb, joint in (("arm", "shoulder"), ("leg", "hip")):
        for side, other in (("left", "right"), ("right", "left")):
            top = tree.top(one[f"{side}_{joint}"], one[f"{other}_{joint}"], one["head"])
            owner |= dict.fromkeys(tree.below(top), f"{side}_{limb}")
    carried = (one["left_shoulder"], one["right_shoulder"], one["left_hip"], one["right_hip"])
    for joint in tree.below(tree.top(one["head"], *carried)):
        owner.setdefault(joint, "neck")
    return {part: tuple(joint for joint in tree.joints if owner.get(joint, "torso") == part) for part in PARTS}


def _mirror(read: Mapping[str, tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    right = {words: joint for joint, (side, words) in read.items() if side == "right"}
    left = {words: joint for joint, (side, words) in reversed(list(read.items())) if side == "left"}
    return tuple((joint, right[words]) for words, joint in reversed(left.items()) if words in right)
