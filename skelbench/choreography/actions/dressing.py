"""Putting clothes on and taking them off: jackets, hats, glasses and shoes."""

from __future__ import annotations

from skelbench.choreography.script import Action, Angles, At, Loop, Phase, Style, Swing, Vector, phase

__all__ = ["PUT_ON_GLASSES", "PUT_ON_JACKET", "PUT_ON_SHOE", "TAKE_OFF_GLASSES", "TAKE_OFF_HAT", "TAKE_OFF_JACKET"]

_HELD = At("chest", out=(0.06, 0.14), up=(-0.15, -0.05), forward=(0.24, 0.34))
_ASIDE = At("shoulder", out=(0.34, 0.50), up=(-0.16, 0.06), forward=(0.06, 0.24))
_AHEAD = At("ahead", out=(0.0, 0.16), up=(-0.22, 0.02), forward=(0.46, 0.58))
_BEHIND = At("ahead", out=(0.18, 0.32), up=(-0.42, -0.30), forward=(-0.30, -0.18))
_DOWN = At("rest", out=(0.08, 0.18), forward=(0.02, 0.14))
_OTHER_SHOULDER = At("shoulder", out=0.0, up=(0.02, 0.06), forward=(0.08, 0.13), across=True)
_OTHER_ELBOW = At("chest", out=(-0.26, -0.18), up=(-0.16, -0.04), forward=(0.16, 0.24))
_OTHER_WRIST = At("hip", out=(-0.22, -0.14), up=(0.06, 0.18), forward=(0.22, 0.30))
_COLLAR = At("shoulder", out=(-0.06, -0.01), up=(0.0, 0.05), forward=(0.08, 0.13))
_FRONT = At("chest", out=(0.03, 0.08), up=(-0.20, -0.02), forward=(0.16, 0.24))
_HEM = At("hip", out=(-0.04, 0.02), up=(0.02, 0.10), forward=(0.16, 0.24))
_OVER = At("crown", out=(0.06, 0.12), up=(0.05, 0.14), forward=(-0.02, 0.08), arc=(0, 0, 0.08))
_HALF_WAY, _AT_NAPE = Angles((36, 48), (60, 75), (108, 120), 0), Angles((140, 148), (10, 20), (130, 136), (85, 100))
_BEHIND_BACK = At("hip", out=(-0.02, 0.06), up=(0.02, 0.12), forward=(-0.22, -0.16))
_TURN: Vector = ((-4, 8), 0, (8, 24))
_TURN_BACK: Vector = ((-4, 8), 0, (-24, -8))

_FIRST = phase("first sleeve", (0.5, 0.8), hand=_AHEAD, other=_OTHER_ELBOW)
_UP_THE_ARM = phase("pull it up", (0.35, 0.6), other=_OTHER_SHOULDER, hand=_DOWN)
_SECOND = phase("second sleeve", (0.5, 0.8), other=_BEHIND, hand=_COLLAR, trunk=_TURN_BACK)
_SHAKE_DOWN = phase("stretch the arm", (0.4, 0.6), other=_ASIDE, trunk=(0, 0, 0))
_CLOSE = phase("close the front", (0.4, 0.6), hand=_FRONT, other=_FRONT, head=((6, 18), 0, 0))
_LOWER = Phase("lower", (0.4, 0.7), home=True)

