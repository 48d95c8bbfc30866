"""Exercises with the mistakes a coach would see: each fault is a change of degrees in one phase."""

from __future__ import annotations

from skelbench.choreography.script import Action, Angles, At, Fault, Loop, Moves, Phase, Style, Value, Vector, phase

__all__ = ["ARM_RAISE", "BICEPS_CURL", "HURDLE_STEP", "LEG_RAISE", "LUNGE", "PUSH_UP", "SHOULDER_ABDUCTION",
           "SHOULDER_PRESS",
           "SIDE_LUNGE", "SIT_TO_STAND", "SQUAT_WAYS"]  # fmt: skip

_KNEES = ("{side}_knee", "{other}_knee")
_ELBOWS = ("{side}_elbow", "{other}_elbow")
_SHOULDERS = ("{side}_shoulder", "{other}_shoulder")
_AHEAD = Angles((80, 95), (80, 92), 16)
_FOLDED = Angles((50, 60), (95, 110), (115, 130), (-50, -30))
_HANGING = Angles((4, 10), 40, 18)


def _repeats(
    name: str, how: str, there: tuple[str, Moves], back: tuple[str, Moves], faults: tuple[Fault, ...],
    start: Moves | None = None,
) -> Style:  # fmt: skip
    """Two to four times there and back."""
    return Style(name, (
        Loop((2, 4), (Phase(there[0], (0.6, 1.0), there[1]), phase("keep", (0.05, 0.25)),
                      Phase(back[0], (0.6, 1.0), back[1]))),
    ), start=start or {}, how=how, faults=faults)  # fmt: skip


_SQUATTING = (
    Fault("does not go deep enough", _KNEES, "go down", {"crouch": (-1.0,)}, (25, 45)),
    Fault("leans too far forward", ("trunk",), "go down", {"trunk": (1.0, 0.0, 0.0)}, (18, 32)),
    Fault("lets the knees fall inward", _KNEES, "go down", {"knee": (1.0,), "other_knee": (1.0,)}, (14, 28)),
    Fault("leans to one side", ("trunk",), "go down", {"trunk": (0.0, 1.0, 0.0)}, (9, 16)),
)
_DOWN: Moves = {"crouch": (92, 108), "trunk": ((22, 34), 0, 0), "pelvis": (0, 0, (-0.20, -0.14))}
_UP: Moves = {"crouch": 0.0, "trunk": (0, 0, 0), "pelvis": (0, 0, 0)}


def _squat(name: str, how: str, arms: Value, down: Moves | None = None) -> Style:
    """A squat whose knees are told in degrees; the arms go along where `down` says."""
    both = {"hand": arms, "other": arms}
    back = both if down else {}
    return _repeats(name, how, ("go down", {**_DOWN, **(down or {})}), ("come up", {**_UP, **back}), _SQUATTING, both)


SQUAT_WAYS = (
    _squat("arms stretched forward", "with the arms stretched forward", _AHEAD),
    _squat("arms folded", "with the arms folded before the chest", _FOLDED),
    _squat("arms rise along", "raising the arms on the way down", _HANGING, {"hand": _AHEAD, "other": _AHEAD}),
    _squat("overhead", "with the arms overhead", Angles((158, 170), (20, 40), 18)),
)

_SPLIT: Moves = {
    "foot": At("stance", out=-0.04, forward=(0.36, 0.44)),
    "other_foot": At("stance", out=-0.04, forward=(-0.40, -0.32)),
    "other_heel": (38, 48),
}
_LUNGING = (
    Fault("does not go deep enough", ("{side}_knee",), "sink", {"crouch": (-1.0,)}, (22, 38)),
    Fault("lets the front knee fall inward", ("{side}_knee",), "sink", {"knee": (1.0,)}, (14, 28)),
    Fault("leans too far forward", ("trunk",), "sink", {"trunk": (1.0, 0.0, 0.0)}, (18, 32)),
)


def _lunges(name: str, how: str, **arms: Value) -> Style:
    return _repeats(name, how, ("sink", {"crouch": (84, 96), "pelvis": (0, 0, (0.04, 0.08)), "trunk": ((0, 8), 0, 0)}),
                    ("rise", {"crouch": (24, 32), "pelvis": (0, 0, 0), "trunk": (0, 0, 0)}), _LUNGING,
                    {**_SPLIT, "crouch": (24, 32), **arms})  # fmt: skip


