from collections import Counter

import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.datasets.shared_labels import SHARED_LABELS
from skelbench.training.names import draw_name, set_names


def test_recorded_sets_name_the_actions():
    assert set_names("wave") == ("wave", "wave hands")
    assert set_names("take off jacket") == ("take off jacket", "doffing")
    assert set_names("salute") == ("salute",)


@pytest.mark.parametrize("label", ["wave", "walk", "carry", "put on jacket"])
def test_every_label_of_a_set_is_told_in_a_third_of_the_clips(label):
    truth, generator = choreograph(label, 1).truth, np.random.default_rng(0)
    count = Counter(draw_name(truth, generator) for _ in range(3000))
    shared = {theirs for table in SHARED_LABELS.values() for theirs, ours in table.items() if label in ours}
    for name in {label, *shared}:
        assert count[name] / 3000 == pytest.approx(1 / 3, abs=0.04)
    assert set(count) <= {*truth.synonyms, label, *shared}


def test_picking_up_goes_by_the_hands_that_decide():
    for label, other in (
        ("pick up with one hand", "pick up with two hands"),
        ("pick up with two hands", "pick up with one hand"),
    ):
        truth = choreograph(label, 3).truth
        names = {draw_name(truth, np.random.default_rng(seed)) for seed in range(60)}
        assert {label, "pick up"} <= names
        assert other not in names
