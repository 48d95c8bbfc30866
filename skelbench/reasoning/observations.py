"""Plain measurements about the joints that mattered, without any label."""

from __future__ import annotations

from typing import Literal

import numpy.typing as npt

from skelbench.evidence import Measurement, body_of, measure_body
from skelbench.reasoning.weights import deciding_joints, deciding_person, joint_shares
from skelbench.records import Evidence, Verdict
from skelbench.skeleton import SkeletonSequence

__all__ = ["MOST_PARTS", "observations"]

MOST_PARTS = 3

# What is worth saying of a part: (quantity, statistic).
_ARM = (
    ("hand_to_head", "minimum"), ("hand_above_shoulder", "maximum"), ("elbow_flexion", "range"),
    ("hand_speed", "maximum"), ("hand_path", "frequency"),
)  # fmt: skip
_LEG = (("knee_flexion", "range"), ("ankle_lift", "maximum"), ("ankle_speed", "maximum"))
_TORSO = (("trunk_lean", "maximum"), ("pelvis_height", "change"), ("pelvis_path", "spread"))
_NECK = (("head_height", "change"),)


def observations(
    sequence: SkeletonSequence, joint_weights: npt.ArrayLike | None = None, person: int | None = None
) -> tuple[Evidence, ...]:
    """Measurements of the parts the heaviest joints belong to, in order of time; what cannot be measured is left out.

    Args:
        sequence: the motion.
        joint_weights: (T P J), NaN for frames nobody looked at; without them the joints that move most count.
        person: whose; the person with most weight where none is named.

    Raises:
        SkeletonError: the weights have another shape than (T P J).
    """
    who = deciding_person(sequence, joint_weights) if person is None else person
    joints = deciding_joints(joint_shares(sequence, joint_weights, who), count=len(sequence.topology.joints))
    parts = dict.fromkeys(sequence.topology.part_of.get(joint, "") for joint in joints)
    found = [
        evidence for part in [part for part in parts if part][:MOST_PARTS] for evidence in _of(part, sequence, who)
    ]
    return tuple(sorted(found, key=lambda evidence: evidence.start_s))


def _of(part: str, sequence: SkeletonSequence, person: int) -> list[Evidence]:
    body = body_of(sequence, person)
    side: Literal["left", "right", ""] = "left" if part == "left_arm" or part == "left_leg" else ""
    side = "right" if part in ("right_arm", "right_leg") else side
    chosen = {"torso": _TORSO, "neck": _NECK}.get(part, _ARM if part.endswith("_arm") else _LEG)
    measured = [measure_body(body, Measurement(quantity, statistic, side, "moving")) for quantity, statistic in chosen]
    return [evidence for evidence in measured if _says_something(evidence)]


def _says_something(evidence: Evidence) -> bool:
    """Whether it was measured, and is not the absence of a period."""
    return evidence.verdict is not Verdict.NOT_MEASURABLE and not (evidence.unit == "Hz" and evidence.value == 0)
