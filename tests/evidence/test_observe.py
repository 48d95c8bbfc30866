import numpy as np

from skelbench.evidence import body_of
from skelbench.evidence.observe import observe, unmeasurable
from skelbench.records import Verdict


def test_the_error_is_the_spread_of_the_copies_and_decides_what_is_uncertain(build, seconds):
    body = body_of(build(seconds))
    values = np.array([0.30, 0.32, 0.28])
    near = observe(body, ("f", "height"), ("left_hand",), values, (0.0, 1.0), ((0.29, None), "m", "here"))
    assert abs(near.error - 0.02) < 1e-9 and near.verdict is Verdict.UNCERTAIN and near.joints == ("left_hand",)
    clear = observe(body, ("f", "height"), ("left_hand",), values, (0.0, 1.0), ((None, 0.2), "m", "here"))
    assert clear.verdict is Verdict.CONTRADICTED and clear.value == 0.30


def test_what_cannot_be_measured_has_no_value_and_says_why(build, seconds):
    found = unmeasurable(body_of(build(seconds)), ("f", "height"), "m", "no such joint")
    assert found.verdict is Verdict.NOT_MEASURABLE and np.isnan(found.value) and found.source == "no such joint"
