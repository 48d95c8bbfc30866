import pytest

from skelbench.choreography import ACTIONS
from skelbench.evaluation import audit_clip, audit_truth
from skelbench.evaluation.truth_bench import Check

LABELS = tuple(ACTIONS)
LEAST = {"angle": 1.0, "count": 0.995, "order": 1.0, "side": 0.985}  # docs/LOG.md says which ones are measured wrongly


def test_an_angle_holds_within_a_degree_and_a_count_exactly():
    assert Check("angle", "trunk_lean", 40.0, 40.9).holds
    assert not Check("angle", "trunk_lean", 40.0, 41.1).holds
    assert not Check("count", "repetitions", 3.0, 3.5).holds
    assert Check("side", "side that acts", "left", "left").holds


@pytest.mark.parametrize(
    ("label", "kind"), [("bow", "angle"), ("squat", "angle"), ("clap", "count"), ("push", "order"), ("wave", "side")]
)
def test_each_kind_of_truth_is_looked_at(label, kind):
    found = [check for seed in range(8) for check in audit_clip(label, seed) if check.kind == kind]
    assert found and all(check.holds for check in found)


@pytest.mark.parametrize("half", [0, 1])
def test_truth_agrees_with_what_is_measured_on_thirty_clips(half):
    figures, failures = audit_truth(LABELS, 30, 1000 + 30 * half)
    assert not failures
    assert figures["angle"]["checks"] >= 30


@pytest.mark.slow
def test_truth_agrees_with_what_is_measured_on_two_thousand_clips():
    figures, failures = audit_truth(LABELS, 2000)
    for kind, figure in figures.items():
        assert figure["hold"] >= LEAST[kind] * figure["checks"], failures


def test_a_truth_that_lies_is_found(monkeypatch):
    from skelbench.evaluation import truth_bench

    honest = truth_bench.commanded_angles
    monkeypatch.setattr(
        truth_bench,
        "commanded_angles",
        lambda played: [type(a)(a.quantity, a.side, a.degrees + 2) for a in honest(played)],
    )
    figures, failures = audit_truth(("bow",), 3)
    assert figures["angle"]["hold"] == 0 and len(failures) >= 3
