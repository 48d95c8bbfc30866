"""Actions that are never trained: a model's rejection is set on them."""

from __future__ import annotations

from skelbench.choreography.script import Action, At, Leap, Loop, Moves, Phase, Stride, Style, Swing, Vector, phase

__all__ = ["BRUSH_TEETH", "HOP", "HUG", "READING", "RUB_HANDS", "SHAKE_HANDS", "SQUAT"]

_TEETH = At("mouth", out=(0.02, 0.08), up=(-0.02, 0.01), forward=(0.06, 0.11))
_CUP = At("chest", out=(0.04, 0.12), up=(-0.14, 0.0), forward=(0.20, 0.30))


def _brushes(name: str, how: str, swing: Vector, head: Vector = (0, 0, 0), **other: At) -> Style:
    return Style(name, (
        phase("raise", (0.5, 0.9), hand=_TEETH, elbow=(10, 40), head=head, **other),
        Phase("brush", 0.0, {}, (Swing("hand", swing, (2.4, 4.0)),), cycles=(5, 9)),
        Phase("lower", (0.5, 0.8), home=True),
    ), how=how)  # fmt: skip


BRUSH_TEETH = Action(
    "brush teeth",
    synonyms=("brushing teeth", "clean the teeth"),
    decides=("hand",),
    accompanies=("head", "other", "elbow"),
    sentences=(
        "{who} brushes the teeth {how}",
        "{who} cleans the teeth {how}",
        "brushing teeth: {who} moves a small brush to and fro at the mouth {how}",
    ),
    styles=(
        _brushes("sideways", "with the {side} hand, from side to side", ((0.02, 0.04), 0.0, 0.0)),
        _brushes("up and down", "with the {side} hand, up and down", (0.0, (0.02, 0.035), 0.0)),
        _brushes("bent over", "with the {side} hand, bending over the basin", ((0.015, 0.035), 0.01, 0.0),
                 ((10, 24), 0, 0)),
        _brushes("with a cup", "with the {side} hand, a cup in the {other} one", ((0.02, 0.04), 0.0, 0.01), other=_CUP),
    ),
)  # fmt: skip

_BOOK = At("chest", out=(0.08, 0.14), up=(-0.10, 0.04), forward=(0.26, 0.36))
_LOOK_DOWN: Vector = ((18, 36), 0, 0)

READING = Action(
    "reading",
    synonyms=("read", "read a book"),
    decides=("hand", "other", "head"),
    sentences=(
        "{who} reads {how}",
        "{who} reads a book {how}",
        "reading: {who} looks down at pages held in front of the chest {how}",
    ),
    styles=(
        Style("book", (
            phase("open", (0.6, 0.9), hand=_BOOK, other=_BOOK, head=_LOOK_DOWN),
            Phase("read", (1.0, 2.4), swings=(Swing("head", (0, 0, (3, 7)), (0.5, 0.9)),)),
            Phase("put away", (0.6, 0.9), home=True),
        ), how="holding it with both hands"),
        Style("turning a page", (
            phase("read", (0.6, 1.2)),
            Loop((1, 2), (
                phase("turn the page", (0.4, 0.7), hand=At("chest", out=(-0.10, -0.04), up=(-0.06, 0.04), forward=0.3,
                                                           arc=(0, (0.03, 0.06), 0))),
                phase("hand back", (0.3, 0.5), hand=_BOOK),
                phase("read on", (0.4, 0.9)),
            )),
        ), start={"hand": _BOOK, "other": _BOOK, "head": _LOOK_DOWN}, how="and turns pages with the {side} hand"),
        Style("one hand", (
            phase("lift", (0.5, 0.8), hand=At("chest", out=(0.0, 0.08), up=(-0.06, 0.06), forward=(0.26, 0.36)),
                  head=_LOOK_DOWN),
            phase("read", (1.2, 2.4)),
            Phase("put away", (0.5, 0.8), home=True),
        ), decides=("hand", "head"), how="holding the page with the {side} hand"),
        Style("walking", (
            Phase("read", (1.8, 3.0), stride=Stride(step=(0.22, 0.4))),
        ), start={"hand": _BOOK, "other": _BOOK, "head": _LOOK_DOWN}, decides=("walk", "head"),
            how="while walking slowly", weight=0.5),
    ),
)  # fmt: skip


