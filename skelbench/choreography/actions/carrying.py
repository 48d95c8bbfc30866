"""Actions with something in the hands: carrying, pulling, dropping it, dropping it into a bin on the way."""

from __future__ import annotations

from typing import Any

from skelbench.choreography.script import Action, At, Loop, Moves, Phase, Stride, Style, Swing, Vector, phase

__all__ = ["CARRY", "DROP", "DROP_TRASH", "PULL"]

_LOW = At("hip", out=(-0.06, 0.04), up=(0.10, 0.20), forward=(0.24, 0.36))
_HIGH = At("chest", out=(0.04, 0.14), up=(-0.12, 0.02), forward=(0.20, 0.32))
_WIDE = At("chest", out=(0.18, 0.26), up=(-0.20, -0.04), forward=(0.24, 0.34))
_SHELF = At("ahead", out=(-0.12, -0.02), up=(0.10, 0.34), forward=(0.40, 0.52))
_LOADED: Vector = ((-10, -2), 0, 0)
_WALK = Stride(step=(0.34, 0.56))
_HEAVY = Stride(step=(0.22, 0.36), seconds=(0.5, 0.62), lift=(0.04, 0.07), arms=(0.0, 0.04))


def _carries(name: str, how: str, stride: Stride = _WALK, **hold: At | Vector) -> Style:
    return Style(name, (Phase("walk", (2.0, 4.0), stride=stride),), start=hold, how=how)


CARRY = Action(
    "carry",
    synonyms=("carrying", "carry a box", "walk with a load"),
    decides=("walk", "hand", "other"),
    accompanies=("trunk", "pelvis"),
    sentences=(
        "{who} carries something {how}",
        "{who} walks along with a load {how}",
        "carrying: {who} takes something from here to there {how}",
    ),
    styles=(
        _carries("low in front", "low in front with both hands", hand=_LOW, other=_LOW),
        _carries("at the chest", "at the chest with both hands", hand=_HIGH, other=_HIGH),
        _carries("big box", "wide and high with both arms", hand=_WIDE, other=_WIDE, trunk=_LOADED),
        _carries("heavy", "leaning back, with short heavy steps", _HEAVY, hand=_LOW, other=_LOW,
                 trunk=((-16, -6), 0, 0)),
        _carries("on the shoulder", "on the {side} shoulder",
                 hand=At("shoulder", out=(0.0, 0.06), up=(0.10, 0.16), forward=(0.06, 0.12)), trunk=(0, (-8, -2), 0)),
        _carries("at the hip", "on the {side} hip", hand=At("hip", out=(0.10, 0.16), up=(0.10, 0.20),
                                                            forward=(0.10, 0.18)),
                 trunk=(0, (-10, -3), 0)),
        _carries("one hand in front", "in front with the {side} hand only",
                 hand=At("hip", out=(-0.02, 0.08), up=(0.14, 0.26), forward=(0.26, 0.36))),
        _carries("bag hanging", "hanging from the {side} hand", hand=At("rest", out=(0.03, 0.08)),
                 trunk=(0, (-10, -4), 0)),
        _carries("a bag in each hand", "hanging from both hands", _HEAVY, hand=At("rest", out=(0.04, 0.1)),
                 other=At("rest", out=(0.04, 0.1)), trunk=((4, 12), 0, 0)),
        _carries("on the head", "on the head, both hands holding it",
                 hand=At("crown", out=(0.09, 0.14), up=(0.04, 0.10), forward=0.02),
                 other=At("crown", out=(0.09, 0.14), up=(0.04, 0.10), forward=0.02)),
        _carries("tray", "on a tray, looking down at it", Stride(step=(0.26, 0.40), arms=0.0),
                 hand=At("chest", out=(0.14, 0.2), up=(-0.22, -0.12), forward=(0.28, 0.36)),
                 other=At("chest", out=(0.14, 0.2), up=(-0.22, -0.12), forward=(0.28, 0.36)), head=((10, 24), 0, 0)),
        Style("takes it along", (
            phase("take", (0.5, 0.8), hand=At("ahead", out=(-0.1, 0.0), up=(-0.4, -0.2), forward=(0.45, 0.55)),
                  other=At("ahead", out=(-0.1, 0.0), up=(-0.4, -0.2), forward=(0.45, 0.55)), trunk=((8, 24), 0, 0)),
            phase("draw in", (0.4, 0.7), hand=_LOW, other=_LOW, trunk=_LOADED),
            Phase("walk", (1.6, 2.6), stride=_WALK),
        ), how="with both hands after taking it"),
        Style("brings it", (
            Phase("walk", (1.4, 2.4), stride=_WALK),
            phase("put down", (0.5, 0.8), hand=At("ahead", out=(-0.1, 0.0), up=(-0.35, -0.1), forward=(0.45, 0.55)),
                  other=At("ahead", out=(-0.1, 0.0), up=(-0.35, -0.1), forward=(0.45, 0.55)), trunk=((6, 24), 0, 0)),
            phase("let go", (0.5, 0.8), hand=At("rest"), other=At("rest"), trunk=(0, 0, 0)),
        ), start={"hand": _HIGH, "other": _HIGH}, how="with both hands and sets it down"),
        Style("down from a shelf", (
            phase("reach up", (0.5, 0.8), hand=_SHELF, other=_SHELF, head=((-16, -4), 0, 0)),
            phase("take it down", (0.5, 0.8), hand=_HIGH, other=_HIGH, head=(0, 0, 0)),
            Phase("walk", (1.6, 2.6), stride=_WALK),
        ), how="with both hands after taking it from a shelf"),
        Style("up to a shelf", (
            Phase("walk", (1.4, 2.4), stride=_WALK),
            phase("lift it up", (0.5, 0.9), hand=_SHELF, other=_SHELF, head=((-16, -4), 0, 0)),
            phase("let go", (0.5, 0.8), hand=At("rest"), other=At("rest"), head=(0, 0, 0)),
        ), start={"hand": _LOW, "other": _LOW}, how="with both hands and lifts it onto a shelf"),
        _carries("at the chin", "high with both hands, looking past it",
                 hand=At("chest", out=(0.06, 0.14), up=(0.10, 0.20), forward=(0.20, 0.30)),
                 other=At("chest", out=(0.06, 0.14), up=(0.10, 0.20), forward=(0.20, 0.30)),
                 head=(0, (4, 12), (8, 20))),
        _carries("one hand below, one on top", "with the {side} hand below and the {other} one on top",
                 hand=At("hip", out=(-0.08, 0.0), up=(0.08, 0.16), forward=(0.22, 0.30)),
                 other=At("chest", out=(-0.02, 0.08), up=(-0.04, 0.06), forward=(0.22, 0.30))),
        _carries("round a corner", "round a corner with both hands", Stride(step=(0.34, 0.5), turn_deg=(30, 75)),
                 hand=_LOW, other=_HIGH),
    ),
)  # fmt: skip

