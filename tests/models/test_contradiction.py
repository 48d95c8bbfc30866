import math

import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.models.contradiction import contradiction, people_in
from skelbench.skeleton import place_in_view


def test_a_walk_is_no_drink_of_water():
    placed = place_in_view(choreograph("walk", 3, Variation(whole=True)))
    assert contradiction("drink water", placed) == 1.0
    assert contradiction("walk", placed) < 1.0


@pytest.mark.parametrize("label", ["juggle", ""])
def test_a_label_without_a_rule_says_nothing(label):
    assert math.isnan(contradiction(label, place_in_view(choreograph("walk", 3))))


def test_people_are_counted_unless_they_only_pass_by():
    assert people_in(choreograph("walk", 3)) == 1
    two = choreograph("shake hands", 3)
    assert people_in(two) == 2
    present = two.present.copy()
    present[two.frames // 10 :, 1] = False
    valid = two.valid & present[..., None]
    assert people_in(two.changed(positions=two.positions, valid=valid, present=present)) == 1
