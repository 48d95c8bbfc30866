"""Further ways of waving, clapping, throwing and pushing."""

from __future__ import annotations

from typing import Any

from skelbench.choreography.actions.gesture import gesture
from skelbench.choreography.script import Angles, At, Loop, Moves, Phase, Stride, Style, Swing, Vector, phase

__all__ = ["CLAP_WAYS", "PUSH_WAYS", "THROW_WAYS", "WAVE_WAYS"]

_BOTH = ("hand", "other")
_UP_OUT = At("shoulder", out=(0.14, 0.30), up=(0.36, 0.52), forward=(0.02, 0.16))
_OUT = At("shoulder", out=(0.44, 0.56), up=(-0.06, 0.14), forward=(0.0, 0.14))
_LOW_OUT = At("ahead", out=(0.28, 0.42), up=(-0.42, -0.28), forward=(0.06, 0.2))
_CROSSED_UP = At("crown", out=(-0.02, 0.08), up=(0.10, 0.22), forward=(0.04, 0.16))


def _arcs(
    name: str, how: str, low: At | Angles, high: At | Angles, *hands: str, seconds: tuple[float, float] = (0.4, 0.8)
) -> Style:
    """Wide arcs between two places, again and again."""
    return Style(name, (
        phase("raise", (0.4, 0.8), **dict.fromkeys(hands, low)),
        Loop((2, 3), (phase("up", seconds, **dict.fromkeys(hands, high)),
                      phase("down", seconds, **dict.fromkeys(hands, low)))),
        Phase("lower", (0.4, 0.8), home=True),
    ), decides=hands, how=how)  # fmt: skip


def _waves(name: str, how: str, at: At, swing: Vector, hz: tuple[float, float], turn: float = 0.0) -> Style:
    """Both hands up and to and fro; `turn` by how much of a cycle the second one lags."""
    return gesture(
        name,
        how,
        dict.fromkeys(_BOTH, at),
        (Swing("hand", swing, hz), Swing("other", swing, hz, turn)),
        (2, 5),
        decides=_BOTH,
    )


