"""Signs given with the body: crossed hands, nodding, shaking the head, aches, a cough, a stretch."""

from __future__ import annotations

from typing import Any

from skelbench.choreography.actions.gesture import gesture
from skelbench.choreography.script import Action, Angles, At, Loop, Moves, Phase, Style, Swing, Vector, phase

__all__ = ["BACKACHE", "CHEST_PAIN", "COUGH", "CROSS_HANDS", "HEADACHE", "NECK_PAIN", "NOD", "SHAKE_HEAD", "STRETCH"]

CROSS_HANDS = Action(
    "cross hands", ("crossing the hands", "cross the hands in front"), ("hand", "other"),
    (
        gesture("at the belly", "in front of the belly", {"hand": At("hip", out=(-0.18, -0.12), up=(0.10, 0.2),
                                                                     forward=(0.22, 0.28)),
                "other": At("hip", out=(-0.18, -0.12), up=(0.10, 0.2), forward=(0.28, 0.34))}),
        gesture("at the chest", "before the chest, saying no",
                {"hand": At("chest", out=(-0.16, -0.08), up=(0.02, 0.12), forward=(0.2, 0.26)),
                "other": At("chest", out=(-0.16, -0.08), up=(0.02, 0.12), forward=(0.27, 0.33))}),
        Style("several times", (
            phase("apart", (0.4, 0.6), hand=At("chest", out=(0.2, 0.3), up=(-0.1, 0.05), forward=(0.3, 0.4)),
                  other=At("chest", out=(0.2, 0.3), up=(-0.1, 0.05), forward=(0.36, 0.46))),
            Loop((2, 3), (
                phase("cross", (0.3, 0.5), hand=At("chest", out=(-0.18, -0.1), up=(-0.08, 0.05), forward=(0.28, 0.34)),
                      other=At("chest", out=(-0.18, -0.1), up=(-0.08, 0.05), forward=(0.36, 0.42))),
                phase("apart again", (0.3, 0.5), hand=At("chest", out=(0.2, 0.3), up=(-0.1, 0.05), forward=(0.3, 0.4)),
                      other=At("chest", out=(0.2, 0.3), up=(-0.1, 0.05), forward=(0.36, 0.46))),
            )),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="in front, several times"),
    ),
    ("{who} crosses the hands {how}", "{who} lays one wrist over the other {how}",
     "crossed hands: both hands of {who} go past each other to the other side {how}"), ("elbow", "other_elbow"),
)  # fmt: skip

NOD = Action(
    "nod", ("nodding", "nod the head"), ("head",),
    (
        gesture("deep", "deeply and slowly", {}, (Swing("head", ((9, 16), 0, 0), (0.8, 1.3), away=True),), (2, 4)),
        gesture("quick", "quickly", {}, (Swing("head", ((6, 10), 0, 0), (1.6, 2.4), away=True),), (3, 5)),
        gesture("once", "once", {}, (Swing("head", ((9, 16), 0, 0), (0.6, 1.0), away=True),), (1, 1)),
    ),
    ("{who} nods {how}", "{who} nods the head {how}", "a nod: the head of {who} goes down and up {how}"),
)  # fmt: skip

SHAKE_HEAD = Action(
    "shake head", ("shaking the head", "say no with the head"), ("head",),
    (
        gesture("wide", "widely and slowly", {}, (Swing("head", (0, 0, (22, 36)), (0.8, 1.3)),), (2, 4)),
        gesture("quick", "quickly", {}, (Swing("head", (0, 0, (14, 22)), (1.6, 2.4)),), (3, 6)),
        gesture("looking down", "looking down", {"head": ((14, 26), 0, 0)},
                (Swing("head", (0, 0, (16, 28)), (0.9, 1.5)),), (2, 4)),
    ),
    ("{who} shakes the head {how}", "{who} says no by shaking the head {how}",
     "a shake of the head: {who} turns the face from side to side {how}"),
)  # fmt: skip

_TEMPLES = At("ear", out=(0.02, 0.05), up=(0.06, 0.12), forward=(0.02, 0.06))

HEADACHE = Action(
    "touch head", ("touching the head", "hold the head, headache"), ("hand",),
    (
        gesture("one hand", "with the {side} hand", {"hand": At("brow", out=(0.0, 0.05), up=(-0.01, 0.03),
                                                                forward=(0.03, 0.06)),
                "head": ((10, 24), (2, 10), 0), "elbow": (0, 25)}, hold=(0.9, 2.0)),
        gesture("both hands", "with both hands", {"hand": _TEMPLES, "other": _TEMPLES, "head": ((10, 26), 0, 0),
                                                  "trunk": ((2, 14), 0, 0)},
                hold=(0.9, 2.0), decides=("hand", "other")),
        gesture("rubbing", "rubbing the temple with the {side} hand", {"hand": _TEMPLES, "head": ((6, 18), (2, 10), 0)},
                (Swing("hand", (0.01, 0.02, 0.02), (1.2, 2.0)),), (2, 4)),
    ),
    ("{who} touches the head {how}", "{who} holds the aching head {how}",
     "a headache: {who} keeps a hand at the head {how}"),
    ("head", "elbow"),
)  # fmt: skip

CHEST_PAIN = Action(
    "touch chest", ("touching the chest", "hold the chest, heart pain"), ("hand",),
    (
        gesture("one hand", "with the {side} hand", {"hand": At("chest", out=(-0.08, 0.02), up=(0.0, 0.08),
                                                                forward=(0.11, 0.14)),
                "trunk": ((6, 18), 0, 0), "head": ((8, 20), 0, 0)}, hold=(0.9, 2.0)),
        gesture("both hands", "with both hands", {"hand": At("chest", out=(-0.04, 0.03), up=(-0.02, 0.05),
                                                             forward=(0.11, 0.14)),
                "other": At("chest", out=(-0.04, 0.03), up=(0.04, 0.1), forward=(0.13, 0.16)),
                "trunk": ((10, 26), 0, 0),
                "pelvis": (0, (-0.08, -0.03), -0.03)}, hold=(0.9, 2.0), decides=("hand", "other")),
        gesture("at the belly", "low at the belly with both hands",
                {"hand": At("hip", out=(-0.08, -0.03), up=(0.06, 0.14), forward=(0.13, 0.17)),
                "other": At("hip", out=(-0.08, -0.03), up=(0.08, 0.16), forward=(0.15, 0.19)),
                "trunk": ((18, 36), 0, 0),
                "head": ((6, 18), 0, 0), "pelvis": (0, (-0.06, -0.02), (-0.08, -0.04))}, hold=(0.9, 2.0),
                decides=("hand", "other")),
    ),
    ("{who} touches the chest {how}", "{who} holds an aching place {how}",
     "pain: {who} presses the hands to the trunk {how}"),
    ("trunk", "head"),
)  # fmt: skip

_LOIN = At("hip", out=(0.0, 0.06), up=(0.06, 0.14), forward=(-0.18, -0.14))

BACKACHE = Action(
    "touch back", ("touching the back", "hold the back, backache"), ("hand",),
    (
        gesture("one hand", "with the {side} hand", {"hand": _LOIN, "trunk": ((-10, 8), (2, 10), 0)}, hold=(0.9, 2.0)),
        gesture("both hands", "with both hands, arching it", {"hand": _LOIN, "other": _LOIN, "trunk": ((-18, -8), 0, 0),
                "head": ((-12, 0), 0, 0), "pelvis": (0, 0, (0.02, 0.05))}, hold=(0.9, 2.0), decides=("hand", "other")),
        gesture("bent", "with the {side} hand, bent forward", {"hand": _LOIN, "trunk": ((22, 38), 0, 0),
                                                               "head": ((-6, 10), 0, 0),
                "pelvis": (0, (-0.05, -0.02), (-0.1, -0.05))}, hold=(0.8, 1.8)),
    ),
    ("{who} touches the back {how}", "{who} holds the aching back {how}",
     "backache: {who} lays a hand on the loins {how}"), ("trunk", "head"),
)  # fmt: skip

_NECK = Angles((140, 148), (10, 20), (130, 136), (85, 100))

_HALF_WAY = Angles((36, 48), (60, 75), (108, 120), 0)


def _at_neck(name: str, how: str, *hands: str, rub: Phase, head: Vector) -> Style:
    """A hand goes behind the neck by way of the shoulder, and comes back the same way."""
    half, there = (dict.fromkeys(hands, angles) for angles in (_HALF_WAY, _NECK))
    return Style(name, (
        Phase("bend the arm", (0.5, 0.75), half),
        Phase("to the neck", (0.4, 0.7), {**there, "head": head}),
        rub,
        Phase("away", (0.35, 0.6), {**half, "head": (0, 0, 0)}),
        Phase("lower", (0.5, 0.7), home=True),
    ), decides=hands, how=how)  # fmt: skip


NECK_PAIN = Action(
    "touch neck", ("touching the neck", "rub the neck, neck pain"), ("hand",),
    (
        _at_neck("still", "with the {side} hand", "hand", rub=phase("hold", (0.7, 1.5)), head=((8, 22), (2, 12), 0)),
        _at_neck("rubbing", "rubbing it with the {side} hand", "hand", head=((6, 20), (2, 12), 0),
                 rub=Phase("rub", 0.0, {}, (Swing("hand", ((0.02, 0.03), (0.02, 0.03), 0.0), (1.0, 1.8)),), (2, 4))),
        _at_neck("both hands", "with both hands, the head bent", "hand", "other", rub=phase("hold", (0.7, 1.5)),
                 head=((18, 30), 0, 0)),
    ),
    ("{who} touches the neck {how}", "{who} rubs a stiff neck {how}",
     "neck pain: {who} lays a hand on the back of the neck {how}"),
    ("head",),
)  # fmt: skip

_FIST = At("mouth", out=(-0.01, 0.02), up=(-0.03, 0.01), forward=(0.03, 0.06))
_JERK = Swing("trunk", ((4, 9), 0, 0), (1.2, 1.8), away=True)


def _coughs(name: str, how: str, moves: Moves, times: tuple[int, int], **more: Any) -> Style:
    return gesture(name, how, moves, (_JERK, Swing("head", ((3, 8), 0, 0), (1.2, 1.8), away=True)), times, **more)


COUGH = Action(
    "cough", ("coughing", "sneeze"), ("hand", "trunk"),
    (
        _coughs("into the fist", "into the {side} fist", {"hand": _FIST}, (2, 4)),
        _coughs("into both hands", "into both hands", {"hand": _FIST, "other": _FIST, "trunk": ((4, 12), 0, 0)}, (2, 3),
                decides=("hand", "other", "trunk")),
        _coughs("once", "once and hard, into the {side} hand", {"hand": _FIST, "trunk": ((6, 14), 0, 0)}, (1, 1)),
        _coughs("into the elbow", "into the bend of the {side} arm",
                {"hand": At("shoulder", out=(-0.04, 0.06), up=(0.02, 0.12), forward=(0.06, 0.12), across=True),
                 "elbow": (35, 60),
                 "head": ((4, 12), 0, (10, 24))}, (1, 3)),
    ),
    ("{who} coughs {how}", "{who} coughs or sneezes {how}",
     "a cough: {who} jerks forward with a hand at the mouth {how}"), ("head",),
)  # fmt: skip

_HIGH = At("shoulder", out=(0.10, 0.24), up=(0.48, 0.58), forward=(-0.02, 0.1))
_WIDE = At("shoulder", out=(0.44, 0.56), up=(0.04, 0.24), forward=(-0.12, 0.06))

STRETCH = Action(
    "stretch oneself", ("stretching oneself", "stretch the arms and yawn"), ("hand", "other"),
    (
        gesture("up", "upwards", {"hand": _HIGH, "other": _HIGH, "trunk": ((-12, -4), 0, 0),
                                  "head": ((-16, -4), 0, 0)}, hold=(0.8, 1.6)),
        gesture("wide", "to both sides", {"hand": _WIDE, "other": _WIDE, "trunk": ((-10, -2), 0, 0),
                                          "head": ((-12, 0), 0, 0)}, hold=(0.8, 1.6)),
        gesture("bending aside", "upwards, bending to the {other} side",
                {"hand": _HIGH, "other": _HIGH, "trunk": (0, (-22, -12), 0)},
                hold=(0.6, 1.4)),
        Style("up and out", (
            phase("up", (0.6, 0.9), hand=_HIGH, other=_HIGH, trunk=((-10, -4), 0, 0), head=((-12, -4), 0, 0)),
            phase("hold", (0.3, 0.7)),
            phase("out", (0.6, 0.9), hand=_WIDE, other=_WIDE),
            Phase("down", (0.5, 0.8), home=True),
        ), how="upwards and then to both sides"),
    ),
    ("{who} stretches {how}", "{who} stretches both arms {how}",
     "a stretch: {who} makes the arms long and keeps them so {how}"),
    ("trunk", "head"),
)  # fmt: skip