LUNGE = Action(
    "lunge", ("lunges", "split squat"), ("crouch", "pelvis"),
    (
        _lunges("arms hanging", "with hanging arms, the {side} foot in front"),
        _lunges("hands on the hips", "with the hands on the hips, the {side} foot in front",
                hand=At("hip", out=0.08, up=-0.03, forward=0.04),
                other=At("hip", out=0.08, up=-0.03, forward=0.04)),
        _lunges("arms forward", "with the arms stretched forward, the {side} foot in front", hand=_AHEAD, other=_AHEAD),
        Style("stepping", (
            Loop((1, 2), (
                phase("step out", (0.6, 0.9), foot=At("stance", forward=(0.55, 0.68)),
                      other_heel=(40, 50),
                      pelvis=(0, 0, (0.34, 0.42)), crouch=(70, 88)),
                phase("keep", (0.1, 0.3)),
                phase("step back", (0.6, 0.9), foot=At("stance"), other_heel=0, pelvis=(0, 0, 0), crouch=0),
            )),
        ), how="stepping out with the {side} foot", decides=("foot", "pelvis"),
            faults=(Fault("leans too far forward", ("trunk",), "step out", {"trunk": (1.0, 0.0, 0.0)}, (18, 32)),
                    Fault("lets the front knee fall inward", ("{side}_knee",), "step out", {"knee": (1.0,)},
                          (14, 28)))),
    ),
    ("{who} does lunges {how}", "{who} sinks between a front and a rear foot {how}",
     "lunges: {who} bends and straightens both knees, one foot far in front {how}"), ("trunk", "foot", "hand", "other"),
)  # fmt: skip

_ON_FLOOR = At("floor", out=(0.12, 0.20), up=-0.03, forward=1.42)
_PUSHING = (
    Fault("lets the hips sag", ("trunk",), "go down", {"trunk": (-1.0, 0.0, 0.0)}, (12, 22)),
    Fault(
        "pushes the hips up", ("trunk",), "go down", {"trunk": (1.0, 0.0, 0.0), "topple": (-0.5, 0.0, 0.0)}, (18, 30)
    ),
    Fault("does not go low enough", _ELBOWS, "go down", {"topple": (-1.0, 0.0, 0.0)}, (5, 8)),
    Fault("lets the head hang", ("head",), "go down", {"head": (1.0, 0.0, 0.0)}, (25, 40)),
)


def _push_ups(name: str, how: str, hands: At) -> Style:
    return _repeats(name, how, ("go down", {"topple": (83.0, 0.0, 0.0)}), ("push up", {"topple": (72.0, 0.0, 0.0)}),
                    _PUSHING,
                    {"hand": hands, "other": hands, "topple": (72.0, 0.0, 0.0), "head": (-14, 0, 0),
                     "wrist": 75.0, "other_wrist": 75.0})  # fmt: skip


PUSH_UP = Action(
    "push-up", ("push-ups", "press-ups"), ("topple", "hand", "other"),
    (
        _push_ups("usual", "with the hands below the shoulders", _ON_FLOOR),
        _push_ups("wide", "with the hands wide apart", At("floor", out=(0.26, 0.34), up=-0.03, forward=1.40)),
        _push_ups("narrow", "with the hands close together", At("floor", out=(-0.04, 0.02), up=-0.03, forward=1.36)),
    ),
    ("{who} does push-ups {how}", "{who} lowers and lifts the stretched body on both hands {how}",
     "push-ups: {who} bends and straightens the arms, the body held in a line {how}"), ("trunk", "head"),
)  # fmt: skip

_RACKED, _PRESSED = Angles((58, 70), (25, 40), (108, 122), (78, 92)), Angles((160, 170), (20, 34), 18, (78, 92))
_PRESSING = (
    Fault(
        "does not stretch the elbows",
        _ELBOWS,
        "press",
        {"hand": (-6 / 10, 0, 1, 0), "other": (-6 / 10, 0, 1, 0)},
        (35, 60),
    ),
    Fault("leans back", ("trunk",), "press", {"trunk": (-1.0, 0.0, 0.0)}, (12, 22)),
    Fault("lets one arm lag", ("{other}_shoulder",), "press", {"other": (-1, 0, 0, 0)}, (28, 45)),
)

