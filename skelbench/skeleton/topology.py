"""A named set of joints, the bones between them, and what the joints stand for on a human body."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any

from skelbench.errors import SkeletonError

__all__ = ["LANDMARKS", "PARTS", "Topology"]

# KinMo's six kinematic groups (arXiv 2411.15472, section 3).
PARTS = ("torso", "neck", "left_arm", "right_arm", "left_leg", "right_leg")

# An anatomical landmark -> the joint sets that may stand for it, best first; a set stands for its mean.
LANDMARKS: Mapping[str, tuple[tuple[str, ...], ...]] = MappingProxyType(
    {
        "pelvis": (
            ("pelvis",),
            ("spine_base",),
            ("hip_centre",),
            ("mid_hip",),
            ("waist",),
            ("left_hip", "right_hip"),
        ),
        "spine": (("spine",), ("spine_mid",), ("spine2",), ("spine1",), ("torso",)),
        "chest": (
            ("spine_shoulder",),
            ("shoulder_centre",),
            ("chest",),
            ("spine3",),
            ("thorax",),
            ("left_shoulder", "right_shoulder"),
        ),
        "neck": (
            ("neck",),
            ("shoulder_centre",),
            ("upper_neck",),
            ("spine_shoulder",),
            ("left_shoulder", "right_shoulder"),
        ),
        "head": (("head",), ("left_ear", "right_ear"), ("nose",), ("head_top",), ("left_eye", "right_eye")),
        **{
            f"{side}_{name}": tuple((f"{side}_{other}",) for other in others)
            for side in ("left", "right")
            for name, others in {
                "shoulder": ("shoulder", "upper_arm", "collar"),
                "elbow": ("elbow", "forearm"),
                "wrist": ("wrist", "hand"),
                "hand": ("hand", "hand_tip", "wrist"),
                "hip": ("hip", "upper_leg"),
                "knee": ("knee", "lower_leg"),
                "ankle": ("ankle", "foot"),
                "foot": ("foot", "big_toe", "toes", "foot_index", "ankle"),
            }.items()
        },
    }
)


@dataclass(frozen=True, eq=False)
class Topology:
    """A named set of joints and the bones between them; it needs not be human.

    Raises:
        SkeletonError: no joints, a name given twice, a bone from a joint to itself, or a bone, pair, part or landmark
            that names a joint that is not there.
    """

    name: str
    joints: tuple[str, ...]  # J names, in array order
    bones: tuple[tuple[str, str], ...]  # (parent, child), nearer the root first
    mirror: tuple[tuple[str, str], ...] = ()  # (left, right) pairs; all other joints are their own mirror image
    parts: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # part -> joints; human ones use PARTS
    rest_directions: tuple[tuple[float, float, float], ...] = ()  # a unit vector a bone: x left, y up, z forward
    landmarks: Mapping[str, tuple[str, ...]] = field(default_factory=dict)  # landmark -> joints whose mean it is

    def __post_init__(self) -> None:
        if not self.joints:
            raise SkeletonError(f"Topology '{self.name}' needs at least one joint, found none")
        repeated = sorted({joint for joint in self.joints if self.joints.count(joint) > 1})
        if repeated:
            raise SkeletonError(f"Topology '{self.name}' names joints twice: {', '.join(repeated)}")
        named = [*self.bones, *self.mirror, *self.parts.values(), *self.landmarks.values()]
        unknown = sorted({joint for group in named for joint in group} - set(self.joints))
        if unknown:
            raise SkeletonError(f"Topology '{self.name}' uses joints it does not list: {', '.join(unknown)}")
        loops = sorted({a for a, b in self.bones if a == b})
        if loops:
            raise SkeletonError(f"Topology '{self.name}' has bones from a joint to itself: {', '.join(loops)}")
        if self.rest_directions and len(self.rest_directions) != len(self.bones):
            raise SkeletonError(
                f"Topology '{self.name}' has {len(self.bones)} bones but {len(self.rest_directions)} rest directions"
            )
        object.__setattr__(self, "parts", MappingProxyType(dict(self.parts)))
        object.__setattr__(self, "landmarks", MappingProxyType({**_found_landmarks(self.joints), **self.landmarks}))

    def __reduce__(self) -> tuple[type[Topology], tuple[Any, ...]]:
        values = (self.name, self.joints, self.bones, self.mirror, dict(self.parts), self.rest_directions)
        return Topology, (*values, dict(self.landmarks))

    @cached_property
    def joint_index(self) -> Mapping[str, int]:
        """Joint name -> row."""
        return MappingProxyType({joint: row for row, joint in enumerate(self.joints)})

    @cached_property
    def bone_rows(self) -> tuple[tuple[int, int], ...]:
        """Bones as pairs of rows."""
        return tuple((self.joint_index[a], self.joint_index[b]) for a, b in self.bones)

    @cached_property
    def mirror_rows(self) -> tuple[int, ...]:
        """For every joint the row of its mirror image (itself where it has none)."""
        swap = dict(self.mirror) | {right: left for left, right in self.mirror}
        return tuple(self.joint_index[swap.get(joint, joint)] for joint in self.joints)

    @cached_property
    def part_of(self) -> Mapping[str, str]:
        """Joint name -> the part it belongs to; joints of no part are missing."""
        return MappingProxyType({joint: part for part, joints in self.parts.items() for joint in joints})

    @cached_property
    def is_human(self) -> bool:
        """Whether head, arms and legs are all there (a torso may have no joint of its own: COCO)."""
        return all(self.parts.get(part) for part in PARTS if part != "torso")

    def rows_of(self, landmark: str) -> tuple[int, ...]:
        """Rows of the joints whose mean is the landmark (a joint's own name is a landmark too).

        Raises:
            SkeletonError: this topology has nothing that stands for it.
        """
        joints = self.landmarks.get(landmark) or ((landmark,) if landmark in self.joint_index else ())
        if not joints:
            raise SkeletonError(
                f"Topology '{self.name}' has no joint that stands for '{landmark}'; it has {', '.join(self.joints)}"
            )
        return tuple(self.joint_index[joint] for joint in joints)

    def has(self, *landmarks: str) -> bool:
        """Whether all these landmarks can be found."""
        return all(mark in self.landmarks or mark in self.joint_index for mark in landmarks)

    @cached_property
    def content_hash(self) -> str:
        """SHA-256 over everything but the name."""
        named = [sorted(self.parts.items()), sorted(self.landmarks.items())]
        content = [self.joints, self.bones, self.mirror, self.rest_directions, *named]
        return hashlib.sha256(json.dumps(content).encode()).hexdigest()


def _found_landmarks(joints: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
    present = set(joints)
    found = {mark: next((s for s in sets if present.issuperset(s)), None) for mark, sets in LANDMARKS.items()}
    return {mark: joints_of_it for mark, joints_of_it in found.items() if joints_of_it}