_GRIP = At("ahead", out=(-0.10, 0.06), up=(-0.16, 0.06), forward=(0.50, 0.62))
_GRIP_LOW = At("ahead", out=(-0.08, 0.06), up=(-0.42, -0.24), forward=(0.44, 0.56))
_TO_SHOULDER = At("shoulder", out=(0.04, 0.14), up=(-0.10, 0.02), forward=(0.12, 0.22))
_TO_HIP = At("hip", out=(0.10, 0.18), up=(0.10, 0.20), forward=(-0.04, 0.12))
_BACK: Vector = ((-12, -2), 0, 0)


def _pulls(
    name: str, how: str, reach: Moves, pull: Moves, seconds: tuple[float, float] = (0.4, 0.8), **more: Any
) -> Style:
    return Style(name, (
        phase("reach out", (0.4, 0.8), **reach),
        phase("grasp", (0.1, 0.35)),
        phase("pull", seconds, **pull),
        phase("hold", (0.1, 0.5)),
        Phase("let go", (0.45, 0.8), home=True),
    ), how=how, **more)  # fmt: skip


PULL = Action(
    "pull",
    synonyms=("pulling", "pull something", "draw something near"),
    decides=("hand",),
    accompanies=("trunk", "pelvis", "other", "elbow", "foot"),
    sentences=(
        "{who} pulls something {how}",
        "{who} pulls {how}",
        "a pull: {who} draws a stretched arm in again {how}",
    ),
    styles=(
        _pulls("to the shoulder", "towards the shoulder with the {side} hand", {"hand": _GRIP}, {"hand": _TO_SHOULDER}),
        _pulls("to the hip", "towards the hip with the {side} hand", {"hand": _GRIP, "trunk": ((2, 10), 0, (-12, -2))},
               {"hand": _TO_HIP, "trunk": ((-6, 2), 0, (6, 18))}),
        _pulls("both hands", "with both hands", {"hand": _GRIP, "other": _GRIP, "trunk": ((4, 12), 0, 0)},
               {"hand": _TO_SHOULDER, "other": _TO_SHOULDER, "trunk": _BACK}, decides=("hand", "other")),
        _pulls("both hands, low", "with both hands from low in front",
               {"hand": _GRIP_LOW, "other": _GRIP_LOW, "trunk": ((14, 28), 0, 0),
                "pelvis": (0, (-0.08, -0.04), (-0.08, -0.02))},
               {"hand": _TO_HIP, "other": _TO_HIP, "trunk": _BACK, "pelvis": (0, (-0.08, -0.04), (-0.06, -0.02))},
               (0.5, 0.9), decides=("hand", "other")),
        _pulls("with a step back", "with both hands and a step back", {"hand": _GRIP, "other": _GRIP},
               {"hand": _TO_SHOULDER, "other": _TO_SHOULDER, "trunk": ((-8, 4), 0, 0),
                "pelvis": (0, (-0.06, -0.03), (-0.12, -0.08)),
                "foot": At("stance", forward=(-0.32, -0.2))}, (0.5, 0.8), decides=("hand", "other")),
        _pulls("down", "down from above with the {side} hand",
               {"hand": At("shoulder", out=(0.0, 0.12), up=(0.44, 0.58), forward=(0.1, 0.24)),
                "head": ((-22, -8), 0, 0)},
               {"hand": At("chest", out=(0.08, 0.18), up=(-0.14, 0.04), forward=(0.18, 0.28)), "head": (0, 0, 0)}),
        _pulls("up from below", "up from the ground with the {side} hand",
               {"hand": At("floor", out=(-0.04, 0.1), up=(0.28, 0.46), forward=(0.3, 0.4)),
                "trunk": ((44, 60), 0, (-10, 0)),
                "pelvis": (0, (-0.14, -0.08), (-0.14, -0.08))},
               {"hand": At("shoulder", out=(0.1, 0.2), up=(-0.2, -0.05), forward=(-0.04, 0.1)),
                "trunk": ((4, 14), 0, (8, 22)),
                "pelvis": (0, 0, 0), "elbow": (10, 30)}, (0.35, 0.6)),
        _pulls("across", "across the body with the {side} hand",
               {"hand": At("ahead", out=(-0.4, -0.25), up=(-0.14, 0.04),
                                                                             forward=(0.42, 0.52)),
                                                                                 "trunk": (0, 0, (-20, -8))},
               {"hand": At("shoulder", out=(0.14, 0.28), up=(-0.12, 0.0), forward=(0.10, 0.2)),
                "trunk": (0, 0, (6, 16))}),
        _pulls("a door beside", "a door open with the {side} hand",
               {"hand": At("ahead", out=(0.15, 0.3), up=(-0.36, -0.2),
                                                                                forward=(0.42, 0.52))},
               {"hand": At("hip", out=(0.22, 0.34), up=(0.14, 0.24), forward=(-0.06, 0.1)), "trunk": (0, 0, (8, 22))}),
        Style("already holding", (
            phase("pull", (0.5, 1.0), hand=_TO_SHOULDER, trunk=((-6, 2), 0, (2, 12))),
            phase("hold", (0.2, 0.7)),
            phase("let go", (0.4, 0.7), hand=At("rest"), trunk=(0, 0, 0)),
        ), start={"hand": _GRIP}, how="in with the {side} hand that held it from the start"),
        Style("several jerks", (
            phase("reach out", (0.4, 0.7), hand=_GRIP, other=_GRIP, trunk=((4, 12), 0, 0)),
            Loop((2, 3), (
                phase("pull", (0.25, 0.45), hand=_TO_SHOULDER, other=_TO_SHOULDER, trunk=_BACK),
                phase("reach again", (0.3, 0.5), hand=_GRIP, other=_GRIP, trunk=((4, 12), 0, 0)),
            )),
            Phase("let go", (0.4, 0.7), home=True),
        ), decides=("hand", "other"), how="in several jerks with both hands"),
        Style("hand over hand", (
            phase("take the rope", (0.4, 0.6), hand=_GRIP, other=_TO_HIP),
            Loop((2, 3), (
                phase("one hand", (0.35, 0.55), hand=_TO_HIP, other=_GRIP, trunk=(0, 0, (6, 14))),
                phase("other hand", (0.35, 0.55), hand=_GRIP, other=_TO_HIP, trunk=(0, 0, (-14, -6))),
            )),
            Phase("let go", (0.4, 0.7), home=True),
        ), decides=("hand", "other"), how="at a rope, hand over hand"),
        Style("leaning back", (
            phase("take hold", (0.4, 0.7), hand=_GRIP, other=_GRIP),
            phase("lean back", (0.7, 1.1), hand=At("ahead", out=(-0.1, 0.0), up=(-0.1, 0.05), forward=(0.40, 0.50)),
                  other=At("ahead", out=(-0.1, 0.0), up=(-0.1, 0.05), forward=(0.40, 0.50)), trunk=((-20, -10), 0, 0),
                  pelvis=(0, (-0.12, -0.06), (-0.08, -0.03))),
            phase("draw in", (0.4, 0.7), hand=_TO_SHOULDER, other=_TO_SHOULDER),
            Phase("let go", (0.5, 0.8), home=True),
        ), decides=("hand", "other"), how="with both hands, leaning back with the whole weight"),
    ),
)  # fmt: skip

