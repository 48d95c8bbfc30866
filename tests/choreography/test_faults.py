import numpy as np
import pytest

from skelbench.choreography import ACTIONS, Variation, choreograph, plan
from skelbench.choreography.faults import draw_faults, mistakes_shown, with_faults
from skelbench.choreography.script import Angles, Fault, Loop, Style, phase
from skelbench.skeleton import COCO_17, KINECT_V2

LEAN = Fault("leans", ("trunk",), "down", {"trunk": (1.0, 0.0, 0.0)}, (10, 20))
STYLE = Style("test", (Loop((2, 2), (phase("down", 1.0, trunk=((20, 30), 0, 0)), phase("up", 1.0, trunk=(0, 0, 0)))),))


def rng(seed=0):
    return np.random.Generator(np.random.PCG64(seed))


def test_a_fault_is_added_to_what_the_phase_commands():
    down, up = with_faults(STYLE, ((LEAN, 15.0),)).phases[0].phases
    assert down.moves["trunk"] == ((35.0, 45.0), 0.0, 0.0) and up.moves["trunk"] == (0, 0, 0)


def test_a_channel_only_the_fault_moves_goes_back_with_the_next_movement():
    knees = Fault("inward", ("{side}_knee",), "down", {"knee": (1.0,)}, (10, 20))
    down, up = with_faults(STYLE, ((knees, 12.0),)).phases[0].phases
    assert (down.moves["knee"], up.moves["knee"]) == (12.0, 0.0)


def test_an_arms_angles_change_one_by_one():
    style = Style("test", (phase("curl", 1.0, hand=Angles(5, 90, (120, 130))),))
    weak = Fault("too little", ("{side}_elbow",), "curl", {"hand": (0, 0, -1, 0)}, (30, 40))
    assert with_faults(style, ((weak, 30.0),)).phases[0].moves["hand"] == Angles(5, 90, (90.0, 100.0), 0.0)


def test_about_half_of_the_performances_are_faulty_and_their_size_is_drawn():
    style = Style("test", STYLE.phases, faults=(LEAN,))
    drawn = [draw_faults(style, rng(seed)) for seed in range(400)]
    assert 180 < sum(map(bool, drawn)) < 260
    assert all(10 <= degrees <= 20 for faults in drawn for _, degrees in faults)
    assert draw_faults(STYLE, rng()) == ()


def test_the_truth_names_joints_of_the_topology_and_leaves_out_what_is_not_shown():
    told = {
        topology.name: mistakes_shown(((LEAN, 12.0),), ["down"], topology, "left") for topology in (KINECT_V2, COCO_17)
    }
    assert [m.joint for m in (*told["kinect_v2"], *told["coco_17"])] == ["spine_mid", "left_shoulder"]
    assert (told["kinect_v2"][0].value, told["kinect_v2"][0].unit) == (12.0, "deg")
    assert mistakes_shown(((LEAN, 12.0),), ["up"], KINECT_V2, "left") == ()


def flexion(clip, side):
    hip, knee, ankle = (clip.landmark(f"{side}_{joint}")[:, 0].astype(float) for joint in ("hip", "knee", "ankle"))
    one, other = hip - knee, ankle - knee
    cosine = (one * other).sum(-1) / np.linalg.norm(one, axis=-1) / np.linalg.norm(other, axis=-1)
    return 180.0 - np.degrees(np.arccos(cosine))


def test_a_shallow_squat_is_as_much_shallower_as_the_truth_says():
    style = ACTIONS["squat"].more[0]
    shown = 0
    for seed in range(120):
        wish = Variation(style=style.name, whole=True, frame="body", fps=60.0)
        clip = choreograph("squat", seed, wish)
        kinds = {mistake.kind: mistake.value for mistake in clip.truth.mistakes}
        if set(kinds) != {"does not go deep enough"}:
            continue
        command = max(float(c.value[0]) for c in plan("squat", seed, wish).timelines[0].commands["crouch"])
        assert flexion(clip, "left").max() == pytest.approx(command, abs=1.5)
        good = choreograph(
            "squat", seed, Variation(style=style.name, whole=True, frame="body", fps=60.0, mistakes="none")
        )
        assert not good.truth.mistakes
        deeper = flexion(good, "left").max() - flexion(clip, "left").max()
        assert deeper == pytest.approx(kinds["does not go deep enough"], abs=1.5)
        shown += 1
    assert shown >= 3


@pytest.mark.parametrize("label", [label for label, action in ACTIONS.items() if any(s.faults for s in action.ways())])
def test_every_declared_fault_can_be_performed_and_changes_the_motion(label):
    for style in ACTIONS[label].ways():
        names = {item.name for top in style.phases for item in getattr(top, "phases", (top,))}
        for fault in style.faults:
            assert fault.phase in names
            assert with_faults(style, ((fault, fault.degrees[0]),)).phases != style.phases
