"""Actions of two people who face each other; whoever is told `partner` does the other half in the same time."""

from __future__ import annotations

from typing import Any

from skelbench.choreography.script import Action, At, Number, Phase, Stride, Style, Swing, Vector, phase

__all__ = ["EXCHANGE_OBJECTS", "HIGH_FIVE", "KICK_OTHER", "PAT_SHOULDER", "POINT_AT_OTHER", "PUNCH_OTHER",
           "PUSH_OTHER", "WALK_APART",
           "WALK_TOWARDS"]  # fmt: skip

Part = tuple[Phase, ...]
_DRAWN = At("chest", out=(0.10, 0.16), up=(-0.08, 0.06), forward=(0.12, 0.20))
_TO_CHEST = At("meet", out=(0.08, 0.16), up=(0.20, 0.30), forward=(0.14, 0.24))
_GUARD = At("shoulder", out=(-0.04, 0.04), up=(-0.04, 0.06), forward=(0.18, 0.26))
_STEP_BACK = At("stance", forward=(-0.34, -0.22))


def _two(name: str, how: str, mine: Part, theirs: Part, distance: Number, **more: Any) -> Style:
    return Style(name, mine, partner=theirs, distance=distance, how=how, **more)


def _struck(back: Vector, *before: str) -> Part:
    """Stands, is struck, steps back and stands again: phase for phase with whoever strikes."""
    return (
        phase("wait", (0.35, 0.6)),
        phase("wait on", (0.22, 0.38)),
        phase("step back", (0.35, 0.6), trunk=back, pelvis=(0, (-0.04, -0.02), (-0.16, -0.12)), foot=_STEP_BACK,
              hand=At("rest", out=0.12, up=0.1, forward=0.12), other=At("rest", out=0.12, up=0.1, forward=0.12)),
        phase("stand", (0.5, 0.8), trunk=(0, 0, 0), hand=At("rest"), other=At("rest")),
    )  # fmt: skip


def _strikes(ready: dict[str, At | Vector], hit: dict[str, At | Vector]) -> Part:
    return (
        phase("get ready", (0.35, 0.6), **ready),
        phase("strike", (0.22, 0.38), **hit),
        phase("draw back", (0.35, 0.6), **ready),
        Phase("recover", (0.5, 0.8), home=True),
    )


_PUSHED = _struck((-14, 0, 0))

PUSH_OTHER = Action(
    "push other person", ("pushing another person", "shove somebody"), ("hand", "other"),
    (
        _two("both hands", "with both hands", _strikes({"hand": _DRAWN, "other": _DRAWN},
             {"hand": _TO_CHEST, "other": _TO_CHEST, "trunk": ((8, 18), 0, 0), "pelvis": (0, -0.03, (0.03, 0.08))}),
             _PUSHED, (0.74, 0.86)),
        _two("one hand", "with the {side} hand", _strikes({"hand": _DRAWN, "trunk": (0, 0, (2, 10))},
             {"hand": _TO_CHEST, "trunk": ((6, 16), 0, (-20, -8)), "pelvis": (0, -0.02, (0.03, 0.07))}), _PUSHED,
             (0.74, 0.86),
             decides=("hand",)),
        _two("stepping in", "with both hands and a step", _strikes({"hand": _DRAWN, "other": _DRAWN},
             {"hand": _TO_CHEST, "other": _TO_CHEST, "trunk": ((8, 18), 0, 0), "pelvis": (0, -0.06, (0.18, 0.24)),
              "other_foot": At("stance", forward=(0.28, 0.36))}), _PUSHED, (0.92, 1.02)),
    ),
    ("{who} pushes another person {how}", "{who} shoves somebody away {how}",
     "a shove: one person pushes the other's chest, who has to step back {how}",
     "{who} gives another person a push {how}"), ("trunk", "pelvis"), people=2,
)  # fmt: skip

