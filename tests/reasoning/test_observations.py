import numpy as np

from skelbench.choreography import choreograph
from skelbench.reasoning import observations
from skelbench.records import Verdict

CLIP = choreograph("kick", 1, split="held_out")


def test_the_parts_of_the_heaviest_joints_are_observed():
    weights = np.zeros(CLIP.positions.shape[:3])
    weights[:, 0, CLIP.topology.joint_index["left_ankle"]] = 1.0
    found = observations(CLIP, weights)
    assert found and all("left" in evidence.quantity for evidence in found)
    assert {evidence.formula for evidence in found} == {
        "knee_flexion.range", "ankle_lift.maximum", "ankle_speed.maximum"
    }  # fmt: skip


def test_without_weights_what_moves_is_observed_in_order_of_time():
    found = observations(CLIP)
    assert any(evidence.formula.startswith("ankle") for evidence in found)
    assert [evidence.start_s for evidence in found] == sorted(evidence.start_s for evidence in found)


def test_observations_have_no_limits_and_repeat():
    for evidence in observations(CLIP):
        assert evidence.lower is None and evidence.upper is None and evidence.verdict is Verdict.HOLDS
    assert observations(CLIP) == observations(choreograph("kick", 1, split="held_out"))
