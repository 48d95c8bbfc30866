from dataclasses import replace

from skelbench.records import Rationale, Verdict
from skelbench.report.verdict import NO_REASONS_OF_ITS_OWN, verdict_badge, verdict_box


def test_the_answer_stands_first_with_how_sure_it_is(answer, attribution):
    rationale = Rationale("measured", "wave", (), Verdict.HOLDS)
    box = verdict_box(answer, attribution, rationale, label="<wave>")
    assert box.text.startswith("The model reads: wave. The model is fairly sure: 86%, then clap with 12%.")
    for piece in ("left wrist", "completeness gap 2.8%", "holds", "&lt;wave&gt;", NO_REASONS_OF_ITS_OWN):
        assert piece in box.html
    assert "rejected" not in box.html


def test_a_rejected_motion_says_so_before_anything_else_and_explains_nothing(answer):
    strange = replace(answer, rejection=replace(answer.rejection, rejected=True, score=2.0))
    box = verdict_box(strange)
    assert box.text.startswith("No choice fits this motion.")
    assert "decided by" not in box.html and "gradients" not in box.html
    assert box.html.index("No choice fits") < box.html.index("wave")


def test_a_model_without_a_rejection_does_not_pretend_to_one(answer):
    assert "no calibrated rejection" in verdict_box(replace(answer, rejection=None)).html


def test_every_verdict_has_a_word_and_a_sign():
    assert "observation" in verdict_badge(None)
    assert all(verdict.value in verdict_badge(verdict) for verdict in Verdict)


def test_a_label_asked_for_is_explained_without_becoming_the_answer(answer, attribution):
    asked = replace(attribution, target="clap")
    assert (
        "<dt>for clap</dt>" in verdict_box(answer, asked).html and "decided by" not in verdict_box(answer, asked).html
    )
    strange = replace(answer, rejection=replace(answer.rejection, rejected=True, score=2.0))
    assert "'clap' is explained because you asked" in verdict_box(strange, asked).text


def test_more_people_than_trained_on_is_the_reason_given(answer):
    crowd = replace(answer.rejection, rejected=True, score=0.1, threshold=1.0, reason="2 people are in the recording")
    box = verdict_box(replace(answer, rejection=crowd))
    assert "unlike everything the model was trained on (2 people are in the recording)" in box.text
