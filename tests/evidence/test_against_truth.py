"""What evidence measures, held against what choreography commanded: neither takes a number from the other."""

import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.evidence import Gate, Measurement, Settings, check_rule, measure

WHOLE = Variation(whole=True)


@pytest.mark.parametrize("seed", range(6))
def test_claps_are_counted_as_often_as_they_were_commanded(seed):
    clip = choreograph("clap", seed, Variation(whole=True, style="chest"))
    meeting = Measurement(
        "hand_to_hand", "cycles", during=Gate("hand_to_hand", upper=0.45), settings=Settings(prominence=0.04)
    )
    assert measure(clip, meeting).value == pytest.approx(len(clip.truth.repetitions), abs=1.0)


@pytest.mark.parametrize("seed", range(6))
def test_the_acting_side_is_the_commanded_one(seed):
    clip = choreograph("kick", seed, WHOLE)
    side = next(joint.split("_")[0] for joint in clip.truth.joints() if joint.endswith("ankle"))
    assert check_rule("kick", clip).sides[0] == side


@pytest.mark.parametrize("seed", range(4))
def test_a_fast_ankle_is_fast_while_it_was_commanded_to_kick(seed):
    clip = choreograph("kick", seed, WHOLE)
    spans = [(d.start_s, d.end_s) for d in clip.truth.driving if d.role == "decides" and d.joint.endswith("ankle")]
    side = next(joint.split("_")[0] for joint in clip.truth.joints() if joint.endswith("ankle"))
    found = measure(clip, Measurement("ankle_speed", "maximum", side))
    assert any(start - 0.05 <= found.start_s <= end + 0.05 for start, end in spans)