PUT_ON_JACKET = Action(
    "put on jacket",
    synonyms=("donning", "putting on a jacket", "put on a coat"),
    decides=("hand", "other"),
    accompanies=("trunk", "head", "elbow", "other_elbow"),
    sentences=("{who} puts on a jacket {how}", "{who} gets into a coat {how}",
               "putting on a jacket: {who} slips one arm after the other into the sleeves {how}"),
    styles=(
        Style("arm after arm", (_FIRST, _UP_THE_ARM, _SECOND, _SHAKE_DOWN, _LOWER), how="the {side} arm first"),
        Style("and closes it", (_FIRST, _UP_THE_ARM, _SECOND, _CLOSE, _LOWER),
              how="the {side} arm first, and closes it"),
        Style("sleeve at the side", (
            phase("first sleeve", (0.5, 0.8), hand=_ASIDE, other=_OTHER_SHOULDER, trunk=_TURN),
            phase("second sleeve", (0.5, 0.9), other=_BEHIND, hand=_COLLAR, trunk=_TURN_BACK),
            phase("stretch the arm", (0.4, 0.6), other=_ASIDE, hand=_FRONT, trunk=(0, 0, 0)), _LOWER,
        ), how="the {side} arm out to the side first"),
        Style("both behind", (
            phase("swing it round", (0.5, 0.8), hand=_ASIDE, other=_ASIDE),
            phase("both sleeves", (0.5, 0.8), hand=_BEHIND, other=_BEHIND, trunk=((4, 14), 0, 0)),
            phase("shrug it on", (0.4, 0.6), hand=_COLLAR, other=_COLLAR, trunk=((-6, 2), 0, 0)), _CLOSE, _LOWER,
        ), how="both arms at once behind the back"),
        Style("over the head", (
            phase("lift it", (0.4, 0.7), hand=_HELD, other=_HELD),
            phase("over the head", (0.5, 0.8), hand=_OVER, other=_OVER, head=((8, 20), 0, 0)),
            phase("pull it down", (0.4, 0.7), hand=_FRONT, other=_FRONT, head=(0, 0, 0)),
            phase("to the hem", (0.35, 0.6), hand=_HEM, other=_HEM), _LOWER,
        ), how="pulling it over the head"),
        Style("arms up into it", (
            phase("arms up", (0.5, 0.8), hand=At("shoulder", out=(0.06, 0.16), up=(0.42, 0.54), forward=(0.06, 0.18)),
                  other=At("shoulder", out=(0.06, 0.16), up=(0.42, 0.54), forward=(0.06, 0.18))),
            phase("let it slide", (0.4, 0.7), hand=_COLLAR, other=_COLLAR),
            phase("pull it down", (0.4, 0.7), hand=_HEM, other=_HEM, head=((6, 16), 0, 0)), _LOWER,
        ), how="stretching both arms up into it"),
        Style("helped by shaking", (_FIRST, _UP_THE_ARM,
            Phase("wriggle", 0.0, {"other": _BEHIND}, (Swing("trunk", (0, (2, 5), (4, 10)), (1.2, 2.0)),),
                  cycles=(2, 3)),
            _SHAKE_DOWN, _LOWER), how="wriggling into the second sleeve"),
        Style("adjusts the collar", (
            phase("first sleeve", (0.5, 0.7), hand=_AHEAD, other=_OTHER_SHOULDER), _SECOND,
            phase("to the collar", (0.4, 0.6), hand=_COLLAR, other=_COLLAR, trunk=(0, 0, 0), head=((-8, 4), 0, 0)),
            phase("pull at it", (0.3, 0.5), hand=_FRONT, other=_FRONT), _LOWER,
        ), how="and sets the collar right"),
        Style("buttons it up", (
            phase("second sleeve", (0.5, 0.8), other=_ASIDE, hand=_OTHER_SHOULDER),
            phase("to the front", (0.4, 0.6), hand=_FRONT, other=_FRONT, head=((10, 24), 0, 0)),
            Phase("button", 0.0, {}, (Swing("hand", (0.01, 0.03, 0.01), (1.2, 2.0)),
                                      Swing("other", (0.01, 0.03, 0.01), (1.2, 2.0))),
                  cycles=(2, 4)), _LOWER,
        ), start={"hand": _COLLAR, "other": _BEHIND}, how="and buttons it up"),
        Style("zips it up", (
            _SECOND, phase("to the hem", (0.4, 0.6), hand=_HEM, other=_HEM, trunk=(0, 0, 0), head=((12, 26), 0, 0)),
            phase("zip", (0.4, 0.7), hand=At("chest", out=(-0.02, 0.02), up=(0.02, 0.12), forward=(0.14, 0.2)),
                  head=(0, 0, 0)),
            _LOWER,
        ), start={"hand": _DOWN, "other": _OTHER_ELBOW}, how="and zips it up with the {side} hand"),
        Style("bending forward", (
            phase("first sleeve", (0.5, 0.8), hand=_AHEAD, other=_OTHER_WRIST, trunk=((16, 32), 0, 0)),
            phase("pull it up", (0.4, 0.7), hand=_DOWN, other=_OTHER_SHOULDER, trunk=((8, 18), 0, 0)),
            phase("second sleeve", (0.5, 0.8), other=_BEHIND, trunk=((4, 16), 0, (-14, -4))),
            phase("straighten", (0.4, 0.7), other=_DOWN, trunk=(0, 0, 0)), _LOWER,
        ), how="bending forward over it"),
        Style("picks it up first", (
            phase("bend to it", (0.5, 0.8), hand=At("floor", out=(0.0, 0.16), up=(0.36, 0.62), forward=(0.32, 0.46)),
                  trunk=((34, 56), 0, 0), pelvis=(0.0, (-0.12, -0.04), (-0.14, -0.08))),
            phase("lift it", (0.4, 0.7), hand=_HELD, other=_HELD, trunk=(0, 0, 0), pelvis=(0, 0, 0)),
            _FIRST, _UP_THE_ARM, _SECOND, _LOWER,
        ), how="after picking it up"),
        Style("looks for the sleeve", (_FIRST, _UP_THE_ARM,
            phase("feel behind", (0.4, 0.6), other=_BEHIND, head=(0, 0, (-34, -14)), trunk=_TURN_BACK),
            phase("feel again", (0.3, 0.5), other=At("ahead", out=(0.26, 0.36), up=(-0.4, -0.24),
                                                     forward=(-0.24, -0.1))),
            phase("slip in", (0.4, 0.6), other=_ASIDE, head=(0, 0, 0), trunk=(0, 0, 0)), _LOWER),
            how="feeling behind for the second sleeve"),
    ),
)  # fmt: skip

