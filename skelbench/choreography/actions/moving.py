"""Actions that take the whole body somewhere: running, falling, staggering, turning round, sport."""

from __future__ import annotations

from skelbench.choreography.script import (
    Action,
    Angles,
    At,
    Leap,
    Loop,
    Moves,
    Number,
    Phase,
    Stride,
    Style,
    Swing,
    Vector,
    phase,
)

__all__ = [
    "BALL_BOUNCE",
    "FALL",
    "JUMPING_JACKS",
    "RUN",
    "SHOOT_BASKET",
    "SIDE_STEP",
    "STAGGER",
    "SWING_RACKET",
    "TURN_ROUND",
]

_RUNNING = Stride(step=(0.62, 0.85), seconds=(0.32, 0.38), lift=(0.22, 0.36), arms=0.0, flight=0.18, turn_deg=(-8, 8))
_JOGGING = Stride(step=(0.40, 0.60), seconds=(0.34, 0.40), lift=(0.16, 0.26), arms=0.0, flight=0.14, turn_deg=(-12, 12))
_ELBOWS = At("hip", out=(0.10, 0.16), up=(0.20, 0.28), forward=(0.14, 0.22))


def _runs(
    name: str, how: str, stride: Stride, lean: tuple[float, float] = (6, 14), swing: tuple[float, float] = (0.10, 0.16)
) -> Style:
    """Bent arms that swing against the legs: two steps to a swing."""
    step = stride.seconds if isinstance(stride.seconds, tuple) else (stride.seconds, stride.seconds)
    hz = 0.5 / (0.5 * sum(step))
    arms = (Swing("hand", (0.0, (0.02, 0.05), swing), hz, 0.25), Swing("other", (0.0, (0.02, 0.05), swing), hz, 0.75))
    return Style(name, (
        Phase("run", (1.8, 3.0), {}, arms, stride=stride),
        phase("stop", (0.4, 0.6)),
    ), start={"hand": _ELBOWS, "other": _ELBOWS, "trunk": (lean, 0, 0)}, how=how)  # fmt: skip


RUN = Action(
    "run",
    synonyms=("running", "jog", "sprint"),
    decides=("walk",),
    accompanies=("hand", "other", "trunk"),
    sentences=("{who} runs {how}", "{who} runs along {how}", "running: {who} flies from one foot to the other {how}"),
    styles=(
        _runs("jogging", "at a jog", _JOGGING),
        _runs("running", "fast", _RUNNING, (8, 18)),
        _runs("on the spot", "on the spot", Stride(step=0.02, seconds=(0.30, 0.38), lift=(0.16, 0.28), arms=0.0,
                                                   flight=0.12, turn_deg=0.0),
              (0, 6)),
        _runs("in a curve", "in a curve", Stride(step=(0.40, 0.6), seconds=(0.34, 0.40), lift=(0.16, 0.26), arms=0.0,
                                                 flight=0.14,
                                                 turn_deg=(20, 40))),
    ),
)  # fmt: skip

_TO_FLOOR = At("floor", out=(0.10, 0.22), up=(0.05, 0.08), forward=(1.05, 1.25))
_ONTO_HANDS: dict[str, At | float] = {"hand": _TO_FLOOR, "other": _TO_FLOOR, "wrist": 75.0, "other_wrist": 75.0}
_BESIDE_FLOOR = At("floor", out=(0.85, 1.0), up=(0.05, 0.08), forward=(0.22, 0.34))
_THROWN_UP = At("shoulder", out=(0.2, 0.4), up=(0.05, 0.25), forward=(0.2, 0.35))

