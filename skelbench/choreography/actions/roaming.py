"""Ways of acting on the move and with the whole trunk: picking up, dropping trash, dressing, sitting and walking."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from skelbench.choreography.actions.dressing import PUT_ON_JACKET, TAKE_OFF_JACKET
from skelbench.choreography.script import At, Moves, Number, Phase, Stride, Style, Swing, Value, Vector, phase

__all__ = [
    "DROP_TRASH_IN_PASSING",
    "PICK_UP_IN_PASSING",
    "PUT_ON_JACKET_LOOSELY",
    "SIT_LOOSELY",
    "STAND_LOOSELY",
    "TAKE_OFF_JACKET_LOOSELY",
    "WALK_LOOSELY",
]

_BRISK = Stride(step=(0.38, 0.62), seconds=(0.42, 0.56), turn_deg=(-30, 30))
_SLOWING = Stride(step=(0.16, 0.40), seconds=(0.40, 0.56), turn_deg=(-20, 20), arms=(0.0, 0.1))
_OFF = Stride(step=(0.34, 0.58), seconds=(0.42, 0.56), turn_deg=(-70, 70))
_ROUND = Stride(step=0.0, seconds=(0.32, 0.44), turn_deg=0.0, spin_deg=(90.0, 180.0), arms=0.0)
_REST = At("rest")
_TWO = ("hand", "other", "trunk", "pelvis")
_DOWN = At("floor", out=(-0.02, 0.22), up=(0.04, 0.32), forward=(0.22, 0.46))
_TABLE = At("floor", out=(-0.04, 0.16), up=(0.38, 0.72), forward=(0.34, 0.50))
_HELD = At("chest", out=(0.0, 0.16), up=(-0.26, 0.04), forward=(0.18, 0.34))
_LOW = At("hip", out=(-0.02, 0.12), up=(0.0, 0.22), forward=(0.16, 0.34))
_UP: Moves = {"trunk": (0, 0, 0), "pelvis": (0, 0, 0), "head": (0, 0, 0)}
_STOOPS: Moves = {"trunk": ((40, 84), (-6, 6), (-10, 10)), "pelvis": (0.0, (-0.36, -0.08), (-0.22, -0.10))}
_SQUATS: Moves = {"trunk": ((16, 46), (-4, 4), (-8, 8)), "pelvis": (0.0, (-0.58, -0.34), (-0.22, -0.12))}
_BENDS: Moves = {"trunk": ((24, 54), (-6, 6), (-10, 10)), "pelvis": (0.0, (-0.28, -0.04), (-0.20, -0.06))}


def _both(place: Value) -> dict[str, Value]:
    return {"hand": place, "other": place}


def _passes(name: str, how: str, down: Moves, up: Moves, on: Stride | None = _OFF, **more: Any) -> Style:
    """Walks up quickly, goes down to it, and walks off with it."""
    phases: tuple[Phase, ...] = (
        Phase("walk up", (0.8, 1.9), stride=_BRISK), phase("go down", (0.42, 0.75), **down),
        phase("rise", (0.35, 0.7), **_UP, **up),
    )  # fmt: skip
    phases += (Phase("walk off", (0.8, 1.9), stride=on),) if on else ()
    return Style(name, phases, how=how, **more)


PICK_UP_IN_PASSING = (
    _passes("one hand, in passing", "with the {side} hand in passing", {**_STOOPS, "hand": _DOWN}, {"hand": _REST}),
    _passes("one hand, in passing, kept high", "with the {side} hand in passing and keeps it high",
            {**_STOOPS, "hand": _DOWN}, {"hand": _HELD}),
    _passes("one hand, from a seat", "from a seat with the {side} hand in passing", {**_BENDS, "hand": _TABLE},
            {"hand": _LOW}),
    _passes("one hand, squatting down", "with the {side} hand, squatting down, and goes", {**_SQUATS, "hand": _DOWN},
            {"hand": _REST}),
    _passes("one hand, and turns back", "with the {side} hand and turns back", {**_STOOPS, "hand": _DOWN},
            {"hand": _LOW}, _ROUND),
    Style("one hand, down at once", (
        phase("go down", (0.4, 0.7), **_STOOPS, hand=_DOWN), phase("rise", (0.3, 0.6), **_UP, hand=_REST),
        Phase("walk off", (0.7, 1.6), stride=_OFF),
    ), accompanies=("other", "head", "walk"), how="with the {side} hand at once, and walks off"),
    _passes("two hands, in passing", "with both hands in passing", {**_STOOPS, **_both(_DOWN)}, _both(_HELD),
            decides=_TWO),
    _passes("two hands, squatting down", "with both hands, squatting down, and goes", {**_SQUATS, **_both(_DOWN)},
            _both(_HELD), decides=_TWO),
    _passes("two hands, from a seat", "from a seat with both hands in passing", {**_BENDS, **_both(_TABLE)},
            _both(_LOW), decides=_TWO),
    _passes("two hands, kept low", "with both hands and carries it low", {**_STOOPS, **_both(_DOWN)}, _both(_LOW),
            decides=_TWO),
    _passes("two hands, and turns back", "with both hands and turns back", {**_BENDS, **_both(_DOWN)},
            _both(_LOW), _ROUND, decides=_TWO),
    Style("two hands, down at once", (
        phase("go down", (0.4, 0.7), **_STOOPS, **_both(_DOWN)), phase("rise", (0.3, 0.6), **_UP, **_both(_HELD)),
        Phase("walk off", (0.7, 1.6), stride=_OFF),
    ), decides=_TWO, accompanies=("head", "walk"), how="with both hands at once, and walks off"),
    Style("two hands, gathering", (
        Phase("walk up", (0.7, 1.4), stride=_BRISK), phase("go down", (0.4, 0.7), **_SQUATS, **_both(_DOWN)),
        phase("reach on", (0.3, 0.5), **_both(At("floor", out=(0.10, 0.30), up=(0.06, 0.30), forward=(0.22, 0.40)))),
        phase("rise", (0.4, 0.7), **_UP, **_both(_HELD)), Phase("walk off", (0.7, 1.4), stride=_OFF),
    ), decides=_TWO, how="with both hands, gathering several things, and goes"),
)  # fmt: skip

_BIN = At("ahead", out=(0.0, 0.28), up=(-0.58, -0.30), forward=(0.26, 0.50))
_BESIDE = At("ahead", out=(0.24, 0.46), up=(-0.52, -0.24), forward=(0.06, 0.30))
_NOW = ("hand", "walk")


def _tosses(name: str, how: str, let_go: Moves, hold: Moves, seconds: Number = (0.4, 0.8), **more: Any) -> Style:
    """Walks up, reaches to the bin while still stepping, and walks on without a stop."""
    return Style(name, (
        Phase("walk up", (0.7, 1.8), stride=_BRISK),
        Phase("reach out", seconds, let_go, stride=_SLOWING),
        Phase("walk on", (0.8, 2.0), {"hand": _REST, "trunk": (0, 0, 0), "head": (0, 0, 0), "pelvis": (0, 0, 0)},
              stride=_OFF),
    ), start=hold, how=how, **more)  # fmt: skip


_LEANS: Vector = ((22, 52), (-8, 8), (-12, 12))
DROP_TRASH_IN_PASSING = (
    _tosses("in passing, leaning to it", "in passing, leaning down to it", {"hand": _BIN, "trunk": _LEANS}, {}),
    _tosses("in passing, leaning aside", "in passing, leaning aside to it",
            {"hand": _BESIDE, "trunk": ((8, 30), (8, 24), (0, 20)), "head": ((6, 20), 0, (0, 24))}, {}),
    _tosses("in passing, kept before the chest", "in passing, held before the chest until then",
            {"hand": _BIN, "trunk": ((10, 36), 0, 0)}, {"hand": _HELD}),
    _tosses("in passing, from the hip", "in passing, held at the hip until then", {"hand": _BIN, "trunk": _LEANS},
            {"hand": _LOW}),
    _tosses("in passing, with a flick", "in passing with a flick of the {side} hand",
            {"hand": At("ahead", out=(0.0, 0.16), up=(-0.24, 0.0), forward=(0.40, 0.54))}, {"hand": _REST}, (0.3, 0.5)),
    _tosses("in passing, sinking", "in passing, bending knees and back",
            {"hand": _BIN, "trunk": _LEANS, "pelvis": (0.0, (-0.24, -0.10), (-0.12, -0.04))}, {"hand": _LOW}),
    Style("stops and bends", (
        Phase("walk up", (0.8, 1.8), stride=_BRISK),
        phase("bend to it", (0.3, 0.6), hand=_BIN, trunk=((30, 62), (-6, 6), (-8, 8)),
              pelvis=(0.0, (-0.2, -0.02), (-0.18, -0.08))),
        phase("rise", (0.3, 0.6), **_UP, hand=_REST), Phase("walk on", (0.8, 1.8), stride=_OFF),
    ), decides=_NOW, start={"hand": _LOW}, how="bending low, and walks on"),
    Style("stops, bends and turns back", (
        Phase("walk up", (0.8, 1.8), stride=_BRISK),
        phase("bend to it", (0.3, 0.6), hand=_BIN, trunk=((20, 56), (-6, 6), (-8, 8)),
              pelvis=(0.0, (-0.16, -0.02), (-0.16, -0.06))),
        phase("rise", (0.3, 0.5), **_UP, hand=_REST), Phase("turn", (0.7, 1.1), stride=_ROUND),
        Phase("walk back", (0.6, 1.4), stride=_BRISK),
    ), decides=_NOW, how="bending to it, and walks back"),
    Style("thrown from a step away", (
        Phase("walk up", (0.8, 1.6), stride=_BRISK),
        phase("aim", (0.25, 0.45), hand=At("ahead", out=(0.04, 0.14), up=(-0.46, -0.3), forward=(-0.12, 0.1))),
        phase("toss", (0.22, 0.4), hand=At("ahead", out=(-0.04, 0.1), up=(-0.2, 0.06), forward=(0.42, 0.54)),
              trunk=((4, 18), 0, 0)),
        Phase("walk on", (0.8, 1.6), {"hand": _REST, "trunk": (0, 0, 0)}, stride=_OFF),
    ), decides=_NOW, start={"hand": _LOW}, how="with a toss from a step away"),
)  # fmt: skip


def _bowed(style: Style, lean: Vector, name: str, how: str) -> Style:
    """The same with a trunk that leans and turns in every phase."""
    phases = [
        item if not isinstance(item, Phase) or item.home or item.swings
        else replace(item, moves={**item.moves, "trunk": lean})
        for item in style.phases
    ]  # fmt: skip
    return replace(style, name=f"{style.name}, {name}", phases=tuple(phases), how=f"{style.how}, {how}")


def _unhurried(style: Style) -> Style:
    """The same with a rest between the phases."""
    phases = [item for found in style.phases for item in (found, phase("rest", (0.2, 0.6)))][:-1]
    name, how = f"{style.name}, with rests", f"{style.how}, with rests"
    return replace(style, name=name, phases=tuple(phases), how=how, pace=(0.68, 0.95))


_FORWARD: Vector = ((6, 30), (-9, 9), (-18, 18))
_TWISTED: Vector = ((-6, 14), (-14, 14), (-34, 34))


def _loosely(styles: tuple[Style, ...], forward: tuple[int, ...], twisted: tuple[int, ...]) -> tuple[Style, ...]:
    bowed = [_bowed(styles[n], _FORWARD, "leaning", "leaning over it") for n in forward]
    bowed += [_bowed(styles[n], _TWISTED, "twisting", "twisting the trunk") for n in twisted]
    rested = [_unhurried(style) for style in (*bowed[::2], *styles[:2])]
    return (*bowed, *rested)


_SLEEVE = At("chest", out=(-0.22, -0.10), up=(-0.20, 0.10), forward=(0.18, 0.28))
_LAPEL = At("chest", out=(0.02, 0.12), up=(-0.16, 0.12), forward=(0.14, 0.24))
_BACK = At("ahead", out=(0.16, 0.34), up=(-0.46, -0.26), forward=(-0.28, -0.12))
_WIDE = At("shoulder", out=(0.30, 0.52), up=(-0.24, 0.20), forward=(0.0, 0.26))
_STEPPING = Stride(step=(0.08, 0.30), seconds=(0.40, 0.58), turn_deg=(-60, 60), arms=0.0)

PUT_ON_JACKET_LOOSELY = (
    *_loosely(PUT_ON_JACKET.styles, (0, 1, 2, 3, 4), (2, 5, 6)),
    Style("while walking", (
        Phase("first sleeve", (0.8, 1.2), {"hand": _WIDE, "other": _SLEEVE, "trunk": _FORWARD}, stride=_STEPPING),
        Phase("pull it round", (0.8, 1.2), {"hand": _LAPEL, "other": _BACK, "trunk": _FORWARD}, stride=_STEPPING),
        phase("second sleeve", (0.4, 0.8), other=_WIDE, trunk=(0, 0, 0)),
        Phase("set it right", (0.8, 1.2), {"hand": _LAPEL, "other": _LAPEL}, stride=_STEPPING),
        phase("lower", (0.4, 0.7), hand=_REST, other=_REST),
    ), accompanies=("trunk", "walk"), how="while walking about"),
    Style("takes it from a chair", (
        Phase("walk up", (0.7, 1.4), stride=_BRISK),
        phase("take it", (0.4, 0.8), hand=At("ahead", out=(-0.04, 0.16), up=(-0.5, -0.2), forward=(0.40, 0.54)),
              trunk=((8, 30), 0, 0)),
        phase("first sleeve", (0.4, 0.8), hand=_WIDE, other=_SLEEVE, trunk=_TWISTED),
        phase("second sleeve", (0.4, 0.8), hand=_LAPEL, other=_BACK, trunk=_TWISTED),
        phase("stretch the arm", (0.4, 0.7), other=_WIDE, trunk=(0, 0, 0)),
        phase("lower", (0.4, 0.7), hand=_REST, other=_REST),
    ), accompanies=("trunk", "walk"), how="after taking it from a chair"),
)  # fmt: skip

TAKE_OFF_JACKET_LOOSELY = (
    *_loosely(TAKE_OFF_JACKET.styles, (0, 1, 2, 5, 9), (1, 2, 4)),
    Style("in one quick go", (
        phase("open", (0.25, 0.45), hand=_LAPEL, other=_LAPEL), phase("back", (0.3, 0.5), hand=_BACK, other=_BACK),
        phase("round", (0.3, 0.5), hand=_SLEEVE, other=At("hip", out=(-0.1, 0.1), up=(0.0, 0.2), forward=(0.2, 0.32))),
        phase("away with it", (0.3, 0.6), hand=At("ahead", out=(0.0, 0.36), up=(-0.4, 0.0), forward=(0.3, 0.5)),
              other=_REST),
        phase("lower", (0.3, 0.6), hand=_REST),
    ), how="in one quick go"),
    Style("one sleeve, then thrown aside", (
        phase("pull the sleeve", (0.4, 0.7), hand=_SLEEVE, other=_BACK, trunk=_TWISTED),
        phase("out of it", (0.3, 0.6), hand=_BACK, other=_SLEEVE, trunk=_TWISTED),
        phase("off with it", (0.3, 0.6), other=_WIDE, hand=_REST, trunk=(0, 0, 0)),
        phase("lower", (0.3, 0.6), other=_REST),
    ), how="sleeve by sleeve, and throws it aside"),
    Style("while walking", (
        Phase("open", (0.8, 1.2), {"hand": _LAPEL, "other": _LAPEL}, stride=_STEPPING),
        Phase("off the shoulders", (0.8, 1.2), {"hand": _BACK, "other": _BACK, "trunk": _FORWARD}, stride=_STEPPING),
        phase("off with it", (0.4, 0.8), hand=_SLEEVE, other=_LOW, trunk=(0, 0, 0)),
        phase("lower", (0.3, 0.6), hand=_REST, other=_REST),
    ), accompanies=("trunk", "walk"), how="while walking about"),
)  # fmt: skip

_CHAIR: Vector = (0.0, (-0.52, -0.32), (-0.44, -0.30))
_BESIDE_SEAT = At("hip", out=(0.06, 0.18), up=(-0.22, -0.06), forward=(-0.06, 0.16))
_HANGING = At("rest", out=(0.02, 0.12), forward=(0.0, 0.14))
_BETWEEN = At("knee", out=(-0.14, -0.04), up=(-0.10, 0.04), forward=(0.0, 0.10))


def _drops_onto(name: str, how: str, lean: tuple[float, float], hands: Moves, **more: Any) -> Style:
    return Style(name, (
        phase("sit", (0.5, 1.1), pelvis=_CHAIR, trunk=(lean, (-4, 4), (-6, 6)), **hands),
        phase("settle", (0.25, 0.6), trunk=((-12, 10), (-4, 4), (-6, 6))), phase("stay", (0.05, 0.5)),
    ), how=how, **more)  # fmt: skip


SIT_LOOSELY = (
    _drops_onto("loose arms", "with loosely hanging arms", (14, 40), _both(_HANGING)),
    _drops_onto("hands on the seat", "with both hands on the seat", (20, 46), _both(_BESIDE_SEAT)),
    _drops_onto("hands between the knees", "the hands between the knees", (24, 46), _both(_BETWEEN)),
    _drops_onto("bent far", "bending far forward", (42, 58), _both(_HANGING)),
    _drops_onto("letting go", "letting the body drop", (10, 30), _both(_BESIDE_SEAT), pace=(1.3, 1.6)),
    _drops_onto("one hand on the seat", "with the {side} hand on the seat", (18, 44), {"hand": _BESIDE_SEAT}),
)


def _gets_up(name: str, how: str, lean: tuple[float, float], hands: Moves, **more: Any) -> Style:
    return Style(name, (
        phase("lean forward", (0.2, 0.5), trunk=(lean, (-4, 4), (-6, 6))),
        phase("rise", (0.5, 1.0), pelvis=(0, 0, 0), trunk=(0, 0, 0), hand=_REST, other=_REST),
        phase("stay", (0.05, 0.5)),
    ), start={"pelvis": _CHAIR, "trunk": ((-12, 10), 0, 0), **hands}, how=how, **more)  # fmt: skip


STAND_LOOSELY = (
    _gets_up("loose arms", "with loosely hanging arms", (20, 44), _both(_HANGING)),
    _gets_up("hands on the seat", "from sitting with the hands on the seat", (20, 46), _both(_BESIDE_SEAT)),
    _gets_up("hands between the knees", "from sitting with the hands between the knees", (24, 46), _both(_BETWEEN)),
    _gets_up("bent far", "bending far forward", (44, 58), _both(_HANGING)),
    _gets_up("at a bound", "at a bound", (16, 34), _both(_BESIDE_SEAT), pace=(1.3, 1.6)),
    _gets_up("one hand on the seat", "with the {side} hand on the seat", (20, 44), {"hand": _BESIDE_SEAT}),
)

_SWAYING = (Swing("trunk", ((1, 5), (2, 6), (2, 9)), (0.8, 1.1)),)
_BENT_ARM = At("hip", out=(0.04, 0.14), up=(0.04, 0.22), forward=(0.06, 0.26))


def _strolls(name: str, how: str, stride: Stride, seconds: Number = (1.4, 4.6), **start: Value) -> Style:
    return Style(name, (Phase("walk", seconds, swings=_SWAYING, stride=stride),), start=start, how=how)


WALK_LOOSELY = (
    _strolls("rolling", "with a rolling gait", Stride(step=(0.40, 0.62), arms=(0.14, 0.30))),
    _strolls("rolling, fast", "fast, with a rolling gait", Stride(step=(0.54, 0.72), seconds=(0.42, 0.52),
                                                                 arms=(0.18, 0.36))),
    _strolls("wandering", "wandering to and fro", Stride(step=(0.30, 0.52), turn_deg=(-110, 110)), (2.4, 5.4)),
    _strolls("forearms up", "with raised forearms", Stride(step=(0.40, 0.60)), hand=_BENT_ARM, other=_BENT_ARM),
    _strolls("one forearm up", "with the {side} forearm raised", Stride(step=(0.40, 0.60), arms=(0.1, 0.24)),
             hand=_BENT_ARM),
    _strolls("bent forward", "bent forward", Stride(step=(0.34, 0.54)), trunk=((10, 26), (-4, 4), 0)),
    _strolls("sideways", "sideways", Stride(step=(0.20, 0.36), seconds=(0.44, 0.6), bearing_deg=90.0,
                                            turn_deg=(-10, 10), arms=(0.0, 0.08))),
    Style("about the room", (
        Phase("walk", (0.9, 1.8), stride=_BRISK), Phase("turn", (0.7, 1.1), stride=_ROUND),
        Phase("walk back", (0.9, 1.8), stride=_BRISK), phase("stop", (0.1, 0.4)),
        Phase("walk again", (0.7, 1.4), stride=_OFF),
    ), how="about the room"),
)  # fmt: skip
