"""Reasons that are measured: steps in controlled English, each with its evidence and the verdict about a class rule."""

from skelbench.reasoning.measured import measured_rationale, observation_steps
from skelbench.reasoning.observations import observations
from skelbench.reasoning.taught import Taught, TaughtText, read_taught, write_taught
from skelbench.reasoning.told import tell_reasons
from skelbench.reasoning.weights import deciding_joints, deciding_person, joint_shares

__all__ = [
    "Taught",
    "TaughtText",
    "deciding_joints",
    "deciding_person",
    "joint_shares",
    "measured_rationale",
    "observation_steps",
    "observations",
    "read_taught",
    "tell_reasons",
    "write_taught",
]