_OPEN = phase("open the front", (0.4, 0.7), hand=_FRONT, other=_FRONT, head=((6, 18), 0, 0))
_OFF_SHOULDERS = phase("off the shoulders", (0.4, 0.7), hand=_BEHIND, other=_BEHIND, trunk=((4, 14), 0, 0))
_PUT_AWAY = phase("put it away", (0.5, 0.8), hand=At("ahead", out=(0.1, 0.3), up=(-0.3, -0.1), forward=(0.42, 0.52)),
                  other=At("rest"), trunk=(0, 0, 0))  # fmt: skip

TAKE_OFF_JACKET = Action(
    "take off jacket",
    synonyms=("doffing", "taking off a jacket", "take off a coat"),
    decides=("hand", "other"),
    accompanies=("trunk", "head", "elbow", "other_elbow"),
    sentences=("{who} takes off a jacket {how}", "{who} gets out of a coat {how}",
               "taking off a jacket: {who} draws the arms out of the sleeves {how}"),
    styles=(
        Style("both behind", (_OPEN, _OFF_SHOULDERS,
            phase("draw out", (0.4, 0.7), hand=_BEHIND_BACK, other=At("ahead", out=0.2, up=-0.4, forward=-0.06)),
            _PUT_AWAY, _LOWER),
            how="behind the back, both arms together"),
        Style("sleeve by sleeve", (
            phase("to the cuff", (0.4, 0.7), hand=_OTHER_WRIST, other=_HEM),
            phase("first sleeve off", (0.5, 0.8), hand=_AHEAD, other=_BEHIND, trunk=_TURN),
            phase("second sleeve off", (0.5, 0.8), other=_OTHER_WRIST, hand=_DOWN, trunk=(0, 0, 0)),
            phase("draw it off", (0.4, 0.6), other=_AHEAD), _LOWER,
        ), how="drawing one sleeve off after the other"),
        Style("from the shoulder", (
            phase("to the shoulder", (0.4, 0.7), hand=_OTHER_SHOULDER),
            phase("push it off", (0.4, 0.7), hand=_OTHER_ELBOW, other=_BEHIND, trunk=_TURN_BACK),
            phase("draw the arm out", (0.4, 0.7), other=_FRONT, hand=_OTHER_WRIST, trunk=(0, 0, 0)),
            phase("other sleeve", (0.5, 0.8), hand=_ASIDE, other=_OTHER_ELBOW, trunk=_TURN), _LOWER,
        ), how="pushing it off one shoulder first"),
        Style("over the head", (
            phase("cross the arms", (0.4, 0.7), hand=At("hip", out=(-0.2, -0.12), up=(0.04, 0.12),
                                                        forward=(0.14, 0.22)),
                  other=At("hip", out=(-0.2, -0.12), up=(0.04, 0.12), forward=(0.16, 0.24)), trunk=((6, 18), 0, 0)),
            phase("over the head", (0.5, 0.9), hand=_OVER, other=_OVER, trunk=((0, 8), 0, 0), head=((8, 18), 0, 0)),
            phase("off the arms", (0.4, 0.7), hand=_AHEAD, other=_AHEAD, head=(0, 0, 0)), _LOWER,
        ), how="pulling it over the head with crossed arms"),
        Style("from the nape", (
            phase("bend the arms", (0.3, 0.5), hand=_HALF_WAY, other=_HALF_WAY),
            phase("to the nape", (0.4, 0.6), hand=_AT_NAPE, other=_AT_NAPE, trunk=((10, 22), 0, 0),
                  head=((8, 20), 0, 0)),
            phase("draw it up", (0.3, 0.5), hand=_OVER, other=_OVER),
            phase("pull it over", (0.5, 0.8), hand=_AHEAD, other=_AHEAD, trunk=((16, 34), 0, 0)),
            phase("straighten", (0.4, 0.7), trunk=(0, 0, 0), head=(0, 0, 0), hand=_HELD, other=_HELD), _LOWER,
        ), how="pulling it forward over the head from the nape"),
        Style("shrugged off", (
            phase("to the collar", (0.35, 0.6), hand=_COLLAR, other=_COLLAR),
            phase("spread", (0.4, 0.6), hand=_ASIDE, other=_ASIDE, trunk=((-8, 0), 0, 0)),
            _OFF_SHOULDERS, _PUT_AWAY, _LOWER,
        ), how="with a shrug of both shoulders"),
        Style("unbuttons first", (
            phase("to the buttons", (0.4, 0.6), hand=_FRONT, other=_FRONT, head=((12, 26), 0, 0)),
            Phase("unbutton", 0.0, {}, (Swing("hand", (0.01, 0.03, 0.01), (1.2, 2.0)),
                                        Swing("other", (0.01, 0.03, 0.01), (1.2, 2.0))),
                  cycles=(2, 4)),
            phase("off the shoulders", (0.4, 0.6), hand=_BEHIND, other=_BEHIND, head=(0, 0, 0)), _LOWER,
        ), how="after undoing the buttons"),
        Style("unzips first", (
            phase("to the zip", (0.4, 0.6), hand=At("chest", out=(-0.02, 0.02), up=(0.06, 0.12), forward=(0.14, 0.2))),
            phase("unzip", (0.35, 0.6), hand=_HEM, head=((8, 20), 0, 0)), _OFF_SHOULDERS,
            phase("draw it off", (0.4, 0.7), hand=_AHEAD, other=_DOWN, trunk=(0, 0, 0), head=(0, 0, 0)), _LOWER,
        ), how="after opening the zip with the {side} hand"),
        Style("half off already", (
            phase("draw the arm out", (0.5, 0.8), hand=_OTHER_WRIST, other=_BEHIND_BACK, trunk=_TURN),
            phase("off it comes", (0.4, 0.7), hand=_AHEAD, other=_DOWN, trunk=(0, 0, 0)), _PUT_AWAY,
        ), start={"hand": _DOWN, "other": _BEHIND}, how="that hung half off from the start"),
        Style("hangs it up", (_OPEN, _OFF_SHOULDERS,
            phase("hang it up", (0.5, 0.8), hand=At("shoulder", out=(0.05, 0.2), up=(0.25, 0.42), forward=(0.3, 0.42)),
                  other=At("rest"), trunk=(0, 0, 0), head=((-12, -2), 0, 0)), _LOWER),
                  how="and hangs it up with the {side} hand"),
        Style("lays it down", (_OPEN, _OFF_SHOULDERS,
            phase("lay it down", (0.6, 0.9), hand=At("floor", out=(0.06, 0.24), up=(0.36, 0.62), forward=(0.28, 0.42)),
                  other=At("rest"), trunk=((34, 54), 0, 0), pelvis=(0.0, (-0.12, -0.04), (-0.14, -0.08))),
            phase("straighten", (0.4, 0.7), trunk=(0, 0, 0), pelvis=(0, 0, 0), hand=At("rest"), head=(0, 0, 0)),
        ), how="and lays it down with the {side} hand"),
        Style("shaken off", (_OPEN,
            Phase("shake it off", 0.0, {"hand": _BEHIND, "other": _BEHIND},
                  (Swing("trunk", (0, (2, 5), (5, 12)), (1.2, 2.0)),),
                  cycles=(2, 3)),
            _PUT_AWAY, _LOWER), how="shaking it off behind the back"),
    ),
)  # fmt: skip

