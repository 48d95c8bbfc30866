import pytest

from skelbench.choreography import ACTIONS, TRAINED, Variation, choreograph


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


@pytest.mark.parametrize("label", ACTIONS)
def test_every_question_has_its_answer_among_its_choices(label):
    for seed in range(3):
        for question in truth(label, seed).questions:
            assert question.answer in question.choices
            assert len(set(question.choices)) == len(question.choices) == 4


def test_the_answer_stands_anywhere_among_the_choices():
    asked = [truth(TRAINED[seed % 16], seed).questions[0] for seed in range(64)]
    places = [question.choices.index(question.answer) for question in asked]
    assert max(places.count(place) for place in range(4)) < 30


def test_the_right_count_is_not_given_away_by_its_rank():
    asked = [q for seed in range(60) for q in truth("clap", seed).questions if q.kind == "how many"]
    ranks = [sorted(map(int, q.choices)).index(int(q.answer)) for q in asked]
    assert max(ranks.count(rank) for rank in range(4)) < 0.5 * len(ranks)


def test_every_action_is_said_in_several_ways():
    for label in ACTIONS:
        assert len({truth(label, seed).descriptions["whole"] for seed in range(6)}) >= 3, label


def test_sentences_leave_no_gap_open():
    for label in ACTIONS:
        whole = truth(label).descriptions["whole"]
        assert "{" not in whole and "  " not in whole
        assert whole.endswith(".") and whole[0].isupper()
