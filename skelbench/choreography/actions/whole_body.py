"""Actions that the trunk and the legs decide: sitting, standing, walking, picking up, kicking, bowing, jumping."""

from __future__ import annotations

from skelbench.choreography.script import Action, At, Leap, Loop, Moves, Phase, Stride, Style, Vector, phase

__all__ = ["BOW", "JUMP_UP", "KICK", "PICK_UP", "SIT_DOWN", "STAND_UP", "WALK"]

_SEAT: Vector = (0.0, (-0.50, -0.34), (-0.42, -0.34))
_LEANING: Vector = (0.0, (-0.26, -0.16), (-0.24, -0.18))
_ON_THIGH = At("thigh", out=(-0.02, 0.04), up=(0.05, 0.08), forward=(0.0, 0.08))
_ON_KNEE = At("knee", out=(-0.04, 0.02), up=(0.06, 0.09), forward=(-0.06, 0.0))
_ARMREST = At("hip", out=(0.14, 0.22), up=(0.12, 0.22), forward=(0.12, 0.26))
_BESIDE_SEAT = At("hip", out=(0.08, 0.14), up=(-0.06, 0.04), forward=(-0.06, 0.08))


def _sits(
    name: str, how: str, on_the_way: dict[str, At], seated: dict[str, At], back: Vector = ((-6, 6), 0, 0)
) -> Style:
    return Style(name, (
        phase("lean forward", (0.35, 0.7), trunk=((24, 44), 0, 0), pelvis=_LEANING, **on_the_way),
        phase("sit", (0.4, 0.7), pelvis=_SEAT, trunk=((10, 22), 0, 0)),
        phase("settle", (0.4, 0.7), trunk=back, **seated),
        phase("stay", (0.2, 0.9)),
    ), how=how)  # fmt: skip


SIT_DOWN = Action(
    "sit down",
    synonyms=("sitting down", "take a seat", "sit"),
    decides=("pelvis", "trunk"),
    accompanies=("hand", "other", "foot"),
    sentences=(
        "{who} sits down {how}",
        "{who} takes a seat {how}",
        "{who} lowers the hips onto a chair {how}",
        "sitting down: {who} bends the knees until seated {how}",
    ),
    styles=(
        _sits("hands free", "without using the hands", {}, {"hand": _ON_THIGH, "other": _ON_THIGH}),
        _sits("hands on the knees", "with the hands on the knees", {"hand": _ON_KNEE, "other": _ON_KNEE}, {}),
        _sits("hands on the armrests", "holding the armrests", {"hand": _ARMREST, "other": _ARMREST}, {}),
        _sits("reaching for the seat", "feeling for the seat with the {side} hand", {"hand": _BESIDE_SEAT},
              {"hand": _ON_THIGH, "other": _ON_THIGH}),
        _sits("leaning back", "and leans back", {}, {"hand": _ARMREST, "other": _ON_THIGH}, ((-20, -8), 0, 0)),
        _sits("arms hanging", "and lets the arms hang", {}, {}),
        Style("step back first", (
            phase("step back", (0.4, 0.6), foot=At("stance", forward=(-0.14, -0.06), arc=(0, 0.05, 0)),
                  pelvis=(0, -0.03, -0.05)),
            phase("lean forward", (0.4, 0.6), trunk=((24, 42), 0, 0), pelvis=_LEANING),
            phase("sit", (0.4, 0.7), pelvis=_SEAT, trunk=((8, 20), 0, 0)),
            phase("settle", (0.4, 0.6), trunk=((-6, 6), 0, 0), hand=_ON_THIGH, other=_ON_THIGH),
        ), how="after a small step back"),
        Style("drops", (
            phase("lean forward", (0.3, 0.45), trunk=((12, 24), 0, 0), pelvis=(0, (-0.20, -0.12), (-0.22, -0.16))),
            phase("drop", (0.3, 0.42), pelvis=_SEAT, trunk=((-6, 6), 0, 0), hand=_ON_THIGH, other=_ON_THIGH),
            phase("stay", (0.4, 1.2), trunk=((-14, 0), 0, 0)),
        ), how="letting the body drop"),
    ),
)  # fmt: skip


