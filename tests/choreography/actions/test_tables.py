"""The tables of actions: skelbench.choreography.actions with arms, head_and_hand, whole_body, reserve and unseen."""

import numpy as np
import pytest

from skelbench.choreography import ACTIONS, RESERVE, TRAINED, UNSEEN, Variation, choreograph
from skelbench.choreography.actions import arms, head_and_hand, reserve, unseen, whole_body

MODULES = (arms, head_and_hand, whole_body, reserve, unseen)
STYLES = [(label, style.name) for label, action in ACTIONS.items() for style in action.styles]


def wrist_to(clip, landmark):
    """Closest that either wrist comes to a landmark, in metres."""
    place = clip.landmark(landmark)
    return min(float(np.linalg.norm(clip.landmark(f"{s}_wrist") - place, axis=-1).min()) for s in ("left", "right"))


def test_every_table_is_in_the_vocabulary():
    tabled = {getattr(module, name).label for module in MODULES for name in module.__all__}
    assert tabled == set(ACTIONS) == {*TRAINED, *RESERVE, *UNSEEN}
    assert len(ACTIONS) == len(TRAINED) + len(RESERVE) + len(UNSEEN)


def test_every_action_has_several_styles_and_sentences():
    for action in ACTIONS.values():
        names = [style.name for style in action.styles]
        assert len(set(names)) == len(names) >= (6 if action.label in TRAINED else 2), action.label
        assert len(set(action.sentences)) >= 3


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
            assert sign * (height[-1] - height[0]) > 0.25


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
        assert min(clip.landmark(f"{s}_hand")[..., 1].min() for s in ("left", "right")) < 0.40
