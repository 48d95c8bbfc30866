from __future__ import annotations

import json

from skelbench.records import Evidence, Verdict, as_json
from skelbench.records.rationale import Rationale, Step


def test_a_measurement_and_the_step_that_speaks_of_it_have_a_json_form():
    measured = Evidence(
        "distance.mean", "distance of the right wrist from the head, mean", ("right_wrist", "head"), 0.0, 1.5,
        float("nan"), "m", None, 0.25, 0.01, Verdict.NOT_MEASURABLE, "by hand",
    )  # fmt: skip
    step = Step("The right hand is near the head.", ("right_wrist",), 0.0, 1.5, "near", (measured,), measured.verdict)
    plain = json.loads(json.dumps(as_json(Rationale("measured", "brush hair", (step,), Verdict.UNCERTAIN))))
    assert plain["author"] == "measured"
    assert plain["verdict"] == "uncertain"
    assert plain["steps"][0]["verdict"] == "not measurable"
    assert plain["steps"][0]["evidence"][0]["value"] is None
    assert plain["steps"][0]["evidence"][0]["person"] == 0


def test_the_verdicts_are_four():
    assert [verdict.value for verdict in Verdict] == ["holds", "contradicted", "uncertain", "not measurable"]
