import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError
from skelbench.records import Truth
from skelbench.skeleton import mirror, place_in_view
from skelbench.training.tasks import NEGATIVE, TASKS, TaskShare, Taught, lessons_of

TRUTH = choreograph("wave", 5).truth


def taught(truth=TRUTH, labels=("wave", "clap"), is_whole=True, negatives=None, seed=0):
    return Taught(truth, labels, is_whole, np.random.default_rng(seed), negatives or {})


def test_recognition_answers_with_the_label_if_it_is_one_of_the_models_own():
    assert [lesson.answer for lesson in TASKS["choose_label"](taught(), 1)] == ["wave"]
    assert TASKS["choose_label"](taught(labels=("clap",)), 1) == []


def test_every_task_teaches_something_of_a_made_clip():
    for name, task in TASKS.items():
        found = [lesson for seed in range(5) for lesson in task(taught(seed=seed), 3)]
        assert {lesson.task for lesson in found} == {name}
        assert all(lesson.answer and lesson.question for lesson in found)


def test_a_yes_is_followed_by_noes_to_labels_that_wait_or_that_a_table_names():
    yes, no = TASKS["yes_no"](taught(), 2)
    assert (yes.answer, no.answer) == ("YES", "NO")
    assert NEGATIVE in no.question
    _, named = TASKS["yes_no"](taught(negatives={"wave": ("clap",)}), 2)
    assert "clap" in named.question
    assert named.about == "clap"


def test_the_right_label_leads_its_group():
    first, *others = TASKS["contrast"](taught(labels=("bow", "wave", "clap")), 3)
    assert first.answer == "wave"
    assert {lesson.answer for lesson in others} == {"bow", "clap"}
    assert {lesson.group for lesson in (first, *others)} == {0}


def test_a_reason_ends_with_the_label_on_a_line_of_its_own():
    (lesson,) = TASKS["rationale"](taught(), 1)
    assert lesson.answer.splitlines()[-1] == "Label: wave"
    assert len(lesson.answer.split()) > 8


def test_no_question_lists_the_choices_of_a_label():
    for name in ("choose_label", "name_action", "rationale", "caption"):
        for lesson in TASKS[name](taught(), 3):
            assert "clap" not in lesson.question


def test_a_clip_cut_short_is_not_asked_how_often_or_in_which_order():
    kinds = {q.text: q.kind for seed in range(30) for q in (choreograph("wave", seed).truth or TRUTH).questions}
    asked = [
        lesson.question
        for seed in range(30)
        for lesson in TASKS["question"](taught(choreograph("wave", seed).truth, is_whole=False), 9)
    ]
    assert asked
    assert not {kinds[text] for text in asked} & {"how many", "before or after"}


def test_mirroring_swaps_left_and_right_in_every_text_that_is_taught():
    swapped = 0
    for seed in range(6):
        placed = place_in_view(choreograph("wave", seed))
        for name in ("question", "rationale"):
            plain = TASKS[name](taught(placed.truth, seed=seed), 7)
            flipped = TASKS[name](taught(mirror(placed).truth, seed=seed), 7)
            for one, other in zip(plain, flipped, strict=True):
                here, there = (one.answer.count(side) for side in ("left", "right"))
                assert [other.answer.count(side) for side in ("left", "right")] == [there, here]
                swapped += one.answer != other.answer
    assert swapped > 3


def test_weights_and_shares_are_those_of_the_stage_and_nobody_is_taught_nothing():
    shares = {"choose_label": TaskShare(weight=0.5), "name_action": TaskShare(share=1e-9)}
    assert [(lesson.task, lesson.weight) for lesson in lessons_of(taught(), shares)] == [("choose_label", 0.5)]
    rare = {"name_action": TaskShare(share=1e-9)}
    assert [lesson.task for lesson in lessons_of(taught(), rare)] == ["name_action"]
    assert lessons_of(taught(Truth("bow"), ("wave",)), {"choose_label": TaskShare()}) == []


@pytest.mark.parametrize("wrong", [{"weight": 0}, {"branches": 0}, {"share": 1.5}])
def test_a_share_must_make_sense(wrong):
    with pytest.raises(ParameterError, match="positive weight"):
        TaskShare(**wrong)


def test_tasks_come_in_their_shares_and_their_number_hardly_varies():
    shares = {
        "choose_label": TaskShare(),
        **{name: TaskShare(share=0.5) for name in ("name_action", "caption", "rationale", "yes_no")},
    }
    same = taught()
    drawn = [{lesson.task for lesson in lessons_of(same, shares)} for _ in range(800)]
    assert {len(tasks) for tasks in drawn} == {3}
    for name in ("name_action", "caption", "rationale", "yes_no"):
        assert np.mean([name in tasks for tasks in drawn]) == pytest.approx(0.5, abs=0.08)
    assert all("choose_label" in tasks for tasks in drawn)
    assert not any({"name_action", "caption"} <= tasks for tasks in drawn)  # neighbours exclude each other