FALL = Action(
    "fall",
    synonyms=("falling", "fall down", "collapse"),
    decides=("topple", "crouch"),
    accompanies=("hand", "other", "trunk", "head"),
    fastest=0.95,
    sentences=("{who} falls {how}", "{who} falls to the floor {how}",
               "a fall: the body of {who} goes over and lies on the floor {how}"),
    styles=(
        Style("forward", (
            phase("lose the balance", (0.3, 0.5), topple=((10, 16), 0, 0), hand=_THROWN_UP, other=_THROWN_UP),
            phase("fall", (0.65, 0.9), topple=((78, 84), 0, 0), **_ONTO_HANDS, head=((-24, -10), 0, 0)),
            phase("lie", (0.6, 1.4), head=((-10, 6), 0, 0)),
        ), how="forward onto the hands"),
        Style("backward", (
            phase("give way", (0.3, 0.5), crouch=(60, 90), trunk=((14, 26), 0, 0), pelvis=(0, 0, (-0.2, -0.14)),
                  hand=_THROWN_UP, other=_THROWN_UP),
            phase("fall", (0.65, 0.9), topple=((-78, -68), 0, 0), crouch=(70, 100), trunk=((6, 16), 0, 0)),
            phase("lie", (0.6, 1.3), hand=At("rest", out=(0.2, 0.35)), other=At("rest", out=(0.2, 0.35))),
        ), how="backward"),
        Style("to the side", (
            phase("lose the balance", (0.3, 0.5), topple=(0, (8, 14), 0), hand=_THROWN_UP, other=_THROWN_UP),
            phase("fall", (0.65, 0.9), topple=(0, (74, 82), 0), crouch=(30, 60), trunk=((10, 24), 0, 0),
                  hand=_BESIDE_FLOOR, other=At("thigh", out=0.06, forward=0.06)),
            phase("lie", (0.6, 1.4)),
        ), how="to the {side} side"),
        Style("collapsing", (
            phase("knees give way", (0.5, 0.8), crouch=(112, 124), trunk=((18, 34), 0, 0),
                  pelvis=(0, 0, (-0.1, -0.04)), head=((14, 26), 0, 0)),
            phase("tip over", (0.4, 0.6), topple=((6, 18), (58, 70), 0), trunk=((24, 40), 0, 0),
                  hand=At("floor", out=(0.6, 0.7), up=(0.02, 0.05), forward=(0.34, 0.44))),
            phase("lie", (0.6, 1.4)),
        ), how="as the knees give way"),
        Style("after a stumble", (
            Phase("stumble", (0.9, 1.2), {"trunk": ((12, 24), 0, 0)},
                  stride=Stride(step=(0.4, 0.6), seconds=(0.34, 0.42))),
            phase("fall", (0.72, 0.95), topple=((76, 84), 0, 0), trunk=(0, 0, 0), **_ONTO_HANDS),
            phase("lie", (0.5, 1.2)),
        ), accompanies=("walk", "hand", "other", "trunk"), how="forward after a stumble"),
    ),
)  # fmt: skip

_UNSTEADY = (Swing("trunk", ((3, 7), (5, 11), (3, 8)), (0.5, 0.8)),
             Swing("hand", ((0.06, 0.12), 0.05, 0.06), (0.5, 0.8)),
             Swing("other", ((0.06, 0.12), 0.05, 0.06), (0.5, 0.8), 0.4),
             Swing("head", ((2, 6), (4, 9), 0), (0.5, 0.8), 0.2))  # fmt: skip
_OUT = At("rest", out=(0.12, 0.28), up=(0.04, 0.16))


def _staggers(
    name: str, how: str, stride: Stride, seconds: tuple[float, float] = (1.8, 2.8), **start: At | Vector
) -> Style:
    return Style(name, (Phase("stagger", seconds, {}, _UNSTEADY, stride=stride),), how=how,
                 start={"hand": _OUT, "other": _OUT, **start})  # fmt: skip


STAGGER = Action(
    "stagger",
    synonyms=("staggering", "stumble along", "reel"),
    decides=("walk", "trunk"),
    accompanies=("hand", "other", "head"),
    sentences=("{who} staggers {how}", "{who} loses balance and stumbles {how}",
               "staggering: {who} sways from step to step {how}"),
    styles=(
        _staggers("forward", "forward", Stride(step=(0.2, 0.4), seconds=(0.5, 0.7), turn_deg=(-60, 60))),
        _staggers("aside", "to the {side} side", Stride(step=(0.16, 0.28), seconds=(0.45, 0.6), bearing_deg=(60, 90),
                                                        turn_deg=0.0)),
        _staggers("backward", "backward", Stride(step=(0.16, 0.3), seconds=(0.45, 0.6), bearing_deg=(165, 195),
                                                 turn_deg=0.0)),
        _staggers("bent", "bent forward", Stride(step=(0.18, 0.34), seconds=(0.5, 0.7)), trunk=((18, 34), 0, 0)),
    ),
)  # fmt: skip

TURN_ROUND = Action(
    "turn round",
    synonyms=("turning round", "turn on the spot"),
    decides=("walk",),
    accompanies=("head", "trunk"),
    sentences=("{who} turns round {how}", "{who} turns on the spot {how}",
               "a turn: {who} steps round to face another way {how}"),
    styles=tuple(
        Style(name, (
            phase("look", (0.25, 0.45), head=(0, 0, (20, 45)), trunk=(0, 0, (4, 12))),
            Phase("turn", seconds, {"head": (0, 0, 0), "trunk": (0, 0, 0)},
                  stride=Stride(step=0.0, seconds=(0.4, 0.55), turn_deg=0.0, spin_deg=degrees, arms=0.0,
                                lift=(0.05, 0.09))),
            phase("stand", (0.2, 0.6)),
        ), how=how)
        for name, how, degrees, seconds in (
            ("half a turn", "by half a turn to the {side}", (160.0, 190.0), (1.8, 2.4)),
            ("a quarter", "by a quarter turn to the {side}", (75.0, 105.0), (1.0, 1.6)),
            ("all the way", "all the way to the {side}", (330.0, 370.0), (3.0, 3.6)),
        )
    ),
)  # fmt: skip