_FACE = At("meet", out=(-0.02, 0.04), up=(0.40, 0.50), forward=(0.12, 0.20))
_BELLY = At("meet", out=(-0.02, 0.06), up=(0.02, 0.14), forward=(0.12, 0.22))
_HIT: Vector = ((4, 12), 0, (-26, -14))

PUNCH_OTHER = Action(
    "punch other person", ("punching another person", "hit somebody"), ("hand",),
    (
        _two("at the face", "at the face with the {side} fist",
             _strikes({"hand": _GUARD, "other": _GUARD}, {"hand": _FACE, "trunk": _HIT}),
             _struck((-18, 0, 0)), (0.78, 0.90)),
        _two("at the belly", "at the belly with the {side} fist",
             _strikes({"hand": _GUARD, "other": _GUARD}, {"hand": _BELLY, "trunk": _HIT}),
             _struck((22, 0, 0)), (0.76, 0.88)),
        _two("a swing", "with a wide swing of the {side} fist",
             _strikes({"hand": At("shoulder", out=(0.26, 0.38), up=(-0.04, 0.1), forward=(-0.1, 0.02)),
                       "trunk": (0, 0, (12, 24))},
                      {"hand": At("meet", out=(-0.02, 0.06), up=(0.38, 0.48), forward=(0.1, 0.18), arc=(0.16, 0, 0)),
                       "trunk": _HIT}),
             _struck((-10, 12, 0)), (0.76, 0.88)),
    ),
    ("{who} punches another person {how}", "{who} hits somebody {how}",
     "a punch: one person's fist shoots at the other, who gives way {how}",
     "{who} strikes another person {how}"),
    ("trunk", "other"), people=2,
)  # fmt: skip

_ON_ONE: Vector = ((-0.155, -0.135), (-0.03, -0.015), (-0.03, 0.0))


def _kick_at(up: tuple[float, float]) -> Part:
    return (
        phase(
            "lift the foot",
            (0.35, 0.6),
            pelvis=_ON_ONE,
            foot=At("leg", out=0.0, up=(-0.5, -0.42), forward=(0.14, 0.22)),
            hand=At("rest", out=0.16, up=0.08),
            other=At("rest", out=0.16, up=0.08),
        ),
        phase(
            "kick", (0.22, 0.38), foot=At("leg", out=(-0.06, 0.0), up=up, forward=(0.66, 0.76)), trunk=((-16, -6), 0, 0)
        ),
        phase("pull back", (0.35, 0.6), foot=At("stance", up=0.12, forward=0.06), trunk=(0, 0, 0)),
        Phase("step down", (0.5, 0.8), home=True),
    )


KICK_OTHER = Action(
    "kick other person", ("kicking another person", "kick somebody"), ("foot",),
    (
        _two("at the belly", "at the belly with the {side} foot", _kick_at((-0.14, 0.0)), _struck((20, 0, 0)),
             (0.98, 1.10)),
        _two("at the legs", "at the legs with the {side} foot", _kick_at((-0.52, -0.36)), _struck((8, 0, 0)),
             (0.92, 1.04)),
    ),
    ("{who} kicks another person {how}", "{who} gives somebody a kick {how}",
     "a kick: one person's foot shoots at the other, who steps back {how}",
     "{who} kicks out at another person {how}"),
    ("pelvis", "trunk", "hand", "other"), people=2,
)  # fmt: skip

_PACE = Stride(step=(0.34, 0.42), seconds=(0.46, 0.56), turn_deg=0.0)
_SLOW = Stride(step=(0.26, 0.32), seconds=(0.54, 0.64), turn_deg=0.0)
_STANDS: Part = (Phase("stand", (2.1, 2.3), {}, (Swing("head", (0, 0, (3, 8)), (0.3, 0.5)),)),)


def _walks(stride: Stride) -> Part:
    return (Phase("walk", 2.2, stride=stride), phase("stand", (0.3, 0.7)))