WAVE_WAYS = (
    _arcs("both arms, wide arcs", "with both arms in wide arcs over the head", _OUT, _CROSSED_UP, *_BOTH),
    _arcs("both arms, from low to high", "with both arms from the thighs to overhead", _LOW_OUT, _UP_OUT, *_BOTH,
          seconds=(0.5, 0.9)),
    _arcs("both arms, straight", "with both arms straight, out to the sides and up", Angles((70, 95), (0, 15), 18),
          Angles((150, 168), (0, 20), 18), *_BOTH, seconds=(0.55, 0.9)),
    _arcs("one arm, wide arcs", "with the {side} arm in wide arcs", _OUT, _CROSSED_UP, "hand"),
    _waves("both hands beside the head", "with both hands beside the head",
           At("shoulder", out=(0.14, 0.26), up=(0.2, 0.34), forward=(0.08, 0.22)),
           ((0.09, 0.16), (-0.03, 0.0), 0.0), (1.0, 2.0)),
    _waves("both hands overhead", "with both hands high above the head",
           At("shoulder", out=(0.04, 0.16), up=(0.46, 0.58), forward=(0.04, 0.16)),
           ((0.12, 0.22), (-0.04, 0.0), 0.0), (0.7, 1.5)),
    _waves("both hands, in parallel", "with both hands overhead, to the same side",
           At("shoulder", out=(0.02, 0.14), up=(0.42, 0.56), forward=(0.06, 0.18)),
           ((0.12, 0.22), 0.0, 0.0), (0.7, 1.4), 0.5),
    _waves("both hands, low", "with both hands low in front", At("shoulder", out=(0.1, 0.24), up=(-0.14, 0.06),
                                                                 forward=(0.26, 0.4)),
           ((0.07, 0.13), 0.0, 0.0), (1.2, 2.2)),
    _waves("both arms flapping", "with both arms out to the sides, up and down", _OUT, (0.0, (0.12, 0.22), 0.0),
           (0.8, 1.5)),
    Style("both arms, from the start", (
        Phase("wave", 0.0, {}, (Swing("hand", ((0.14, 0.24), (-0.06, 0.0), 0.0), (0.7, 1.4)),
                                Swing("other", ((0.14, 0.24), (-0.06, 0.0), 0.0), (0.7, 1.4))),
              cycles=(2, 5)),
    ), start=dict.fromkeys(_BOTH, _UP_OUT), decides=_BOTH, how="with both arms that were up from the start"),
    gesture("stretched forward", "with the {side} arm stretched forward",
            {"hand": At("ahead", out=(-0.02, 0.12), up=(0.04, 0.2), forward=(0.46, 0.56))},
            (Swing("hand", ((0.10, 0.18), 0.0, 0.0), (1.2, 2.2)),), (2, 5)),
    gesture("beckoning", "with the {side} hand, beckoning", {"hand": At("ahead", out=(0.0, 0.1), up=(0.0, 0.14),
        forward=(0.42, 0.5))},
            (Swing("hand", (0.0, (0.05, 0.09), (-0.12, -0.08)), (1.0, 1.8), away=True),), (2, 4)),
    Style("walking by", (
        Phase("walk up", (1.0, 1.4), stride=Stride(step=(0.3, 0.48), turn_deg=(-30, 30))),
        phase("raise", (0.35, 0.6), hand=At("shoulder", out=(0.14, 0.26), up=(0.2, 0.34), forward=(0.08, 0.22))),
        Phase("wave", 0.0, {}, (Swing("hand", ((0.09, 0.16), (-0.02, 0.0), 0.0), (1.4, 2.4)),), cycles=(2, 4)),
        phase("lower", (0.4, 0.6), hand=At("rest")),
    ), accompanies=("walk", "elbow"), how="with the {side} hand after walking up"),
)  # fmt: skip


def _parting(
    name: str, how: str, at: At, half_way: tuple[float, float], hz: tuple[float, float], **more: Vector
) -> Style:
    """Palms that meet and part by four times `half_way`, a little up and forward as well."""
    swing = (half_way, (-0.02, 0.02), (0.0, 0.03))
    return gesture(
        name,
        how,
        {"hand": at, "other": at, **more},
        (Swing("hand", swing, hz, away=True), Swing("other", swing, hz, away=True)),
        (3, 6),
    )


_MIDDLE = At("chest", out=(0.02, 0.035), up=(-0.12, 0.04), forward=(0.26, 0.36))
_BELLY = At("hip", out=(-0.075, -0.06), up=(0.14, 0.24), forward=(0.26, 0.36))