def _rubs(name: str, how: str, at: At, mine: Vector, theirs: Vector, hz: tuple[float, float]) -> Style:
    return Style(name, (
        phase("bring together", (0.4, 0.7), hand=at, other=at),
        Phase("rub", 0.0, {}, (Swing("hand", mine, hz), Swing("other", theirs, hz, 0.5)), cycles=(4, 8)),
        Phase("lower", (0.4, 0.7), home=True),
    ), how=how)  # fmt: skip


_TOGETHER = At("chest", out=(0.015, 0.03), up=(-0.14, 0.02), forward=(0.22, 0.32))
_LOW_TOGETHER = At("hip", out=(-0.08, -0.06), up=(0.12, 0.20), forward=(0.24, 0.34))

RUB_HANDS = Action(
    "rub hands",
    synonyms=("rubbing hands", "rub the hands together"),
    decides=("hand", "other"),
    sentences=(
        "{who} rubs the hands {how}",
        "{who} rubs both hands together {how}",
        "rubbing hands: the palms of {who} slide on each other {how}",
    ),
    styles=(
        _rubs("to and fro", "to and fro before the chest", _TOGETHER, (0, 0, (0.04, 0.07)), (0, 0, (0.04, 0.07)),
              (1.8, 3.2)),
        _rubs("up and down", "up and down before the chest", _TOGETHER, (0, (0.03, 0.06), 0.01),
              (0, (0.03, 0.06), 0.01), (1.8, 3.2)),
        _rubs("as if washing", "as if washing them", _LOW_TOGETHER, (0.01, (0.02, 0.04), (0.02, 0.04)),
              (0.01, (0.02, 0.04), (0.02, 0.04)), (1.2, 2.2)),
    ),
)  # fmt: skip

_DEEP: Vector = (0.0, (-0.46, -0.32), (-0.22, -0.12))
_AHEAD = At("ahead", out=(-0.08, 0.04), up=(-0.1, 0.06), forward=(0.5, 0.62))


def _squats(name: str, how: str, down: Moves, up: Moves, **start: At) -> Style:
    return Style(name, (
        Loop((2, 3), (
            Phase("go down", (0.55, 0.85), {"pelvis": _DEEP, "trunk": ((22, 40), 0, 0), **down}),
            Phase("come up", (0.55, 0.85), {"pelvis": (0, 0, 0), "trunk": (0, 0, 0), **up}),
        )),
    ), start=start, how=how)  # fmt: skip


SQUAT = Action(
    "squat",
    synonyms=("squats", "do squats", "knee bends"),
    decides=("pelvis",),
    accompanies=("trunk", "hand", "other"),
    sentences=(
        "{who} does squats {how}",
        "{who} bends and straightens the knees several times {how}",
        "squats: {who} lowers the hips and rises again and again {how}",
    ),
    styles=(
        _squats("arms forward", "with the arms stretched forward", {"hand": _AHEAD, "other": _AHEAD},
                {"hand": At("rest"), "other": At("rest")}),
        _squats("hands on the hips", "with the hands on the hips", {}, {},
                hand=At("hip", out=0.08, up=0.09, forward=0.04),
                other=At("hip", out=0.08, up=0.09, forward=0.04)),
        _squats("hands clasped", "with the hands before the chest", {}, {}, hand=At("chest", out=0.03, forward=0.2),
                other=At("chest", out=0.03, forward=0.2)),
        _squats("hands behind the head", "with the hands behind the head", {}, {},
                hand=At("nape", out=0.07, up=0.03, forward=-0.02),
                other=At("nape", out=0.07, up=0.03, forward=-0.02)),
    ),
)  # fmt: skip

_ON_ONE_LEG: Vector = ((-0.155, -0.135), -0.02, 0.0)


def _hops(name: str, how: str, held: At, times: tuple[int, int], height: tuple[float, float]) -> Style:
    return Style(name, (
        phase("lift the foot", (0.4, 0.6), pelvis=_ON_ONE_LEG, foot=held),
        Loop(times, (Leap(height, (0.07, 0.12), {"trunk": ((4, 10), 0, 0)}, {"trunk": (0.0, 0.0, 0.0)}, {}),)),
        Phase("set down", (0.35, 0.6), home=True),
    ), how=how)  # fmt: skip