def _stands(
    name: str, how: str, seated: dict[str, At], pushing: dict[str, At], back: Vector = ((-8, 6), 0, 0)
) -> Style:
    return Style(name, (
        phase("lean forward", (0.4, 0.7), trunk=((28, 48), 0, 0), **pushing),
        phase("rise", (0.45, 0.75), pelvis=(0.0, (-0.20, -0.12), (-0.18, -0.12)), trunk=((22, 36), 0, 0)),
        phase("straighten", (0.4, 0.75), pelvis=(0, 0, 0), trunk=(0, 0, 0), hand=At("rest"), other=At("rest")),
        phase("stay", (0.1, 0.6)),
    ), start={"pelvis": _SEAT, "trunk": back, **seated}, how=how)  # fmt: skip


STAND_UP = Action(
    "stand up",
    synonyms=("standing up", "get up", "rise from a chair"),
    decides=("pelvis", "trunk"),
    accompanies=("hand", "other"),
    fastest=1.2,
    sentences=(
        "{who} stands up {how}",
        "{who} gets up from a chair {how}",
        "{who} rises from the seat {how}",
        "standing up: {who} straightens hips and knees {how}",
    ),
    styles=(
        _stands("hands free", "without using the hands", {"hand": _ON_THIGH, "other": _ON_THIGH}, {}),
        _stands("hands on the knees", "pushing on the knees", {"hand": _ON_THIGH, "other": _ON_THIGH},
                {"hand": _ON_KNEE, "other": _ON_KNEE}),
        _stands("from the armrests", "pushing on the armrests", {"hand": _ARMREST, "other": _ARMREST}, {}),
        _stands("one hand pushes", "pushing on the seat with the {side} hand",
                {"hand": _BESIDE_SEAT, "other": _ON_THIGH},
                {"hand": _BESIDE_SEAT}),
        _stands("arms reach forward", "swinging the arms forward", {"hand": _ON_THIGH, "other": _ON_THIGH},
                {"hand": At("ahead", out=-0.02, up=(-0.3, -0.1), forward=(0.42, 0.56)),
                 "other": At("ahead", out=-0.02, up=(-0.3, -0.1), forward=(0.42, 0.56))}),
        _stands("from leaning back", "after having leaned back", {"hand": _ON_THIGH, "other": _ARMREST}, {},
                ((-20, -10), 0, 0)),
        _stands("arms hanging", "with hanging arms", {}, {}),
        Style("quickly", (
            phase("lean forward", (0.25, 0.4), trunk=((22, 36), 0, 0)),
            phase("rise", (0.45, 0.65), pelvis=(0, 0, 0), trunk=(0, 0, 0), hand=At("rest"), other=At("rest")),
            phase("stay", (0.3, 1.0)),
        ), start={"pelvis": _SEAT, "trunk": ((-6, 6), 0, 0), "hand": _ON_THIGH, "other": _ON_THIGH},
            how="in one quick movement"),
    ),
)  # fmt: skip


def _walks(name: str, how: str, stride: Stride, weight: float = 1.0, **start: At | Vector) -> Style:
    return Style(name, (Phase("walk", (2.2, 4.2), stride=stride),), start=start, how=how, weight=weight)


