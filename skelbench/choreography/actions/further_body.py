"""Further ways of sitting down, standing up, walking and picking up."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from skelbench.choreography.script import At, Moves, Phase, Stride, Style, Value, Vector, phase

__all__ = ["PICK_UP_WAYS", "SIT_WAYS", "STAND_WAYS", "WALK_WAYS"]

_HIGH_SEAT: Vector = (0.0, (-0.30, -0.20), (-0.30, -0.22))
_CHAIR: Vector = (0.0, (-0.46, -0.36), (-0.42, -0.34))
_LOW_SEAT: Vector = (0.0, (-0.62, -0.52), (-0.40, -0.34))
_LEANING: Vector = (0.0, (-0.22, -0.12), (-0.22, -0.16))
_ON_THIGH = At("thigh", out=(-0.02, 0.04), up=(0.05, 0.08), forward=(0.0, 0.08))
_IN_LAP = At("thigh", out=(-0.10, -0.05), up=(0.07, 0.11), forward=(0.0, 0.06))
_FOLDED = At("chest", out=(-0.14, -0.06), up=(-0.16, -0.04), forward=(0.18, 0.24))
_ARMREST = At("hip", out=(0.14, 0.22), up=(0.12, 0.22), forward=(0.12, 0.26))
_BEHIND = At("hip", out=(0.04, 0.12), up=(-0.02, 0.08), forward=(-0.22, -0.14))
_TABLE = At("ahead", out=(-0.02, 0.1), up=(-0.46, -0.32), forward=(0.40, 0.52))


def _sits(name: str, how: str, seat: Vector, lean: tuple[float, float], on_way: Moves, seated: Moves) -> Style:
    return Style(name, (
        phase("lean forward", (0.3, 0.6), trunk=(lean, 0, 0), pelvis=_LEANING, **on_way),
        phase("sit", (0.4, 0.7), pelvis=seat, trunk=((6, 18), 0, 0)),
        phase("settle", (0.35, 0.6), **{"trunk": ((-8, 6), 0, 0), **seated}),
        phase("stay", (0.1, 0.8)),
    ), how=how)  # fmt: skip


def _both(place: Value) -> dict[str, Value]:
    return {"hand": place, "other": place}


SIT_WAYS = (
    _sits("high stool", "on a high stool", _HIGH_SEAT, (8, 20), {}, _both(_ON_THIGH)),
    _sits("low sofa", "on a low sofa", _LOW_SEAT, (26, 44), {}, {"trunk": ((-16, -4), 0, 0), **_both(_ON_THIGH)}),
    _sits("hardly leaning", "keeping the trunk upright", _CHAIR, (6, 16), {}, _both(_ON_THIGH)),
    replace(_sits("slowly, with care", "slowly and with care", _CHAIR, (28, 46), _both(_ON_THIGH), {}), pace=0.62),
    _sits("hands in the lap", "laying the hands in the lap", _CHAIR, (20, 36), {}, _both(_IN_LAP)),
    _sits("arms folded", "with folded arms", _CHAIR, (16, 30), {}, _both(_FOLDED)),
    _sits("feeling behind", "feeling for the seat with both hands behind", _CHAIR, (26, 42), _both(_BEHIND),
          _both(_ON_THIGH)),
    _sits("hand on the table", "with the {side} hand on a table", _CHAIR, (24, 40), {"hand": _TABLE},
          {"other": _ON_THIGH}),
    _sits("slumping", "and slumps", _CHAIR, (18, 32), {}, {"trunk": ((22, 38), 0, 0), "head": ((10, 24), 0, 0),
                                                           **_both(_ON_THIGH)}),
    _sits("looking back", "looking back at the seat", _CHAIR, (18, 30), {"head": ((10, 24), 0, (30, 60))},
          {"head": (0, 0, 0), **_both(_ON_THIGH)}),
    Style("turning to it", (
        Phase("turn", (0.9, 1.3), stride=Stride(step=0.0, seconds=(0.4, 0.5), turn_deg=0.0, spin_deg=(35.0, 80.0),
                                                arms=0.0)),
        phase("lean forward", (0.3, 0.5), trunk=((18, 34), 0, 0), pelvis=_LEANING),
        phase("sit", (0.4, 0.7), pelvis=_CHAIR, trunk=((4, 16), 0, 0)),
        phase("settle", (0.35, 0.6), trunk=((-6, 6), 0, 0), hand=_ON_THIGH, other=_ON_THIGH),
    ), how="after turning round to the seat"),
    Style("walking up", (
        Phase("walk up", (1.0, 1.5), stride=Stride(step=(0.28, 0.45), turn_deg=(-20, 20))),
        phase("lean forward", (0.3, 0.5), trunk=((18, 34), 0, 0), pelvis=_LEANING),
        phase("sit", (0.4, 0.7), pelvis=_CHAIR, trunk=((4, 16), 0, 0)),
        phase("settle", (0.35, 0.6), trunk=((-8, 6), 0, 0), hand=_ON_THIGH, other=_ON_THIGH),
    ), how="after walking up to the seat"),
    Style("crosses the legs", (
        phase("lean forward", (0.3, 0.5), trunk=((20, 34), 0, 0), pelvis=_LEANING),
        phase("sit", (0.4, 0.6), pelvis=_CHAIR, trunk=((2, 12), 0, 0), hand=_ON_THIGH, other=_ON_THIGH),
        phase("cross the legs", (0.5, 0.8), foot=At("leg", out=(-0.22, -0.14), up=(-0.34, -0.26),
                                                    forward=(0.46, 0.54)), trunk=((-10, 0), 0, 0)),
        phase("stay", (0.2, 0.6)),
    ), accompanies=("hand", "other", "foot"), how="and crosses the legs"),
)  # fmt: skip


def _stands(name: str, how: str, seat: Vector, lean: tuple[float, float], start: Moves, pushing: Moves) -> Style:
    return Style(name, (
        phase("lean forward", (0.3, 0.6), trunk=(lean, 0, 0), **pushing),
        phase("rise", (0.4, 0.65), pelvis=(0.0, (-0.18, -0.10), (-0.16, -0.10)), trunk=((14, 30), 0, 0)),
        phase("straighten", (0.35, 0.65), pelvis=(0, 0, 0), trunk=(0, 0, 0), head=(0, 0, 0), hand=At("rest"),
              other=At("rest")),
        phase("stay", (0.1, 0.7)),
    ), start={"pelvis": seat, "trunk": ((-8, 6), 0, 0), **start}, how=how)  # fmt: skip


STAND_WAYS = (
    _stands("high stool", "from a high stool", _HIGH_SEAT, (8, 20), _both(_ON_THIGH), {}),
    _stands("low sofa", "from a low sofa", _LOW_SEAT, (34, 50), {"trunk": ((-16, -4), 0, 0), **_both(_ON_THIGH)},
            _both(_ON_THIGH)),
    _stands("hardly leaning", "keeping the trunk upright", _CHAIR, (8, 18), _both(_ON_THIGH), {}),
    replace(_stands("slowly, with effort", "slowly and with effort", _CHAIR, (36, 54), _both(_ON_THIGH),
            _both(At("knee", out=0.0, up=0.08, forward=-0.04))), pace=0.62),
    _stands("hands in the lap", "from sitting with the hands in the lap", _CHAIR, (22, 38), _both(_IN_LAP), {}),
    _stands("arms folded", "with folded arms", _CHAIR, (22, 38), _both(_FOLDED), {}),
    _stands("hands behind", "pushing off with both hands behind", _CHAIR, (26, 44), _both(_ON_THIGH), _both(_BEHIND)),
    _stands("hand on the table", "with the {side} hand on a table", _CHAIR, (24, 42), _both(_ON_THIGH),
            {"hand": _TABLE}),
    _stands("from slumping", "after having slumped", _CHAIR, (30, 46),
            {"trunk": ((22, 38), 0, 0), "head": ((10, 24), 0, 0), **_both(_ON_THIGH)}, {}),
    _stands("foot drawn back", "drawing the {side} foot back", _CHAIR, (24, 40), _both(_ON_THIGH),
            {"foot": At("stance", forward=(-0.14, -0.08))}),
    Style("rocking first", (
        phase("rock back", (0.35, 0.5), trunk=((-16, -8), 0, 0)),
        phase("rock forward", (0.35, 0.5), trunk=((30, 44), 0, 0),
              hand=At("ahead", up=(-0.3, -0.15), forward=(0.36, 0.48)),
              other=At("ahead", up=(-0.3, -0.15), forward=(0.36, 0.48))),
        phase("rise", (0.6, 0.9), pelvis=(0, 0, 0), trunk=(0, 0, 0), hand=At("rest"), other=At("rest")),
        phase("stay", (0.1, 0.6)),
    ), start={"pelvis": _CHAIR, "hand": _ON_THIGH, "other": _ON_THIGH}, how="after rocking back"),
    Style("and walks off", (
        phase("lean forward", (0.3, 0.5), trunk=((24, 40), 0, 0)),
        phase("rise", (0.6, 0.9), pelvis=(0, 0, 0), trunk=(0, 0, 0), hand=At("rest"), other=At("rest")),
        Phase("walk off", (1.0, 1.5), stride=Stride(step=(0.3, 0.46), turn_deg=(-30, 30))),
    ), start={"pelvis": _CHAIR, "trunk": ((-6, 6), 0, 0), "hand": _ON_THIGH, "other": _ON_THIGH}, how="and walks off"),
    Style("uncrosses the legs", (
        phase("foot down", (0.4, 0.6), foot=At("stance", up=0.0)),
        phase("lean forward", (0.3, 0.5), trunk=((26, 42), 0, 0)),
        phase("rise", (0.6, 0.9), pelvis=(0, 0, 0), trunk=(0, 0, 0), hand=At("rest"), other=At("rest")),
        phase("stay", (0.1, 0.6)),
    ), start={"pelvis": _CHAIR, "trunk": ((-10, 0), 0, 0), "hand": _ON_THIGH, "other": _ON_THIGH,
              "foot": At("leg", out=(-0.22, -0.14), up=(-0.34, -0.26), forward=(0.46, 0.54))},
              accompanies=("hand", "other", "foot"),
        how="after uncrossing the legs"),
)  # fmt: skip


def _walks(name: str, how: str, stride: Stride, seconds: tuple[float, float] = (2.2, 4.2), **start: Value) -> Style:
    return Style(name, (Phase("walk", seconds, stride=stride),), start=start, how=how)


_ROUND = Stride(step=0.0, seconds=(0.36, 0.46), turn_deg=0.0, spin_deg=(90.0, 180.0), arms=0.0)
_PACE = Stride(step=(0.36, 0.56))

WALK_WAYS = (
    Style("and turns back", (
        Phase("walk", (1.2, 1.8), stride=_PACE), Phase("turn", (1.2, 1.6), stride=_ROUND),
        Phase("walk back", (1.2, 1.8), stride=_PACE),
    ), how="and turns back"),
    Style("turning first", (Phase("turn", (1.0, 1.6), stride=_ROUND), Phase("walk", (1.8, 2.8), stride=_PACE)),
          how="after turning round"),
    Style("and stops", (Phase("walk", (1.4, 2.4), stride=_PACE), phase("stand", (0.8, 1.6), head=(0, 0, (-40, 40)))),
          how="and stops to look"),
    Style("stop and go", (
        Phase("walk", (1.0, 1.6), stride=_PACE), phase("wait", (0.3, 0.7)), Phase("walk on", (1.0, 1.6), stride=_PACE),
    ), how="with a stop on the way"),
    _walks("in a circle", "in a narrow circle", Stride(step=(0.32, 0.46), turn_deg=(75, 120)), (3.0, 4.4)),
    _walks("tired", "tiredly, the head low", Stride(step=(0.28, 0.42), seconds=(0.6, 0.74), arms=(0.02, 0.08)),
           trunk=((10, 20), 0, 0), head=((14, 28), 0, 0)),
    _walks("swinging the arms", "swinging the arms", Stride(step=(0.44, 0.6), arms=(0.3, 0.42))),
    _walks("stiff arms", "with still arms", Stride(step=(0.4, 0.58), arms=(0.0, 0.03))),
    _walks("looking aside", "looking to the {side}", _PACE, head=((0, 10), 0, (25, 55))),
    _walks("arms folded", "with folded arms", Stride(step=(0.34, 0.5)), hand=_FOLDED, other=_FOLDED),
    _walks("leaning forward", "leaning forward in haste", Stride(step=(0.52, 0.68), seconds=(0.42, 0.5),
                                                                 arms=(0.14, 0.26)), trunk=((8, 16), 0, 0)),
    _walks("backward", "backward", Stride(step=(0.26, 0.42), seconds=(0.5, 0.64), bearing_deg=180.0,
                                          turn_deg=(-10, 10), arms=(0.04, 0.14))),
    _walks("tiptoeing", "softly, with bent knees", Stride(step=(0.26, 0.4), seconds=(0.56, 0.72), lift=(0.1, 0.18),
                                                          arms=(0.02, 0.08)),
           pelvis=(0.0, (-0.08, -0.04), 0.0), trunk=((4, 12), 0, 0)),
)  # fmt: skip

_DOWN = At("floor", out=(0.04, 0.18), up=(0.05, 0.26), forward=(0.26, 0.44))
_BOX = At("floor", out=(0.10, 0.28), up=(0.10, 0.40), forward=(0.28, 0.44))
_TABLE_LOW = At("floor", out=(-0.04, 0.14), up=(0.42, 0.66), forward=(0.36, 0.50))
_HELD = At("chest", out=(0.02, 0.14), up=(-0.24, -0.04), forward=(0.20, 0.34))
_UPRIGHT: Moves = {"trunk": (0, 0, 0), "pelvis": (0, 0, 0), "head": (0, 0, 0)}
_SQUAT: Moves = {"trunk": ((22, 48), 0, 0), "pelvis": (0.0, (-0.60, -0.40), (-0.22, -0.12)), "head": ((8, 22), 0, 0)}
_STOOP: Moves = {"trunk": ((46, 84), 0, 0), "pelvis": (0.0, (-0.42, -0.14), (-0.22, -0.12)), "head": ((5, 20), 0, 0)}
_LOW_STOOP: Moves = {
    "trunk": ((34, 56), 0, 0),
    "pelvis": (0.0, (-0.40, -0.06), (-0.20, -0.08)),
    "head": ((8, 20), 0, 0),
}
_TWO = ("hand", "other", "trunk", "pelvis")
_ARM_OUT = At("hip", out=(0.14, 0.30), up=(0.02, 0.26), forward=(-0.16, 0.12))  # the free arm keeps the balance


def _picks(name: str, how: str, down: Moves, there: Moves, up: Moves, **more: Any) -> Style:
    return Style(name, (
        phase("go down", (0.5, 0.9), **down, **there), phase("grasp", (0.1, 0.4)),
        phase("rise", (0.5, 0.9), **_UPRIGHT, **up), phase("hold", (0.1, 0.5)),
    ), how=how, **more)  # fmt: skip


def _walks_up(name: str, how: str, down: Moves, up: Moves, on: bool, **more: Any) -> Style:
    """Walks up to it and, if `on`, off with it."""
    ways: tuple[Phase, ...] = (
        Phase("walk up", (0.9, 1.3), stride=Stride(step=(0.28, 0.44), turn_deg=(-20, 20))),
        phase("go down", (0.5, 0.8), **down),
        phase("grasp", (0.1, 0.3)),
        phase("rise", (0.5, 0.8), **_UPRIGHT, **up),
    )
    ways += (Phase("walk off", (0.9, 1.2), stride=Stride(step=(0.28, 0.42), turn_deg=(-40, 40))),) if on else ()
    return Style(name, ways, how=how, **more)


PICK_UP_WAYS = (
    _walks_up("one hand, walking up", "with the {side} hand after walking up", {**_STOOP, "hand": _DOWN},
              {"hand": At("rest")}, False),
    _walks_up("one hand, on the way", "with the {side} hand on the way", {**_LOW_STOOP, "hand": _TABLE_LOW},
              {"hand": At("rest")}, True),
    _walks_up("one hand, squatting on the way", "squatting with the {side} hand on the way", {**_SQUAT, "hand": _DOWN},
              {"hand": _HELD}, True),
    _walks_up("two hands, walking up", "with both hands after walking up", {**_SQUAT, "hand": _BOX, "other": _BOX},
              {"hand": _HELD, "other": _HELD}, False, decides=_TWO),
    _walks_up("two hands, on the way", "with both hands and walks off with it",
              {**_LOW_STOOP, "hand": _BOX, "other": _BOX}, {"hand": _HELD, "other": _HELD}, True,
              decides=_TWO),
    _picks("one hand, arm out", "with the {side} hand, the {other} arm out", _SQUAT, {"hand": _DOWN, "other": _ARM_OUT},
           {"hand": _HELD, "other": At("rest")}),
    _picks("one hand, bent knees", "with bent knees and the {side} hand", _STOOP, {"hand": _DOWN, "other": _ARM_OUT},
           {"hand": At("rest"), "other": At("rest")}),
    _picks("two hands, wide", "with both hands, something wide", _SQUAT,
           dict.fromkeys(("hand", "other"), At("floor", out=(0.2, 0.34), up=(0.06, 0.3), forward=(0.24, 0.38))),
           {"hand": _HELD, "other": _HELD}, decides=_TWO),
    _picks("two hands, deep", "with both hands from a deep squat", _SQUAT, {"hand": _BOX, "other": _BOX},
           {"hand": At("hip", out=(0.02, 0.1), up=(0.04, 0.2), forward=(0.2, 0.34)),
            "other": At("hip", out=(0.02, 0.1), up=(0.04, 0.2), forward=(0.2, 0.34))}, decides=_TWO),
    _picks("one hand, hanging after", "with the {side} hand and lets it hang", _STOOP, {"hand": _DOWN},
           {"hand": At("rest")}),
    _picks("one hand, half-way", "from a low table with the {side} hand", _LOW_STOOP, {"hand": _TABLE_LOW},
           {"hand": _HELD}),
    _picks("one hand, across", "from beside the {other} foot with the {side} hand",
           {**_LOW_STOOP, "trunk": ((58, 76), (-12, -4), (-24, -8))},
           {"hand": At("floor", out=(-0.36, -0.22), up=(0.04, 0.20), forward=(0.22, 0.34)), "other": _ARM_OUT},
           {"hand": At("rest"), "other": At("rest")}),
    _picks("one hand, looking at it", "with the {side} hand and looks at it", _SQUAT, {"hand": _DOWN},
           {"hand": At("chest", out=0.05, up=(0.04, 0.14), forward=(0.24, 0.32))}),
    _picks("two hands, low table", "from a low table with both hands", _LOW_STOOP, {"hand": _BOX, "other": _BOX},
           {"hand": _HELD, "other": _HELD}, decides=_TWO),
    _picks("two hands, heavy", "with both hands, slowly, as it is heavy", _SQUAT, {"hand": _BOX, "other": _BOX},
           {"hand": At("hip", out=(-0.02, 0.04), up=(0.06, 0.16), forward=(0.24, 0.32)),
            "other": At("hip", out=(-0.02, 0.04), up=(0.06, 0.16), forward=(0.24, 0.32))},
           pace=0.66, decides=_TWO),
    _picks("two hands, to the shoulder", "with both hands up to the shoulder", _SQUAT, {"hand": _DOWN, "other": _DOWN},
           {"hand": At("shoulder", out=0.0, up=(0.06, 0.14), forward=(0.14, 0.22)),
            "other": At("shoulder", out=(-0.16, -0.08), up=(0.0, 0.1), forward=(0.22, 0.3))},
           decides=_TWO),
    _picks("two hands, from the side", "from beside the {side} foot with both hands",
           {**_LOW_STOOP, "trunk": ((54, 72), (4, 12), (14, 28))},
           {"hand": At("floor", out=(0.26, 0.36), up=(0.12, 0.3), forward=(0.16, 0.28)),
            "other": At("floor", out=(-0.30, -0.22), up=(0.12, 0.3), forward=(0.24, 0.34))},
           {"hand": _HELD, "other": _HELD}, decides=_TWO),
    _picks("two hands, overhead", "with both hands and lifts it over the head", _STOOP, {"hand": _DOWN, "other": _DOWN},
           {"hand": At("crown", out=(0.06, 0.12), up=(0.08, 0.18), forward=(0.06, 0.16)),
            "other": At("crown", out=(0.06, 0.12), up=(0.08, 0.18), forward=(0.06, 0.16))}, pace=0.85, decides=_TWO),
    _picks("two hands, one after the other", "with one hand and then the other", {**_STOOP, "hand": _DOWN},
           {"other": At("floor", out=(0.0, 0.1), up=(0.06, 0.24), forward=(0.30, 0.44))},
           {"hand": At("rest"), "other": At("rest")}, decides=_TWO),
    Style("kneeling", (
        phase("one foot back", (0.5, 0.8), other_foot=At("stance", out=-0.05, forward=(-0.36, -0.26)),
              other_heel=(45, 60),
              pelvis=(0.0, (-0.5, -0.4), (-0.14, -0.08)),
              trunk=((18, 32), 0, 0), hand=_DOWN, head=((10, 22), 0, 0)),
        phase("grasp", (0.2, 0.5)),
        phase("rise", (0.6, 0.9), **_UPRIGHT, other_foot=At("stance"), other_heel=0, hand=_HELD),
        phase("hold", (0.1, 0.4)),
    ), accompanies=("other", "head", "other_foot"), how="going down on one knee, with the {side} hand"),
    Style("several things", (
        phase("stoop", (0.6, 0.9), **_STOOP, hand=_DOWN), phase("reach on", (0.3, 0.5),
                                                                hand=At("floor", out=(-0.16, 0.0), up=(0.06, 0.2),
                                                                    forward=(0.32, 0.44))),
        phase("and on", (0.3, 0.5), hand=At("floor", out=(0.2, 0.3), up=(0.06, 0.2), forward=(0.24, 0.34))),
        phase("rise", (0.6, 0.9), **_UPRIGHT, hand=_HELD),
    ), how="with the {side} hand, several things one after the other"),
    Style("already down", (
        phase("grasp", (0.3, 0.7)), phase("rise", (0.6, 1.0), **_UPRIGHT, hand=_HELD), phase("hold", (0.2, 0.7)),
    ), start={**_SQUAT, "hand": _DOWN}, how="from having been down at the start, with the {side} hand"),
    Style("already down, two hands", (
        phase("grasp", (0.3, 0.7)), phase("rise", (0.6, 1.0), **_UPRIGHT, hand=_HELD, other=_HELD),
        phase("hold", (0.2, 0.7)),
    ), start={**_LOW_STOOP, "hand": _BOX, "other": _BOX}, decides=_TWO,
    how="from having been down at the start, with both hands"),
)  # fmt: skip
