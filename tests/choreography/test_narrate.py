import pytest

from skelbench.choreography import ACTIONS, Variation, choreograph
from skelbench.choreography.choreograph import maker
from skelbench.choreography.narrate import tell_truth
from skelbench.skeleton import KINECT_V2


def truth(label, seed=0, **wishes):
    return choreograph(label, seed, Variation(**wishes)).truth


def test_a_right_handed_drink_is_told_as_one():
    told = truth("drink water", style="tilt", side="right", whole=True)
    assert told.joints("decides") == ("right_elbow", "right_wrist", "right_hand", "right_hand_tip", "right_thumb")
    assert told.joints("accompanies") == ("head",)
    assert [phase.name for phase in told.phases] == ["raise", "tip", "swallow", "lower"]
    assert "right hand" in told.descriptions["whole"]


def test_each_phase_begins_where_the_last_one_ended():
    told = truth("throw", whole=True)
    for one, following in zip(told.phases[:-1], told.phases[1:], strict=True):
        assert one.end_s == pytest.approx(following.start_s, abs=1e-3)


def test_as_many_repetitions_as_were_made():
    told = truth("clap", style="chest", whole=True, seed=3)
    beats = [end - start for start, end in told.repetitions]
    assert 3 <= len(beats) <= 7
    assert max(beats) - min(beats) < 2e-4


def test_the_same_fact_is_said_in_at_least_five_ways():
    for label in ACTIONS:
        style = ACTIONS[label].styles[0].name
        makers = [maker(label, seed, Variation(style=style, side="right"), "train") for seed in range(16)]
        told = [tell_truth(made.performance(), KINECT_V2, made.rng("words")) for made in makers]
        assert len({truth.descriptions["whole"] for truth in told}) >= 5, label


def test_sentences_leave_no_gap_open():
    for label in ACTIONS:
        whole = truth(label).descriptions["whole"]
        assert "{" not in whole and "  " not in whole
        assert whole.endswith(".") and whole[0].isupper()


def test_how_often_is_said_of_what_is_repeated():
    told = [truth("clap", seed, style="chest", whole=True) for seed in range(30)]
    counted = [t for t in told if any(word in t.descriptions["whole"] for word in (" times", "twice"))]
    assert 3 <= len(counted) < 30


def test_words_can_be_left_out():
    told = truth("wave", 3, texts=False)
    full = truth("wave", 3)
    assert not told.descriptions and not told.questions
    assert (told.driving, told.phases, told.repetitions) == (full.driving, full.phases, full.repetitions)