CLAP_WAYS = (
    _parting("arms wide", "with the arms opened wide each time", _BELLY, (0.16, 0.22), (0.8, 1.3)),
    _parting("stretched forward", "with the arms stretched forward",
             At("chest", out=(0.02, 0.035), up=(-0.04, 0.06), forward=(0.42, 0.50)), (0.07, 0.12), (1.4, 2.4)),
    _parting("at one side", "beside the {side} cheek", At("chest", out=(0.02, 0.03), up=(0.10, 0.2),
                                                          forward=(0.22, 0.3)), (0.05, 0.09), (1.8, 2.8),
             head=(0, (4, 10), (4, 12))),
    _parting("leaning forward", "leaning forward", _MIDDLE, (0.08, 0.13), (1.4, 2.2), trunk=((14, 28), 0, 0)),
    _parting("leaning back", "leaning back with a laugh", _MIDDLE, (0.07, 0.12), (1.6, 2.4), trunk=((-14, -6), 0, 0),
             head=((-14, -4), 0, 0)),
    Style("already clapping", (
        Phase("clap", 0.0, {}, (Swing("hand", ((0.06, 0.12), 0, 0), (1.4, 2.6), away=True),
                                Swing("other", ((0.06, 0.12), 0, 0), (1.4, 2.6), away=True)), cycles=(4, 8)),
    ), start={"hand": _MIDDLE, "other": _MIDDLE}, how="from the start to the end"),
    Style("in two goes", (
        phase("raise", (0.4, 0.6), hand=_MIDDLE, other=_MIDDLE),
        Phase("clap", 0.0, {}, (Swing("hand", ((0.06, 0.1), 0, 0), (1.6, 2.4), away=True),
                                Swing("other", ((0.06, 0.1), 0, 0), (1.6, 2.4), away=True)), cycles=(2, 3)),
        phase("pause", (0.3, 0.6)),
        Phase("clap again", 0.0, {}, (Swing("hand", ((0.06, 0.1), 0, 0), (1.6, 2.4), away=True),
                                      Swing("other", ((0.06, 0.1), 0, 0), (1.6, 2.4), away=True)), cycles=(2, 4)),
        Phase("lower", (0.4, 0.7), home=True),
    ), how="in two goes"),
    Style("from big to small", (
        phase("open", (0.4, 0.7), hand=_OUT, other=_OUT),
        Loop((1, 2), (phase("together", (0.25, 0.4), hand=_MIDDLE, other=_MIDDLE),
                      phase("apart", (0.25, 0.4), hand=At("chest", out=(0.3, 0.42), forward=(0.2, 0.3)),
                                                                                         other=At("chest",
                                                                                             out=(0.3, 0.42),
                                                                                                 forward=(0.2, 0.3))))),
        phase("together at last", (0.25, 0.4), hand=_MIDDLE, other=_MIDDLE),
        Phase("clap", 0.0, {}, (Swing("hand", ((0.04, 0.07), 0, 0), (1.8, 2.6), away=True),
                                Swing("other", ((0.04, 0.07), 0, 0), (1.8, 2.6), away=True)), cycles=(2, 4)),
        Phase("lower", (0.4, 0.7), home=True),
    ), how="from wide to small"),
)  # fmt: skip

_AT_EAR = At("shoulder", out=(0.06, 0.16), up=(0.08, 0.2), forward=(0.06, 0.18))
_AT_CHEST = At("chest", out=(0.06, 0.16), up=(-0.04, 0.08), forward=(0.16, 0.26))
_DOWN = At("ahead", out=(-0.12, 0.04), up=(-0.5, -0.36), forward=(0.16, 0.32))
_FLICK = At("ahead", out=(-0.06, 0.08), up=(-0.06, 0.14), forward=(0.42, 0.54), arc=(0, 0.06, 0))


def _throws(
    name: str,
    how: str,
    back: Moves,
    release: Moves,
    after: Moves,
    **more: Any,
) -> Style:
    """Draws back, lets go, follows through, and lets the arms hang again."""
    return Style(name, (
        phase("draw back", (0.35, 0.7), **back), phase("release", (0.24, 0.38), **release),
        phase("follow through", (0.24, 0.4), **after),
        Phase("recover", (0.45, 0.8), home=True),
    ), how=how, **more)  # fmt: skip


