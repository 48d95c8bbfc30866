import numpy as np
import pytest

from skelbench.errors import UnknownNameError
from skelbench.evidence import FORMULAS, body_of
from skelbench.evidence.formula import sided


def test_every_formula_has_a_unit_words_and_a_source_and_runs(build, seconds):
    body = body_of(build(seconds, noise=0.003))
    for name, formula in FORMULAS.items():
        side = "left" if formula.is_sided else ""
        assert formula.name == name and formula.source and formula.quantity(side)
        assert formula.unit in ("m", "deg", "m/s")
        assert body.has(*formula.landmarks(side))
        values = formula.compute(body, side)
        assert values.shape[:2] == body.tracks.shape[:2], name
        assert values.ndim == (3 if name.endswith("_path") else 2), name
        if name == "head_turn":  # a Kinect's head is one joint: no turn of it can be seen, and none is made up
            assert np.isnan(values).all()
            continue
        assert np.isfinite(values).all(), name


def test_sides_replace_their_marks():
    assert sided("*_wrist", "left") == "left_wrist" and sided("~_wrist", "left") == "right_wrist"


def test_a_misspelt_quantity_is_answered_with_the_right_one():
    with pytest.raises(UnknownNameError, match="Did you mean 'knee_flexion'"):
        FORMULAS["knee_flection"]