SIDE_STEP = Action(
    "step aside",
    synonyms=("stepping aside", "walk sideways"),
    decides=("walk",),
    accompanies=("trunk",),
    sentences=("{who} steps aside {how}", "{who} walks sideways {how}",
               "side steps: {who} moves across without turning {how}"),
    styles=(
        Style("aside", (Phase("step", (1.4, 2.4), stride=Stride(step=(0.2, 0.32), seconds=(0.4, 0.55), turn_deg=0.0,
                                                                bearing_deg=90.0,
                                                                arms=0.0)),), how="to the {side}"),
        Style("backward", (Phase("step", (1.6, 2.6), stride=Stride(step=(0.24, 0.4), seconds=(0.45, 0.6), turn_deg=0.0,
                                                                   bearing_deg=180.0)),),
              how="backward"),
        Style("there and back", (
            Phase("there", (1.0, 1.5), stride=Stride(step=(0.2, 0.32), seconds=(0.4, 0.5), turn_deg=0.0,
                                                     bearing_deg=90.0, arms=0.0)),
            Phase("back", (1.0, 1.5), stride=Stride(step=(0.2, 0.32), seconds=(0.4, 0.5), turn_deg=0.0,
                                                    bearing_deg=-90.0, arms=0.0)),
        ), how="to the {side} and back"),
    ),
)  # fmt: skip

_BALL = At("chest", out=(0.04, 0.08), up=(-0.1, 0.02), forward=(0.22, 0.3))
_SHOT = At("shoulder", out=(-0.12, -0.02), up=(0.42, 0.54), forward=(0.22, 0.34))

SHOOT_BASKET = Action(
    "shoot at the basket", ("shooting at a basket", "make a basketball shot"), ("hand", "other"),
    (
        Style("standing", (
            phase("dip", (0.4, 0.7), hand=_BALL, other=_BALL, crouch=(35, 55), trunk=((4, 12), 0, 0)),
            phase("shoot", (0.3, 0.5), hand=_SHOT, other=At("shoulder", out=(0.0, 0.1), up=(0.3, 0.42),
                                                            forward=(0.2, 0.3)), crouch=0,
                  trunk=(0, 0, 0), head=((-18, -6), 0, 0)),
            phase("follow", (0.3, 0.6)), Phase("lower", (0.5, 0.8), home=True),
        ), how="from a stand"),
        Style("jump shot", (
            phase("ready", (0.4, 0.6), hand=_BALL, other=_BALL),
            Leap((0.12, 0.26), (0.14, 0.24), {"trunk": ((4, 12), 0, 0)},
                 {"hand": _SHOT, "other": At("shoulder", out=0.06, up=0.36, forward=0.26),
                 "trunk": (0.0, 0.0, 0.0), "head": ((-16, -6), 0, 0)},
                 {"hand": At("rest"), "other": At("rest"), "head": (0, 0, 0)}),
        ), decides=("hand", "other", "jump"), how="with a jump"),
    ),
    ("{who} shoots at the basket {how}", "{who} shoots a ball up at a basket {how}",
     "a shot: {who} lifts a ball from the chest and pushes it up {how}"), ("pelvis", "head", "trunk"),
)  # fmt: skip

BALL_BOUNCE = Action(
    "bounce a ball", ("bouncing a ball", "dribble a ball"), ("hand",),
    tuple(
        Style(name, (
            phase("ready", (0.4, 0.6), hand=At("ahead", out=(0.06, 0.16), up=up, forward=(0.24, 0.36)), trunk=bend,
                  crouch=low, head=((8, 22), 0, 0)),
            Phase("bounce", 0.0, {}, (Swing("hand", (0.0, (0.09, 0.16), 0.0), (1.3, 2.0)),), cycles=(3, 6)),
            Phase("stop", (0.4, 0.7), home=True),
        ), how=how)
        for name, how, up, bend, low in (
            ("standing", "with the {side} hand, standing", (-0.4, -0.3), ((4, 10), 0, 0), 0.0),
            ("low", "low with the {side} hand, the knees bent", (-0.44, -0.34), ((18, 32), 0, 0), (50, 75)),
        )
    ),
    ("{who} bounces a ball {how}", "{who} dribbles {how}",
     "bouncing a ball: {who} pushes a ball to the floor again and again {how}"),
    ("trunk", "pelvis", "head"),
)  # fmt: skip


