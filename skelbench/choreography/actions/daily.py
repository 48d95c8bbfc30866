"""Everyday actions of hands in front of the body and at the head: eating, writing, typing, looking at a watch."""

from __future__ import annotations

from skelbench.choreography.actions.gesture import gesture
from skelbench.choreography.script import Action, At, Loop, Phase, Style, Swing, Vector, phase

__all__ = ["CHECK_TIME", "EAT", "FAN_SELF", "OPEN_BOTTLE", "PLAY_WITH_PHONE", "TAKE_SELFIE", "TEAR_PAPER", "TYPE",
           "WIPE_FACE",
           "WRITING"]  # fmt: skip

_BITE = At("mouth", out=(-0.01, 0.04), up=(-0.06, -0.01), forward=(0.04, 0.08))
_PLATE = At("chest", out=(0.00, 0.10), up=(-0.26, -0.12), forward=(0.26, 0.34))
_HELD = At("chest", out=(0.03, 0.10), up=(-0.14, 0.02), forward=(0.22, 0.32))
_DOWN: Vector = ((14, 32), 0, 0)
_SEATED: Vector = (0.0, (-0.48, -0.38), (-0.42, -0.36))


def _eats(name: str, how: str, away: At, chew: tuple[float, float], **start: At | Vector) -> Style:
    """Bites one after the other, chewing between them with the hand away from the mouth."""
    return Style(name, (
        Loop((2, 3), (
            phase("to the mouth", (0.35, 0.6), hand=_BITE, head=((-4, 10), 0, 0)),
            phase("bite", (0.12, 0.3)),
            phase("away", (0.35, 0.6), hand=away, head=((4, 20), 0, 0)),
            Phase("chew", chew, {}, (Swing("head", ((0.5, 2.0), 0, 0), (1.2, 2.0)),)),
        )),
        Phase("lower", (0.4, 0.7), home=True),
    ), start=start, how=how)  # fmt: skip


EAT = Action(
    "eat",
    synonyms=("eating", "eat a meal", "eat a snack"),
    decides=("hand",),
    accompanies=("head", "elbow", "other"),
    sentences=("{who} eats {how}", "{who} eats something {how}", "eating: {who} takes bite after bite {how}"),
    styles=(
        _eats("from the hand", "from the {side} hand", _HELD, (0.3, 0.6)),
        _eats("with a spoon", "with a spoon in the {side} hand, a bowl in the {other} one", _PLATE, (0.1, 0.3),
              other=_PLATE),
        _eats("seated", "at a table with the {side} hand", _PLATE, (0.2, 0.4), pelvis=_SEATED, other=_PLATE),
        _eats("nibbling", "in small quick bites from the {side} hand",
              At("mouth", out=(0.0, 0.06), up=(-0.14, -0.08), forward=(0.12, 0.18)), (0.1, 0.25), hand=_HELD),
        gesture("both hands", "holding it with both hands", {
            "hand": At("mouth", out=(0.03, 0.05), up=(-0.06, -0.02), forward=(0.04, 0.07)),
            "other": At("mouth", out=(0.03, 0.05), up=(-0.06, -0.02), forward=(0.04, 0.07)), "head": ((2, 14), 0, 0)},
            (Swing("head", ((2, 5), 0, 0), (1.0, 1.8)),), (2, 4), decides=("hand", "other")),
    ),
)  # fmt: skip

_PEN = At("hip", out=(-0.06, 0.02), up=(0.16, 0.24), forward=(0.26, 0.34))
_SHEET = At("hip", out=(-0.04, 0.04), up=(0.14, 0.22), forward=(0.26, 0.34))


def _writes(name: str, how: str, at: At, strokes: Vector, hz: tuple[float, float], **more: At | Vector) -> Style:
    start = {"pelvis": more.pop("pelvis")} if "pelvis" in more else {}
    return gesture(name, how, {"hand": at, **more}, (Swing("hand", strokes, hz),), (4, 9), start=start)