SHOULDER_PRESS = Action(
    "shoulder press", ("shoulder presses", "overhead press"), ("hand", "other"),
    (
        _repeats("standing", "standing", ("press", {"hand": _PRESSED, "other": _PRESSED}),
                 ("lower", {"hand": _RACKED, "other": _RACKED}),
                 _PRESSING, {"hand": _RACKED, "other": _RACKED}),
        _repeats("seated", "sitting", ("press", {"hand": _PRESSED, "other": _PRESSED}),
                 ("lower", {"hand": _RACKED, "other": _RACKED}),
                 _PRESSING, {"hand": _RACKED, "other": _RACKED, "pelvis": (0.0, (-0.44, -0.36), (-0.42, -0.36))}),
        _repeats("one arm", "with the {side} arm", ("press", {"hand": _PRESSED}), ("lower", {"hand": _RACKED}),
                 (Fault("does not stretch the elbow", ("{side}_elbow",), "press", {"hand": (-6 / 10, 0, 1, 0)},
                        (35, 60)),
                  Fault("leans aside", ("trunk",), "press", {"trunk": (0.0, -1.0, 0.0)}, (10, 18))), {"hand": _RACKED}),
    ),
    ("{who} does shoulder presses {how}", "{who} presses a weight overhead again and again {how}",
     "shoulder presses: the arms of {who} go from the shoulders straight up and back {how}"), ("trunk",),
)  # fmt: skip

_LONG, _CURLED = Angles((3, 9), 60, 18), Angles((6, 12), 80, (122, 138))
_CURLING = (
    Fault("swings the elbows forward", _SHOULDERS, "curl", {"hand": (1, 0, 0, 0), "other": (1, 0, 0, 0)}, (25, 42)),
    Fault("does not bend the elbows fully", _ELBOWS, "curl", {"hand": (0, 0, -1, 0), "other": (0, 0, -1, 0)}, (32, 50)),
    Fault("leans back", ("trunk",), "curl", {"trunk": (-1.0, 0.0, 0.0)}, (12, 20)),
)

BICEPS_CURL = Action(
    "biceps curl", ("biceps curls", "arm curls"), ("hand", "other"),
    (
        _repeats("both arms", "with both arms", ("curl", {"hand": _CURLED, "other": _CURLED}),
                 ("lower", {"hand": _LONG, "other": _LONG}),
                 _CURLING, {"hand": _LONG, "other": _LONG}),
        _repeats("one arm", "with the {side} arm", ("curl", {"hand": _CURLED}), ("lower", {"hand": _LONG}),
                 (Fault("swings the elbow forward", ("{side}_shoulder",), "curl", {"hand": (1, 0, 0, 0)}, (25, 42)),
                  Fault("does not bend the elbow fully", ("{side}_elbow",), "curl", {"hand": (0, 0, -1, 0)},
                        (32, 50))), {"hand": _LONG}),
        Style("in turn", (
            Loop((1, 2), (
                phase("curl", (0.5, 0.8), hand=_CURLED, other=_LONG),
                phase("lower", (0.4, 0.7), hand=_LONG, other=_CURLED),
            )),
            phase("end", (0.4, 0.7), other=_LONG),
        ), start={"hand": _LONG, "other": _LONG}, how="with one arm after the other",
            faults=(Fault("leans back", ("trunk",), "curl", {"trunk": (-1.0, 0.0, 0.0)}, (12, 20)),)),
    ),
    ("{who} does biceps curls {how}", "{who} bends and straightens the elbows {how}",
     "biceps curls: the forearms of {who} rise while the upper arms hang {how}"), ("trunk",),
)  # fmt: skip

_SITTING: Moves = {"crouch": (84, 94), "pelvis": (0, 0, (-0.40, -0.36)), "trunk": (0, 0, 0)}
_RISING = (
    Fault("leans too far forward", ("trunk",), "lean", {"trunk": (1.0, 0.0, 0.0)}, (18, 30)),
    Fault("does not straighten the trunk", ("trunk",), "stand", {"trunk": (1.0, 0.0, 0.0)}, (16, 28)),
    Fault("lets the knees fall inward", _KNEES, "stand", {"knee": (1.0,), "other_knee": (1.0,)}, (14, 26)),
)


def _sits_and_stands(name: str, how: str, **arms: Value) -> Style:
    return Style(name, (
        Loop((1, 2), (
            phase("lean", (0.35, 0.55), trunk=((28, 38), 0, 0)),
            phase("stand", (0.6, 0.9), crouch=0.0, pelvis=(0, 0, 0), trunk=(0, 0, 0)),
            phase("sit", (0.7, 1.0), **_SITTING),
        )),
    ), start={**_SITTING, **arms}, how=how, faults=_RISING)  # fmt: skip