THROW_WAYS = (
    _throws("dart", "as a dart, from the elbow of the {side} arm", {"hand": _AT_EAR, "elbow": (5, 25)},
            {"hand": _FLICK}, {"hand": _DOWN, "elbow": 0}),
    _throws("from the chest", "from the chest with the {side} hand", {"hand": _AT_CHEST}, {"hand": _FLICK},
            {"hand": _DOWN}),
    _throws("chest pass", "from the chest with both hands", {"hand": _AT_CHEST, "other": _AT_CHEST},
            {"hand": _FLICK, "other": _FLICK, "trunk": ((6, 16), 0, 0)}, {"hand": _DOWN, "other": _DOWN},
            decides=_BOTH),
    _throws("both hands, underarm", "underarm with both hands",
            {"hand": At("hip", out=(-0.02, 0.06), up=(-0.04, 0.08), forward=(0.1, 0.2)),
            "other": At("hip", out=(-0.02, 0.06), up=(-0.04, 0.08), forward=(0.1, 0.2)), "trunk": ((16, 30), 0, 0),
            "pelvis": (0, (-0.1, -0.04), (-0.06, -0.02))},
            {"hand": At("ahead", out=(-0.1, 0.0), up=(0.04, 0.24), forward=(0.44, 0.56)),
             "other": At("ahead", out=(-0.1, 0.0), up=(0.04, 0.24), forward=(0.44, 0.56)),
             "trunk": ((-6, 4), 0, 0), "pelvis": (0, 0, 0)}, {"hand": _AT_CHEST, "other": _AT_CHEST}, pace=0.8,
             decides=_BOTH),
    Style("already cocked", (
        phase("release", (0.26, 0.42), hand=_FLICK, trunk=((4, 14), 0, (-18, -6)), elbow=(5, 25)),
        phase("follow through", (0.26, 0.45), hand=_DOWN, trunk=((8, 20), 0, (-22, -8)), elbow=0),
        phase("stand", (0.4, 0.8), hand=At("rest"), trunk=(0, 0, 0)),
    ), start={"hand": At("shoulder", out=(0.1, 0.24), up=(0.06, 0.26), forward=(-0.14, 0.08)), "elbow": (15, 45),
              "trunk": ((-8, 0), 0, (8, 24))},
        how="overarm with the {side} hand that was drawn back from the start"),
    Style("weighing it first", (
        phase("hold it", (0.4, 0.6), hand=_AT_CHEST),
        Phase("weigh", 0.0, {}, (Swing("hand", (0.0, (0.03, 0.06), 0.02), (1.4, 2.2)),), cycles=(1, 2)),
        phase("draw back", (0.3, 0.5), hand=_AT_EAR, trunk=((-6, 0), 0, (6, 18)), elbow=(10, 30)),
        phase("release", (0.24, 0.38), hand=_FLICK, trunk=((4, 14), 0, (-14, -4)), elbow=0),
        Phase("recover", (0.5, 0.8), home=True),
    ), how="with the {side} hand after weighing it"),
    _throws("lob", "high in a lob with the {side} hand", {"hand": At("ahead", out=(0.02, 0.1), up=(-0.44, -0.3),
                                                                     forward=(-0.1, 0.1)),
                                                                     "trunk": ((4, 14), 0, (2, 10))},
            {"hand": At("ahead", out=(-0.05, 0.05), up=(0.26, 0.42), forward=(0.36, 0.46), arc=(0, -0.1, 0.12)),
             "trunk": ((-4, 6), 0, (-8, 0))},
            {"hand": At("shoulder", out=(0.0, 0.1), up=(0.4, 0.52), forward=(0.14, 0.26))}, pace=0.72),
    _throws("down hard", "down at the floor with the {side} hand",
            {"hand": At("shoulder", out=(0.08, 0.2), up=(0.34, 0.48), forward=(-0.08, 0.08)),
             "trunk": ((-10, -2), 0, (4, 14))},
            {"hand": At("ahead", out=(-0.04, 0.1), up=(-0.36, -0.2), forward=(0.42, 0.52), arc=(0, 0.05, 0.12)),
             "trunk": ((18, 32), 0, (-12, -2))},
            {"hand": _DOWN, "trunk": ((22, 38), 0, (-14, -4)), "pelvis": (0, (-0.06, -0.02), -0.04)}),
    _throws("over the shoulder", "backward over the shoulder with the {side} hand",
            {"hand": At("hip", out=(0.0, 0.1), up=(0.0, 0.14), forward=(0.2, 0.3))},
            {"hand": At("shoulder", out=(0.06, 0.16), up=(0.22, 0.34), forward=(-0.06, 0.04), arc=(0.04, 0, 0.12)),
             "head": ((-8, 2), 0, (8, 24))},
            {"hand": At("shoulder", out=(0.1, 0.18), up=(0.1, 0.2), forward=(0.0, 0.1))}, pace=0.8),
    _throws("bowling", "rolling it, low with the {side} hand",
            {"hand": At("ahead", out=(0.06, 0.14), up=(-0.4, -0.28), forward=(-0.44, -0.3)),
             "trunk": ((22, 36), 0, (4, 12)),
            "pelvis": (0, (-0.12, -0.06), (-0.06, 0.0))},
            {"hand": At("floor", out=(-0.02, 0.1), up=(0.4, 0.6), forward=(0.56, 0.7), arc=(0, -0.12, 0)),
             "trunk": ((36, 50), 0, (-10, 0)),
             "other_foot": At("stance", forward=(0.24, 0.34)), "pelvis": (0, (-0.2, -0.12), (0.06, 0.12))},
            {"hand": At("ahead", out=(-0.04, 0.06), up=(-0.1, 0.1), forward=(0.46, 0.56))}, pace=0.72,
            accompanies=("trunk", "pelvis", "other_foot")),
    Style("after a run-up", (
        Phase("run up", (0.9, 1.3), {"hand": _AT_EAR}, stride=Stride(step=(0.36, 0.5), seconds=(0.36, 0.46))),
        phase("draw back", (0.26, 0.4), hand=At("shoulder", out=(0.16, 0.26), up=(0.16, 0.28), forward=(-0.24, -0.12)),
              trunk=((-8, 0), 0, (14, 30)), elbow=(30, 50)),
        phase("release", (0.24, 0.36), hand=_FLICK, trunk=((8, 18), 0, (-22, -8)), elbow=(10, 30)),
        phase("follow through", (0.26, 0.4), hand=_DOWN, trunk=((12, 24), 0, (-26, -10)), elbow=0),
        phase("stand", (0.4, 0.6), trunk=(0, 0, 0), hand=At("rest")),
    ), accompanies=("walk", "trunk", "elbow"), how="overarm with the {side} hand after a few quick steps"),
)  # fmt: skip

