import math

import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.models.contradiction import contradiction
from skelbench.skeleton import place_in_view


def test_a_walk_is_no_drink_of_water():
    placed = place_in_view(choreograph("walk", 3, Variation(whole=True)))
    assert contradiction("drink water", placed) == 1.0
    assert contradiction("walk", placed) < 1.0


@pytest.mark.parametrize("label", ["juggle", ""])
def test_a_label_without_a_rule_says_nothing(label):
    assert math.isnan(contradiction(label, place_in_view(choreograph("walk", 3))))
