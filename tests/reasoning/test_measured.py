import re

import numpy as np
import pytest

from skelbench.choreography import TRAINED, choreograph
from skelbench.evidence import class_rules
from skelbench.reasoning import measured_rationale
from skelbench.records import Verdict, as_json

BRUSH = choreograph("brush hair", 3, split="held_out")


def test_a_rationale_tells_measurements_limits_and_verdicts_in_order_of_time():
    rationale = measured_rationale(BRUSH, "brush hair")
    assert rationale.author == "measured" and rationale.about == "brush hair"
    assert rationale.verdict is Verdict.HOLDS
    assert [step.start_s for step in rationale.steps] == sorted(step.start_s for step in rationale.steps)
    assert len(rationale.steps) == len(class_rules()["brush hair"].conditions)
    first = next(step for step in rationale.steps if "crown" in step.sentence)
    pattern = (
        r"From \d\.\d s to \d\.\d s, the (left|right) hand stays within 0\.\d\d m \(± (less than )?0\.\d\d\) of the "
        r"crown of the head for 40% of the motion; brush hair asks for at most 0\.25 m: holds\."
    )
    assert re.fullmatch(pattern, first.sentence)


@pytest.mark.parametrize("label", TRAINED)
def test_every_rule_can_be_told_about_any_clip(label):
    rationale = measured_rationale(BRUSH, label)
    for step in rationale.steps:
        assert "{" not in step.sentence and "nan" not in step.sentence and step.sentence.endswith(".")
        assert step.verdict is step.evidence[0].verdict
        assert step.verdict.value in step.sentence
    assert as_json(rationale)["about"] == label


def test_a_contradicted_rule_is_never_told_as_a_fact():
    rationale = measured_rationale(BRUSH, "kick")
    assert rationale.verdict is Verdict.CONTRADICTED
    assert "not supported" in rationale.note
    for step in rationale.steps:
        assert "kick asks for" in step.sentence


def test_weights_tell_the_share_of_the_joints_that_were_measured():
    weights = np.full(BRUSH.positions.shape[:3], np.nan)
    weights[::5] = 0.0
    for side in ("left", "right"):
        weights[::5, 0, BRUSH.topology.joint_index[f"{side}_hand"]] = 1.0
    steps = measured_rationale(BRUSH, "brush hair", weights).steps
    assert all("50% of the positive attribution" in step.sentence for step in steps)


def test_a_label_without_a_rule_gets_observations_and_no_verdict():
    rationale = measured_rationale(BRUSH, "juggle")
    assert rationale.verdict is None and "No class rule" in rationale.note
    assert rationale.steps and all(step.claim == "" and step.verdict is None for step in rationale.steps)


def test_what_cannot_be_measured_is_said():
    picture = choreograph("push", 0, split="held_out").positions[..., :2]
    clip = choreograph("push", 0, split="held_out")
    flat = clip.changed(positions=picture, space=clip.space.__class__("px", "y", frame="image"))
    rationale = measured_rationale(flat, "push")
    assert rationale.verdict is Verdict.NOT_MEASURABLE
    assert all("cannot be measured here" in step.sentence for step in rationale.steps)


def test_the_same_clip_gives_the_same_words():
    again = choreograph("brush hair", 3, split="held_out")
    assert measured_rationale(BRUSH, "brush hair") == measured_rationale(again, "brush hair")
