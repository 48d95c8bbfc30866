"""Brisk and loose ways of throwing, pushing, pulling and carrying: short, without wind-up, on the move."""

from __future__ import annotations

from typing import Any

from skelbench.choreography.script import Angles, At, Moves, Phase, Stride, Style, Swing, Value, Vector, phase

__all__ = ["CARRY_LOOSELY", "PULL_BRISKLY", "PUSH_BRISKLY", "THROW_BRISKLY"]

_ONE, _BOTH = ("hand",), ("hand", "other")
_STEPS = Stride(step=(0.24, 0.46), seconds=(0.38, 0.52), turn_deg=(-25, 25), arms=(0.0, 0.1))
_REST = At("rest")


def _two(place: Value) -> dict[str, Value]:
    return dict.fromkeys(_BOTH, place)


_COCKED = At("shoulder", out=(0.10, 0.28), up=(0.06, 0.34), forward=(-0.24, 0.02))
_EAR = At("shoulder", out=(0.04, 0.18), up=(0.10, 0.26), forward=(0.02, 0.18))
_LEVEL = At("ahead", out=(-0.12, 0.08), up=(-0.02, 0.22), forward=(0.46, 0.60))
_STEEP = At("ahead", out=(-0.06, 0.10), up=(0.26, 0.44), forward=(0.30, 0.46))
_DROPPED = At("ahead", out=(-0.20, 0.04), up=(-0.50, -0.30), forward=(0.18, 0.38))
_LOW_BACK = At("ahead", out=(0.04, 0.16), up=(-0.52, -0.36), forward=(-0.36, -0.10))
_BELLY = At("hip", out=(-0.04, 0.06), up=(0.02, 0.18), forward=(0.16, 0.28))
_BREAST = At("chest", out=(0.06, 0.16), up=(-0.06, 0.10), forward=(0.15, 0.26))
_OVER_HEAD = At("crown", out=(0.06, 0.12), up=(0.04, 0.16), forward=(-0.10, 0.06))


def _flings(name: str, how: str, back: Moves, release: Moves, *, lower: bool = True, **more: Any) -> Style:
    """Draws back a little, lets fly; the arms fall again, or the clip ends."""
    hands = {channel: _REST for channel in _BOTH if channel in release}
    level: Moves = {"trunk": (0, 0, 0)} if "trunk" in {**back, **release} else {}
    phases: tuple[Phase, ...] = (phase("draw back", (0.2, 0.5), **back), phase("release", (0.18, 0.34), **release))
    phases += (phase("let the arm fall", (0.3, 0.6), **hands, **level),) if lower else (phase("look", (0.1, 0.4)),)
    return Style(name, phases, how=how, **more)


