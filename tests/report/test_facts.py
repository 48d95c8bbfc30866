import numpy as np
import pandas as pd

from skelbench.evaluation import evaluate_clips
from skelbench.records import Answer, Driving, Question, Truth
from skelbench.report.facts import evaluation_box, recording_facts, show_table, truth_table
from skelbench.skeleton import SMPL_22, SkeletonSequence


def clip(**changes):
    positions = np.zeros((3, 1, 22, 3))
    return SkeletonSequence(SMPL_22, positions, np.array([0.0, 0.1, 0.2]), **changes)


def test_a_recording_s_facts_name_every_guess_and_repair():
    told = recording_facts(clip(guesses=("unit <m>",), history=("frames 0 to 2 kept",)))
    assert "3 frames over 0.20 s (10 a second), 1 person, 22 joints (smpl_22), 3-D" in told.html
    assert "unit &lt;m&gt;" in told.html and "frames 0 to 2 kept" in told.html
    assert "Assumed" not in recording_facts(clip()).html


def test_missing_joints_are_counted():
    positions = np.zeros((3, 1, 22, 3))
    positions[0, 0, :11] = np.nan
    sequence = SkeletonSequence(SMPL_22, positions, np.array([0.0, 0.1, 0.2]))
    assert "16.7% of the joints" in recording_facts(sequence).html


def test_accuracy_never_stands_without_its_interval_chance_and_majority():
    class Clip:
        def __init__(self, number):
            self.id, self.sequence, self.label, self.subject = str(number), clip(), "wave" if number else "clap", None

    def wave(sequence):
        return Answer(Question("?", ("wave", "clap")), {"wave": -0.1, "clap": -3.0})

    box = evaluation_box(evaluate_clips(wave, [Clip(number) for number in range(4)])).html
    for piece in ("75.0% read rightly", "30.1% to 95.4%", "chance", "50.0%", "most frequent label: 75.0%", "0 clips"):
        assert piece in box


def test_the_truth_table_ranks_joints_and_keeps_those_that_decide(attribution):
    truth = Truth("wave", driving=(Driving("left_knee", 0.0, 0.4, "decides"),))
    table = truth_table(attribution, truth)
    assert table["joint"].tolist() == ["left wrist", "left knee", "head"]
    assert table["in the truth"].tolist() == ["–", "decides", "–"]


def test_a_table_shows_as_markup_and_as_text():
    shown = show_table(pd.DataFrame({"a": [1]}), "caption")
    assert "<caption>caption</caption>" in shown.html and "a" in shown.text