WALK_TOWARDS = Action(
    "walk towards each other", ("walking towards each other", "approach somebody"), ("walk",),
    (
        _two("both", "both at the same pace", _walks(_PACE), _walks(_PACE), (2.9, 3.3)),
        _two("slowly", "both slowly", _walks(_SLOW), _walks(_SLOW), (2.5, 2.9)),
        _two("one of them", "while the other one waits", _walks(_PACE), _STANDS, (2.0, 2.4)),
    ),
    ("two people walk towards each other {how}", "{who} walks towards another person {how}",
     "{who} and another person come closer {how}",
     "an approach: the way between two people gets shorter {how}"), people=2,
)  # fmt: skip

_ROUND = Stride(step=0.0, seconds=0.42, turn_deg=0.0, spin_deg=180.0, arms=0.0, lift=(0.05, 0.09))
_BACKWARD = Stride(step=(0.26, 0.34), seconds=(0.5, 0.6), turn_deg=0.0, bearing_deg=180.0)


def _turns_and_goes(stride: Stride) -> Part:
    return (phase("stand", (0.2, 0.4)), Phase("turn", 1.7, stride=_ROUND), Phase("walk", 1.8, stride=stride))


WALK_APART = Action(
    "walk apart", ("walking apart", "part and walk away"), ("walk",),
    (
        _two("both", "both turning round", _turns_and_goes(_PACE), _turns_and_goes(_PACE), (0.8, 1.1)),
        _two("one of them", "while the other one stays", _turns_and_goes(_PACE), _STANDS, (0.8, 1.1)),
        _two("backward", "both backward", _walks(_BACKWARD), _walks(_BACKWARD), (0.8, 1.1)),
    ),
    ("two people walk apart {how}", "{who} walks away from another person {how}", "{who} and another person part {how}",
     "a departure: the way between two people gets longer {how}"),
    people=2,
)  # fmt: skip

_PALM = At("meet", out=(-0.02, 0.02), up=(0.44, 0.56), forward=0.0)


def _fives(*hands: str, at: At = _PALM) -> Part:
    back = At("shoulder", out=(0.06, 0.14), up=(0.18, 0.3), forward=(0.14, 0.22))
    return (
        phase("raise", (0.4, 0.7), **dict.fromkeys(hands, back)),
        phase("slap", (0.18, 0.3), **dict.fromkeys(hands, at)),
        phase("draw back", (0.25, 0.4), **dict.fromkeys(hands, back)),
        Phase("lower", (0.4, 0.7), home=True),
    )


_LOW_FIVE = At("meet", out=(-0.02, 0.02), up=(-0.06, 0.06), forward=0.0)
_WIDE_FIVE = At("meet", out=(0.14, 0.18), up=(0.40, 0.50), forward=0.0)

HIGH_FIVE = Action(
    "high five", ("high fives", "slap hands"), ("hand",),
    (
        _two("one hand", "with one hand", _fives("hand"), _fives("hand"), (0.86, 1.0)),
        _two("both hands", "with both hands", _fives("hand", "other", at=_WIDE_FIVE),
             _fives("hand", "other", at=_WIDE_FIVE), (0.82, 0.94),
             decides=("hand", "other")),
        _two("low", "low, with one hand", _fives("hand", at=_LOW_FIVE), _fives("hand", at=_LOW_FIVE), (0.8, 0.94)),
    ),
    ("two people do a high five {how}", "{who} slaps hands with another person {how}",
     "{who} and another person clap each other's palms {how}",
     "a high five: two palms meet in the air {how}"),
    ("trunk", "elbow"), people=2,
)  # fmt: skip

_THEIR_SHOULDER = At("meet", out=(-0.16, -0.08), up=(0.42, 0.50), forward=(0.22, 0.28))
_WAITS: Part = (
    phase("wait", (0.45, 0.8)),
    phase("stand", (0.9, 1.4), head=(0, 0, (4, 14))),
    phase("nod", (0.4, 0.7), head=(0, 0, 0)),
)

