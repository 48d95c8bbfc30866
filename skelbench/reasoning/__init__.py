"""Reasons that are measured, told or read: steps in English, each with its claims, its evidence and a verdict."""

from skelbench.reasoning.check import Checked, check_claims
from skelbench.reasoning.claim import Claim
from skelbench.reasoning.measured import measured_rationale, observation_steps
from skelbench.reasoning.observations import observations
from skelbench.reasoning.parse import Parsed, parse_claims
from skelbench.reasoning.taught import Taught, TaughtText, read_taught, write_taught
from skelbench.reasoning.teacher import teach_reasons
from skelbench.reasoning.told import tell_reasons
from skelbench.reasoning.verdicts import CheckedText, ReasonScores, check_reasons, score_reasons
from skelbench.reasoning.weights import deciding_joints, deciding_person, joint_shares

__all__ = [
    "Checked",
    "CheckedText",
    "Claim",
    "Parsed",
    "ReasonScores",
    "Taught",
    "TaughtText",
    "check_claims",
    "check_reasons",
    "deciding_joints",
    "deciding_person",
    "joint_shares",
    "measured_rationale",
    "observation_steps",
    "observations",
    "parse_claims",
    "read_taught",
    "score_reasons",
    "teach_reasons",
    "tell_reasons",
    "write_taught",
]