_NEAR = At("shoulder", out=(-0.02, 0.10), up=(-0.12, 0.04), forward=(0.14, 0.24))
_FAR = At("ahead", out=(-0.12, 0.06), up=(-0.12, 0.08), forward=(0.54, 0.66))


def _pushes(
    name: str, how: str, near: Moves, far: Moves, seconds: tuple[float, float] = (0.35, 0.7), **more: Any
) -> Style:
    return Style(name, (
        phase("draw in", (0.35, 0.7), **near), phase("push", seconds, **far), phase("hold", (0.05, 0.4)),
        Phase("let go", (0.45, 0.8), home=True),
    ), how=how, **more)  # fmt: skip


_ONE = ("hand",)

PUSH_WAYS = (
    _pushes("one hand, only the arm", "with the {side} arm alone", {"hand": _NEAR}, {"hand": _FAR}, decides=_ONE),
    _pushes("one hand, to the side", "away to the {side} with the {side} hand", {"hand": _NEAR},
            {"hand": At("ahead", out=(0.44, 0.58), up=(-0.12, 0.06), forward=(0.14, 0.3)),
             "trunk": (0, (2, 8), (4, 14))}, decides=_ONE),
    _pushes("one hand, a door", "a door open with the {side} hand", {"hand": _NEAR},
            {"hand": _FAR, "trunk": ((4, 12), 0, (-10, 0)),
            "foot": At("stance", forward=(0.22, 0.32)), "pelvis": (0, (-0.05, -0.02), (0.12, 0.18))}, (0.5, 0.8),
            decides=_ONE, accompanies=("trunk", "pelvis", "foot")),
    _pushes("one hand, up", "up with the {side} hand", {"hand": At("shoulder", out=(0.08, 0.16), up=(0.0, 0.1),
                                                                   forward=(0.1, 0.2))},
            {"hand": At("shoulder", out=(0.0, 0.12), up=(0.42, 0.54), forward=(0.14, 0.3)), "head": ((-14, -2), 0, 0)},
            decides=_ONE),
    _pushes("one hand, down", "down with the {side} hand", {"hand": At("chest", out=(0.06, 0.14), up=(-0.06, 0.06),
        forward=(0.18, 0.26))},
            {"hand": At("ahead", out=(-0.04, 0.1), up=(-0.48, -0.38), forward=(0.22, 0.34)), "trunk": ((6, 16), 0, 0)},
            decides=_ONE),
    _pushes("both hands, only the arms", "with both arms alone", {"hand": _NEAR, "other": _NEAR},
            {"hand": _FAR, "other": _FAR}),
    _pushes("both hands, apart", "two things apart", {"hand": _NEAR, "other": _NEAR},
            {"hand": At("ahead", out=(0.42, 0.54), up=(-0.1, 0.06), forward=(0.2, 0.34)),
             "other": At("ahead", out=(0.42, 0.54), up=(-0.1, 0.06), forward=(0.2, 0.34))}),
    _pushes("both hands, aside", "to the {other} side with both hands",
            {"hand": _NEAR, "other": _NEAR, "trunk": (0, 0, (8, 18))},
            {"hand": At("ahead", out=(-0.5, -0.36), up=(-0.16, 0.0), forward=(0.36, 0.46)),
             "other": At("ahead", out=(0.36, 0.5), up=(-0.16, 0.0), forward=(0.28, 0.38)),
             "trunk": (0, 0, (-28, -14))}),
    Style("already at the chest", (
        phase("push", (0.35, 0.7), hand=_FAR, trunk=((2, 12), 0, (-14, -4))),
        phase("hold", (0.2, 0.6)),
        phase("let go", (0.4, 0.7), hand=At("rest"), trunk=(0, 0, 0)),
    ), start={"hand": _NEAR}, decides=_ONE, how="with the {side} hand that was at the shoulder from the start"),
    Style("already leaning", (
        Phase("push", (1.2, 2.0), {"pelvis": (0, -0.1, (0.04, 0.1))}, (Swing("trunk", ((1, 3), 0, 0), (0.6, 1.0)),)),
        phase("give up", (0.5, 0.8), hand=At("rest"), other=At("rest"), trunk=(0, 0, 0), pelvis=(0, 0, 0)),
    ), start={"hand": _FAR, "other": _FAR, "trunk": ((20, 34), 0, 0), "pelvis": (0, -0.1, (-0.02, 0.02)),
              "other_foot": At("stance", forward=(0.16, 0.26)),
              "foot": At("stance", forward=(-0.22, -0.12))}, decides=("pelvis",),
              how="against something heavy from the start, both hands on it"),
    Style("walking behind it", (
        phase("lay on", (0.4, 0.7), hand=_FAR, other=_FAR, trunk=((8, 18), 0, 0)),
        Phase("push along", (1.6, 2.6), stride=Stride(step=(0.22, 0.38), seconds=(0.52, 0.64), turn_deg=(-8, 8),
                                                      arms=0.0)),
        phase("let go", (0.4, 0.7), hand=At("rest"), other=At("rest"), trunk=(0, 0, 0)),
    ), accompanies=("walk", "trunk"), how="a cart along with both hands"),
    Style("jabs", (
        phase("raise", (0.35, 0.6), hand=_NEAR),
        Loop((2, 3), (phase("push", (0.25, 0.45), hand=_FAR, trunk=((2, 8), 0, (-10, -2))),
                      phase("draw back", (0.25, 0.45), hand=_NEAR, trunk=(0, 0, 0)))),
        Phase("let go", (0.4, 0.7), home=True),
    ), decides=_ONE, how="with the {side} hand several times"),
)  # fmt: skip