THROW_BRISKLY = (
    _flings("overarm, in one go", "overarm in one go with the {side} hand", {"hand": _COCKED, "elbow": (10, 40)},
            {"hand": _LEVEL, "elbow": (0, 25)}),
    _flings("overarm, steep", "overarm and steeply up with the {side} hand", {"hand": _COCKED}, {"hand": _STEEP}),
    _flings("overarm, arm left up", "overarm, the {side} arm staying up", {"hand": _COCKED}, {"hand": _STEEP},
            lower=False),
    _flings("from the ear, arm left out", "from the ear, the {side} arm staying out", {"hand": _EAR}, {"hand": _LEVEL},
            lower=False),
    _flings("overarm into a bow", "overarm with the whole {side} arm, down to the knee", {"hand": _COCKED},
            {"hand": _DROPPED, "trunk": ((14, 34), 0, (-24, -6))}),
    _flings("turned aside", "overarm, turned aside, with the {side} hand",
            {"hand": _COCKED, "trunk": ((-6, 4), 0, (18, 42)), "elbow": (20, 50)},
            {"hand": _LEVEL, "trunk": ((0, 10), 0, (-16, 6)), "elbow": 0}),
    _flings("underarm flip", "with a flip from below of the {side} hand", {"hand": _LOW_BACK},
            {"hand": At("ahead", out=(-0.06, 0.08), up=(-0.20, 0.10), forward=(0.42, 0.56))}),
    _flings("underarm, high end", "underarm, the {side} arm ending high", {"hand": _LOW_BACK},
            {"hand": At("ahead", out=(-0.06, 0.08), up=(0.20, 0.42), forward=(0.30, 0.44), arc=(0, -0.1, 0.1))},
            lower=False),
    _flings("from the belly", "from the belly with the {side} hand", {"hand": _BELLY}, {"hand": _LEVEL}),
    _flings("sidearm, flat", "flat from the side with the {side} arm",
            {"hand": At("shoulder", out=(0.34, 0.50), up=(-0.26, 0.02), forward=(-0.20, 0.0)),
             "trunk": (0, 0, (8, 26))},
            {"hand": At("ahead", out=(-0.20, 0.08), up=(-0.20, 0.02), forward=(0.42, 0.56), arc=(0.14, 0, 0)),
             "trunk": ((0, 10), 0, (-22, -4))}),
    _flings("from the other hip", "from the other hip, outward with the {side} hand",
            {"hand": At("hip", out=(-0.26, -0.16), up=(0.06, 0.20), forward=(0.18, 0.28)), "trunk": (0, 0, (-22, -6))},
            {"hand": At("ahead", out=(0.16, 0.42), up=(-0.10, 0.14), forward=(0.34, 0.48)), "trunk": (0, 0, (0, 14))}),
    _flings("as a hook", "as a hook over the head with the {side} arm", {"hand": Angles((70, 95), (0, 25), (5, 25))},
            {"hand": Angles((140, 160), (20, 60), (10, 30))}),
    _flings("both hands, from behind the head", "with both hands from behind the head in one go", _two(_OVER_HEAD),
            _two(At("ahead", out=(-0.12, -0.04), up=(0.04, 0.26), forward=(0.44, 0.56))), decides=_BOTH),
    _flings("both hands, pushed up", "with both hands, as at a basket", _two(At("chest", out=(0.05, 0.12),
            up=(0.12, 0.26), forward=(0.18, 0.26))), _two(_STEEP), lower=False, decides=_BOTH),
    _flings("both hands, quick pass", "with both hands in a quick pass", _two(_BREAST), _two(_LEVEL), decides=_BOTH),
    _flings("both hands, from the hip", "with both hands from the {side} hip",
            {"hand": At("hip", out=(0.06, 0.16), up=(0.02, 0.14), forward=(0.06, 0.18)),
             "other": At("hip", out=(-0.26, -0.16), up=(0.04, 0.16), forward=(0.18, 0.26)), "trunk": (0, 0, (8, 24))},
            {**_two(_LEVEL), "trunk": (0, 0, (-14, 2))}, decides=_BOTH),
    Style("without drawing back", (
        phase("release", (0.24, 0.45), hand=At("ahead", out=(-0.08, 0.10), up=(0.0, 0.36), forward=(0.38, 0.56),
                                               arc=(0.06, 0.04, 0.08))),
        phase("let the arm fall", (0.3, 0.6), hand=_REST),
    ), how="from the hanging {side} arm straight away"),
    Style("stepping into it", (
        Phase("draw back", (0.4, 0.7), {"hand": _COCKED, "trunk": ((-8, 0), 0, (4, 26))}, stride=_STEPS),
        phase("release", (0.2, 0.34), hand=_LEVEL, trunk=((4, 16), 0, (-22, -4))),
        phase("let the arm fall", (0.3, 0.6), hand=_REST, trunk=(0, 0, 0)),
    ), accompanies=("trunk", "elbow", "walk"), how="overarm with the {side} hand, stepping into it"),
    Style("on the walk", (
        Phase("walk up", (0.7, 1.4), stride=_STEPS), Phase("draw back", (0.5, 0.8), {"hand": _EAR}, stride=_STEPS),
        phase("release", (0.2, 0.34), hand=_LEVEL),
        Phase("walk on", (0.7, 1.4), {"hand": _REST}, stride=_STEPS),
    ), accompanies=("walk",), how="with the {side} hand while walking by"),
    Style("and walks after it", (
        phase("draw back", (0.25, 0.5), hand=_COCKED, trunk=((-6, 2), 0, (4, 24))),
        phase("release", (0.2, 0.34), hand=_LEVEL, trunk=((2, 14), 0, (-20, -4))),
        Phase("walk after it", (0.8, 1.6), {"hand": _REST, "trunk": (0, 0, 0)}, stride=_STEPS),
    ), accompanies=("trunk", "walk"), how="overarm with the {side} hand, and walks after it"),
)  # fmt: skip

_AWAY = At("ahead", out=(-0.14, 0.08), up=(-0.16, 0.10), forward=(0.46, 0.64))
_NEAR = At("shoulder", out=(-0.02, 0.12), up=(-0.16, 0.02), forward=(0.12, 0.26))
_LOW = At("hip", out=(-0.04, 0.10), up=(0.04, 0.20), forward=(0.10, 0.24))


