import math

import pytest

from skelbench.evaluation import roc_auc


@pytest.mark.parametrize(
    ("positives", "negatives", "area"),
    [([2, 3], [0, 1], 1.0), ([0], [1], 0.0), ([1, 1], [1], 0.5), ([1, 3], [2, 0], 0.75)],
)
def test_the_area_is_the_share_of_pairs_in_the_right_order(positives, negatives, area):
    assert roc_auc(positives, negatives) == area


def test_nothing_to_compare_has_no_area():
    assert math.isnan(roc_auc([], [1]))
