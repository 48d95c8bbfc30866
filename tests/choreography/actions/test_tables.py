"""The tables of actions: every module of skelbench.choreography.actions that holds some."""

import numpy as np
import pytest

from skelbench.choreography import ACTIONS, FINER, RESERVE, STRANGE, TRAINED, UNSEEN, Variation, choreograph
from skelbench.choreography.actions import (
    arms,
    brisk,
    carrying,
    daily,
    dressing,
    exercises,
    further,
    further_arms,
    further_body,
    gesture,
    head_and_hand,
    moving,
    pairs,
    reserve,
    roaming,
    signals,
    unseen,
    whole_body,
)
from skelbench.choreography.script import Action, At, Style

MODULES = (
    arms,
    head_and_hand,
    whole_body,
    reserve,
    unseen,
    carrying,
    dressing,
    daily,
    signals,
    moving,
    exercises,
    pairs,
)
STYLES = [(label, style.name) for label, action in ACTIONS.items() for style in action.ways()]


def wrist_to(clip, landmark):
    """Closest that either wrist comes to a landmark, in metres."""
    place = clip.landmark(landmark)
    return min(float(np.linalg.norm(clip.landmark(f"{s}_wrist") - place, axis=-1).min()) for s in ("left", "right"))


def test_every_table_is_in_the_vocabulary():
    named = [getattr(module, name) for module in MODULES for name in module.__all__]
    tabled = {action.label for action in named if isinstance(action, Action)}
    assert tabled == {*TRAINED, *RESERVE, *UNSEEN} == set(ACTIONS) - set(FINER)
    assert len(ACTIONS) == len(TRAINED) + len(RESERVE) + len(UNSEEN) + len(FINER)


def test_a_narrower_label_has_the_ways_that_as_many_hands_decide():
    one, two = (ACTIONS[f"pick up with {word}"] for word in ("one hand", "two hands"))
    every, ones, twos = ([style.name for style in action.ways()] for action in (ACTIONS["pick up"], one, two))
    assert sorted(ones + twos) == sorted(every)
    assert min(len(one.ways()), len(two.ways())) >= 9
    assert all("other" in style.decides for style in two.ways())


def test_every_action_has_several_styles_and_sentences():
    for action in ACTIONS.values():
        names = [style.name for style in action.ways()]
        assert len(set(names)) == len(names) >= (6 if action.label in TRAINED else 2), action.label
        assert len(set(action.sentences)) >= 3


def test_the_vocabulary_is_broad():
    assert len(ACTIONS) >= 48
    assert sum(action.people == 2 for action in ACTIONS.values()) >= 8
    assert sum(any(style.faults for style in action.ways()) for action in ACTIONS.values()) >= 8


def test_further_ways_belong_to_actions_and_are_new():
    assert set(further.FURTHER_WAYS) <= set(ACTIONS)
    for label, styles in further.FURTHER_WAYS.items():
        assert ACTIONS[label].more == styles
        assert not {style.name for style in styles} & {style.name for style in ACTIONS[label].styles}


def test_actions_that_the_recordings_share_are_done_in_at_least_ten_ways():
    shared = ("walk", "sit down", "stand up", "pick up", "carry", "throw", "push", "pull", "wave", "clap", "drop trash",
              "put on jacket", "take off jacket")  # fmt: skip
    assert {label: len(ACTIONS[label].ways()) for label in shared if len(ACTIONS[label].ways()) < 10} == {}
    assert further.FURTHER_WAYS["wave"] is further_arms.WAVE_WAYS
    assert further.FURTHER_WAYS["walk"] == (*further_body.WALK_WAYS, *roaming.WALK_LOOSELY)
    assert further.FURTHER_WAYS["carry"] is brisk.CARRY_LOOSELY


def test_a_gesture_goes_there_stays_and_comes_back():
    style = gesture.gesture("still", "with the {side} hand", {"hand": At("mouth")}, start={"other": At("hip")})
    assert isinstance(style, Style) and style.start == {"other": At("hip")}
    assert [phase.name for phase in style.phases] == ["take up", "hold", "go back"] and style.phases[-1].home


def test_trained_words_are_never_used_for_untrained_motions():
    trained = {*TRAINED, *(word for label in TRAINED for word in ACTIONS[label].synonyms)}
    others = {word for label in (*RESERVE, *UNSEEN) for word in (label, *ACTIONS[label].synonyms)}
    assert not trained & others


@pytest.mark.parametrize(("label", "style"), STYLES)
def test_every_style_can_be_performed(label, style):
    clip = choreograph(label, 1, Variation(style=style))
    assert clip.meta["style"] == style
    assert clip.valid.all()
    assert clip.people == ACTIONS[label].people


@pytest.mark.parametrize(("label", "near"), [("drink water", 0.30), ("phone call", 0.30), ("brush hair", 0.40)])
def test_actions_at_the_head_bring_a_wrist_there(label, near):
    for seed in range(6):
        assert wrist_to(choreograph(label, seed, Variation(whole=True)), "head") < near


@pytest.mark.parametrize("label", ["walk", "kick", "bow", "clap", "sit down"])
def test_other_actions_keep_the_hands_from_the_face(label):
    styles = [style.name for style in ACTIONS[label].styles if style.name not in ("high", "palms together")]
    for style in styles:
        assert wrist_to(choreograph(label, 3, Variation(style=style)), "head") > 0.25


def test_who_sits_down_ends_lower_and_who_stands_up_higher():
    for seed in range(6):
        for label, sign in (("sit down", -1), ("stand up", 1)):
            height = choreograph(label, seed, Variation(frame="body", whole=True)).landmark("pelvis")[:, 0, 1]
            assert sign * (height[-1] - height[0]) > 0.15


def test_who_jumps_leaves_the_floor_and_who_squats_does_not():
    for seed in range(6):
        jump = choreograph("jump up", seed, Variation(frame="body", whole=True))
        squat = choreograph("squat", seed, Variation(frame="body", whole=True))
        lowest = [
            np.minimum(*(clip.landmark(f"{s}_ankle")[:, 0, 1] for s in ("left", "right"))) for clip in (jump, squat)
        ]
        assert np.ptp(lowest[0]) > 0.04
        assert np.ptp(lowest[1]) < 0.01


def test_hands_that_clap_meet():
    for seed in range(6):
        clip = choreograph("clap", seed, Variation(whole=True, fps=60.0))
        apart = np.linalg.norm(clip.landmark("left_hand") - clip.landmark("right_hand"), axis=-1)
        assert apart.min() < 0.12


def test_who_picks_up_reaches_far_down():
    for seed in range(6):
        clip = choreograph("pick up", seed, Variation(frame="body", whole=True))
        assert min(clip.landmark(f"{s}_hand")[..., 1].min() for s in ("left", "right")) < 0.75


def test_what_is_strange_is_done_alone_and_never_trained_or_judged_with():
    assert len(STRANGE) > 40
    assert set(STRANGE) <= set(RESERVE)
    assert not set(STRANGE) & {*TRAINED, *UNSEEN}
    assert all(ACTIONS[label].people == 1 for label in STRANGE)
    assert "sit to stand" not in STRANGE
