"""Actions that are neither trained nor used to set the rejection: they only judge it."""

from __future__ import annotations

from skelbench.choreography.script import Action, At, Loop, Phase, Style, Swing, Vector, phase

__all__ = ["GIVE_OBJECT", "PUNCH", "PUT_ON_HAT", "SALUTE", "TAKE_OFF_SHOE"]

_SHOE = At("ankle", out=(0.03, 0.06), up=(-0.02, 0.04), forward=(0.02, 0.08))
_SHOE_ACROSS = At("ankle", out=(-0.05, -0.02), up=(-0.02, 0.04), forward=(0.04, 0.1), across=True)
_SEATED: Vector = (0.0, (-0.48, -0.38), (-0.42, -0.36))
_ON_THIGH = At("thigh", up=0.06, forward=0.04)

TAKE_OFF_SHOE = Action(
    "take off shoe",
    synonyms=("taking off a shoe", "take off a shoe", "pull off a shoe"),
    decides=("hand", "other", "foot"),
    accompanies=("trunk", "pelvis"),
    sentences=(
        "{who} takes off a shoe {how}",
        "{who} pulls a shoe off the {side} foot {how}",
        "taking off a shoe: {who} brings both hands to the {side} foot {how}",
    ),
    styles=(
        Style("standing on one leg", (
            phase("lift the foot", (0.6, 0.9), pelvis=((-0.185, -0.165), (-0.08, -0.04), (-0.13, -0.09)),
                  trunk=((42, 58), 0, 0),
                  foot=At("leg", out=(-0.06, 0.0), up=(-0.50, -0.42), forward=(0.20, 0.28)), hand=_SHOE,
                      other=_SHOE_ACROSS),
            Phase("pull", 0.0, {}, (Swing("hand", (0, (0.02, 0.04), 0.02), (1.2, 2.0)),
                                    Swing("other", (0, 0.02, 0.02), (1.2, 2.0))),
                  cycles=(2, 3)),
            Phase("set down", (0.6, 0.9), home=True),
        ), how="standing on one leg"),
        Style("seated", (
            phase("bend to it", (0.6, 0.9), trunk=((34, 50), 0, 0),
                  foot=At("leg", out=-0.05, up=(-0.30, -0.22), forward=(0.34, 0.40)),
                  hand=_SHOE, other=_SHOE_ACROSS),
            Phase("pull", 0.0, {}, (Swing("hand", (0, 0.03, 0.02), (1.2, 2.0)),
                                    Swing("other", (0, 0.02, 0.02), (1.2, 2.0))), cycles=(2, 3)),
            Phase("sit up", (0.6, 0.9), home=True),
        ), start={"pelvis": _SEATED, "hand": _ON_THIGH, "other": _ON_THIGH}, how="sitting"),
        Style("crouching", (
            phase("go down", (0.6, 0.9), trunk=((48, 62), 0, 0), pelvis=(0.0, (-0.46, -0.36), (-0.2, -0.14)),
                  hand=_SHOE,
                  other=_SHOE_ACROSS),
            Phase("pull", 0.0, {}, (Swing("hand", (0, 0.03, 0.02), (1.2, 2.0)),
                                    Swing("other", (0, 0.02, 0.02), (1.2, 2.0))), cycles=(2, 3)),
            Phase("come up", (0.6, 0.9), home=True),
        ), decides=("hand", "other"), how="crouching"),
    ),
)  # fmt: skip

_GUARD = At("shoulder", out=(-0.04, 0.04), up=(-0.04, 0.08), forward=(0.18, 0.26))
_HIT = At("ahead", out=(-0.14, -0.06), up=(-0.06, 0.14), forward=(0.56, 0.66))
_HIT_LOW = At("ahead", out=(-0.14, -0.06), up=(-0.32, -0.2), forward=(0.48, 0.58))
_STANCE: dict[str, At | Vector] = {"foot": At("stance", forward=-0.16), "other_foot": At("stance", forward=0.12),
                                   "hand": _GUARD, "other": _GUARD}  # fmt: skip


def _punches(name: str, how: str, hit: At, times: tuple[int, int]) -> Style:
    return Style(name, (
        phase("guard", (0.3, 0.7)),
        Loop(times, (
            phase("punch", (0.16, 0.26), hand=hit, trunk=((4, 12), 0, (-28, -14)),
                  pelvis=(0, (-0.04, -0.01), (0.03, 0.06))),
            phase("draw back", (0.22, 0.36), hand=_GUARD, trunk=(0, 0, 0), pelvis=(0, 0, 0)),
            phase("wait", (0.1, 0.4)),
        )),
    ), start=_STANCE, how=how)  # fmt: skip


PUNCH = Action(
    "punch",
    synonyms=("punching", "throw a punch", "hit"),
    decides=("hand",),
    accompanies=("trunk", "pelvis"),
    sentences=(
        "{who} punches {how}",
        "{who} throws punches {how}",
        "punching: {who} shoots a fist forward out of a guard {how}",
    ),
    styles=(
        _punches("straight", "straight ahead with the {side} fist", _HIT, (1, 3)),
        _punches("to the body", "low with the {side} fist", _HIT_LOW, (1, 3)),
        Style("one and two", (
            phase("guard", (0.3, 0.6)),
            Loop((1, 2), (
                phase("first", (0.16, 0.26), other=_HIT, trunk=((4, 10), 0, (10, 22))),
                phase("second", (0.20, 0.30), hand=_HIT, other=_GUARD, trunk=((4, 10), 0, (-28, -14))),
                phase("draw back", (0.24, 0.36), hand=_GUARD, trunk=(0, 0, 0)),
            )),
            phase("wait", (0.2, 0.5)),
        ), start=_STANCE, decides=("hand", "other"), how="with one fist and then the other"),
    ),
)  # fmt: skip

