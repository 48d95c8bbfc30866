import pytest

from skelbench.training.step_costs import PARTS, step_costs


def test_every_part_of_a_step_takes_its_time(tiny_recipe):
    found = step_costs(tiny_recipe, steps=1)
    assert found["patches"] == "foreground"
    assert found["batch"] == 4
    assert all(found[part] >= 0 for part in PARTS)
    assert found["all"] == pytest.approx(sum(found[part] for part in PARTS))
