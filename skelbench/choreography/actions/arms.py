"""Actions of the arms away from the head: waving, clapping, cheering, pointing, pushing and throwing."""

from __future__ import annotations

from skelbench.choreography.script import Action, At, Loop, Phase, Style, Swing, phase

__all__ = ["CHEER", "CLAP", "POINT", "PUSH", "THROW", "WAVE"]

_BESIDE_HEAD = At("shoulder", out=(0.14, 0.28), up=(0.20, 0.34), forward=(0.08, 0.24))
_OVERHEAD = At("shoulder", out=(0.04, 0.18), up=(0.46, 0.60), forward=(0.04, 0.16))
_LOW = At("shoulder", out=(0.12, 0.28), up=(-0.12, 0.10), forward=(0.28, 0.42))

WAVE = Action(
    "wave",
    synonyms=("waving", "hand waving", "wave hello", "wave goodbye"),
    decides=("hand",),
    accompanies=("elbow", "trunk"),
    sentences=(
        "{who} waves {how}",
        "{who} waves hello {how}",
        "{who} greets somebody by waving {how}",
        "a wave: {who} swings a raised hand from side to side {how}",
    ),
    styles=(
        Style("from the elbow", (
            phase("raise", (0.4, 0.8), hand=_BESIDE_HEAD, elbow=(0, 25)),
            Phase("wave", 0.0, {}, (Swing("hand", ((0.09, 0.17), (-0.03, 0.0), 0.0), (1.2, 2.4)),), cycles=(2, 5)),
            Phase("lower", (0.4, 0.8), home=True),
        ), how="from the elbow with the {side} hand beside the head"),
        Style("high", (
            phase("raise", (0.45, 0.8), hand=_OVERHEAD, elbow=(0, 25)),
            Phase("wave", 0.0, {}, (Swing("hand", ((0.15, 0.28), (-0.04, 0.0), 0.0), (0.9, 1.8)),), cycles=(2, 5)),
            Phase("lower", (0.45, 0.8), home=True),
        ), how="high above the head with the whole {side} arm"),
        Style("low", (
            phase("raise", (0.35, 0.7), hand=_LOW, elbow=(0, 20)),
            Phase("wave", 0.0, {}, (Swing("hand", ((0.06, 0.12), 0.0, 0.0), (1.6, 2.8)),), cycles=(3, 6)),
            Phase("lower", (0.35, 0.7), home=True),
        ), how="low, in front of the {side} shoulder"),
        Style("with the trunk", (
            phase("raise", (0.45, 0.8), hand=_OVERHEAD, elbow=(0, 25)),
            Phase("wave", 0.0, {}, (
                Swing("hand", ((0.16, 0.26), 0.0, 0.0), (0.8, 1.3)),
                Swing("trunk", (0.0, (3, 8), (0, 6)), (0.8, 1.3)),
            ), cycles=(2, 4)),
            Phase("lower", (0.45, 0.8), home=True),
        ), how="with the {side} arm, the whole body swaying along"),
        Style("already waving", (
            Phase("wave", 0.0, {}, (Swing("hand", ((0.10, 0.2), (-0.03, 0.0), 0.0), (1.2, 2.2)),), cycles=(3, 6)),
            phase("lower", (0.45, 0.8), hand=At("rest"), elbow=0),
        ), start={"hand": _BESIDE_HEAD, "elbow": (0, 25)}, how="with the {side} hand that was up from the start"),
        Style("twice, with a pause", (
            phase("raise", (0.4, 0.7), hand=_BESIDE_HEAD, elbow=(0, 25)),
            Phase("wave", 0.0, {}, (Swing("hand", ((0.10, 0.18), 0.0, 0.0), (1.4, 2.2)),), cycles=(2, 2)),
            phase("pause", (0.3, 0.6)),
            Phase("wave again", 0.0, {}, (Swing("hand", ((0.10, 0.18), 0.0, 0.0), (1.4, 2.2)),), cycles=(2, 3)),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="in two goes with the {side} hand"),
        Style("opening and closing", (
            phase("raise", (0.4, 0.7), hand=_BESIDE_HEAD, elbow=(0, 20)),
            Phase("wave", 0.0, {}, (
                Swing("hand", ((0.05, 0.09), (0.0, 0.02), (0.03, 0.07)), (1.4, 2.6)),
                Swing("wrist", ((15, 30), 0.0, 0.0), (1.4, 2.6)),
            ), cycles=(3, 6)),
            Phase("lower", (0.4, 0.7), home=True),
        ), weight=0.5, how="from the wrist, the {side} hand bending to and fro"),
    ),
)  # fmt: skip


def _claps(name: str, how: str, at: At, half_way: tuple[float, float], hz: tuple[float, float]) -> Style:
    """Palms that meet at a place and part by four times `half_way`."""
    return Style(name, (
        phase("raise", (0.4, 0.7), hand=at, other=at, elbow=(0, 20), other_elbow=(0, 20)),
        Phase("clap", 0.0, {}, (
            Swing("hand", (half_way, 0.0, 0.0), hz, away=True), Swing("other", (half_way, 0.0, 0.0), hz, away=True),
        ), cycles=(3, 7)),
        Phase("lower", (0.4, 0.7), home=True),
    ), how=how)  # fmt: skip


CLAP = Action(
    "clap",
    synonyms=("clapping", "applaud", "clap hands"),
    decides=("hand", "other"),
    accompanies=("elbow", "other_elbow", "trunk", "head"),
    sentences=(
        "{who} claps {how}",
        "{who} claps both hands together {how}",
        "{who} applauds {how}",
        "applause: {who} brings the palms together again and again {how}",
    ),
    styles=(
        _claps("chest", "in front of the chest", At("chest", out=(0.02, 0.035), up=(-0.06, 0.08), forward=(0.26, 0.36)),
               (0.06, 0.10), (1.6, 2.8)),
        _claps("high", "above the head", At("crown", out=(0.02, 0.035), up=(0.04, 0.16), forward=(0.10, 0.24)),
               (0.08, 0.12), (1.3, 2.2)),
        _claps("low", "low, in front of the belly", At("hip", out=(-0.075, -0.06), up=(0.10, 0.22),
                                                       forward=(0.26, 0.38)),
               (0.07, 0.12), (1.4, 2.4)),
        _claps("wide", "with wide, slow movements", At("chest", out=(0.02, 0.035), up=(-0.04, 0.10),
                                                       forward=(0.28, 0.38)),
               (0.13, 0.17), (1.0, 1.6)),
        _claps("small", "quickly, the hands hardly parting",
               At("chest", out=(0.02, 0.03), up=(0.02, 0.16), forward=(0.24, 0.34)), (0.03, 0.045), (2.2, 3.4)),
        Style("one hand strikes", (
            phase("raise", (0.4, 0.7), hand=At("chest", out=(0.02, 0.03), up=(0.0, 0.04), forward=(0.26, 0.34)),
                  other=At("chest", out=0.02, up=(-0.06, -0.02), forward=(0.26, 0.34))),
            Phase("clap", 0.0, {}, (
                Swing("hand", ((0.06, 0.10), (0.04, 0.08), 0.0), (1.4, 2.4), away=True),
                Swing("other", (0.015, 0.0, 0.0), (1.4, 2.4), away=True),
            ), cycles=(3, 6)),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="the {side} hand striking the {other} one"),
    ),
)  # fmt: skip

_V = At("shoulder", out=(0.18, 0.36), up=(0.44, 0.58), forward=(0.0, 0.14))
_FISTS = At("shoulder", out=(0.08, 0.18), up=(0.12, 0.26), forward=(0.12, 0.24))

CHEER = Action(
    "cheer",
    synonyms=("cheering", "cheer up", "celebrate", "raise the arms in triumph"),
    decides=("hand", "other"),
    accompanies=("trunk", "head", "pelvis", "jump"),
    sentences=(
        "{who} cheers {how}",
        "{who} celebrates {how}",
        "{who} throws the arms up in joy {how}",
        "cheering: {who} raises the arms high {how}",
    ),
    styles=(
        Style("both arms up", (
            phase("throw up", (0.3, 0.55), hand=_V, other=_V, head=((-16, 0), 0, 0), trunk=((-8, 0), 0, 0)),
            phase("hold", (0.5, 1.3)),
            Phase("lower", (0.5, 0.9), home=True),
        ), how="with both arms thrown up and held there"),
        Style("pumping", (
            phase("throw up", (0.3, 0.5), hand=_V, other=_V, head=((-12, 0), 0, 0)),
            Phase("pump", 0.0, {}, (
                Swing("hand", (0.0, (0.09, 0.18), 0.0), (1.2, 2.2)),
                    Swing("other", (0.0, (0.09, 0.18), 0.0), (1.2, 2.2)),
                Swing("pelvis", (0.0, (0.008, 0.02), 0.0), (1.2, 2.2)),
            ), cycles=(2, 5)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="pumping both arms up and down"),
        Style("fists first", (
            phase("clench", (0.4, 0.6), hand=_FISTS, other=_FISTS, pelvis=(0.0, (-0.08, -0.03), 0.0),
                  trunk=((4, 12), 0, 0)),
            phase("throw up", (0.25, 0.45), hand=_V, other=_V, pelvis=(0.0, 0.0, 0.0), trunk=((-8, 0), 0, 0),
                  head=((-14, -2), 0, 0)),
            phase("hold", (0.4, 1.0)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="clenching both fists before the arms fly up"),
        Style("alternate", (
            phase("raise", (0.35, 0.55), hand=_V, other=_V),
            Phase("pump", 0.0, {}, (
                Swing("hand", (0.0, (0.10, 0.18), 0.0), (1.0, 1.8)),
                Swing("other", (0.0, (0.10, 0.18), 0.0), (1.0, 1.8), 0.5),
                Swing("trunk", (0.0, (2, 5), 0.0), (1.0, 1.8)),
            ), cycles=(2, 4)),
            Phase("lower", (0.5, 0.8), home=True),
        ), how="pumping the arms in turn"),
        Style("several times", (
            Loop((2, 3), (
                phase("throw up", (0.3, 0.5), hand=_V, other=_V, head=((-10, 0), 0, 0)),
                phase("pull down", (0.3, 0.5), hand=_FISTS, other=_FISTS, head=(0, 0, 0)),
            )),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="throwing both arms up again and again"),
        Style("bouncing", (
            phase("throw up", (0.3, 0.5), hand=_V, other=_V, head=((-10, 0), 0, 0)),
            Phase("bounce", 0.0, {}, (
                Swing("pelvis", (0.0, (0.02, 0.035), 0.0), (1.4, 2.2), 0.5),
                Swing("hand", (0.0, (0.05, 0.1), 0.0), (1.4, 2.2)), Swing("other", (0.0, (0.05, 0.1), 0.0), (1.4, 2.2)),
            ), cycles=(3, 5)),
            Phase("lower", (0.5, 0.8), home=True),
        ), start={"pelvis": (0.0, -0.05, 0.0)}, weight=0.6, how="bouncing in the knees, both arms up"),
    ),
)  # fmt: skip

_FORWARD = At("ahead", out=(-0.10, 0.05), up=(-0.10, 0.08), forward=(0.60, 0.68))

POINT = Action(
    "point",
    synonyms=("pointing", "point at something", "point to something"),
    decides=("hand",),
    accompanies=("head", "trunk", "elbow"),
    sentences=(
        "{who} points {how}",
        "{who} points at something {how}",
        "{who} shows where something is {how}",
        "pointing: {who} stretches an arm out and keeps it there {how}",
    ),
    styles=(
        Style("forward", (
            phase("stretch out", (0.4, 0.8), hand=_FORWARD),
            phase("hold", (0.6, 1.6)),
            Phase("lower", (0.45, 0.8), home=True),
        ), how="straight ahead with the {side} arm"),
        Style("up", (
            phase("stretch out", (0.45, 0.8), hand=At("ahead", out=(0.0, 0.15), up=(0.38, 0.52), forward=(0.38, 0.50)),
                  head=((-24, -8), 0, (0, 10))),
            phase("hold", (0.6, 1.6)),
            Phase("lower", (0.45, 0.8), home=True),
        ), how="up at something high with the {side} arm"),
        Style("to the side", (
            phase("stretch out", (0.4, 0.8), hand=At("ahead", out=(0.56, 0.66), up=(-0.05, 0.12), forward=(0.02, 0.24)),
                  head=(0, 0, (20, 50)), trunk=(0, 0, (0, 12))),
            phase("hold", (0.6, 1.6)),
            Phase("lower", (0.45, 0.8), home=True),
        ), how="out to the side with the {side} arm"),
        Style("down", (
            phase("stretch out", (0.4, 0.8), hand=At("ahead", out=(0.0, 0.18), up=(-0.42, -0.28), forward=(0.46, 0.56)),
                  head=((15, 30), 0, (0, 12)), trunk=((2, 10), 0, 0)),
            phase("hold", (0.6, 1.5)),
            Phase("lower", (0.4, 0.7), home=True),
        ), how="down at the floor in front with the {side} arm"),
        Style("across", (
            phase("stretch out", (0.45, 0.8), hand=At("ahead", out=(-0.48, -0.34), up=(-0.04, 0.10),
                                                      forward=(0.44, 0.54)),
                  head=(0, 0, (-35, -12)), trunk=(0, 0, (-18, -6))),
            phase("hold", (0.6, 1.4)),
            Phase("lower", (0.45, 0.8), home=True),
        ), weight=0.7, how="across the body with the {side} arm"),
        Style("with emphasis", (
            phase("stretch out", (0.35, 0.6), hand=_FORWARD),
            Phase("stress", 0.0, {}, (Swing("hand", (0.0, (0.03, 0.07), 0.0), (1.0, 1.8)),), cycles=(2, 3)),
            Phase("lower", (0.45, 0.8), home=True),
        ), weight=0.7, how="ahead with the {side} arm, stressing it with small movements"),
    ),
)  # fmt: skip

_DRAWN = At("chest", out=(0.13, 0.20), up=(-0.08, 0.06), forward=(0.12, 0.20))
_PUSHED = At("ahead", out=(-0.08, 0.04), up=(-0.14, 0.02), forward=(0.52, 0.66))
_PUSHED_LOW = At("ahead", out=(-0.06, 0.04), up=(-0.36, -0.18), forward=(0.48, 0.60))

PUSH = Action(
    "push",
    synonyms=("pushing", "push something away", "shove"),
    decides=("hand", "other"),
    accompanies=("trunk", "pelvis", "other_foot", "walk"),
    sentences=(
        "{who} pushes something away {how}",
        "{who} pushes {how}",
        "{who} gives a push {how}",
        "a push: {who} stretches drawn-in arms forward {how}",
    ),
    styles=(
        Style("two hands", (
            phase("draw in", (0.4, 0.7), hand=_DRAWN, other=_DRAWN, trunk=((-5, 2), 0, 0)),
            phase("push", (0.35, 0.7), hand=_PUSHED, other=_PUSHED, trunk=((10, 22), 0, 0),
                  pelvis=(0, (-0.03, 0), (0.02, 0.06))),
            phase("hold", (0.1, 0.5)),
            Phase("let go", (0.5, 0.8), home=True),
        ), how="with both hands"),
        Style("one hand", (
            phase("draw in", (0.4, 0.7), hand=_DRAWN, trunk=(0, 0, (2, 10))),
            phase("push", (0.35, 0.65), hand=_PUSHED, trunk=((8, 18), 0, (-22, -8)),
                  pelvis=(0, (-0.02, 0), (0.01, 0.05))),
            phase("hold", (0.1, 0.5)),
            Phase("let go", (0.5, 0.8), home=True),
        ), decides=("hand",), how="with the {side} hand"),
        Style("with a step", (
            phase("draw in", (0.4, 0.6), hand=_DRAWN, other=_DRAWN),
            phase("push", (0.45, 0.7), hand=_PUSHED, other=_PUSHED, trunk=((10, 22), 0, 0),
                  other_foot=At("stance", forward=(0.28, 0.4), arc=(0, 0.06, 0)),
                      pelvis=(0, (-0.07, -0.04), (0.16, 0.22))),
            phase("hold", (0.2, 0.5)),
            Phase("let go", (0.6, 0.9), home=True),
        ), how="with both hands, stepping into it"),
        Style("heavy and low", (
            phase("bend to it", (0.5, 0.8), hand=_DRAWN, other=_DRAWN, trunk=((14, 24), 0, 0),
                  pelvis=(0, (-0.12, -0.06), (-0.04, 0))),
            phase("push", (0.6, 1.0), hand=_PUSHED_LOW, other=_PUSHED_LOW, trunk=((24, 38), 0, 0),
                  pelvis=(0, (-0.12, -0.07), (0.05, 0.1))),
            phase("hold", (0.1, 0.4)),
            Phase("let go", (0.6, 0.9), home=True),
        ), start={"other_foot": At("stance", forward=(0.18, 0.3))}, how="against something heavy with both hands"),
        Style("two shoves", (
            phase("draw in", (0.35, 0.6), hand=_DRAWN, other=_DRAWN),
            Loop((2, 3), (
                phase("push", (0.3, 0.5), hand=_PUSHED, other=_PUSHED, trunk=((8, 18), 0, 0)),
                phase("draw back", (0.3, 0.5), hand=_DRAWN, other=_DRAWN, trunk=(0, 0, 0)),
            )),
            Phase("let go", (0.4, 0.7), home=True),
        ), how="with both hands, several times"),
        Style("slow shove", (
            phase("lay on", (0.5, 0.7), hand=At("ahead", out=(-0.05, 0.03), up=(-0.12, 0.0), forward=(0.32, 0.42)),
                  other=At("ahead", out=(-0.05, 0.03), up=(-0.12, 0.0), forward=(0.32, 0.42)), trunk=((4, 10), 0, 0)),
            phase("push", (0.8, 1.4), hand=_PUSHED, other=_PUSHED, trunk=((12, 24), 0, 0),
                  pelvis=(0, -0.03, (0.04, 0.08))),
            Phase("let go", (0.5, 0.8), home=True),
        ), how="slowly with both hands"),
    ),
)  # fmt: skip

_COCKED = At("shoulder", out=(0.16, 0.28), up=(0.16, 0.30), forward=(-0.26, -0.14), arc=(0.08, 0.0, -0.08))
_RELEASE = At("ahead", out=(-0.10, 0.04), up=(0.12, 0.32), forward=(0.48, 0.60), arc=(0.04, (0.10, 0.18), 0.0))
_FOLLOW = At("ahead", out=(-0.28, -0.08), up=(-0.42, -0.28), forward=(0.30, 0.42), arc=(0.0, 0.0, 0.08))
_STEP = At("stance", forward=(0.22, 0.38), arc=(0, 0.06, 0))

THROW = Action(
    "throw",
    synonyms=("throwing", "throw a ball", "toss"),
    decides=("hand",),
    accompanies=("trunk", "elbow", "pelvis", "other_foot", "other"),
    fastest=1.1,
    sentences=(
        "{who} throws something {how}",
        "{who} throws a ball {how}",
        "{who} makes a throw {how}",
        "a throw: {who} swings back and lets fly {how}",
    ),
    styles=(
        Style("overarm", (
            phase("wind up", (0.45, 0.8), hand=_COCKED, elbow=(35, 60), trunk=((-10, -2), 0, (15, 35))),
            phase("release", (0.22, 0.36), hand=_RELEASE, elbow=(25, 45), trunk=((8, 16), 0, (-24, -8))),
            phase("follow through", (0.22, 0.36), hand=_FOLLOW, elbow=0, trunk=((12, 26), 0, (-32, -14))),
            Phase("recover", (0.5, 0.8), home=True),
        ), how="overarm with the {side} hand"),
        Style("overarm with a step", (
            phase("wind up", (0.5, 0.8), hand=_COCKED, elbow=(35, 60), trunk=((-10, -2), 0, (20, 38)),
                  other=At("ahead", out=(-0.05, 0.1), up=(-0.2, 0.0), forward=(0.4, 0.55)),
                      pelvis=((0.01, 0.04), -0.02, -0.04)),
            phase("release", (0.26, 0.40), hand=_RELEASE, elbow=(25, 45), trunk=((8, 18), 0, (-26, -10)),
                  other_foot=_STEP,
                  pelvis=(0.0, (-0.07, -0.04), (0.12, 0.18)), other=At("hip", out=0.1, up=0.1, forward=0.1)),
            phase("follow through", (0.24, 0.38), hand=_FOLLOW, elbow=0, trunk=((14, 30), 0, (-34, -16))),
            Phase("recover", (0.6, 0.9), home=True),
        ), how="overarm with the {side} hand and a step forward"),
        Style("underarm", (
            phase("swing back", (0.4, 0.7), hand=At("ahead", out=(0.04, 0.12), up=(-0.50, -0.38),
                                                    forward=(-0.42, -0.28)),
                  trunk=((6, 16), 0, (4, 14))),
            phase("release", (0.28, 0.45), hand=At("ahead", out=(-0.05, 0.04), up=(-0.16, 0.04), forward=(0.50, 0.62),
                                                   arc=(0.04, (-0.24, -0.16), 0.0)), trunk=((4, 14), 0, (-12, -2))),
            phase("follow through", (0.2, 0.35), hand=At("ahead", out=(-0.06, 0.02), up=(0.16, 0.34),
                                                         forward=(0.42, 0.54))),
            Phase("recover", (0.5, 0.8), home=True),
        ), how="underarm with the {side} hand"),
        Style("two hands overhead", (
            phase("lift behind the head", (0.5, 0.8), hand=At("crown", out=(0.06, 0.10), up=(0.06, 0.14),
                                                              forward=(-0.16, -0.08)),
                  other=At("crown", out=(0.06, 0.10), up=(0.06, 0.14), forward=(-0.16, -0.08)), trunk=((-16, -6), 0, 0),
                  elbow=(10, 30), other_elbow=(10, 30)),
            phase("release", (0.24, 0.38), hand=At("ahead", out=-0.1, up=(0.10, 0.30), forward=(0.48, 0.60),
                                                   arc=(0, 0.1, 0)),
                  other=At("ahead", out=-0.1, up=(0.10, 0.30), forward=(0.48, 0.60), arc=(0, 0.1, 0)),
                      trunk=((10, 22), 0, 0)),
            phase("follow through", (0.22, 0.36), hand=At("ahead", out=-0.05, up=(-0.4, -0.25), forward=(0.38, 0.48)),
                  other=At("ahead", out=-0.05, up=(-0.4, -0.25), forward=(0.38, 0.48)), trunk=((16, 30), 0, 0)),
            Phase("recover", (0.6, 0.9), home=True),
        ), decides=("hand", "other"), accompanies=("trunk", "elbow", "other_elbow"),
            how="with both hands from behind the head"),
        Style("sidearm", (
            phase("swing back", (0.4, 0.7), hand=At("shoulder", out=(0.40, 0.54), up=(-0.22, -0.06),
                                                    forward=(-0.30, -0.14)),
                  elbow=(20, 40), trunk=((0, 8), 0, (20, 36))),
            phase("release", (0.24, 0.38), hand=At("ahead", out=(0.0, 0.14), up=(-0.16, 0.02), forward=(0.52, 0.62),
                                                   arc=((0.16, 0.24), 0.0, 0.06)), trunk=((4, 14), 0, (-18, -6))),
            phase("follow through", (0.22, 0.36), hand=At("ahead", out=(-0.46, -0.30), up=(-0.18, -0.04),
                                                          forward=(0.28, 0.40)),
                  elbow=0, trunk=((4, 14), 0, (-34, -18))),
            Phase("recover", (0.5, 0.8), home=True),
        ), how="sidearm with the {side} hand"),
        Style("backhand toss", (
            phase("draw across", (0.4, 0.7), hand=At("chest", out=(-0.22, -0.12), up=(-0.14, 0.0), forward=(0.12, 0.2)),
                  trunk=((0, 8), 0, (-24, -10)), elbow=(20, 45)),
            phase("release", (0.24, 0.38), hand=At("ahead", out=(0.14, 0.30), up=(-0.12, 0.06), forward=(0.46, 0.58)),
                  trunk=((2, 10), 0, (2, 12)), elbow=0),
            phase("follow through", (0.2, 0.32), hand=At("ahead", out=(0.40, 0.52), up=(-0.14, 0.04),
                                                         forward=(0.24, 0.36))),
            Phase("recover", (0.5, 0.8), home=True),
        ), weight=0.5, how="backhand, as a disc, with the {side} hand"),
    ),
)  # fmt: skip
