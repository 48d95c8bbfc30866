import numpy as np

from skelbench.choreography import ACTIONS, Variation, plan
from skelbench.choreography.meanwhile import LEAN_SHARE, STEP_SHARE, enlivened
from skelbench.choreography.script import Fault, Leap, Loop, Phase, Stride, Style, Swing, phase

NOD = Style("nod", (phase("down", 0.8, head=(20, 0, 0)), phase("wait", 0.2), Phase("up", 0.8, home=True)))
BOW = Style("bow", (phase("bend", 0.8, trunk=(40, 0, 0)), Phase("up", 0.8, home=True)))
SITTING = Style("sit", (phase("nod", 0.8, head=(20, 0, 0)),), start={"pelvis": (0, -0.4, -0.4)})


def lively(style, seed):
    return enlivened(style, np.random.Generator(np.random.PCG64(seed)))


def leans(style):
    return any("trunk" in item.moves for item in style.phases)


def steps(style):
    return any(item.stride for item in style.phases)


def test_as_many_lean_and_step_as_said():
    made = [lively(NOD, seed) for seed in range(600)]
    assert abs(np.mean([leans(style) for style in made]) - LEAN_SHARE) < 0.06
    stepping = np.mean([steps(style) for style in made if not leans(style)])
    assert abs(stepping - STEP_SHARE) < 0.07


def test_phases_keep_their_names_times_and_moves():
    for seed in range(60):
        made = lively(NOD, seed)
        assert [item.name for item in made.phases] == ["down", "wait", "up"]
        assert [item.seconds for item in made.phases] == [0.8, 0.2, 0.8]
        assert made.phases[0].moves["head"] == (20, 0, 0) and made.phases[2].home


def test_nobody_steps_in_a_phase_too_short_for_two_steps():
    assert all(lively(NOD, seed).phases[1].stride is None for seed in range(200))


def test_what_moves_the_trunk_or_the_hips_itself_is_left_alone():
    assert all(lively(SITTING, seed) is SITTING for seed in range(100))
    made = [lively(BOW, seed) for seed in range(100)]
    assert all(style.phases[0].moves == BOW.phases[0].moves for style in made)
    assert any(steps(style) for style in made)


def test_jumps_walks_pairs_and_exercises_are_left_alone():
    walk = Style("walk", (Phase("walk", 2.0, stride=Stride()),), start={"trunk": (5, 0, 0)})
    hop = Style("hop", (Loop((1, 1), (Leap(0.2),)),))
    swings = (Swing("trunk", (0, 4, 0), 1.0), Swing("pelvis", (0, 0, 0.01), 1.0))
    swaying = Style("sway", (Phase("sway", 1.0, {}, swings),))
    bend = Fault("bends", ("trunk",), "down", {"trunk": (1.0, 0.0, 0.0)}, (10, 20))
    drill = Style("drill", NOD.phases, faults=(bend,))
    two = Style("two", NOD.phases, partner=NOD.phases)
    for style in (walk, hop, swaying, drill, two):
        assert all(lively(style, seed) is style for seed in range(60)), style.name


def test_walking_is_told_as_accompanying_where_the_way_says_what_accompanies():
    told = Style("nod", NOD.phases, accompanies=("hand",))
    made = [lively(told, seed) for seed in range(100)]
    assert {"walk" in style.accompanies for style in made if steps(style)} == {True}
    assert {"walk" in style.accompanies for style in made if not steps(style)} == {False}


def test_whole_clips_base_styles_and_a_wish_have_none_of_it():
    wishes = (Variation(whole=True), Variation(styles="base"), Variation(around=False))
    for label in ("wave", "drink water"):
        known = [style.phases for style in ACTIONS[label].ways()]
        assert all(plan(label, seed, wish).style.phases in known for wish in wishes for seed in range(12))
        assert any(plan(label, seed).style.phases not in known for seed in range(12))