_OFFERED = At("ahead", out=(-0.06, 0.08), up=(-0.24, -0.06), forward=(0.38, 0.52))


def _drops(name: str, how: str, held: Moves, after: Moves, look: Vector = ((10, 26), 0, 0), **more: Any) -> Style:
    return Style(name, (
        phase("hold out", (0.5, 0.9), **held),
        phase("let go", (0.15, 0.3), head=look, **after),
        phase("look after it", (0.3, 0.7)),
        Phase("lower", (0.4, 0.7), home=True),
    ), how=how, **more)  # fmt: skip


DROP = Action(
    "drop",
    synonyms=("dropping", "drop something", "let something fall"),
    decides=("hand",),
    accompanies=("other", "head", "trunk"),
    sentences=("{who} drops something {how}", "{who} lets something fall {how}",
               "dropping: {who} holds something out and lets go of it {how}"),
    styles=(
        _drops("from the hand", "from the {side} hand", {"hand": _OFFERED},
               {"hand": At("ahead", up=-0.1, forward=0.36)}),
        _drops("both hands", "from both hands", {"hand": _OFFERED, "other": _OFFERED},
               {"hand": At("ahead", out=0.14, up=-0.12, forward=0.34),
                "other": At("ahead", out=0.14, up=-0.12, forward=0.34)},
               decides=("hand", "other")),
        _drops("from high", "from above the head with the {side} hand",
               {"hand": At("shoulder", out=(0.0, 0.1), up=(0.3, 0.45), forward=(0.25, 0.38))},
               {"hand": At("shoulder", out=0.1, up=0.3, forward=0.2)}),
        _drops("to the side", "beside the body from the {side} hand",
               {"hand": At("ahead", out=(0.34, 0.48), up=(-0.3, -0.1), forward=(0.1, 0.24))},
               {"hand": At("ahead", out=0.36, up=-0.12, forward=0.1)}, ((10, 22), 0, (14, 34))),
        _drops("clumsily", "by accident and grabs after it with the {side} hand",
               {"hand": At("chest", out=(0.0, 0.1), up=(-0.1, 0.0), forward=(0.24, 0.34))},
               {"hand": At("hip", out=0.02, up=-0.04, forward=0.36), "trunk": ((8, 14), 0, 0)}),
    ),
)  # fmt: skip

