import numpy as np
import pytest

from skelbench.confusion import confusion_pairs, mean_joints
from skelbench.records import Attribution, Axis


def test_what_happened_comes_before_what_nearly_happened(evaluation):
    first, second, *_ = confusion_pairs(evaluation, 3)
    assert str(first) == "brush hair read as drink water"
    assert first.clips == ("b0",) and first.share == pytest.approx(1 / 3) and first.happened
    assert str(second) == "drink water nearly read as brush hair" and second.clips == ("d0", "d1")


def test_a_pair_is_named_once_though_it_also_nearly_happened(evaluation):
    pairs = confusion_pairs(evaluation, 9)
    assert len({(pair.label, pair.answer) for pair in pairs}) == len(pairs)


def test_a_rejected_clip_was_not_read_as_anything(evaluation):
    assert all("w0" not in pair.clips for pair in confusion_pairs(evaluation, 9))


def test_no_more_pairs_than_asked_for(evaluation):
    assert len(confusion_pairs(evaluation, 1)) == 1


def attribution(joints, values):
    axes = (Axis("time", ("0",)), Axis("person", ("0",)), Axis("joint", joints))
    scores = np.array(values, dtype=float)[None, None]
    return Attribution(scores, axes, np.zeros(1), np.array([True]), "a, not b", "m", "b", 0.0, 0.0, 0.0)


def test_joints_are_averaged_over_clips_that_all_have_them():
    means = mean_joints([attribution(("head", "neck"), (1, 2)), attribution(("neck", "tail"), (4, 9))])
    assert means.to_dict() == {"neck": 3.0}
    assert mean_joints([]).empty
