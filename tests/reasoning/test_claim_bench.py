from skelbench.datasets import load
from skelbench.reasoning.claim_bench import claim_figures, frozen_shapes

CLIPS = "choreography:seed=6,clips=24,texts=yes,split=held_out"


def test_most_true_claims_hold_and_most_planted_errors_are_contradicted():
    figures = claim_figures(load(CLIPS), 30, 1).to_json()
    assert figures["rationales"] == 30
    true, planted = figures["true_claims"]["all"], figures["planted"]["all"]
    assert true["claims"] > 50 and true["holds"][1] >= 0.85 and true["contradicted"][1] <= 0.05
    assert planted["errors"] > 10 and planted["contradicted"][1] >= 0.85
    lower, middle, upper = planted["contradicted"]
    assert 0.0 <= lower <= middle <= upper <= 1.0


def test_the_frozen_table_has_defaults_for_every_slot():
    table = frozen_shapes()
    for shape in table["shape"]:
        for frozen in shape["sentences"]:
            frozen["text"].format(**table["defaults"])
