from dataclasses import replace

from skelbench.records import Rationale, Step, Verdict
from skelbench.report.reasons import evidence_table, rationale_steps


def test_a_measurement_shows_value_error_limit_verdict_time_and_source(evidence):
    table = evidence_table([evidence]).html
    for piece in ("0.18 m (± 0.01)", "at most 0.25 m", "holds", "0.20 to 1.10 s", "left wrist, head", "distance.mean"):
        assert piece in table


def test_a_measurement_without_limits_is_an_observation(evidence):
    plain = replace(evidence, lower=None, upper=None)
    assert "observation" in evidence_table([plain]).html and "holds" not in evidence_table([plain]).html


def test_what_cannot_be_measured_shows_a_dash_not_a_number(evidence):
    blind = replace(evidence, value=float("nan"), verdict=Verdict.NOT_MEASURABLE)
    assert "nan" not in evidence_table([blind]).html and "not measurable" in evidence_table([blind]).html


def test_nothing_measured_is_said():
    assert "Nothing could be measured" in evidence_table([]).html


def test_reasons_name_their_author_and_keep_their_order(evidence):
    steps = tuple(
        Step(f"<step {number}>", ("head",), number, number + 1, "claim", (evidence,), Verdict.UNCERTAIN)
        for number in (1, 2)
    )
    shown = rationale_steps(Rationale("measured", "phone call", steps, Verdict.HOLDS, "A note.")).html
    assert "author: measured by skelbench" in shown and "A note." in shown
    assert shown.index("&lt;step 1&gt;") < shown.index("&lt;step 2&gt;")
    assert "uncertain" in shown and "1.00 to 2.00 s" in shown


def test_without_reasons_nothing_is_made_up():
    assert "nothing is explained" in rationale_steps(None).html