_AT_EYES = At("brow", out=(0.02, 0.05), up=(-0.05, -0.02), forward=(0.03, 0.07))
_HELD_LOW = At("chest", out=(0.03, 0.09), up=(-0.10, 0.02), forward=(0.22, 0.30))


def _glasses(name: str, how: str, on: bool, *hands: str) -> Style:
    """To the eyes with something in the hands, or from the eyes with it."""
    low, eyes = dict.fromkeys(hands, _HELD_LOW), dict.fromkeys(hands, _AT_EYES)
    first, last = (low, eyes) if on else (eyes, low)
    return Style(name, (
        phase("lift", (0.4, 0.7), **first, head=((4, 14), 0, 0)),
        phase("wait", (0.1, 0.4)),
        phase("put on" if on else "take off", (0.45, 0.8), **last, head=((-4, 6), 0, 0)),
        phase("settle", (0.2, 0.5)),
        Phase("lower", (0.45, 0.8), home=True),
    ), decides=hands, how=how)  # fmt: skip


PUT_ON_GLASSES = Action(
    "put on glasses", ("putting on glasses", "put glasses on"), ("hand", "other"),
    (_glasses("both hands", "with both hands", True, "hand", "other"),
     _glasses("one hand", "with the {side} hand", True, "hand")),
    ("{who} puts on glasses {how}", "{who} sets a pair of glasses on the nose {how}",
     "putting on glasses: the hands of {who} rise from the chest to the eyes {how}"), ("head",),
)  # fmt: skip
TAKE_OFF_GLASSES = Action(
    "take off glasses", ("taking off glasses", "take the glasses off"), ("hand", "other"),
    (_glasses("both hands", "with both hands", False, "hand", "other"),
     _glasses("one hand", "with the {side} hand", False, "hand")),
    ("{who} takes off glasses {how}", "{who} takes a pair of glasses from the nose {how}",
     "taking off glasses: {who} reaches to the eyes and brings the hands down before the chest {how}"), ("head",),
)  # fmt: skip