HOP = Action(
    "hop",
    synonyms=("hopping", "hop on one foot", "one-legged jump"),
    decides=("jump", "foot"),
    accompanies=("hand", "other", "pelvis"),
    sentences=(
        "{who} hops on one foot {how}",
        "{who} hops {how}",
        "hopping: {who} jumps on one leg {how}",
    ),
    styles=(
        _hops("foot behind", "with the {side} foot held behind", At("stance", up=(0.22, 0.36), forward=(-0.34, -0.2)),
              (2, 3), (0.04, 0.10)),
        _hops("knee up", "with the {side} knee lifted", At("leg", up=(-0.5, -0.4), forward=(0.18, 0.3)), (2, 3),
              (0.04, 0.10)),
        _hops("once", "once, high, with the {side} foot off the floor",
              At("stance", up=(0.2, 0.3), forward=(-0.3, -0.1)), (1, 1), (0.10, 0.18)),
    ),
)  # fmt: skip


def _greets(*before: Phase, pump: tuple[float, float], cycles: tuple[int, int], **more: Vector) -> tuple[Phase, ...]:
    return (
        *before,
        phase("reach out", (0.4, 0.7), hand=At("meet"), **more),
        Phase("shake", 0.0, {}, (Swing("hand", (0.0, pump, 0.0), (1.6, 2.6)),), cycles=cycles),
        Phase("let go", (0.5, 0.8), home=True),
    )  # fmt: skip


_USUAL = _greets(pump=(0.04, 0.07), cycles=(2, 4))
_BOWING = _greets(pump=(0.02, 0.04), cycles=(2, 4), trunk=(16, 0, 0), head=(10, 0, 0))
_APPROACH = Phase("approach", 1.55, stride=Stride(step=0.27, seconds=0.52, turn_deg=0.0))
_MEETING = _greets(_APPROACH, pump=(0.03, 0.06), cycles=(2, 3))

SHAKE_HANDS = Action(
    "shake hands",
    synonyms=("handshake", "shaking hands"),
    decides=("hand",),
    accompanies=("trunk", "head", "walk"),
    people=2,
    sentences=(
        "two people shake hands {how}",
        "{who} shakes hands with another person {how}",
        "a handshake: two people clasp hands and pump them {how}",
    ),
    styles=(
        Style("usual", _USUAL, partner=_USUAL, distance=(0.72, 0.9), how="with the {side} hands"),
        Style("bowing", _BOWING, partner=_BOWING, distance=(0.8, 0.95), how="with the {side} hands, bowing a little"),
        Style("meeting", _MEETING, partner=_MEETING, distance=(1.8, 1.95),
              how="with the {side} hands after walking up"),
    ),
)  # fmt: skip


def _embraces(*before: Phase, hold: tuple[float, float]) -> tuple[Phase, ...]:
    over = At("meet", out=0.10, up=0.34, forward=0.26, arc=(0.16, 0.0, 0.0))
    under = At("meet", out=0.12, up=0.10, forward=0.26, arc=(0.2, 0.0, 0.0))
    return (
        *before,
        phase("open the arms", (0.35, 0.6), hand=At("shoulder", out=0.2, up=-0.05, forward=0.35),
              other=At("shoulder", out=0.22, up=-0.2, forward=0.32)),
        phase("embrace", (0.5, 0.8), hand=over, other=under, trunk=(10, 3, 0), head=(6, -6, -14),
              pelvis=(0, -0.02, 0.04)),
        Phase("hold", hold, {}, (Swing("other", (0.0, 0.02, 0.0), (1.4, 2.2)),)),
        Phase("let go", (0.5, 0.8), home=True),
    )  # fmt: skip


_STANDING_HUG = _embraces(hold=(0.6, 1.4))
_WALKING_HUG = _embraces(_APPROACH, hold=(0.5, 0.9))

HUG = Action(
    "hug",
    synonyms=("hugging", "embrace", "hug each other"),
    decides=("hand", "other"),
    accompanies=("trunk", "head", "walk"),
    people=2,
    sentences=(
        "two people hug {how}",
        "{who} hugs another person {how}",
        "a hug: two people put their arms round each other {how}",
    ),
    styles=(
        Style("standing close", _STANDING_HUG, partner=_STANDING_HUG, distance=(0.42, 0.52), how="standing close"),
        Style("walking up", _WALKING_HUG, partner=_WALKING_HUG, distance=(1.46, 1.56),
              how="after walking up to each other"),
    ),
)  # fmt: skip