SIT_TO_STAND = Action(
    "sit to stand", ("sit-to-stand", "chair stands"), ("pelvis", "trunk"),
    (
        _sits_and_stands("arms folded", "with the arms folded", hand=_FOLDED, other=_FOLDED),
        _sits_and_stands("arms forward", "with the arms stretched forward", hand=_AHEAD, other=_AHEAD),
        _sits_and_stands("hands on the thighs", "with the hands on the thighs", hand=At("thigh", up=0.06, forward=0.04),
                         other=At("thigh", up=0.06, forward=0.04)),
    ),
    ("{who} does chair stands {how}", "{who} stands up and sits down again and again {how}",
     "sit to stand: {who} rises from a seat and goes back to it {how}"), ("hand", "other"),
)  # fmt: skip


def _raises(name: str, how: str, plane: tuple[float, float], top: tuple[float, float], both: bool) -> Style:
    """Straight arms up in one plane and down again."""
    arms = ("hand", "other") if both else ("hand",)
    low, high = Angles((6, 12), plane, 16), Angles(top, plane, 16)
    where = _SHOULDERS if both else ("{side}_shoulder",)
    faults = (
        Fault("does not raise the arm high enough", where, "raise", dict.fromkeys(arms, (-1.0, 0.0, 0.0, 0.0)),
              (28, 50)),
        Fault("bends the elbow", _ELBOWS if both else ("{side}_elbow",), "raise",
              dict.fromkeys(arms, (0.0, 0.0, 1.0, 0.0)), (30, 55)),
        Fault("leans to the other side" if not both else "leans back", ("trunk",), "raise",
              {"trunk": (-1.0, 0.0, 0.0) if both else (0.0, -1.0, 0.0)}, (10, 18)),
    )  # fmt: skip
    return _repeats(
        name,
        how,
        ("raise", dict.fromkeys(arms, high)),
        ("lower", dict.fromkeys(arms, low)),
        faults,
        dict.fromkeys(arms, low),
    )


SHOULDER_ABDUCTION = Action(
    "shoulder abduction", ("abduct the shoulder", "raise the arm sideways"), ("hand",),
    (
        _raises("one arm, all the way", "with the {side} arm", (0, 8), (152, 168), False),
        _raises("one arm, to the shoulder", "with the {side} arm up to the shoulder", (0, 8), (86, 96), False),
        _raises("both arms", "with both arms", (0, 8), (150, 166), True),
        _raises("both arms, to the shoulder", "with both arms up to the shoulders", (0, 8), (86, 96), True),
    ),
    ("{who} does shoulder abductions {how}", "{who} raises a straight arm sideways {how}",
     "shoulder abduction: a straight arm of {who} goes out to the side and up {how}"), ("trunk", "other"),
)  # fmt: skip
ARM_RAISE = Action(
    "front arm raise", ("raise the arms forward", "shoulder flexion"), ("hand",),
    (
        _raises("one arm", "with the {side} arm", (84, 94), (150, 166), False),
        _raises("both arms", "with both arms", (84, 94), (86, 100), True),
        _raises("scaption", "with the {side} arm, obliquely", (40, 52), (146, 164), False),
    ),
    ("{who} raises an arm forward {how}", "{who} does front raises {how}",
     "front raise: a straight arm of {who} goes forward and up {how}"),
    ("trunk", "other"),
)  # fmt: skip

_ON_OTHER: Vector = ((-0.14, -0.125), (-0.03, -0.015), 0.0)
_BALANCING = (
    Fault("leans to the standing side", ("trunk",), "lift the foot", {"trunk": (0.0, -1.0, 0.0)}, (10, 18)),
    Fault("leans forward", ("trunk",), "lift the foot", {"trunk": (1.0, 0.0, 0.0)}, (16, 28)),
)


def _steps_over(name: str, how: str, **arms: Value) -> Style:
    return Style(name, (
        phase("shift the weight", (0.3, 0.5), pelvis=_ON_OTHER),
        Loop((1, 2), (
            phase("lift the foot", (0.5, 0.7), foot=At("leg", out=(-0.04, 0.02), up=(-0.52, -0.42),
                                                       forward=(0.16, 0.24))),
            phase("over it", (0.4, 0.6), foot=At("stance", up=(0.0, 0.02), forward=(0.34, 0.42), arc=(0, 0.10, 0)),
                  pelvis=((-0.14, -0.125), (-0.11, -0.08), 0.0)),
            phase("back over it", (0.4, 0.6), foot=At("leg", out=(-0.04, 0.02), up=(-0.52, -0.44),
                                                      forward=(0.16, 0.24)), pelvis=_ON_OTHER),
            phase("set down", (0.4, 0.6), foot=At("stance")),
        )),
        phase("stand", (0.3, 0.5), pelvis=(0, 0, 0)),
    ), start=arms, how=how, faults=_BALANCING)  # fmt: skip


