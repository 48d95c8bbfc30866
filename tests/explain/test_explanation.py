import json

import numpy as np
import pytest

from skelbench.errors import ExplanationError
from skelbench.explain import AttributionSettings, ControlSettings, ExplainSettings, explain_clip, targets_for
from skelbench.models import fit_rejection
from skelbench.records import Answer, Question, as_json

QUICK = ExplainSettings(AttributionSettings(samplings=1, steps=8), ControlSettings(draws=4))
ANSWER = Answer(Question("What?", ("wave", "clap", "bow")), {"wave": -1.0, "clap": -2.0, "bow": -3.0})


def test_the_answer_is_held_against_the_runner_up():
    assert [str(target) for target in targets_for(ANSWER)] == ["wave", "wave, not clap"]
    assert [str(target) for target in targets_for(ANSWER, but_not="bow")] == ["wave", "wave, not bow"]
    assert [str(target) for target in targets_for(ANSWER, why="bow")] == ["bow", "bow, not wave"]


def test_labels_that_cannot_be_compared_are_refused():
    with pytest.raises(ExplanationError, match="'hop' is not among the choices"):
        targets_for(ANSWER, why="hop")
    with pytest.raises(ExplanationError, match="found 'bow' twice"):
        targets_for(ANSWER, why="bow", but_not="bow")


def test_everything_about_a_clip_becomes_one_json(tiny_model, waving, tmp_path):
    explanation = explain_clip(tiny_model, waving, settings=QUICK)
    assert len(explanation.attributions) == 2
    assert all(attribution.controls for attribution in explanation.attributions)
    content = json.loads(explanation.save(tmp_path).read_text())
    assert content["answer"]["best"] == explanation.answer.best
    assert content["rationale"]["author"] == "measured"
    with np.load(tmp_path / "explanation.npz") as arrays:
        np.testing.assert_array_equal(arrays["scores_0"], explanation.attributions[0].scores)


def test_a_rejected_motion_is_measured_but_not_explained(tiny_model, waving):
    generator = np.random.default_rng(0)
    hidden = generator.normal(0, 1, (60, 96))
    scores = generator.normal(-3, 1, (60, 3))
    nothing = np.zeros(60)
    rule = fit_rejection(
        (hidden, np.arange(60) % 3), hidden + 50, (hidden, scores, nothing), (hidden + 50, scores, nothing)
    )
    tiny_model.rejection = rule.__class__(**{**vars(rule), "threshold": -1e9})
    try:
        silent = explain_clip(tiny_model, waving, settings=QUICK)
        asked = explain_clip(tiny_model, waving, why="clap", settings=QUICK)
    finally:
        tiny_model.rejection = None
    assert silent.rejected
    assert silent.attributions == ()
    assert silent.rationale is None
    assert silent.evidence
    assert asked.rejected
    assert asked.attributions[0].target == "clap"
    assert as_json(silent.to_json())["rejected"] is True