WALK = Action(
    "walk",
    synonyms=("walking", "walk along", "go for a walk"),
    decides=("walk",),
    accompanies=("hand", "other", "pelvis"),
    sentences=(
        "{who} walks {how}",
        "{who} walks along {how}",
        "{who} takes several steps {how}",
        "walking: {who} sets one foot before the other {how}",
    ),
    styles=(
        _walks("strolling", "at a stroll", Stride(step=(0.34, 0.48), seconds=(0.58, 0.70), arms=(0.05, 0.15)), 1.5),
        _walks("normal", "at an ordinary pace", Stride(step=(0.48, 0.62), seconds=(0.50, 0.60)), 2.0),
        _walks("brisk", "briskly", Stride(step=(0.58, 0.70), seconds=(0.46, 0.52), arms=(0.18, 0.30)), 1.5),
        _walks("in a curve", "in a curve", Stride(step=(0.36, 0.55), turn_deg=(25, 70)), 1.0),
        _walks("curving the other way", "in a curve", Stride(step=(0.36, 0.55), turn_deg=(-70, -25)), 1.0),
        _walks("marching", "lifting the feet high", Stride(step=(0.4, 0.56), lift=(0.18, 0.30), arms=(0.2, 0.32)),
               0.7),
        _walks("shuffling", "with small shuffling steps", Stride(step=(0.2, 0.34), seconds=(0.5, 0.65),
                                                                 lift=(0.03, 0.05),
               arms=(0.0, 0.06)), 0.8, trunk=((6, 14), 0, 0), head=((4, 14), 0, 0)),
        _walks("hands in the pockets", "with the hands in the pockets", Stride(step=(0.4, 0.56)), 0.8,
               hand=At("hip", out=0.08, up=-0.04, forward=0.10), other=At("hip", out=0.08, up=-0.04, forward=0.10)),
        _walks("carrying something", "carrying something in front with the {side} hand", Stride(step=(0.36, 0.55)), 0.8,
               hand=At("hip", out=(-0.04, 0.06), up=(0.14, 0.24), forward=(0.24, 0.34))),
        _walks("hands behind the back", "with the hands behind the back", Stride(step=(0.36, 0.54)), 0.6,
               hand=At("hip", out=(-0.06, 0.0), up=0.02, forward=-0.20),
                   other=At("hip", out=(-0.06, 0.0), up=0.06, forward=-0.20)),
    ),
)  # fmt: skip

_DOWN = At("floor", out=(0.06, 0.18), up=(0.05, 0.28), forward=(0.26, 0.42))
_DOWN_MIDDLE = At("floor", out=(-0.06, 0.06), up=(0.06, 0.25), forward=(0.30, 0.42))
_CARRIED = At("chest", out=(0.02, 0.14), up=(-0.22, -0.06), forward=(0.22, 0.34))
_STOOP: Vector = (0.0, (-0.14, -0.06), (-0.20, -0.12))
_SQUAT: Vector = (0.0, (-0.52, -0.38), (-0.24, -0.14))

PICK_UP = Action(
    "pick up",
    synonyms=("picking up", "pick something up", "lift from the floor"),
    decides=("hand", "trunk", "pelvis"),
    accompanies=("other", "head", "other_foot"),
    sentences=(
        "{who} picks something up {how}",
        "{who} picks an object up from the floor {how}",
        "{who} bends down for something and lifts it {how}",
        "picking up: {who} reaches to the floor and rises again {how}",
    ),
    styles=(
        Style("stoop, one hand", (
            phase("bend down", (0.6, 1.0), trunk=((72, 92), 0, 0), pelvis=_STOOP, hand=_DOWN, head=((5, 20), 0, 0)),
            phase("grasp", (0.15, 0.4)),
            phase("rise", (0.6, 1.0), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=_CARRIED, head=(0, 0, 0)),
            phase("hold", (0.1, 0.6)),
        ), how="stooping, with the {side} hand"),
        Style("squat, one hand", (
            phase("go down", (0.6, 1.0), trunk=((28, 46), 0, 0), pelvis=_SQUAT, hand=_DOWN, head=((10, 25), 0, 0)),
            phase("grasp", (0.15, 0.4)),
            phase("rise", (0.6, 1.0), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=_CARRIED, head=(0, 0, 0)),
            phase("hold", (0.1, 0.6)),
        ), how="squatting, with the {side} hand"),
        Style("squat, two hands", (
            phase("go down", (0.6, 1.0), trunk=((28, 46), 0, 0), pelvis=_SQUAT, hand=_DOWN, other=_DOWN,
                  head=((10, 25), 0, 0)),
            phase("grasp", (0.2, 0.4)),
            phase("rise", (0.7, 1.1), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=_CARRIED, other=_CARRIED, head=(0, 0, 0)),
            phase("hold", (0.1, 0.6)),
        ), decides=("hand", "other", "trunk", "pelvis"), how="squatting, with both hands"),
        Style("stoop, two hands", (
            phase("bend down", (0.6, 1.0), trunk=((70, 90), 0, 0), pelvis=_STOOP, hand=_DOWN_MIDDLE, other=_DOWN,
                  head=((5, 20), 0, 0)),
            phase("grasp", (0.2, 0.4)),
            phase("rise", (0.7, 1.1), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=_CARRIED, other=_CARRIED, head=(0, 0, 0)),
            phase("hold", (0.1, 0.5)),
        ), decides=("hand", "other", "trunk", "pelvis"), how="stooping, with both hands"),
        Style("to the side", (
            phase("bend down", (0.6, 1.0), trunk=((60, 80), (6, 16), (8, 24)),
                  pelvis=(0, (-0.22, -0.12), (-0.16, -0.1)),
                  hand=At("floor", out=(0.22, 0.36), up=(0.06, 0.26), forward=(0.14, 0.28))),
            phase("grasp", (0.15, 0.4)),
            phase("rise", (0.6, 1.0), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=At("rest")),
            phase("stay", (0.1, 0.5)),
        ), how="from beside the {side} foot"),
        Style("with a step", (
            phase("step and bend", (0.7, 1.0), other_foot=At("stance", forward=(0.3, 0.42), arc=(0, 0.06, 0)),
                  trunk=((52, 70), 0, 0), pelvis=(0, (-0.34, -0.22), (0.0, 0.08)),
                      hand=At("floor", out=(0.0, 0.1), up=(0.06, 0.25), forward=(0.46, 0.6))),
            phase("grasp", (0.15, 0.35)),
            phase("rise", (0.7, 1.0), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=_CARRIED,
                  other_foot=At("stance", arc=(0, 0.06, 0))),
            phase("stay", (0.1, 0.4)),
        ), how="with a step forward and the {side} hand"),
        Style("hand on the knee", (
            phase("bend down", (0.6, 1.0), trunk=((60, 80), 0, (-8, 0)), pelvis=(0, (-0.26, -0.16), (-0.18, -0.12)),
                  hand=_DOWN, other=_ON_KNEE),
            phase("grasp", (0.15, 0.4)),
            phase("rise", (0.6, 1.0), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=_CARRIED, other=At("rest")),
            phase("hold", (0.1, 0.5)),
        ), how="with the {side} hand, the {other} hand on the knee"),
    ),
)  # fmt: skip

