import math

import pytest
import torch

from skelbench.models.lessons import Lesson, pack_lessons
from skelbench.models.prompts import INTERNVL
from skelbench.models.tokenizer import train_tokenizer
from skelbench.training.losses import learn

TOKENIZER = train_tokenizer(["a b c d"] * 9, 300)


def packed(*lessons):
    return pack_lessons(TOKENIZER, lessons, 1, INTERNVL, torch.ones(len(lessons), 1, 1, dtype=torch.bool))


def certain(told, wrong=()):
    """Logits that give every right token, but for some, all but nothing of doubt."""
    logits = torch.zeros(len(told.targets), len(TOKENIZER))
    logits[torch.arange(len(told.targets)), told.targets] = 50.0
    logits[list(wrong)] = 0.0
    return logits


def test_even_logits_cost_the_logarithm_of_the_vocabulary_a_token():
    told = packed([Lesson("t", "?", "a")])
    learnt = learn(told, torch.zeros(2, len(TOKENIZER)))
    assert float(learnt.loss) == pytest.approx(2 * math.log(len(TOKENIZER)), rel=1e-5)


def test_the_loss_is_weighted_and_counted_a_clip():
    one = packed([Lesson("t", "?", "a", weight=3.0)])
    two = packed([Lesson("t", "?", "a", weight=3.0)], [Lesson("t", "?", "a", weight=3.0)])
    even = [float(learn(told, torch.zeros(len(told.targets), len(TOKENIZER))).loss) for told in (one, two)]
    assert even[0] == pytest.approx(3 * 2 * math.log(len(TOKENIZER)), rel=1e-5)
    assert even[1] == pytest.approx(even[0])


def test_an_answer_is_exact_when_all_its_tokens_are_the_likeliest():
    told = packed([Lesson("t", "?", "a"), Lesson("u", "?", "b")])
    learnt = learn(told, certain(told, wrong=[0]))
    assert learnt.exact.tolist() == [False, True]
    tasks = learnt.by_task(told)
    assert tasks["u"] == {"loss": pytest.approx(0.0, abs=1e-4), "exact": 1.0, "lessons": 1}
    assert tasks["t"]["exact"] == 0.0


def test_a_group_is_a_softmax_over_its_lessons():
    told = packed([Lesson("c", "?", "a", group=0), Lesson("c", "?", "b", group=0), Lesson("c", "?", "c", group=0)])
    assert float(learn(told, torch.zeros(6, len(TOKENIZER))).loss) == pytest.approx(math.log(3), rel=1e-5)
    assert float(learn(told, certain(told, wrong=[2, 4])).loss) < 0.01  # the other two are unlikely