PAT_SHOULDER = Action(
    "pat on the shoulder", ("patting a shoulder", "pat somebody's back"), ("hand",),
    (
        _two("several times", "several times with the {side} hand", (
            phase("reach out", (0.45, 0.8), hand=_THEIR_SHOULDER, trunk=((4, 12), 0, 0)),
            Phase("pat", (0.9, 1.4), {}, (Swing("hand", (0.0, (0.03, 0.06), 0.0), (1.8, 2.8), away=True),)),
            Phase("lower", (0.4, 0.7), home=True)), _WAITS, (0.72, 0.84)),
        _two("laid on", "laying the {side} hand on it", (
            phase("reach out", (0.45, 0.8), hand=_THEIR_SHOULDER, trunk=((4, 12), 0, 0)), phase("keep", (0.9, 1.4)),
            Phase("lower", (0.4, 0.7), home=True)), _WAITS, (0.72, 0.84)),
    ),
    ("{who} pats another person on the shoulder {how}", "{who} gives somebody a pat {how}",
     "a pat: one person's hand touches the other's shoulder {how}",
     "{who} taps somebody on the shoulder {how}"),
    ("trunk",), people=2,
)  # fmt: skip

POINT_AT_OTHER = Action(
    "point at other person", ("pointing at somebody", "point a finger at another person"), ("hand",),
    (
        _two("straight", "with the {side} arm", (
            phase("stretch out", (0.45, 0.8), hand=At("ahead", out=(-0.14, -0.02), up=(-0.06, 0.1),
                                                      forward=(0.56, 0.64))),
            phase("hold", (0.9, 1.4)), Phase("lower", (0.4, 0.7), home=True)), _WAITS, (1.1, 1.5)),
        _two("wagging", "wagging the {side} hand", (
            phase("stretch out", (0.45, 0.8), hand=At("ahead", out=(-0.1, 0.0), up=(-0.1, 0.06), forward=(0.4, 0.5)),
                  trunk=((4, 14), 0, 0)),
            Phase("wag", (0.9, 1.4), {}, (Swing("hand", ((0.02, 0.04), (0.03, 0.06), 0.0), (1.6, 2.6)),)),
            Phase("lower", (0.4, 0.7), home=True)), _WAITS, (1.0, 1.4)),
    ),
    ("{who} points at another person {how}", "{who} points a finger at somebody {how}",
     "{who} holds an arm out at another person {how}", "{who} singles another person out {how}"),
    ("trunk", "head"), people=2,
)  # fmt: skip

_KEPT = At("chest", out=(0.04, 0.10), up=(-0.16, -0.08), forward=(0.2, 0.28))
_MINE, _YOURS = At("meet", out=(0.04, 0.08), up=(-0.02, 0.06)), At("meet", out=(0.04, 0.08), up=(0.06, 0.12))
_SWAPS: Part = (
    phase("hold", (0.3, 0.6), hand=_KEPT),
    phase("reach out", (0.5, 0.8), hand=_MINE, other=_YOURS, trunk=((4, 10), 0, 0)),
    phase("exchange", (0.25, 0.5)),
    phase("draw back", (0.5, 0.8), hand=At("rest"), other=_KEPT, trunk=(0, 0, 0)),
)

EXCHANGE_OBJECTS = Action(
    "exchange objects", ("exchanging objects", "swap things"), ("hand", "other"),
    (
        _two("hand to hand", "each with both hands", _SWAPS, _SWAPS, (0.72, 0.88)),
        _two("looking at it", "each with both hands, looking at it afterwards",
             (*_SWAPS, phase("look", (0.5, 0.9), head=((12, 24), 0, 0))),
             (*_SWAPS, phase("look", (0.5, 0.9), head=((12, 24), 0, 0))), (0.72, 0.88)),
    ),
    ("two people exchange objects {how}", "{who} swaps something with another person {how}",
     "{who} and another person trade things {how}",
     "an exchange: each of two people gives with one hand and takes with the other {how}"), ("trunk",), people=2,
)  # fmt: skip