_STAND_ON_OTHER: Vector = ((-0.145, -0.12), (-0.03, -0.015), (-0.03, 0.02))
_BACK_FOOT = At("stance", out=(-0.02, 0.04), up=(0.10, 0.22), forward=(-0.42, -0.26))


def _kicks(
    name: str, how: str, target: At, trunk: Vector, back: At = _BACK_FOOT, seconds: tuple[float, float] = (0.22, 0.34)
) -> Style:
    balance = At("rest", out=(0.06, 0.26), up=(0.02, 0.16), forward=(-0.05, 0.2))
    return Style(name, (
        phase("shift the weight", (0.25, 0.45), pelvis=_STAND_ON_OTHER, hand=balance, other=balance),
        phase("swing back", (0.28, 0.45), foot=back, trunk=((2, 8), 0, 0)),
        phase("kick", seconds, foot=target, trunk=trunk),
        phase("pull back", (0.3, 0.45), foot=At("stance", up=(0.08, 0.16), forward=(-0.05, 0.1)), trunk=(0, 0, 0)),
        Phase("step down", (0.3, 0.45), home=True),
    ), how=how)  # fmt: skip


KICK = Action(
    "kick",
    synonyms=("kicking", "kick something", "kick a ball"),
    decides=("foot",),
    accompanies=("pelvis", "trunk", "hand", "other"),
    sentences=(
        "{who} kicks {how}",
        "{who} kicks something {how}",
        "{who} gives a kick {how}",
        "a kick: {who} swings one leg {how}",
    ),
    styles=(
        _kicks("low front", "low in front with the {side} foot",
               At("stance", out=(-0.1, 0.04), up=(0.12, 0.28), forward=(0.40, 0.58), arc=(0, (-0.16, -0.1), 0)),
                   ((-8, 2), 0, 0)),
        _kicks("front", "forward at the height of the knee with the {side} foot",
               At("leg", out=(-0.1, 0.04), up=(-0.50, -0.32), forward=(0.58, 0.70), arc=(0, -0.12, 0)),
                   ((-14, -4), 0, 0)),
        _kicks("high front", "high in front with the {side} foot",
               At("leg", out=(-0.08, 0.06), up=(-0.24, 0.02), forward=(0.70, 0.82), arc=(0, -0.14, 0)),
                   ((-22, -8), 0, 0),
               seconds=(0.28, 0.40)),
        _kicks("side", "out to the side with the {side} foot",
               At("leg", out=(0.50, 0.68), up=(-0.56, -0.30), forward=(0.0, 0.18)), (0, (-22, -8), 0),
               back=At("stance", out=(-0.02, 0.04), up=(0.22, 0.34), forward=(0.08, 0.18))),
        _kicks("knee first", "with the {side} foot, the knee lifted first",
               At("leg", out=(-0.06, 0.04), up=(-0.40, -0.14), forward=(0.66, 0.80)), ((-14, -4), 0, 0),
               back=At("leg", out=0.0, up=(-0.42, -0.34), forward=(0.18, 0.28))),
        _kicks("across", "across the body with the {side} foot",
               At("stance", out=(-0.40, -0.24), up=(0.14, 0.34), forward=(0.36, 0.50), arc=(0.08, -0.08, 0)),
                   ((-6, 4), 0, (-14, -4))),
    ),
)  # fmt: skip