_AT_BROW = At("brow", out=(0.03, 0.06), up=(-0.01, 0.03), forward=(0.01, 0.05))


def _salutes(name: str, how: str, seconds: tuple[float, float], hold: tuple[float, float], head: Vector) -> Style:
    return Style(name, (
        phase("raise", seconds, hand=_AT_BROW, elbow=(40, 65), trunk=((-4, 0), 0, 0), head=head),
        phase("hold", hold),
        Phase("lower", seconds, home=True),
    ), how=how)  # fmt: skip


SALUTE = Action(
    "salute",
    synonyms=("saluting", "give a salute"),
    decides=("hand",),
    accompanies=("head", "trunk", "elbow"),
    sentences=("{who} salutes {how}", "{who} gives a salute {how}",
               "a salute: {who} brings a flat hand to the brow {how}"),
    styles=(
        _salutes("smart", "smartly with the {side} hand", (0.28, 0.42), (0.8, 1.8), (0, 0, 0)),
        _salutes("slow", "slowly with the {side} hand", (0.6, 0.9), (1.0, 2.0), (0, 0, 0)),
        _salutes("casual", "casually with the {side} hand", (0.35, 0.55), (0.2, 0.5), ((4, 12), 0, 0)),
    ),
)  # fmt: skip

_HELD = At("chest", out=(0.04, 0.10), up=(-0.16, -0.08), forward=(0.2, 0.28))


def _hands_over(*hands: str) -> tuple[Phase, ...]:
    """One person's part: hold it, reach out with it, let go."""
    return (
        phase("hold", (0.3, 0.6), **dict.fromkeys(hands, _HELD)),
        phase("reach out", (0.5, 0.8), trunk=((4, 10), 0, 0), **dict.fromkeys(hands, At("meet"))),
        phase("hand over", (0.25, 0.5)),
        phase("draw back", (0.5, 0.8), trunk=(0, 0, 0), **dict.fromkeys(hands, At("rest"))),
    )  # fmt: skip


def _takes(*hands: str) -> tuple[Phase, ...]:
    """The other person's part, phase by phase in the same time."""
    return (
        phase("wait", (0.3, 0.6)),
        phase("reach out", (0.5, 0.8), trunk=((2, 8), 0, 0), **dict.fromkeys(hands, At("meet"))),
        phase("take", (0.25, 0.5)),
        phase("draw back", (0.5, 0.8), trunk=(0, 0, 0), **dict.fromkeys(hands, _HELD)),
    )  # fmt: skip


GIVE_OBJECT = Action(
    "give object",
    synonyms=("giving an object", "give something to someone", "hand over"),
    decides=("hand",),
    accompanies=("trunk", "other"),
    people=2,
    sentences=(
        "{who} gives something to another person {how}",
        "{who} hands an object over {how}",
        "giving: one person reaches something out and the other takes it {how}",
    ),
    styles=(
        Style("one hand", _hands_over("hand"), partner=_takes("hand"), distance=(0.78, 0.95),
              how="with the {side} hand"),
        Style("two hands", _hands_over("hand", "other"), partner=_takes("hand", "other"), distance=(0.75, 0.92),
              decides=("hand", "other"), how="with both hands"),
        Style("taken with both", _hands_over("hand"), partner=_takes("hand", "other"), distance=(0.75, 0.92),
              how="with the {side} hand, and the other takes it with both"),
    ),
)  # fmt: skip

_HAT_LOW = At("chest", out=(0.10, 0.16), up=(-0.12, 0.0), forward=(0.22, 0.32))
_HAT_ON = At("crown", out=(0.09, 0.12), up=(-0.04, 0.01), forward=(0.0, 0.05), arc=(0.03, (0.04, 0.08), 0.06))

PUT_ON_HAT = Action(
    "put on hat",
    synonyms=("putting on a hat", "put on a cap", "put on a hat"),
    decides=("hand", "other"),
    accompanies=("head", "elbow", "other_elbow"),
    sentences=("{who} puts on a hat {how}", "{who} sets a hat on the head {how}",
               "putting on a hat: the hands of {who} rise to the head {how}"),
    styles=(
        Style("both hands", (
            phase("lift it", (0.4, 0.7), hand=_HAT_LOW, other=_HAT_LOW, head=((4, 14), 0, 0)),
            phase("put it on", (0.5, 0.9), hand=_HAT_ON, other=_HAT_ON, head=((0, 10), 0, 0), elbow=(15, 40),
                  other_elbow=(15, 40)),
            phase("straighten it", (0.3, 0.7)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="with both hands"),
        Style("one hand", (
            phase("put it on", (0.6, 1.0), hand=At("crown", out=(0.0, 0.05), up=(0.02, 0.05), forward=(0.02, 0.08),
                                                   arc=(0, 0.06, 0.06)),
                  elbow=(15, 40), head=((2, 12), 0, 0)),
            phase("press it down", (0.3, 0.7), hand=At("crown", out=(0.0, 0.05), up=(-0.01, 0.02),
                                                       forward=(0.02, 0.08))),
            Phase("lower", (0.5, 0.8), home=True),
        ), decides=("hand",), how="with the {side} hand"),
        Style("pulled down", (
            phase("put it on", (0.5, 0.9), hand=_HAT_ON, other=_HAT_ON, elbow=(15, 40), other_elbow=(15, 40)),
            phase("pull it down", (0.3, 0.5), hand=At("ear", out=0.05, up=(0.04, 0.08), forward=0.0),
                  other=At("ear", out=0.05, up=(0.04, 0.08), forward=0.0), head=((6, 16), 0, 0)),
            phase("hold", (0.1, 0.4)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="and pulls it down over the ears"),
    ),
)  # fmt: skip
