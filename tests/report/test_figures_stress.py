import pandas as pd
import pytest

from skelbench.evaluation import calibrate
from skelbench.report.figures_stress import (
    calibration_words,
    reliability_diagram,
    reliance_bars,
    reliance_words,
    robustness_curves,
    robustness_words,
)

COLUMNS = ["kind", "level", "accuracy", "lower", "upper", "change", "change_lower", "change_upper"]


@pytest.fixture
def robustness():
    rows = [
        ("as recorded", "", 0.8, 0.7, 0.9, 0.0, 0.0, 0.0), ("noise", "2 cm", 0.75, 0.6, 0.85, -0.05, -0.1, 0.01),
        ("noise", "10 cm", 0.4, 0.3, 0.5, -0.4, -0.5, -0.3), ("fewer joints", "13", 0.7, 0.6, 0.8, -0.1, -0.2, -0.02),
    ]  # fmt: skip
    return pd.DataFrame(rows, columns=COLUMNS)


@pytest.fixture
def reliance():
    rows = [
        ("as recorded", "", 0.8, 0.7, 0.9, 0.0, 0.0, 0.0, float("nan"), 0),
        ("motion frozen", "", 0.3, 0.2, 0.4, -0.5, -0.6, -0.4, float("nan"), 0),
        ("another's motion", "", 0.1, 0.05, 0.2, -0.7, -0.8, -0.6, 0.6, 60),
    ]
    return pd.DataFrame(rows, columns=[*COLUMNS, "followed", "followed_of"])


def test_every_kind_of_disturbance_has_its_curve_from_the_plain_clips_on(robustness):
    figure = robustness_curves(robustness)
    noise, fewer = figure.data
    assert list(noise.x) == ["plain", "2 cm", "10 cm"] and list(noise.y) == [0.8, 0.75, 0.4]
    assert list(noise.error_y.array) == pytest.approx([0.1, 0.1, 0.1])
    assert list(fewer.x) == ["plain", "13"]
    assert [note.text for note in figure.layout.annotations] == ["noise", "fewer joints"]


def test_the_curves_in_words_name_what_costs_most_and_what_chance_explains(robustness):
    said = robustness_words(robustness)
    assert "80.0%" in said and "noise 10 cm costs most: -40.0 points (-50.0 to -30.0)" in said
    assert "2 of 3 disturbances cost more than chance explains" in said


def test_bars_have_intervals_and_diamonds_where_the_new_motion_is_followed(reliance):
    bars, diamonds = reliance_bars(reliance).data
    assert list(bars.y) == ["as recorded", "motion frozen", "another's motion"]
    assert list(bars.error_x.arrayminus) == pytest.approx([0.1, 0.1, 0.05])
    assert list(diamonds.y) == ["another's motion"] and list(diamonds.x) == [0.6]
    assert bars.name != diamonds.name and diamonds.marker.symbol == "diamond"  # not by colour alone


def test_the_verdict_is_that_of_the_numbers(reliance):
    assert "costs 50.0 points of 80.0 (40.0 to 60.0), so motion is read" in reliance_words(reliance)
    assert "60.0% of clips are read as that label, 10.0% still" in reliance_words(reliance)
    reliance.loc[1, "change_upper"] = 0.02
    assert "chance may explain" in reliance_words(reliance)


def test_a_reliability_diagram_stands_beside_the_diagonal():
    calibration = calibrate([[0.9, 0.1], [0.9, 0.1], [0.4, 0.6], [0.6, 0.4]], [0, 1, 1, 0])
    bars, means, diagonal = reliability_diagram(calibration).data
    assert list(bars.y) == [1.0, 0.5] and list(means.x) == [0.6, 0.9] and list(diagonal.x) == [0, 1]
    said = calibration_words(calibration)
    assert "by 40.0% on average over 4 clips" in said


def test_who_is_too_sure_is_told_so():
    assert "too sure" in calibration_words(calibrate([[0.99, 0.01]] * 4, [0, 1, 1, 0]))