def _shoves(name: str, how: str, near: Moves, far: Moves, **more: Any) -> Style:
    hands = {channel: _REST for channel in _BOTH if channel in far}
    level: Moves = {"trunk": (0, 0, 0)} if "trunk" in far else {}
    return Style(name, (
        phase("draw in", (0.2, 0.5), **near), phase("push", (0.22, 0.5), **far), phase("let go", (0.3, 0.6),
                                                                                    **hands, **level),
    ), how=how, **more)  # fmt: skip


PUSH_BRISKLY = (
    Style("one hand, straight out", (
        phase("push", (0.35, 0.7), hand=_AWAY), phase("hold", (0.05, 0.3)), phase("let go", (0.3, 0.6), hand=_REST),
    ), decides=_ONE, how="with the {side} hand, straight from hanging"),
    Style("both hands, straight out", (
        phase("push", (0.35, 0.7), **_two(_AWAY)), phase("hold", (0.05, 0.3)),
        phase("let go", (0.3, 0.6), **_two(_REST)),
    ), how="with both hands, straight from hanging"),
    _shoves("one hand, a tap", "with a short push of the {side} hand", {"hand": _NEAR},
            {"hand": At("ahead", out=(-0.08, 0.08), up=(-0.12, 0.08), forward=(0.34, 0.48))}, decides=_ONE),
    _shoves("one hand, from the hip", "from the hip with the {side} hand", {"hand": _LOW},
            {"hand": At("ahead", out=(-0.08, 0.08), up=(-0.34, -0.10), forward=(0.42, 0.56)), "trunk": ((2, 14), 0, 0)},
            decides=_ONE),
    _shoves("one hand, with the shoulder", "with the {side} hand, the shoulder behind it",
            {"hand": _NEAR, "trunk": ((-4, 4), 0, (4, 20))}, {"hand": _AWAY, "trunk": ((6, 20), 0, (-34, -12))},
            decides=_ONE),
    _shoves("both hands, from the hips", "from the hips with both hands", _two(_LOW),
            {**_two(At("ahead", out=(-0.08, 0.06), up=(-0.34, -0.10), forward=(0.44, 0.58))),
             "trunk": ((4, 18), 0, 0)}),
    _shoves("both hands, quick", "quickly with both hands", _two(_NEAR), _two(_AWAY)),
    Style("walking up to it", (
        Phase("walk up", (0.7, 1.4), {"hand": _NEAR}, stride=_STEPS), phase("push", (0.25, 0.5), hand=_AWAY),
        Phase("walk on", (0.6, 1.2), {"hand": _REST}, stride=_STEPS),
    ), decides=_ONE, accompanies=("walk",), how="with the {side} hand while walking by"),
)  # fmt: skip

_GRIP = At("ahead", out=(-0.12, 0.12), up=(-0.14, 0.14), forward=(0.46, 0.62))
_IN = At("shoulder", out=(0.0, 0.16), up=(-0.20, 0.06), forward=(0.10, 0.24))
_IN_LOW = At("hip", out=(0.06, 0.20), up=(0.08, 0.24), forward=(-0.06, 0.16))


def _tugs(name: str, how: str, reach: Moves, pull: Moves, **more: Any) -> Style:
    hands = {channel: _REST for channel in _BOTH if channel in pull}
    level: Moves = {"trunk": (0, 0, 0)} if "trunk" in {**reach, **pull} else {}
    return Style(name, (
        phase("reach out", (0.25, 0.55), **reach), phase("pull", (0.22, 0.5), **pull),
        phase("let go", (0.3, 0.6), **hands, **level),
    ), how=how, **more)  # fmt: skip