_BIN = At("ahead", out=(0.0, 0.16), up=(-0.46, -0.32), forward=(0.36, 0.48))
_BIN_BESIDE = At("ahead", out=(0.30, 0.44), up=(-0.44, -0.28), forward=(0.10, 0.26))
_PAPER = At("hip", out=(-0.02, 0.08), up=(0.12, 0.24), forward=(0.22, 0.34))
_PAST = Stride(step=(0.34, 0.54), turn_deg=(-20, 20))


def _walks_past(name: str, how: str, let_go: Moves, on: Stride = _PAST, **more: Any) -> Style:
    """Walks up, lets it go while standing or stepping, walks on."""
    return Style(name, (
        Phase("walk up", (1.0, 1.6), stride=_PAST),
        phase("reach out", (0.35, 0.6), **let_go),
        phase("let go", (0.35, 0.6), hand=At("rest"), trunk=(0, 0, 0), pelvis=(0, 0, 0), head=(0, 0, 0)),
        Phase("walk on", (0.9, 1.5), stride=on),
    ), start={"hand": _PAPER}, how=how, **more)  # fmt: skip


DROP_TRASH = Action(
    "drop trash",
    synonyms=("dropping trash", "throw something into a bin", "drop rubbish"),
    decides=("hand", "walk"),
    accompanies=("trunk", "head", "other"),
    sentences=("{who} drops something into a bin {how}", "{who} gets rid of some rubbish {how}",
               "dropping trash: {who} passes a bin and lets something fall into it {how}"),
    styles=(
        _walks_past("in front", "in front with the {side} hand", {"hand": _BIN, "trunk": ((6, 18), 0, 0)}),
        _walks_past("beside", "beside the path with the {side} hand",
                    {"hand": _BIN_BESIDE, "head": ((8, 18), 0, (14, 32))}),
        _walks_past("bending to it", "bending to it", {"hand": At("floor", out=(0.0, 0.14), up=(0.34, 0.56),
                                                                  forward=(0.3, 0.4)),
                    "trunk": ((34, 54), 0, (-8, 0)), "pelvis": (0, (-0.08, -0.03), (-0.1, -0.05))}),
        _walks_past("tossing it", "with a small toss of the {side} hand",
                    {"hand": At("ahead", out=(0.0, 0.1), up=(-0.12, 0.06), forward=(0.44, 0.54), arc=(0, -0.14, 0))}),
        _walks_past("hardly stopping", "hardly moving the {side} arm",
                    {"hand": At("rest", out=(0.12, 0.24), forward=(0.12, 0.26))}),
        _walks_past("lifting the lid", "holding the lid up with the {other} hand",
                    {"hand": _BIN, "other": At("ahead", out=(0.04, 0.14), up=(-0.3, -0.16), forward=(0.38, 0.46)),
                     "trunk": ((6, 16), 0, 0), "head": ((8, 20), 0, 0)}),
        _walks_past("turning away", "and turns away", {"hand": _BIN, "trunk": ((4, 14), 0, 0)},
                    Stride(step=(0.3, 0.45), turn_deg=(50, 90))),
        _walks_past("crouching a little", "giving way in the knees",
                    {"hand": _BIN_BESIDE, "pelvis": (0, (-0.22, -0.12), (-0.08, -0.04)),
                    "trunk": ((14, 26), (4, 10), 0)}),
        _walks_past("squatting to it", "squatting down to it",
                    {"hand": At("floor", out=(0.0, 0.16), up=(0.22, 0.44), forward=(0.28, 0.42)),
                     "pelvis": (0.0, (-0.48, -0.32), (-0.20, -0.12)), "trunk": ((20, 38), 0, 0)}),
        Style("on the move", (
            Phase("walk up", (0.8, 1.4), stride=_PAST),
            Phase("reach out", (0.9, 1.1), {"hand": _BIN_BESIDE}, stride=_PAST),
            Phase("walk on", (1.0, 1.6), {"hand": At("rest")}, stride=_PAST),
        ), start={"hand": _PAPER}, how="without stopping, with the {side} hand"),
        Style("both hands", (
            Phase("walk up", (1.0, 1.8), stride=_PAST),
            phase("reach out", (0.4, 0.6), hand=_BIN, other=_BIN, trunk=((10, 22), 0, 0)),
            Phase("shake it out", 0.0, {}, (Swing("hand", (0, 0.04, 0), (1.6, 2.4)),
                                            Swing("other", (0, 0.04, 0), (1.6, 2.4))),
                  cycles=(2, 3)),
            phase("let go", (0.4, 0.6), hand=At("rest"), other=At("rest"), trunk=(0, 0, 0)),
        ), start={"hand": _PAPER, "other": _PAPER}, decides=("hand", "other", "walk"),
        how="emptying it with both hands"),
        Style("crumpled first", (
            Phase("crumple", 0.0, {}, (Swing("hand", (0.02, 0.02, 0.01), (1.6, 2.4)),
                                       Swing("other", (0.02, 0.02, 0.01), (1.6, 2.4), 0.5)),
                  cycles=(2, 3)),
            Phase("walk up", (0.9, 1.3), {"other": At("rest")}, stride=_PAST),
            phase("reach out", (0.35, 0.6), hand=_BIN, trunk=((4, 16), 0, 0)),
            phase("let go", (0.35, 0.6), hand=At("rest"), trunk=(0, 0, 0)),
        ), start={"hand": _HIGH, "other": _HIGH}, how="with the {side} hand after crumpling it"),
    ),
)  # fmt: skip