_STICK = At("shoulder", out=(0.04, 0.14), up=(0.02, 0.08), forward=(-0.02, 0.06))

HURDLE_STEP = Action(
    "hurdle step", ("step over a hurdle", "hurdle steps"), ("foot",),
    (
        _steps_over("stick on the shoulders", "with a stick on the shoulders, the {side} foot", hand=_STICK,
                    other=_STICK),
        _steps_over("arms hanging", "with hanging arms, the {side} foot"),
        _steps_over("hands on the hips", "with the hands on the hips, the {side} foot",
                    hand=At("hip", out=0.08, up=-0.03, forward=0.04),
                    other=At("hip", out=0.08, up=-0.03, forward=0.04)),
    ),
    ("{who} does a hurdle step {how}", "{who} steps over a hurdle and back {how}",
     "hurdle step: {who} lifts one knee, sets the heel down in front and returns {how}"), ("pelvis", "trunk"),
)  # fmt: skip

SIDE_LUNGE = Action(
    "side lunge", ("side lunges", "lateral lunge"), ("crouch", "pelvis"),
    tuple(
        _repeats(name, how, ("sink", {"crouch": (76, 92), "pelvis": ((0.10, 0.16), 0, (-0.16, -0.1)),
                                      "trunk": ((22, 36), 0, 0), **arms}),
                 ("rise", {"crouch": (20, 26), "pelvis": (0, 0, 0), "trunk": (0, 0, 0)}), (
                     Fault("leans too far forward", ("trunk",), "sink", {"trunk": (1.0, 0.0, 0.0)}, (16, 28)),
                     Fault("lets the knee fall inward", ("{side}_knee",), "sink", {"knee": (1.0,)}, (14, 28)),
                     Fault("does not go deep enough", ("{side}_knee",), "sink", {"crouch": (-1.0,)}, (22, 36))),
                 {"foot": At("stance", out=(0.30, 0.38)), "other_foot": At("stance", out=(0.14, 0.2)),
                  "crouch": (20, 26), **arms})
        for name, how, arms in (("arms forward", "to the {side}, the arms stretched forward",
                                 {"hand": _AHEAD, "other": _AHEAD}),
                                ("hands clasped", "to the {side}, the hands before the chest",
                                 {"hand": At("chest", out=0.03, forward=0.2),
                                  "other": At("chest", out=0.03, forward=0.2)}))
    ),
    ("{who} does side lunges {how}", "{who} sinks over one bent knee, the legs wide apart {how}",
     "side lunges: {who} shifts over one bent leg while the other one stays long {how}"), ("trunk",),
)  # fmt: skip

LEG_RAISE = Action(
    "leg raise", ("straight leg raise", "raise a leg"), ("foot",),
    tuple(
        Style(name, (
            phase("shift the weight", (0.3, 0.5), pelvis=_ON_OTHER),
            Loop((2, 3), (
                phase("raise", (0.5, 0.8), foot=top, trunk=along),
                phase("lower", (0.5, 0.8), foot=At("stance", up=0.02), trunk=(0, 0, 0)),
            )),
            Phase("stand", (0.3, 0.5), home=True),
        ), how=how, faults=(Fault("leans away", ("trunk",), "raise", {"trunk": lean}, (12, 22)),))
        for name, how, top, along, lean in (
            ("forward", "with the {side} leg, forward",
             At("leg", out=(-0.04, 0.02), up=(-0.66, -0.52), forward=(0.56, 0.68)), (-8, 0, 0), (-1.0, 0.0, 0.0)),
            ("sideways", "with the {side} leg, out to the side",
             At("leg", out=(0.40, 0.52), up=(-0.7, -0.58), forward=0.02), (0, -16, 0), (0.0, -1.0, 0.0)),
            ("backward", "with the {side} leg, backward",
             At("stance", up=(0.12, 0.2), forward=(-0.44, -0.34)), (8, 0, 0), (1.0, 0.0, 0.0)),
        )
    ),
    ("{who} does leg raises {how}", "{who} raises a straight leg {how}",
     "leg raises: one leg of {who} goes up and down, kept straight {how}"),
    ("pelvis", "trunk"),
)  # fmt: skip
