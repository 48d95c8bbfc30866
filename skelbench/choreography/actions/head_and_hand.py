"""Actions of one hand near the head, told apart by where the hand goes and what it does there."""

from __future__ import annotations

from skelbench.choreography.script import Action, At, Loop, Phase, Stride, Style, Swing, phase

__all__ = ["BRUSH_HAIR", "DRINK_WATER", "PHONE_CALL"]

_SIP = At("mouth", out=(-0.01, 0.04), up=(-0.06, -0.01), forward=(0.05, 0.09))
_CUP = At("chest", out=(0.04, 0.16), up=(-0.12, 0.02), forward=(0.22, 0.32))
_LOW_CUP = At("hip", out=(-0.04, 0.06), up=(0.12, 0.22), forward=(0.24, 0.34))
_TWO_HANDED_SIP = At("mouth", out=(0.03, 0.05), up=(-0.06, -0.02), forward=(0.05, 0.09))

DRINK_WATER = Action(
    "drink water",
    synonyms=("drinking", "drink", "have a drink", "take a sip"),
    decides=("hand",),
    accompanies=("head", "elbow"),
    sentences=(
        "{who} drinks water {how}",
        "{who} brings a glass to the mouth and drinks {how}",
        "{who} takes a drink {how}",
        "a drink of water: {who} lifts it to the mouth {how}",
    ),
    styles=(
        Style("tilt", (
            phase("raise", (0.5, 0.9), hand=_SIP, elbow=(0, 30)),
            phase("tip", (0.4, 0.6), head=((-26, -10), 0, 0), elbow=(25, 55)),
            phase("swallow", (0.4, 1.2)),
            Phase("lower", (0.5, 0.9), home=True),
        ), how="with the {side} hand, the head tipped back"),
        Style("sips", (
            phase("lift the cup", (0.4, 0.7), hand=_CUP),
            Loop((2, 3), (
                phase("raise", (0.35, 0.6), hand=_SIP, elbow=(5, 35), head=((-14, 0), 0, 0)),
                phase("sip", (0.25, 0.5)),
                phase("lower a little", (0.35, 0.6), hand=_CUP, elbow=0, head=(0, 0, 0)),
            )),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="in small sips from the {side} hand"),
        Style("two hands", (
            phase("raise", (0.5, 0.9), hand=_TWO_HANDED_SIP, other=_TWO_HANDED_SIP, elbow=(0, 30), other_elbow=(0, 30)),
            phase("drink", (0.6, 1.4), head=((-18, -4), 0, 0)),
            Phase("lower", (0.5, 0.9), home=True),
        ), decides=("hand", "other"), how="holding the cup with both hands"),
        Style("cup in hand", (
            phase("raise", (0.35, 0.7), hand=_SIP, elbow=(5, 35), head=((-16, -4), 0, 0)),
            phase("drink", (0.5, 1.6)),
            Phase("lower", (0.4, 0.8), home=True),
        ), start={"hand": _LOW_CUP}, how="from a cup held in the {side} hand"),
        Style("long draught", (
            phase("raise", (0.5, 0.8), hand=_SIP, elbow=(10, 30)),
            phase("tip", (0.5, 0.8), head=((-22, -12), 0, 0), elbow=(40, 70), trunk=((-8, -2), 0, 0)),
            phase("drain", (0.9, 1.8), elbow=(55, 85)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="emptying the glass in one long draught with the {side} hand"),
        Style("walking", (
            Phase("raise", (0.9, 1.2), {"hand": _SIP, "head": ((-12, -2), 0, 0), "elbow": (10, 35)},
                  stride=Stride(step=(0.25, 0.42))),
            phase("drink", (0.5, 1.0)),
            Phase("lower", (0.5, 0.8), home=True),
        ), start={"hand": _LOW_CUP}, accompanies=("walk", "head", "elbow"), weight=0.5,
            how="with the {side} hand while walking a few steps"),
    ),
)  # fmt: skip

_EAR = At("ear", out=(0.02, 0.05), up=(-0.06, -0.01), forward=(0.01, 0.06))
_LOOK_AT_PHONE = At("chest", out=(0.0, 0.1), up=(-0.02, 0.12), forward=(0.24, 0.34))

PHONE_CALL = Action(
    "phone call",
    synonyms=("make a phone call", "answer the phone", "phoning", "call on the phone"),
    decides=("hand",),
    accompanies=("head", "elbow"),
    sentences=(
        "{who} makes a phone call {how}",
        "{who} holds a phone to the ear {how}",
        "{who} talks on the phone {how}",
        "a phone call: {who} keeps a hand at the ear {how}",
    ),
    styles=(
        Style("tilted", (
            phase("raise", (0.45, 0.9), hand=_EAR, elbow=(-5, 25)),
            phase("listen", (0.3, 0.6), head=((-2, 10), (4, 16), (-6, 10))),
            Phase("talk", (0.8, 1.9), swings=(Swing("head", ((1, 5), (0, 3), (0, 5)), (0.5, 1.1)),)),
            Phase("lower", (0.5, 0.9), home=True),
        ), how="with the {side} hand, the head tilted towards it"),
        Style("answers", (
            phase("look at the phone", (0.5, 0.8), hand=_LOOK_AT_PHONE, head=((12, 25), 0, 0)),
            phase("raise", (0.4, 0.7), hand=_EAR, head=((-2, 6), (2, 10), 0), elbow=(-5, 30)),
            phase("talk", (0.8, 1.8)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="answering it with the {side} hand"),
        Style("gesturing", (
            phase("raise", (0.45, 0.8), hand=_EAR, elbow=(0, 25), head=((0, 6), (2, 10), 0)),
            Phase("talk", (1.2, 2.0), {"other": At("hip", out=(0.05, 0.15), up=(0.1, 0.25), forward=(0.2, 0.35))},
                  swings=(Swing("other", ((0.03, 0.08), (0.02, 0.08), 0.02), (0.8, 1.5)),)),
            Phase("lower", (0.5, 0.8), home=True),
        ), accompanies=("other", "head", "elbow"), how="with the {side} hand while the {other} hand gestures"),
        Style("walking", (
            phase("raise", (0.45, 0.8), hand=_EAR, elbow=(-5, 25), head=((0, 6), (2, 10), 0)),
            Phase("walk and talk", (1.4, 2.4), stride=Stride(step=(0.25, 0.45), turn_deg=(-60, 60))),
            Phase("lower", (0.5, 0.8), home=True),
        ), accompanies=("walk", "head", "elbow"), how="with the {side} hand while walking a few steps"),
        Style("already talking", (
            Phase("talk", (1.4, 2.6), swings=(Swing("trunk", ((0, 2), (1, 3), (2, 6)), (0.3, 0.6)),)),
            phase("hang up", (0.5, 0.9), hand=At("rest"), elbow=0, head=(0, 0, 0)),
        ), start={"hand": _EAR, "elbow": (-5, 30), "head": ((0, 8), (2, 12), 0)},
            how="that is already going on, and ends it with the {side} hand"),
        Style("other hand on the free ear", (
            phase("raise", (0.5, 0.9), hand=_EAR, elbow=(0, 25)),
            phase("cover the other ear", (0.4, 0.7), other=At("ear", out=0.03, forward=0.02, up=-0.02),
                  head=((4, 16), (0, 8), 0), trunk=((4, 14), 0, 0)),
            phase("listen", (0.7, 1.5)),
            Phase("lower", (0.5, 0.9), home=True),
        ), accompanies=("other", "head"), weight=0.4, how="with the {side} hand and covers the other ear"),
    ),
)  # fmt: skip

_FRONT = At("crown", out=(0.02, 0.07), up=(0.0, 0.05), forward=(0.07, 0.11))
_BACK = At("crown", out=(0.04, 0.08), up=(-0.10, -0.03), forward=(-0.12, -0.06), arc=(0.02, (0.03, 0.06), 0.0))
_TEMPLE = At("ear", out=(0.03, 0.06), up=(0.10, 0.15), forward=(0.02, 0.06))
_BELOW_EAR = At("ear", out=(0.05, 0.09), up=(-0.13, -0.07), forward=(-0.06, 0.0), arc=((0.02, 0.04), 0.0, 0.0))

BRUSH_HAIR = Action(
    "brush hair",
    synonyms=("brushing hair", "comb hair", "do the hair"),
    decides=("hand",),
    accompanies=("head", "elbow"),
    sentences=(
        "{who} brushes the hair {how}",
        "{who} combs the hair {how}",
        "{who} draws a brush through the hair {how}",
        "hair brushing: {who} strokes over the head {how}",
    ),
    styles=(
        Style("front to back", (
            phase("raise", (0.5, 0.9), hand=_FRONT, elbow=(20, 50)),
            Loop((2, 5), (
                phase("stroke", (0.3, 0.6), hand=_BACK),
                phase("return", (0.25, 0.5), hand=_FRONT),
            )),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="from front to back with the {side} hand"),
        Style("down the side", (
            phase("raise", (0.5, 0.9), hand=_TEMPLE, elbow=(15, 45), head=((0, 8), (2, 16), 0)),
            Loop((2, 5), (
                phase("stroke", (0.3, 0.6), hand=_BELOW_EAR),
                phase("return", (0.25, 0.5), hand=_TEMPLE),
            )),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="down one side with the {side} hand"),
        Style("both sides", (
            phase("raise", (0.5, 0.8), hand=_TEMPLE, elbow=(15, 45)),
            Loop((2, 3), (
                phase("stroke", (0.3, 0.5), hand=_BELOW_EAR),
                phase("return", (0.25, 0.4), hand=_TEMPLE),
            )),
            phase("cross over", (0.3, 0.5), hand=At("crown", out=(-0.07, -0.02), up=(0.0, 0.04), forward=(0.06, 0.1)),
                  head=(0, (-10, -2), 0)),
            Loop((1, 2), (
                phase("stroke", (0.3, 0.5), hand=At("crown", out=(-0.1, -0.06), up=(-0.14, -0.06),
                                                    forward=(0.0, 0.05))),
                phase("return", (0.25, 0.4),
                      hand=At("crown", out=(-0.07, -0.02), up=(0.0, 0.04), forward=(0.06, 0.1))),
            )),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="on both sides with the {side} hand"),
        Style("held with the other hand", (
            phase("raise", (0.5, 0.9), hand=_TEMPLE, other=At("ear", out=(0.02, 0.05), up=(-0.12, -0.05), forward=0.03),
                  elbow=(15, 45), head=((0, 8), (2, 10), 0)),
            Loop((2, 4), (
                phase("stroke", (0.3, 0.6), hand=_BELOW_EAR),
                phase("return", (0.25, 0.5), hand=_TEMPLE),
            )),
            Phase("lower", (0.5, 0.8), home=True),
        ), accompanies=("other", "head", "elbow"), how="with the {side} hand while the {other} hand holds it"),
        Style("short quick strokes", (
            phase("raise", (0.5, 0.8), hand=At("crown", out=(0.03, 0.07), up=(-0.02, 0.04), forward=(0.0, 0.05)),
                  elbow=(20, 50)),
            Phase("stroke", 0.0, {}, (Swing("hand", (0.01, (0.01, 0.03), (0.05, 0.08)), (1.4, 2.4)),), cycles=(3, 6)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="with short quick strokes of the {side} hand"),
        Style("long strokes to the nape", (
            phase("raise", (0.5, 0.9), hand=_FRONT, elbow=(20, 45)),
            Loop((2, 3), (
                phase("stroke", (0.5, 0.9), hand=At("nape", out=(0.05, 0.09), up=(0.0, 0.06), forward=(-0.05, -0.01),
                                                    arc=(0.05, (0.10, 0.14), 0.0)), head=((0, 10), 0, 0)),
                phase("return", (0.4, 0.6), hand=At("crown", out=0.05, up=0.02, forward=0.09, arc=(0.1, 0.06, 0.0))),
            )),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="with long strokes down to the nape, the {side} hand leading"),
    ),
)  # fmt: skip
