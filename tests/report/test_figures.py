"""Every figure: what it draws, in the order a person reads, with words and a table of the same content."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from skelbench.records import Attribution, Axis
from skelbench.report.figures_answer import (
    answer_bars,
    answer_table,
    answer_words,
    probabilities_of,
    strangeness_line,
    strangeness_words,
)
from skelbench.report.figures_attribution import (
    attribution_caption,
    attribution_map,
    attribution_words,
    joint_bars,
    joint_table,
    joint_totals,
    parts_table,
)
from skelbench.report.figures_confusion import confusion_matrix, confusion_words, difference_bars
from skelbench.report.figures_controls import controls_figure, controls_table, controls_words


def rejected(answer):
    return replace(answer, rejection=replace(answer.rejection, rejected=True, score=2.0))


def test_choices_stand_best_first_with_their_probabilities(answer):
    figure = answer_bars(answer)
    assert list(figure.data[0].y) == ["wave", "clap", "bow"] and list(figure.data[0].x) == [0.86, 0.12, 0.02]
    assert answer_table(answer)["choice"].tolist() == ["wave", "clap", "bow"]
    assert answer_words(answer) == "Probabilities of 3 choices: wave 86%, clap 12%, the others less."


def test_without_probabilities_the_scores_are_turned_into_shares(answer):
    shares = probabilities_of(replace(answer, probabilities={}))
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["wave"] / shares["clap"] == pytest.approx(np.exp(1.9))


def test_a_rejected_motion_s_bars_are_all_grey_and_its_mark_lies_right_of_the_limit(answer):
    assert len(set(answer_bars(answer).data[0].marker.color)) == 2
    assert len(set(answer_bars(rejected(answer)).data[0].marker.color)) == 1
    line = strangeness_line(rejected(answer))
    assert line.data[0].x[0] > line.layout.shapes[0].x0 == 1.2
    assert "no choice is said to fit" in strangeness_words(rejected(answer))
    assert "familiar" in strangeness_words(answer)


def test_a_model_without_a_rejection_says_so(answer):
    bare = replace(answer, rejection=None)
    assert "was not judged" in strangeness_words(bare)
    assert not strangeness_line(bare).data


def test_the_map_hatches_frames_nobody_looked_at_and_never_draws_them_as_zero(attribution):
    heat, hatch = attribution_map(attribution).data
    assert np.isnan(heat.z[:, 2]).all() and np.isfinite(heat.z[:, [0, 1, 3]]).all()
    assert list(hatch.x) == pytest.approx([0.225]) and list(hatch.width) == pytest.approx([0.15])
    assert hatch.marker.pattern.shape == "/"
    assert heat.zmin == -heat.zmax == -1.0, "white is zero"


def test_rows_of_the_map_are_joints_by_part(attribution):
    names = attribution_map(attribution).layout.yaxis.ticktext
    assert list(names) == ["head", "left wrist", "left knee"]


def test_two_people_have_rows_of_their_own():
    scores = np.ones((2, 2, 1))
    axes = (Axis("time", ("0", "1")), Axis("person", ("0", "1")), Axis("joint", ("head",), ("neck",)))
    both = Attribution(scores, axes, np.array([0.0, 0.1]), np.array([True, True]), "hug", "m", "b", 0, 0, 0)
    assert list(attribution_map(both).layout.yaxis.ticktext) == ["head, person 1", "head, person 2"]
    scores = np.full((2, 2, 1), 1.0)
    scores[:, 1] = np.nan
    one = Attribution(scores, axes, np.array([0.0, 0.1]), np.array([True, True]), "hug", "m", "b", 0, 0, 0)
    assert list(attribution_map(one).layout.yaxis.ticktext) == ["head"], "nobody is drawn who was never there"


def test_sums_over_seen_frames_are_those_of_the_record(attribution):
    totals = joint_totals(attribution).set_index("joint")["nat"]
    assert totals.to_dict() == attribution.by_joint() == {"left_wrist": 2.0, "head": -0.25, "left_knee": 0.0}
    spread = joint_totals(attribution).set_index("joint")["spread"]["left_wrist"]
    assert spread == pytest.approx(np.sqrt(0.05**2 + 0.1**2 + 0.05**2))


def test_bars_and_table_of_joints_agree(attribution):
    drawn = {
        name: value for trace in joint_bars(attribution).data for name, value in zip(trace.y, trace.x, strict=True)
    }
    table = joint_table(attribution)
    assert drawn == dict(zip(table["joint"], table["nat"], strict=True))
    assert table["joint"].iloc[0] == "left wrist"


def test_the_parts_table_adds_up_over_the_clip(attribution):
    table = parts_table(attribution).set_index("part")
    assert table.loc["left arm", "whole clip, nat"] == 2.0
    thirds = table[["first third", "second third", "last third"]].sum(axis=1)
    pd.testing.assert_series_equal(thirds, table["whole clip, nat"], check_names=False)


def test_a_map_is_never_captioned_without_gap_baseline_and_controls(attribution):
    caption = attribution_caption(attribution)
    for piece in ("rest pose", "completeness gap 2.8%", "random joints: 0.20", "motion energy: 0.90", "did not see"):
        assert piece in caption
    assert "No controls were run" in attribution_caption(replace(attribution, controls=()))
    assert "left wrist +2.00" in attribution_words(attribution)


def test_controls_say_whether_the_map_beats_them(attribution):
    table = controls_table(attribution)
    assert table["score falls by, nat"].tolist() == [1.6, 0.2, 0.9]
    assert "More than every control" in controls_words(attribution)
    weak = tuple(replace(control, own_drop=0.3) for control in attribution.controls)
    assert "read the map with care" in controls_words(replace(attribution, controls=weak))
    assert list(controls_figure(attribution).data[0].error_x.array) == pytest.approx([0, 0.4, 0])
    assert "unknown" in controls_words(replace(attribution, controls=()))


def test_the_matrix_shades_shares_and_writes_counts():
    counts = pd.DataFrame([[3, 1], [0, 0]], index=["wave", "clap"], columns=["wave", "clap"])
    heat = confusion_matrix(counts).data[0]
    assert heat.z.tolist() == [[0.75, 0.25], [0, 0]]
    assert [list(row) for row in heat.text] == [["3", "1"], ["", ""]]
    assert confusion_words(counts) == "Confusion matrix of 4 clips: 3 on the diagonal, 1 beside it."


def test_the_strongest_differences_are_drawn_by_sign():
    difference = pd.Series({"left_wrist": 0.4, "head": -0.2, "left_knee": 0.01})
    bars = difference_bars(difference, "drink water", "brush hair", most=2).data[0]
    assert list(bars.y) == ["head", "left wrist"] and len(set(bars.marker.color)) == 2