_AT_SIDES = At("thigh", out=(0.06, 0.10), up=0.0, forward=(-0.02, 0.04))
_ON_FRONT = At("thigh", out=(-0.05, 0.0), up=0.02, forward=(0.07, 0.10))


def _bows(
    name: str, how: str, depth: tuple[float, float], hands: dict[str, At], head: Vector = ((4, 20), 0, 0)
) -> Style:
    drawn_back: Vector = (0.0, (-0.03, -0.01), (-0.10, -0.05))
    return Style(name, (
        phase("bend forward", (0.5, 1.0), trunk=(depth, 0, 0), pelvis=drawn_back, head=head, **hands),
        phase("stay down", (0.2, 1.1)),
        Phase("straighten", (0.5, 1.0), home=True),
    ), how=how)  # fmt: skip


BOW = Action(
    "bow",
    synonyms=("bowing", "take a bow", "bow in greeting"),
    decides=("trunk",),
    accompanies=("head", "pelvis", "hand", "other"),
    sentences=(
        "{who} bows {how}",
        "{who} takes a bow {how}",
        "{who} bends forward from the hips in greeting {how}",
        "a bow: {who} lowers trunk and head and comes up again {how}",
    ),
    styles=(
        _bows("slight", "slightly, the arms at the sides", (24, 38), {"hand": _AT_SIDES, "other": _AT_SIDES}),
        _bows("deep", "deeply, the arms at the sides", (50, 75), {"hand": _AT_SIDES, "other": _AT_SIDES}),
        _bows("hands in front", "with the hands on the thighs", (35, 62), {"hand": _ON_FRONT, "other": _ON_FRONT}),
        _bows("hand on the chest", "with the {side} hand on the chest", (30, 55),
              {"hand": At("chest", out=(-0.04, 0.05), up=0.02, forward=0.12)}),
        _bows("arms hanging", "with hanging arms", (35, 65), {}),
        _bows("palms together", "with the palms together", (24, 48),
              {"hand": At("chest", out=0.015, up=(0.0, 0.08), forward=(0.16, 0.24)),
               "other": At("chest", out=0.015, up=(0.0, 0.08), forward=(0.16, 0.24))}),
        Style("twice", (
            Loop((2, 2), (
                phase("bend forward", (0.45, 0.8), trunk=((30, 55), 0, 0), pelvis=(0, -0.02, (-0.09, -0.05)),
                      head=((4, 16), 0, 0)),
                phase("straighten", (0.45, 0.8), trunk=(0, 0, 0), pelvis=(0, 0, 0), head=(0, 0, 0)),
            )),
        ), start={"hand": _AT_SIDES, "other": _AT_SIDES}, weight=0.7, how="twice"),
        Style("sweeping", (
            phase("bend forward", (0.6, 1.0), trunk=((36, 60), 0, (4, 14)), head=((4, 16), 0, 0),
                  pelvis=(0, -0.03, (-0.09, -0.05)),
                  hand=At("ahead", out=(0.24, 0.42), up=(-0.42, -0.28), forward=(0.2, 0.36), arc=(0, 0, 0.14))),
            phase("stay down", (0.3, 0.8)),
            Phase("straighten", (0.6, 1.0), home=True),
        ), weight=0.6, how="with a sweep of the {side} arm"),
    ),
)  # fmt: skip

