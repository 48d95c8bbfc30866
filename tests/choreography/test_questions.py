from collections import Counter

import numpy as np
import pytest

from skelbench.choreography import ACTIONS, TRAINED, Variation, choreograph, plan
from skelbench.choreography.choreograph import maker
from skelbench.choreography.narrate import tell_truth
from skelbench.choreography.questions import TEXTS, ask_questions
from skelbench.evaluation import guess_answers
from skelbench.skeleton import KINECT_V2


def asked_of(clips, labels=TRAINED, first=0):
    """Questions of that many clips, whose bodies are not posed."""
    makers = [maker(labels[seed % len(labels)], seed, None, "train") for seed in range(first, first + clips)]
    return [q for m in makers for q in tell_truth(m.performance(), KINECT_V2, m.rng("words")).questions]


@pytest.fixture(scope="module")
def questions():
    return asked_of(640)


def asked(label, kind, seeds=40, **wishes):
    clips = [choreograph(label, seed, Variation(**wishes)) for seed in range(seeds)]
    return [(clip, question) for clip in clips for question in clip.truth.questions if question.kind == kind]


@pytest.mark.parametrize("label", ACTIONS)
def test_every_question_has_its_answer_among_its_choices(label):
    for seed in range(3):
        found = choreograph(label, seed).truth.questions
        assert found[0].kind == "what" and found[0].answer == label
        for question in found:
            assert question.answer in question.choices
            assert len(set(question.choices)) == len(question.choices) >= 2


def test_all_five_kinds_are_asked_often(questions):
    kinds = Counter(question.kind for question in questions)
    assert set(kinds) == {"what", "which side", "how many", "before or after", "why"}
    assert kinds["what"] == 640 and min(kinds.values()) > 40


def test_there_are_at_least_five_ways_of_asking_each_question(questions):
    assert all(len(set(ways)) >= 5 for ways in TEXTS.values())
    for kind in ("what", "how many", "why"):
        assert len({question.text for question in questions if question.kind == kind}) >= 5


def test_the_answer_stands_anywhere_among_the_choices(questions):
    places = Counter(q.choices.index(q.answer) for q in questions if q.kind == "what")
    assert max(places.values()) < 1.5 * min(places.values())


def test_guessing_from_the_question_alone_stays_at_chance(questions):
    """A share within about three standard errors of chance; `skelbench bench truth` measures it on many more."""
    for kind, guessed in guess_answers(questions, asked_of(400, first=10_000)).items():
        error = np.sqrt(guessed.chance * (1 - guessed.chance) / guessed.questions)
        for share in (guessed.by_words.estimate, guessed.by_text.estimate):
            assert share < guessed.chance + 3.3 * error, (kind, guessed)


def test_the_side_that_acts_is_the_answer():
    for clip, question in asked("drink water", "which side", 30):
        assert question.answer == clip.meta["side"]


def test_the_count_is_that_of_the_repetitions():
    found = asked("clap", "how many", 80)
    assert len(found) >= 10
    assert all(int(question.answer) == len(clip.truth.repetitions) for clip, question in found)


def test_which_wait_is_longer_is_seen_in_the_phases():
    found = [(clip, q) for clip, q in asked("wave", "before or after", 60) if set(q.choices) == {"before", "after"}]
    waits = [
        (c.truth.phases[0].start_s, c.duration - c.truth.phases[-1].end_s, q.answer)
        for c, q in found
        if "longer" in q.text
    ]
    assert len(waits) >= 2
    assert all((before > after) == (answer == "before") for before, after, answer in waits)


def test_who_begins_is_told_by_the_commands():
    played = plan("push", 25, Variation(style="with a step"))
    texts = [
        q
        for seed in range(40)
        for q in ask_questions(played, "right", 0, np.random.default_rng(seed))
        if "longer" not in q.text
    ]
    orders = [q for q in texts if q.kind == "before or after" and q.answer.startswith("the ")]
    assert all(q.answer != "the trunk" for q in orders if set(q.choices) == {"the right hand", "the trunk"})


def test_the_reason_is_a_deed_that_decides():
    for clip, question in asked("sit down", "why", 20):
        assert question.answer == "the hips sink", clip.meta["style"]


def test_a_mistake_that_is_made_is_the_answer_and_is_told():
    found = asked("squat", "mistake", 60, style="arms stretched forward")
    assert len(found) >= 6
    for clip, question in found:
        assert {mistake.kind for mistake in clip.truth.mistakes} == {question.answer}
        assert question.answer in clip.truth.descriptions["whole"]
    assert len({question.answer for _, question in found}) >= 3


def test_a_set_of_first_styles_is_balanced_over_those():
    base = choreograph("wave", 4, Variation(styles="base")).truth.questions
    assert base[0].answer == "wave"
