from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import RecordError
from skelbench.records import Attribution, Axis

NAN = float("nan")
AXES = (
    Axis("time", ("0", "1", "2")),
    Axis("person", ("0",)),
    Axis("joint", ("hand", "elbow", "spine"), ("arm", "arm", "")),
)
# frames by joints; the model did not look at the middle frame
SCORES = np.array([[1.0, 0.5, -0.25], [NAN, NAN, NAN], [2.0, -1.0, 0.25]])[:, None]


def made(**fields: object) -> Attribution:
    values = {
        "scores": SCORES,
        "axes": AXES,
        "times": np.array([0.0, 0.1, 0.2]),
        "seen": np.array([True, False, True]),
        "target": "wave",
        "method": "by hand",
        "baseline": "rest",
        "score": -1.0,
        "score_baseline": -4.0,
        "completeness_gap": 0.03,
    }
    return Attribution(**{**values, **fields})


def test_scores_add_up_by_joint_part_and_frame():
    attribution = made()
    assert attribution.by_joint() == {"hand": 3.0, "elbow": -0.5, "spine": 0.0}
    assert attribution.by_part() == {"arm": 2.5}
    assert attribution.by_frame()[[0, 2]].tolist() == [1.25, 1.25]
    assert attribution.top_joints(2) == ("hand", "spine")


def test_a_frame_not_seen_is_not_a_number_and_never_zero():
    assert np.isnan(made().by_frame()[1])


def test_the_gap_is_held_against_the_difference_but_never_against_less_than_half_a_nat():
    assert made().relative_gap == pytest.approx(0.01)
    assert made(score=-3.9, completeness_gap=-0.05).relative_gap == pytest.approx(0.1)


def test_the_callers_arrays_stay_the_callers():
    scores = SCORES.copy()
    attribution = made(scores=scores)
    scores[0] = 9
    assert attribution.by_joint()["hand"] == 3.0
    with pytest.raises(ValueError, match="read-only"):
        attribution.scores[0] = 1


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"scores": SCORES[:2]}, r"scores have shape \(2, 1, 3\), their axes \(3, 1, 3\)"),
        ({"spread": SCORES[:, 0]}, r"their spread \(3, 3\)"),
        ({"times": np.arange(2.0)}, "over 3 frames has times"),
        ({"seen": np.ones(4, dtype=bool)}, "over 3 frames has times"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_birth(fields, sentence):
    with pytest.raises(RecordError, match=sentence):
        made(**fields)


def test_an_axis_that_is_not_there_is_named():
    parts_only = made(scores=np.array([1.0, 2.0]), axes=(Axis("part", ("arm", "leg")),))
    assert parts_only.axis("part").labels == ("arm", "leg")
    with pytest.raises(RecordError, match=r"an axis 'joint', the attribution runs over \['part'\]"):
        parts_only.by_joint()