def _swings_it(name: str, how: str, back: Moves, hit: Moves, out: Moves) -> Style:
    return Style(name, (
        phase("draw back", (0.45, 0.7), **back), phase("swing", (0.24, 0.38), **hit),
        phase("follow through", (0.25, 0.4), **out),
        Phase("recover", (0.5, 0.8), home=True),
    ), how=how)  # fmt: skip


SWING_RACKET = Action(
    "swing a racket", ("swinging a racket", "hit a tennis ball"), ("hand",),
    (
        _swings_it("forehand", "forehand with the {side} hand",
                   {"hand": At("shoulder", out=(0.38, 0.5), up=(-0.18, 0.0), forward=(-0.3, -0.18)),
                    "trunk": (0, 0, (22, 40))},
                   {"hand": At("ahead", out=(0.05, 0.2), up=(-0.2, -0.05), forward=(0.5, 0.6), arc=(0.2, 0, 0.05)),
                    "trunk": (0, 0, (-14, -4))},
                   {"hand": At("shoulder", out=(-0.34, -0.22), up=(0.06, 0.2), forward=(0.22, 0.32)),
                    "trunk": (0, 0, (-38, -22))}),
        _swings_it("backhand", "backhand with the {side} hand",
                   {"hand": At("chest", out=(-0.34, -0.24), up=(-0.14, 0.0), forward=(0.12, 0.2)),
                    "trunk": (0, 0, (-40, -22))},
                   {"hand": At("ahead", out=(0.0, 0.14), up=(-0.18, -0.04), forward=(0.5, 0.6)),
                    "trunk": (0, 0, (-6, 6))},
                   {"hand": At("shoulder", out=(0.4, 0.52), up=(0.04, 0.2), forward=(0.05, 0.2)),
                    "trunk": (0, 0, (12, 26))}),
        _swings_it("serve", "from above with the {side} hand",
                   {"hand": At("shoulder", out=(0.14, 0.24), up=(0.2, 0.3), forward=(-0.24, -0.14)), "elbow": (30, 50),
                    "trunk": ((-14, -6), 0, (14, 28)),
                    "other": At("shoulder", out=(0.0, 0.1), up=(0.44, 0.54), forward=(0.16, 0.28)),
                    "head": ((-24, -12), 0, 0)},
                   {"hand": At("shoulder", out=(0.0, 0.1), up=(0.5, 0.58), forward=(0.14, 0.26)),
                    "trunk": ((2, 10), 0, (-14, -4)),
                    "other": At("chest", out=0.08, up=-0.1, forward=0.2)},
                   {"hand": At("ahead", out=(-0.3, -0.16), up=(-0.44, -0.3), forward=(0.3, 0.4), arc=(0, 0, 0.15)),
                    "trunk": ((16, 28), 0, (-30, -16)),
                    "head": (0, 0, 0)}),
    ),
    ("{who} swings a racket {how}", "{who} hits a ball with a racket {how}",
     "a stroke: {who} draws the racket back and swings it through {how}"), ("trunk", "elbow", "other", "head"),
)  # fmt: skip

_CLOSED = Angles(10, 0, 16)


def _jacks(name: str, how: str, half_way: float, top: tuple[float, float], apart: tuple[float, float]) -> Style:
    """Out and back in two small leaps: the arms begin in the crouch and arrive after the landing."""

    def arms(raised: Number) -> dict[str, Angles]:
        return dict.fromkeys(("hand", "other"), Angles(raised, 0, 16))

    wide = dict.fromkeys(("foot", "other_foot"), At("stance", out=apart))
    close = dict.fromkeys(("foot", "other_foot"), At("stance"))
    return Style(name, (
        Loop((1, 2), (
            Leap((0.04, 0.08), (0.07, 0.10), arms(0.4 * half_way), {**arms(half_way), **wide}, arms(top), haste=1.6),
            Leap((0.04, 0.08), (0.07, 0.10), arms(half_way), {**arms(0.4 * half_way), **close}, arms((8, 14)),
                 haste=1.6),
        )),
    ), start={"hand": _CLOSED, "other": _CLOSED}, how=how)  # fmt: skip


JUMPING_JACKS = Action(
    "jumping jacks", ("star jumps", "side straddle hops"), ("jump", "hand", "other"),
    (
        _jacks("full", "with arms and legs", 100.0, (145, 160), (0.16, 0.26)),
        _jacks("half", "raising the arms to the shoulders only", 60.0, (85, 95), (0.12, 0.20)),
    ),
    ("{who} does jumping jacks {how}", "{who} jumps legs apart and together {how}",
     "jumping jacks: {who} opens and closes arms and legs in the air {how}"),
)  # fmt: skip