PULL_BRISKLY = (
    _tugs("quick tug", "with a quick tug of the {side} hand", {"hand": _GRIP}, {"hand": _IN}),
    _tugs("quick tug to the hip", "with a quick tug to the hip of the {side} hand", {"hand": _GRIP},
          {"hand": _IN_LOW}),
    _tugs("tug with a turn", "with the {side} hand, turning away with it",
          {"hand": _GRIP, "trunk": ((0, 10), 0, (-20, 0))},
          {"hand": _IN, "trunk": ((-8, 4), 0, (10, 32))}),
    _tugs("tug from the side", "from beside with the {side} hand",
          {"hand": At("ahead", out=(0.26, 0.46), up=(-0.16, 0.08), forward=(0.28, 0.44))}, {"hand": _IN}),
    _tugs("tug from below", "from below with the {side} hand",
          {"hand": At("ahead", out=(-0.06, 0.10), up=(-0.44, -0.24), forward=(0.36, 0.50))}, {"hand": _IN_LOW}),
    _tugs("both hands, quick tug", "with a quick tug of both hands", _two(_GRIP), _two(_IN), decides=_BOTH),
    _tugs("both hands to the belly", "with both hands to the belly", _two(_GRIP), _two(_BELLY), decides=_BOTH),
    Style("already reaching", (
        phase("pull", (0.25, 0.6), hand=_IN), phase("let go", (0.3, 0.6), hand=_REST),
    ), start={"hand": _GRIP}, how="quickly with the {side} hand that was out from the start"),
    Style("walking backward", (
        phase("take hold", (0.3, 0.6), hand=_GRIP), Phase("walk back", (0.9, 1.8), {"hand": At("ahead",
            out=(-0.04, 0.1), up=(-0.24, 0.0), forward=(0.30, 0.44))},
            stride=Stride(step=(0.22, 0.38), seconds=(0.44, 0.58), bearing_deg=180.0, turn_deg=(-10, 10), arms=0.05)),
        phase("let go", (0.3, 0.6), hand=_REST),
    ), accompanies=("walk",), how="with the {side} hand, walking backward"),
)  # fmt: skip

_HIGH = At("chest", out=(0.06, 0.20), up=(-0.06, 0.16), forward=(0.14, 0.30))
_FACE = At("chest", out=(0.08, 0.18), up=(0.16, 0.32), forward=(0.20, 0.32))
_FRONT = At("hip", out=(-0.06, 0.10), up=(0.06, 0.28), forward=(0.18, 0.36))
_LIVELY = Stride(step=(0.34, 0.62), seconds=(0.44, 0.58), turn_deg=(-35, 35), arms=(0.0, 0.06))
_SHAKEN = (
    Swing("hand", ((0.0, 0.02), (0.02, 0.06), (0.01, 0.05)), (1.4, 2.2)),
    Swing("other", ((0.0, 0.02), (0.02, 0.06), (0.01, 0.05)), (1.4, 2.2)),
    Swing("trunk", ((1, 5), (1, 5), (0, 4)), (0.7, 1.1)),
)
_ROLLING = (Swing("trunk", ((1, 5), (2, 7), (2, 8)), (0.8, 1.1)),)


def _bears(name: str, how: str, swings: tuple[Swing, ...] = (), stride: Stride = _LIVELY, **hold: At | Vector) -> Style:
    return Style(name, (Phase("walk", (1.2, 3.6), swings=swings, stride=stride),), start=hold, how=how)


