from skelbench.cli.evaluate_page import print_figures
from skelbench.evaluation.intervals import Interval

FIGURES = {
    "accuracy": 0.5, "interval": [0.25, 0.75], "interval_over": "clips", "macro_accuracy": 0.5, "chance": 0.1,
    "majority": 0.2, "clips": 10, "dataset": "nw_ucla:split=test", "choices": ["a", "b"], "invalid": 1,
    "known_kept": Interval(0.9, 0.8, 1.0, 10), "notes": ["95 clips left out"], "calibration": None,
    "test_split": "the test split was opened", "compared": {"difference_interval": [-0.1, 0.2], "mcnemar_p": 0.0312},
    "reliance": [
        {"kind": "motion frozen", "accuracy": 0.3, "lower": 0.1, "upper": 0.5, "change": -0.2, "change_lower": -0.4,
         "change_upper": 0.0, "same_answer": 0.6, "followed": float("nan"), "followed_of": 0},
    ],
}  # fmt: skip


def test_a_page_says_accuracy_first_and_shows_every_table(capsys):
    print_figures(FIGURES)
    page = capsys.readouterr().out
    assert page.startswith("50.0 % read rightly (95 %: 25.0 % to 75.0 %, over clips)")
    for text in ("the test split was opened", "95 clips left out", "-10.0 % to 20.0 %", "0.0312"):
        assert text in page
    assert "-20.0 (-40.0 to 0.0)" in page and "30.0 % (10.0 to 50.0)" in page and "–" in page