_ARMS_BACK = At("ahead", out=(0.05, 0.14), up=(-0.52, -0.42), forward=(-0.34, -0.2))
_ARMS_UP = At("shoulder", out=(0.02, 0.18), up=(0.44, 0.6), forward=(0.05, 0.22), arc=(0, 0, 0.2))
_ON_HIPS = At("hip", out=(0.07, 0.10), up=(0.06, 0.12), forward=(0.02, 0.08))
_BENT: Vector = ((16, 34), 0, 0)
_BOTH_BACK: Moves = {"hand": _ARMS_BACK, "other": _ARMS_BACK, "trunk": _BENT}
_BOTH_REST: Moves = {"hand": At("rest"), "other": At("rest"), "trunk": (0.0, 0.0, 0.0)}

JUMP_UP = Action(
    "jump up",
    synonyms=("jumping", "jump", "leap up"),
    decides=("jump",),
    accompanies=("hand", "other", "trunk"),
    sentences=(
        "{who} jumps up {how}",
        "{who} jumps into the air {how}",
        "{who} leaps up on the spot {how}",
        "a jump: {who} crouches, takes off and lands {how}",
    ),
    styles=(
        Style("arms swing", (
            Leap((0.18, 0.40), (0.18, 0.32), _BOTH_BACK, {"hand": _ARMS_UP, "other": _ARMS_UP,
                                                          "trunk": (0.0, 0.0, 0.0)}, _BOTH_REST),
        ), how="swinging both arms up"),
        Style("hands on the hips", (
            Leap((0.12, 0.30), (0.14, 0.28), {"trunk": ((8, 20), 0, 0)}, {"trunk": (0.0, 0.0, 0.0)}, {}),
        ), start={"hand": _ON_HIPS, "other": _ON_HIPS, "elbow": (40, 60), "other_elbow": (40, 60)}, weight=0.7,
            how="with the hands on the hips"),
        Style("reaching", (
            Leap((0.2, 0.42), (0.18, 0.32), _BOTH_BACK, {"hand": At("shoulder", out=(0.0, 0.1), up=(0.52, 0.62),
                                                                    forward=(0.05, 0.2)),
                 "other": At("rest", forward=0.1), "trunk": (0.0, 0.0, 0.0)}, _BOTH_REST),
        ), how="reaching up with the {side} hand"),
        Style("small hops", (
            Loop((2, 3), (Leap((0.06, 0.14), (0.08, 0.14), {"trunk": ((4, 12), 0, 0)}, {"trunk": (0.0, 0.0, 0.0)},
                               {}),)),
        ), start={"hand": At("hip", out=(0.08, 0.16), up=(0.08, 0.2), forward=(0.1, 0.24)),
                  "other": At("hip", out=(0.08, 0.16), up=(0.08, 0.2), forward=(0.1, 0.24))},
                      how="several times, with both feet"),
        Style("arms still", (
            Leap((0.10, 0.26), (0.14, 0.28), {"trunk": ((10, 24), 0, 0)}, {"trunk": (0.0, 0.0, 0.0)}, {}),
        ), how="without help from the arms"),
        Style("twice", (
            Loop((2, 2), (Leap((0.12, 0.30), (0.14, 0.24), _BOTH_BACK,
                               {"hand": At("ahead", out=0.05, up=(-0.1, 0.2), forward=(0.35, 0.5)),
                                "other": At("ahead", out=0.05, up=(-0.1, 0.2), forward=(0.35, 0.5)),
                                "trunk": (0.0, 0.0, 0.0)}, _BOTH_REST),)),
        ), how="twice, throwing the arms forward"),
        Style("star", (
            Leap((0.2, 0.38), (0.16, 0.28), {"trunk": ((8, 20), 0, 0)},
                 {"hand": At("shoulder", out=(0.36, 0.5), up=(0.28, 0.44), forward=0.05),
                  "other": At("shoulder", out=(0.36, 0.5), up=(0.28, 0.44), forward=0.05),
                  "trunk": (0.0, 0.0, 0.0)}, _BOTH_REST),
        ), weight=0.7, how="spreading both arms"),
    ),
)  # fmt: skip