_BRIM = At("crown", out=(0.08, 0.11), up=(-0.05, 0.0), forward=(0.02, 0.07), arc=(0.04, 0.0, 0.06))
_TOP = At("crown", out=(0.0, 0.05), up=(0.02, 0.05), forward=(0.02, 0.08), arc=(0.03, 0.02, 0.08))


def _hat_off(name: str, how: str, at: At, *hands: str, **end: At) -> Style:
    return Style(name, (
        phase("reach up", (0.4, 0.7), **dict.fromkeys(hands, at), head=((2, 12), 0, 0)),
        phase("lift it", (0.2, 0.4), **dict.fromkeys(hands, At("crown", out=(0.05, 0.1), up=(0.10, 0.18),
                                                               forward=(0.04, 0.1)))),
        phase("take it down", (0.4, 0.7), **end, head=(0, 0, 0)),
        phase("hold", (0.2, 0.6)),
        Phase("lower", (0.4, 0.7), home=True),
    ), decides=hands, how=how)  # fmt: skip


TAKE_OFF_HAT = Action(
    "take off hat", ("taking off a hat", "take off a cap"), ("hand", "other"),
    (
        _hat_off("one hand", "with the {side} hand", _TOP, "hand", hand=_HELD_LOW),
        _hat_off("both hands", "with both hands", _BRIM, "hand", "other", hand=_HELD_LOW, other=_HELD_LOW),
        _hat_off("as a greeting", "with a sweep of the {side} hand", _TOP, "hand",
                 hand=At("ahead", out=(0.25, 0.4), up=(-0.3, -0.1), forward=(0.25, 0.4))),
    ),
    ("{who} takes off a hat {how}", "{who} lifts a hat from the head {how}",
     "taking off a hat: {who} reaches to the crown and brings the hand down again {how}"), ("head", "elbow"),
)  # fmt: skip

