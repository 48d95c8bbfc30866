from dataclasses import replace

import numpy as np

from skelbench.choreography import choreograph
from skelbench.reasoning import check_reasons, teach_reasons
from skelbench.records import Truth, Verdict

CLIP = choreograph("drink water", 5).changed(truth=None)


def taught(seed, clip=CLIP):
    return teach_reasons(clip, "drink water", np.random.default_rng(seed))


def test_the_teacher_says_only_what_holds_and_takes_nothing_from_the_truth():
    rationale = taught(0)
    assert rationale.author == "teacher" and rationale.about == "drink water" and rationale.steps
    assert all(step.verdict is Verdict.HOLDS and step.evidence and step.claim for step in rationale.steps)
    told = " ".join(step.sentence for step in rationale.steps)
    assert "mouth" in told
    lied = CLIP.changed(truth=Truth("drink water"))
    assert taught(0, lied) == rationale and replace(rationale, steps=()) == replace(taught(1), steps=())


def test_its_words_vary_and_its_claims_hold_when_read_again():
    texts = {". ".join(step.sentence for step in taught(seed).steps) for seed in range(8)}
    assert len(texts) >= 6
    for text in texts:
        checked = check_reasons(CLIP, f"{text}.", "teacher")
        assert Verdict.CONTRADICTED not in [one.verdict for one in checked.checked]
