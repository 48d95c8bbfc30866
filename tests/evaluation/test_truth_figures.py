from skelbench.evaluation import truth_figures
from skelbench.evaluation.truth_figures import decoy_figures, guess_figures, speed_figures


def test_decoys_travel_at_least_as_far_as_what_decides():
    found = decoy_figures(24)
    assert found["at_least_as_far"][0] == 1.0
    assert found["labels"] >= 16


def test_no_clip_has_two_descriptions_alike():
    found = guess_figures(120)
    assert found["descriptions"] == {"clips": 120, "no_two_alike": 120}
    assert found["what"]["questions"] == 40 and found["what"]["chance"] == 0.25


def test_words_and_sensors_cost_time():
    speed = speed_figures(0.2)
    assert speed["positions_and_truth"] > 100  # a third of the promise, for a busy machine
    assert speed["with_sensor_and_texts"] > 25  # half of it


def test_all_figures_come_together():
    figures = truth_figures(4, 30)
    assert set(figures) == {"clips_per_second", "agreement", "disagreements", "guessing", "decoys"}
