from __future__ import annotations

import json

import pytest

from skelbench.errors import RecordError
from skelbench.records import Deed, Driving, Mistake, Phase, Truth, TruthQuestion, as_json, truth_from_json

TRUTH = Truth(
    label="wave",
    synonyms=("greet",),
    driving=(
        Driving("right_wrist", 0.2, 1.8, "decides"),
        Driving("right_elbow", 0.2, 1.8, "accompanies"),
        Driving("right_hand", 0.4, 1.0, "decides"),
        Driving("right_wrist", 2.0, 2.5, "decides"),
    ),
    phases=(Phase("raise", 0.0, 0.4),),
    repetitions=((0.4, 0.9), (0.9, 1.4)),
    mistakes=(Mistake("too low", "right_wrist", "raise", 0.1, "m"),),
    descriptions={"whole": "a person waves", "groups": {"right_arm": "swings"}},
    questions=(TruthQuestion("Which hand?", ("left", "right"), "right", "side"),),
    deeds=(Deed("right_hand", "swing", "sideways", 0.4, 1.4, 0.2, "m", 2),),
)


def test_a_truth_comes_back_from_its_json():
    assert truth_from_json(json.loads(json.dumps(as_json(TRUTH))), "wave.truth.json") == TRUTH


def test_the_least_truth_is_a_label():
    assert truth_from_json({"label": "wave"}, "here") == Truth("wave")


def test_driving_joints_are_named_once_in_order_of_appearance():
    assert TRUTH.joints() == ("right_wrist", "right_hand")
    assert TRUTH.joints("accompanies") == ("right_elbow",)


@pytest.mark.parametrize(
    "content",
    [
        {},
        [],
        None,
        "wave",
        {"label": "wave", "driving": [{"joint": "x"}]},
        {"label": "wave", "driving": ["x"]},
        {"label": "wave", "driving": None},
        {"label": "wave", "phases": [{"name": "a", "start_s": 0, "end_s": 1, "colour": "red"}]},
        {"label": "wave", "repetitions": [[1]]},
        {"label": "wave", "repetitions": [["a", "b"]]},
        {"label": "wave", "questions": [{"text": "x"}]},
        {"label": "wave", "questions": [3]},
        {"label": "wave", "descriptions": 3},
    ],
)
def test_a_malformed_truth_is_refused_and_its_place_is_named(content):
    with pytest.raises(RecordError, match=r"Expected the truth of a motion in wave\.truth\.json"):
        truth_from_json(content, "wave.truth.json")