WRITING = Action(
    "writing",
    synonyms=("write", "write something down"),
    decides=("hand",),
    accompanies=("other", "head"),
    sentences=("{who} writes {how}", "{who} writes something down {how}",
               "writing: the hand of {who} makes small strokes, line after line {how}"),
    styles=(
        _writes("on a pad", "with the {side} hand on a pad held with the {other} one", _PEN,
                ((0.012, 0.03), 0.006, 0.006), (2.0, 3.4),
                other=_SHEET, head=_DOWN),
        _writes("on a table", "at a table with the {side} hand", _PEN, ((0.015, 0.035), 0.0, 0.01), (1.8, 3.0),
                other=_SHEET,
                trunk=((14, 26), 0, 0), head=_DOWN),
        _writes("on a wall", "on a board with the {side} hand",
                At("ahead", out=(-0.08, 0.1), up=(-0.04, 0.16), forward=(0.42, 0.52)),
                ((0.03, 0.06), (0.02, 0.04), 0.0), (1.4, 2.4)),
        _writes("seated", "sitting, with the {side} hand", _PEN, ((0.012, 0.03), 0.0, 0.008), (2.0, 3.2), other=_SHEET,
                head=_DOWN,
                pelvis=_SEATED),
    ),
)  # fmt: skip

_KEYS = At("hip", out=(-0.04, 0.03), up=(0.14, 0.24), forward=(0.28, 0.36))
_TAPS = (
    Swing("hand", (0.01, (0.010, 0.02), 0.0), (2.4, 3.6)),
    Swing("other", (0.01, (0.010, 0.02), 0.0), (2.4, 3.6), 0.5),
)

TYPE = Action(
    "type on a keyboard", ("typing", "type on keys"), ("hand", "other"),
    (
        gesture("standing", "standing", {"hand": _KEYS, "other": _KEYS, "head": _DOWN}, _TAPS, (5, 10)),
        gesture("seated", "sitting", {"hand": _KEYS, "other": _KEYS, "head": ((4, 14), 0, 0)}, _TAPS, (5, 10),
                start={"pelvis": _SEATED}),
        gesture("leaning in", "leaning in", {"hand": _KEYS, "other": _KEYS, "trunk": ((16, 28), 0, 0),
                                             "head": ((-4, 8), 0, 0)}, _TAPS,
                (5, 10)),
    ),
    ("{who} types on a keyboard {how}", "{who} types {how}",
     "typing: both hands of {who} tap in turn before the belly {how}"), ("head",),
)  # fmt: skip

_SCREEN = At("chest", out=(-0.04, 0.04), up=(-0.08, 0.06), forward=(0.24, 0.32))
_THUMBS = (Swing("hand", ((0.006, 0.015), (0.006, 0.015), 0.0), (1.6, 3.0)),)

PLAY_WITH_PHONE = Action(
    "play with phone", ("playing with a phone", "use a phone", "look at a phone"), ("hand", "head"),
    (
        gesture("one hand", "in the {side} hand", {"hand": _SCREEN, "head": _DOWN}, _THUMBS),
        gesture("tapping", "held in the {other} hand, tapping with the {side} one",
                {"other": _SCREEN, "hand": At("chest", out=(0.0, 0.05), up=(-0.04, 0.06), forward=(0.28, 0.34)),
                 "head": _DOWN},
                (Swing("hand", (0.02, (0.02, 0.04), 0.02), (1.4, 2.4)),), (3, 7)),
        gesture("both hands", "with both hands", {"hand": At("chest", out=(0.03, 0.06), up=(-0.12, 0.02),
                                                             forward=(0.24, 0.32)),
                "other": At("chest", out=(0.03, 0.06), up=(-0.12, 0.02), forward=(0.24, 0.32)), "head": _DOWN}, _THUMBS,
                decides=("hand", "other", "head")),
    ),
    ("{who} plays with a phone {how}", "{who} looks at a phone {how}",
     "using a phone: {who} holds it before the chest and looks down at it {how}"),
)  # fmt: skip

