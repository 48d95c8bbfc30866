import numpy as np
import pytest

from skelbench.choreography import TRAINED, Variation, choreograph
from skelbench.errors import UnknownNameError
from skelbench.evidence import check_rule, class_rules
from skelbench.records import Verdict
from skelbench.skeleton import COCO_17, SMPL_22, SkeletonSequence, Space, mirror


def seated(seconds, build):
    """From standing to a seat 0.45 m lower in the second second, thighs level at the end."""
    down = np.clip(seconds - 1, 0, 1)[:, None]
    moves = {}
    for sign, side in ((1, "left"), (-1, "right")):
        moves[f"{side}_hip"] = np.array([sign * 0.1, 0.93, 0.0]) + down * (0, -0.43, -0.43)
    upper = ("spine_base", "spine_mid", "spine_shoulder", "neck", "head", "left_shoulder", "right_shoulder")
    standing = build(seconds)
    for name in upper:
        moves[name] = standing.positions[:, 0, standing.topology.joint_index[name]] + down * (0, -0.43, -0.43)
    return build(seconds, **moves)


def test_a_body_built_to_sit_down_sits_down_and_backwards_it_stands_up(build, seconds):
    sequence = seated(seconds, build)
    assert check_rule("sit down", sequence).verdict is Verdict.HOLDS
    assert check_rule("stand up", sequence).verdict is Verdict.CONTRADICTED
    reverse = sequence.changed(positions=sequence.positions[::-1])
    assert check_rule("stand up", reverse).verdict is Verdict.HOLDS
    assert check_rule("sit down", reverse).verdict is Verdict.CONTRADICTED


def test_a_still_body_contradicts_every_rule(build, seconds):
    still = build(seconds)
    assert {label: check_rule(label, still).verdict for label in class_rules()} == dict.fromkeys(
        class_rules(), Verdict.CONTRADICTED
    )


def test_a_check_has_one_measurement_for_each_condition(build, seconds):
    check = check_rule("wave", build(seconds))
    assert len(check.evidence) == len(check.sides) == len(check.rule.conditions)
    for evidence, condition in zip(check.evidence, check.rule.conditions, strict=True):
        assert evidence.formula == f"{condition.quantity}.{condition.statistic}"
        assert (evidence.lower, evidence.upper) == (condition.lower, condition.upper)


def test_the_acting_side_is_found_and_swaps_in_the_mirror():
    clip = choreograph("phone call", 4, split="held_out")
    left, right = check_rule("phone call", clip), check_rule("phone call", mirror(clip))
    assert left.verdict is right.verdict is Verdict.HOLDS
    assert {left.sides[0], right.sides[0]} == {"left", "right"}


def test_an_unknown_label_is_answered_with_a_near_one(build, seconds):
    with pytest.raises(UnknownNameError, match="Did you mean 'wave'"):
        check_rule("wawe", build(seconds))


def test_a_picture_cannot_be_judged_where_depth_is_needed(seconds):
    picture = np.random.default_rng(0).uniform(0, 300, (1, 1, 17, 2)).repeat(90, 0)
    sequence = SkeletonSequence(COCO_17, picture, seconds, space=Space("px", "-y", frame="image"))
    assert check_rule("push", sequence).verdict is Verdict.NOT_MEASURABLE


@pytest.mark.parametrize("label", TRAINED)
def test_choreographed_clips_meet_their_own_rule_on_two_topologies(label):
    verdicts = [
        check_rule(label, choreograph(label, seed, Variation(styles="base"), topology, "held_out")).verdict
        for seed, topology in ((0, SMPL_22), (1, SMPL_22), (2, COCO_17))
    ]
    assert verdicts.count(Verdict.HOLDS) >= 2
