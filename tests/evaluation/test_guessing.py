import numpy as np
import pytest

from skelbench.evaluation import guess_answers
from skelbench.records import TruthQuestion


def questions(count, seed, answer):
    random = np.random.default_rng(seed)
    made = []
    for _ in range(count):
        choices = tuple(str(c) for c in random.permutation(["wave", "walk", "drink water"]))
        text = str(random.choice(["What is it?", "Which is it?"]))
        made.append(TruthQuestion(text, choices, answer(text, choices, random), "what"))
    return made


def test_a_fair_question_is_guessed_at_chance():
    fair = [questions(600, seed, lambda text, choices, random: str(random.choice(choices))) for seed in (1, 2)]
    guessed = guess_answers(*fair)["what"]
    assert guessed.questions == 600 and guessed.chance == pytest.approx(1 / 3)
    assert guessed.by_words.lower < 1 / 3 < guessed.by_words.upper
    assert guessed.by_text.lower < 1 / 3 < guessed.by_text.upper


@pytest.mark.parametrize(
    "leak",
    [
        lambda text, choices, random: "wave",
        lambda text, choices, random: "wave" if text.startswith("What") else "walk",
        lambda text, choices, random: choices[0],
    ],
)
def test_a_leak_is_found(leak):
    guessed = guess_answers(questions(300, 1, leak), questions(300, 2, leak))["what"]
    assert guessed.by_words.estimate > 0.95