_SHOE = At("ankle", out=(0.02, 0.06), up=(0.03, 0.08), forward=(0.04, 0.1))
_SHOE_ACROSS = At("ankle", out=(-0.05, -0.02), up=(0.03, 0.08), forward=(0.04, 0.1), across=True)
_LACES = (
    Swing("hand", (0.01, (0.02, 0.04), 0.02), (1.4, 2.4)),
    Swing("other", (0.01, (0.02, 0.04), 0.02), (1.4, 2.4), 0.5),
)

PUT_ON_SHOE = Action(
    "put on shoe",
    synonyms=("putting on a shoe", "put on a shoe", "tie a shoe"),
    decides=("hand", "other", "foot"),
    accompanies=("trunk", "pelvis"),
    sentences=("{who} puts on a shoe {how}", "{who} slips the {side} foot into a shoe {how}",
               "putting on a shoe: both hands of {who} work at the {side} foot {how}"),
    styles=(
        Style("standing on one leg", (
            phase("lift the foot", (0.6, 0.9), pelvis=((-0.185, -0.165), (-0.08, -0.04), (-0.13, -0.09)),
                  trunk=((42, 58), 0, 0),
                  hand=_SHOE,
                  foot=At("leg", out=(-0.06, 0.0), up=(-0.52, -0.44), forward=(0.20, 0.28)), other=_SHOE_ACROSS),
            phase("push it on", (0.3, 0.6), foot=At("leg", out=-0.03, up=(-0.58, -0.54), forward=(0.22, 0.28))),
            phase("pull it tight", (0.3, 0.5), foot=At("leg", out=-0.03, up=(-0.5, -0.46), forward=0.24)),
            Phase("set down", (0.6, 0.9), home=True),
        ), how="standing on one leg"),
        Style("kneeling", (
            phase("go down", (0.7, 1.0), trunk=((44, 60), 0, 0), pelvis=(0.0, (-0.50, -0.42), (-0.16, -0.08)),
                  hand=_SHOE,
                  other=_SHOE_ACROSS, foot=At("stance", forward=(0.10, 0.2)), head=((8, 18), 0, 0)),
            Phase("tie it", 0.0, {}, _LACES, cycles=(2, 4)),
            Phase("come up", (0.7, 1.0), home=True),
        ), how="going down on the heels to tie it"),
        Style("seated", (
            phase("bend to it", (0.6, 0.9), trunk=((38, 52), 0, 0),
                  foot=At("leg", out=-0.05, up=(-0.32, -0.26), forward=(0.34, 0.40)),
                  hand=_SHOE, other=_SHOE_ACROSS),
            Phase("pull it on", 0.0, {}, _LACES, cycles=(2, 4)),
            Phase("sit up", (0.6, 0.9), home=True),
        ), start={"pelvis": (0.0, (-0.46, -0.38), (-0.42, -0.36)), "hand": At("thigh", up=0.06, forward=0.04),
                  "other": At("thigh", up=0.06, forward=0.04)}, how="sitting"),
        Style("stooping", (
            phase("stoop", (0.6, 1.0), trunk=((84, 88), 0, 0), pelvis=(0.0, (-0.18, -0.10), (-0.22, -0.16)), hand=_SHOE,
                  other=_SHOE_ACROSS),
            Loop((2, 3), (phase("pull", (0.3, 0.45), trunk=((60, 68), 0, 0)),
                          phase("again", (0.3, 0.45), trunk=((84, 88), 0, 0)))),
            Phase("straighten", (0.6, 1.0), home=True),
        ), decides=("hand", "other"), how="stooping to it"),
    ),
)  # fmt: skip