CHECK_TIME = Action(
    "check time", ("check the time", "look at a watch"), ("hand", "head"),
    (
        gesture("lifts the wrist", "on the {side} wrist", {"hand": At("chest", out=(-0.12, -0.02), up=(-0.04, 0.08),
                                                                      forward=(0.22, 0.3)),
                "head": ((14, 30), 0, (0, 10)), "elbow": (10, 35)}, hold=(0.5, 1.2)),
        gesture("pulls the sleeve back", "on the {side} wrist, pulling the sleeve back",
                {"hand": At("chest", out=(-0.14, -0.04), up=(-0.08, 0.04), forward=(0.24, 0.3)),
                 "head": ((14, 30), 0, 0),
                 "other": At("chest", out=(-0.06, 0.02), up=(-0.08, 0.04), forward=(0.26, 0.32)), "elbow": (10, 30)},
                 hold=(0.6, 1.4)),
        gesture("in passing", "with a quick look at the {side} wrist",
                {"hand": At("hip", out=(-0.02, 0.08), up=(0.2, 0.3), forward=(0.22, 0.3)),
                 "head": ((18, 32), 0, (4, 16))}, hold=(0.2, 0.5)),
    ),
    ("{who} checks the time {how}", "{who} looks at a watch {how}",
     "checking the time: {who} lifts a wrist before the chest and looks at it {how}"),
    ("other", "elbow"),
)  # fmt: skip

_TWO = At("chest", out=(0.02, 0.04), up=(-0.06, 0.06), forward=(0.24, 0.32))

