import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.reasoning import check_reasons, score_reasons
from skelbench.records import Verdict

CLIP = choreograph("drink water", 5)
SIDE = next(deed.part for deed in CLIP.truth.deeds if deed.where == "the mouth").partition("_")[0]
OTHER = {"left": "right", "right": "left"}[SIDE]
TEXT = f"The {SIDE} hand goes to the mouth. The {OTHER} hand goes to the mouth. It is Tuesday.\nLabel: drink water"


def test_each_sentence_is_a_step_with_its_verdict_and_evidence():
    checked = check_reasons(CLIP, TEXT)
    assert [step.verdict for step in checked.rationale.steps] == [Verdict.HOLDS, Verdict.CONTRADICTED, None]
    assert checked.rationale.author == "model" and checked.rationale.about == "drink water"
    assert checked.rationale.verdict is Verdict.CONTRADICTED and "1 of 3 sentences" in checked.rationale.note
    assert checked.rationale.steps[0].evidence[0].unit == "m"


def test_precision_coverage_and_agreement():
    checked = check_reasons(CLIP, f"The {SIDE} hand goes to the mouth.")
    weights = np.zeros(CLIP.positions.shape[:3])
    weights[:, 0, CLIP.topology.joint_index[f"{SIDE}_wrist"]] = 1.0
    scores = score_reasons(CLIP, checked, CLIP.truth.joints(), weights)
    assert (scores.precision, scores.coverage, scores.claims, scores.unparsed) == (1.0, 1.0, 1, 0)
    assert scores.agreement == pytest.approx(1.0)
    wrong = check_reasons(CLIP, f"The {OTHER} hand goes to the mouth.")
    against = score_reasons(CLIP, wrong, CLIP.truth.joints(), weights)
    assert against.precision == 0.0 and against.coverage == 0.0 and against.agreement < 0
