from dataclasses import dataclass

import numpy as np
import pytest

from skelbench.errors import ParameterError, ServerError, SkeletonError
from skelbench.evaluation import INVALID, REJECTED, evaluate_clips
from skelbench.records import Answer, Failure, Question, Rejection, as_json
from skelbench.skeleton import KINECT_V2, SkeletonSequence

CHOICES = ("wave", "bow", "clap")


@dataclass(frozen=True)
class Clip:
    id: str
    sequence: SkeletonSequence
    label: str | None
    subject: str | None = None


def clip(number, label, subject=None):
    return Clip(f"c{number}", SkeletonSequence(KINECT_V2, np.zeros((1, 1, 25, 3)), [float(number)]), label, subject)


def said(best, rejected=False, strangeness=0.0):
    scores = {choice: (0.0 if choice == best else -2.0) for choice in CHOICES}
    rejection = Rejection(rejected, strangeness, 0.5, "", 0.95, 0.8)
    return Answer(Question("What is it?", CHOICES), scores, probabilities={best: 0.8}, rejection=rejection)


CLIPS = [clip(0, "wave"), clip(1, "wave"), clip(2, "bow"), clip(3, "bow"), clip(4, "squat"), clip(5, "wave")]
ANSWERS = [
    said("wave"), said("bow", strangeness=0.1), said("bow"), said("bow", True, 0.9), said("clap", True, 0.8),
    Failure("too short"),
]  # fmt: skip


@pytest.fixture
def evaluation():
    return evaluate_clips(lambda sequence: ANSWERS[int(sequence.times[0])], CLIPS)


def test_rejected_and_invalid_answers_are_not_right(evaluation):
    assert evaluation.table["correct"].tolist() == [True, False, True, False, False, False]
    assert evaluation.accuracy.estimate == 2 / 5  # of the five clips whose label is among the choices
    assert evaluation.forced_accuracy.estimate == 3 / 5
    assert evaluation.invalid == 1
    assert evaluation.table["reason"].tolist()[-1] == "too short"


def test_chance_majority_and_macro_accuracy_are_beside_it(evaluation):
    assert evaluation.chance == 1 / 3
    assert evaluation.majority == 3 / 5
    assert evaluation.macro_accuracy == pytest.approx((1 / 3 + 1 / 2) / 2)


def test_the_confusion_matrix_counts_every_clip_once(evaluation):
    assert list(evaluation.confusion.index) == ["wave", "bow", "squat"]
    assert list(evaluation.confusion.columns) == [*CHOICES, REJECTED, INVALID]
    assert evaluation.confusion.loc["wave"].tolist() == [1, 1, 0, 0, 1]
    assert evaluation.confusion.loc["bow"].tolist() == [0, 1, 0, 1, 0]
    assert evaluation.confusion.to_numpy().sum() == len(CLIPS)


def test_the_most_confused_pairs_come_first(evaluation):
    pair = evaluation.confused_pairs().iloc[0]
    assert (pair["label"], pair["answer"], pair["clips"]) == ("wave", "bow", 1)
    assert pair["share"] == pytest.approx(1 / 3)


def test_rejection_is_judged_on_known_and_unknown_labels(evaluation):
    assert evaluation.known_kept.estimate == 4 / 5
    assert evaluation.unknown_caught.estimate == 1.0
    assert evaluation.rejection_auc == 0.75  # 0.8 against 0, 0.1, 0 and 0.9


def test_recall_and_precision_stand_a_row_a_class(evaluation):
    bow = evaluation.per_class.set_index("label").loc["bow"]
    assert (bow["clips"], bow["correct"], bow["recall"], bow["precision"]) == (2, 1, 0.5, 0.5)


def test_figures_have_a_json_form(evaluation):
    assert as_json(evaluation.to_json())["accuracy"]["estimate"] == 0.4


def test_an_error_made_on_purpose_is_an_invalid_answer_and_others_are_not_hidden():
    def refuse(sequence):
        raise SkeletonError("one frame only")

    evaluation = evaluate_clips(refuse, CLIPS[:2])
    assert evaluation.invalid == 2 and evaluation.accuracy.estimate == 0.0

    def gone(sequence):
        raise ServerError("nobody is there")

    with pytest.raises(ServerError):
        evaluate_clips(gone, CLIPS)

    def broken(sequence):
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        evaluate_clips(broken, CLIPS)


def test_progress_is_told_and_empty_or_unlabelled_sets_are_refused():
    told = []
    evaluate_clips(lambda sequence: ANSWERS[0], CLIPS[:3], progress=lambda done, of: told.append((done, of)))
    assert told == [(1, 3), (2, 3), (3, 3)]
    with pytest.raises(ParameterError, match="at least one clip"):
        evaluate_clips(lambda sequence: ANSWERS[0], [])
    with pytest.raises(ParameterError, match="'c7'"):
        evaluate_clips(lambda sequence: ANSWERS[0], [clip(7, None)])


def test_subjects_can_be_resampled_instead_of_clips():
    clips = [clip(0, "wave", "s1"), clip(1, "wave", "s1"), clip(2, "bow", "s2")]
    found = evaluate_clips(lambda sequence: ANSWERS[int(sequence.times[0])], clips).accuracy_by_subject()
    assert found.lower <= found.estimate <= found.upper and found.count == 3