CARRY_LOOSELY = (
    _bears("high, shaken by the steps", "high before the chest, shaken by each step", _SHAKEN, hand=_HIGH, other=_HIGH),
    _bears("low, shaken by the steps", "before the belly, shaken by each step", _SHAKEN, hand=_FRONT, other=_FRONT),
    _bears("before the face", "before the face with both hands", _ROLLING, hand=_FACE, other=_FACE),
    _bears("hugged", "hugged to the chest with crossed arms", _ROLLING,
           hand=At("chest", out=(-0.12, 0.0), up=(-0.06, 0.10), forward=(0.16, 0.24)),
           other=At("chest", out=(-0.12, 0.0), up=(-0.18, -0.04), forward=(0.18, 0.26))),
    _bears("on edge", "on edge, the {side} hand above the {other} one", _SHAKEN, hand=_FACE, other=_FRONT),
    _bears("on one palm", "on the palm of the {side} hand beside the head", _ROLLING,
           hand=At("shoulder", out=(0.08, 0.22), up=(0.10, 0.30), forward=(0.06, 0.22))),
    _bears("under one arm", "under the {side} arm", _ROLLING,
           hand=At("hip", out=(0.04, 0.14), up=(0.06, 0.22), forward=(0.10, 0.24)), trunk=((0, 8), (-10, 0), 0)),
    _bears("dangling before the thighs", "dangling before the thighs from both hands", _SHAKEN,
           hand=At("hip", out=(-0.06, 0.06), up=(-0.18, -0.02), forward=(0.16, 0.28)),
           other=At("hip", out=(-0.06, 0.06), up=(-0.18, -0.02), forward=(0.16, 0.28))),
    _bears("leaning over it", "leaning over it", _SHAKEN, hand=_FRONT, other=_FRONT, trunk=((10, 28), 0, 0),
           head=((8, 22), 0, 0)),
    _bears("leaning back under it", "leaning far back under it", _ROLLING, hand=_HIGH, other=_FRONT,
           trunk=((-20, -8), (-4, 4), 0)),
    _bears("one hand, high", "high in front with the {side} hand only", _ROLLING, hand=_HIGH),
    _bears("both shoulders", "over the shoulder, both hands on it", _ROLLING,
           hand=At("shoulder", out=(-0.02, 0.06), up=(0.06, 0.16), forward=(0.10, 0.20)),
           other=At("shoulder", out=(-0.20, -0.10), up=(-0.04, 0.12), forward=(0.18, 0.28))),
    _bears("at the shoulders", "at the height of the shoulders with both hands", _SHAKEN,
           hand=At("shoulder", out=(-0.06, 0.10), up=(-0.06, 0.10), forward=(0.16, 0.32)),
           other=At("shoulder", out=(-0.06, 0.10), up=(-0.06, 0.10), forward=(0.16, 0.32))),
    _bears("close under the chin", "close under the chin with both hands", _ROLLING,
           hand=At("chest", out=(0.0, 0.10), up=(0.08, 0.22), forward=(0.14, 0.24)),
           other=At("chest", out=(0.0, 0.10), up=(0.08, 0.22), forward=(0.14, 0.24))),
    _bears("stretched away", "with both arms stretched away from the body", _SHAKEN,
           hand=At("ahead", out=(-0.10, 0.06), up=(-0.30, 0.04), forward=(0.40, 0.54)),
           other=At("ahead", out=(-0.10, 0.06), up=(-0.30, 0.04), forward=(0.40, 0.54))),
    _bears("out at both sides", "wide, a hand at either side", _SHAKEN,
           hand=At("chest", out=(0.18, 0.34), up=(-0.16, 0.14), forward=(0.10, 0.30)),
           other=At("chest", out=(0.18, 0.34), up=(-0.16, 0.14), forward=(0.10, 0.30))),
    Style("sets it down and goes", (
        Phase("walk", (0.9, 1.8), swings=_SHAKEN, stride=_LIVELY),
        phase("set it down", (0.4, 0.7), hand=At("floor", out=(0.06, 0.2), up=(0.30, 0.6), forward=(0.28, 0.42)),
              other=At("floor", out=(0.06, 0.2), up=(0.30, 0.6), forward=(0.28, 0.42)), trunk=((24, 48), 0, 0),
              pelvis=(0.0, (-0.2, -0.06), (-0.16, -0.08))),
        phase("rise", (0.4, 0.7), hand=_REST, other=_REST, trunk=(0, 0, 0), pelvis=(0, 0, 0)),
    ), start={"hand": _HIGH, "other": _HIGH}, accompanies=("trunk", "pelvis"), how="with both hands and sets it down"),
    Style("and turns round with it", (
        Phase("walk", (0.9, 1.6), stride=_LIVELY),
        Phase("turn", (0.8, 1.3), stride=Stride(step=0.0, seconds=(0.34, 0.46), turn_deg=0.0, spin_deg=(60.0, 180.0),
                                                arms=0.0)),
        Phase("walk back", (0.9, 1.6), stride=_LIVELY),
    ), start={"hand": _HIGH, "other": _HIGH}, how="there and back with both hands"),
    Style("shifts its hold", (
        Phase("walk", (0.8, 1.4), stride=_LIVELY),
        Phase("shift it", (0.5, 0.8), {"hand": _FACE, "other": _FACE}, stride=_LIVELY),
        Phase("walk on", (0.8, 1.4), {"hand": _HIGH, "other": _FRONT}, stride=_LIVELY),
    ), start={"hand": _FRONT, "other": _FRONT}, how="with both hands, shifting its hold"),
    Style("picks it up and goes", (
        phase("bend to it", (0.4, 0.7), hand=At("floor", out=(0.06, 0.2), up=(0.30, 0.6), forward=(0.28, 0.42)),
              other=At("floor", out=(0.06, 0.2), up=(0.30, 0.6), forward=(0.28, 0.42)), trunk=((30, 52), 0, 0),
              pelvis=(0.0, (-0.2, -0.06), (-0.16, -0.08))),
        phase("lift it", (0.4, 0.7), hand=_HIGH, other=_HIGH, trunk=(0, 0, 0), pelvis=(0, 0, 0)),
        Phase("walk", (1.4, 2.6), stride=_LIVELY),
    ), accompanies=("trunk", "pelvis"), how="with both hands after lifting it"),
)  # fmt: skip
