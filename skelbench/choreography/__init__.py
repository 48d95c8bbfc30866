"""Motions made by forward kinematics, each with the truth about itself."""

from skelbench.choreography.actions import ACTIONS, FINER, RESERVE, STRANGE, TRAINED, UNSEEN
from skelbench.choreography.choreograph import GENERATOR_VERSION, choreograph, plan
from skelbench.choreography.joints import TOPOLOGIES
from skelbench.choreography.paired import PAIRS, choreograph_pair, pairable
from skelbench.choreography.variation import Variation

__all__ = [
    "ACTIONS",
    "FINER",
    "GENERATOR_VERSION",
    "PAIRS",
    "RESERVE",
    "STRANGE",
    "TOPOLOGIES",
    "TRAINED",
    "UNSEEN",
    "Variation",
    "choreograph",
    "choreograph_pair",
    "pairable",
    "plan",
]
