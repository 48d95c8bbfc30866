import pytest

from skelbench.errors import ParameterError, UnknownNameError
from skelbench.models.baselines import new_baseline
from skelbench.skeleton import KINECT_V1


def test_wrong_names_are_answered_with_the_right_ones():
    with pytest.raises(UnknownNameError, match="Did you mean 'graph'"):
        new_baseline("grph", ("a",), KINECT_V1)
    with pytest.raises(ParameterError, match=r"no setting 'moment'\. Did you mean 'moments'"):
        new_baseline("graph", ("a",), KINECT_V1, {"moment": 3})