TEAR_PAPER = Action(
    "tear up paper", ("tearing paper", "tear a sheet to pieces"), ("hand", "other"),
    (
        Style("in pieces", (
            phase("hold it", (0.4, 0.7), hand=_TWO, other=_TWO, head=((8, 20), 0, 0)),
            Loop((2, 3), (
                phase("tear", (0.3, 0.5), hand=At("chest", out=(0.16, 0.26), up=(-0.02, 0.1), forward=(0.22, 0.3)),
                      other=At("chest", out=(0.1, 0.2), up=(-0.16, -0.06), forward=(0.24, 0.32))),
                phase("lay together", (0.3, 0.5), hand=_TWO, other=_TWO),
            )),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="in pieces"),
        Style("forward and back", (
            phase("hold it", (0.4, 0.7), hand=_TWO, other=_TWO, head=((8, 20), 0, 0)),
            Loop((2, 4), (
                phase("tear", (0.25, 0.45), hand=At("chest", out=0.05, up=(-0.1, 0.0), forward=(0.10, 0.16)),
                      other=At("chest", out=0.05, up=(-0.04, 0.04), forward=(0.38, 0.46))),
                phase("lay together", (0.25, 0.45), hand=_TWO, other=_TWO),
            )),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="one hand drawing back, the other one pushing"),
    ),
    ("{who} tears up paper {how}", "{who} tears a sheet {how}",
     "tearing paper: the hands of {who} part and come together again and again {how}"), ("head",),
)  # fmt: skip

TAKE_SELFIE = Action(
    "take a selfie", ("taking a selfie", "photograph oneself"), ("hand",),
    (
        gesture("high", "with the {side} hand held high",
                {"hand": At("ahead", out=(0.0, 0.16), up=(0.16, 0.32), forward=(0.48, 0.56)),
                 "head": ((-14, -2), (2, 10), (0, 14))}),
        gesture("level", "with the {side} hand stretched out",
                {"hand": At("ahead", out=(0.0, 0.2), up=(-0.02, 0.1), forward=(0.5, 0.6)),
                "head": ((-6, 4), (4, 14), 0)}),
        gesture("both hands", "with both hands", {"hand": At("ahead", out=(-0.12, -0.06), up=(0.06, 0.2),
                                                             forward=(0.46, 0.54)),
                "other": At("ahead", out=(-0.12, -0.06), up=(0.06, 0.2), forward=(0.46, 0.54)),
                "head": ((-10, 0), 0, 0)},
                decides=("hand", "other")),
    ),
    ("{who} takes a selfie {how}", "{who} takes a picture of their own face {how}",
     "a selfie: {who} holds a phone out before the face and keeps still {how}"), ("head",),
)  # fmt: skip

FAN_SELF = Action(
    "fan self", ("fanning oneself", "use a fan"), ("hand",),
    (
        gesture("at the face", "with the {side} hand before the face",
                {"hand": At("chest", out=(0.0, 0.1), up=(0.14, 0.24), forward=(0.2, 0.28)), "elbow": (0, 25)},
                (Swing("hand", ((0.05, 0.09), 0.0, (0.02, 0.04)), (2.0, 3.2)),), (4, 8)),
        gesture("at the chest", "with the {side} hand before the chest",
                {"hand": At("chest", out=(0.04, 0.14), up=(-0.04, 0.08), forward=(0.2, 0.28))},
                (Swing("hand", (0.02, (0.02, 0.04), (0.04, 0.08)), (2.0, 3.2)),), (4, 8)),
        gesture("leaning back", "with the {side} hand, leaning back",
                {"hand": At("chest", out=(0.02, 0.12), up=(0.1, 0.2), forward=(0.24, 0.3)), "trunk": ((-12, -4), 0, 0),
                 "head": ((-14, -4), 0, 0)},
                (Swing("hand", ((0.06, 0.1), 0.0, 0.02), (1.6, 2.6)),), (3, 7)),
    ),
    ("{who} fans their own face {how}", "{who} uses a fan {how}",
     "fanning: {who} moves a hand quickly to and fro in front {how}"), ("elbow",),
)  # fmt: skip

_CHEEK = At("mouth", out=(0.03, 0.06), up=(0.0, 0.04), forward=(0.03, 0.06))

WIPE_FACE = Action(
    "wipe face", ("wiping the face", "dry the face"), ("hand",),
    (
        gesture("one hand", "with the {side} hand", {"hand": _CHEEK},
                (Swing("hand", ((0.02, 0.04), (0.03, 0.05), 0.0), (1.0, 1.8)),), (2, 4)),
        gesture("both hands", "with both hands", {"hand": _CHEEK, "other": _CHEEK, "head": ((4, 14), 0, 0)},
                (Swing("hand", (0.01, (0.04, 0.06), 0.0), (0.9, 1.6)),
                 Swing("other", (0.01, (0.04, 0.06), 0.0), (0.9, 1.6))), (2, 4),
                decides=("hand", "other")),
        gesture("the forehead", "over the forehead with the {side} hand",
                {"hand": At("brow", out=(0.0, 0.03), up=(0.0, 0.03), forward=(0.04, 0.07)), "elbow": (20, 45)},
                (Swing("hand", ((0.04, 0.07), 0.0, 0.0), (0.8, 1.4)),), (1, 3)),
    ),
    ("{who} wipes the face {how}", "{who} dries the face {how}",
     "wiping: {who} strokes up and down over the face {how}"), ("head", "elbow"),
)  # fmt: skip

OPEN_BOTTLE = Action(
    "open a bottle", ("opening a bottle", "unscrew a lid"), ("hand", "other"),
    (
        gesture("at the belly", "before the belly with the {side} hand",
                {"other": At("hip", out=(-0.08, -0.05), up=(0.12, 0.2), forward=(0.24, 0.3)), "head": _DOWN,
                 "hand": At("hip", out=(-0.08, -0.04), up=(0.26, 0.32), forward=(0.24, 0.3)), "elbow": (10, 30)},
                (Swing("hand", ((0.02, 0.04), 0.0, (0.02, 0.03)), (1.2, 2.0)),), (2, 5)),
        gesture("at the chest", "before the chest with the {side} hand",
                {"other": At("chest", out=(-0.02, 0.02), up=(-0.14, -0.06), forward=(0.2, 0.28)),
                 "head": ((8, 20), 0, 0),
                 "hand": At("chest", out=(-0.02, 0.03), up=(0.0, 0.06), forward=(0.2, 0.28)), "elbow": (20, 45)},
                (Swing("hand", ((0.02, 0.04), 0.0, (0.02, 0.03)), (1.0, 1.8)),), (2, 4)),
    ),
    ("{who} opens a bottle {how}", "{who} unscrews a lid {how}",
     "opening a bottle: one hand of {who} turns on top of what the other one holds {how}"), ("head", "elbow"),
)  # fmt: skip
