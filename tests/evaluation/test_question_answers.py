import pytest

from skelbench.choreography import choreograph
from skelbench.errors import ParameterError
from skelbench.evaluation import answer_questions, formats_of, question_scores, question_table
from skelbench.evaluation import question_answers as module
from skelbench.records import TruthQuestion


def question(text, *choices, answer=None, kind="which side"):
    return TruthQuestion(text, choices, answer or choices[0], kind)


def test_a_choice_has_the_sum_of_log_p_that_it_has_alone(tiny_model, waving):
    asked = [
        question(tiny_model.settings.question, "wave", "clap", "sit down"),
        question("Which hand?", "left", "right"),
    ]
    scores = question_scores(tiny_model, [(waving, asked), (choreograph("sit down", 2), asked[1:])])
    assert [list(choices) for choices in scores[0]] == [["wave", "clap", "sit down"], ["left", "right"]]
    alone = tiny_model.answer(waving).scores
    assert scores[0][0] == pytest.approx({label: alone[label] for label in ("wave", "clap", "sit down")}, abs=2e-4)
    assert all(score < 0 for choices in scores[0] for score in choices.values())


def test_answers_stand_where_their_questions_do_whatever_the_batches(tiny_model, waving):
    one, two = question("Which hand?", "left", "right"), question("How many?", "1", "2", "3")
    asked = [(waving, [one, two]), (waving, []), (waving, [two])]
    told = []
    found = answer_questions(tiny_model, asked, batch=1, progress=lambda done, of: told.append((done, of)))
    assert [len(answers) for answers in found] == [2, 0, 1] and told == [(1, 2), (2, 2)]
    assert found == answer_questions(tiny_model, asked)
    assert found[0][1] == found[2][0]


class Clip:
    def __init__(self, number):
        self.id, self.label, self.subject = str(number), "wave", None
        self.sequence = choreograph("wave", number)


def test_every_kind_and_format_has_a_row_beside_chance_and_guessing(monkeypatch):
    clips = [Clip(number) for number in range(12)]
    truths = [clip.sequence.truth.questions for clip in clips]
    monkeypatch.setattr(module, "answer_questions", lambda model, asked: [[q.answer for q in qs] for _, qs in asked])
    formats = {name: found for name, found in formats_of(clips).items() if name in ("as recorded", "coco_17, 2-D")}
    table = question_table(None, formats, [q for qs in truths[:6] for q in qs])
    assert set(table["format"]) == set(formats) and (table["accuracy"] == 1.0).all()
    assert table.groupby("format")["questions"].sum().tolist() == [sum(map(len, truths))] * 2
    sides = table[table["kind"] == "which side"].iloc[0]
    assert sides["chance"] == 0.5 and 0 <= sides["by_words"] <= 1


def test_clips_without_questions_are_refused(numbered):
    with pytest.raises(ParameterError, match="found none"):
        question_table(None, {"a": [numbered(0, "wave")]}, [])
