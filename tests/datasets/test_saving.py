import numpy as np
import pytest

from skelbench.datasets import load, save_clips
from skelbench.errors import ParameterError


def test_clips_that_were_written_are_read_back(tmp_path):
    made = load("choreography:clips=5,topologies=mixed,sensor=mixed,seed=4")
    paths = save_clips(made, tmp_path / "out")
    back = load("folder", tmp_path / "out")
    assert [path.name for path in paths] == list(back.ids)
    for one, other in zip(made, back, strict=True):
        assert one.label == other.label and one.subject == other.subject
        assert other.sequence.topology.joints == one.sequence.topology.joints
        np.testing.assert_allclose(other.sequence.positions, one.sequence.positions, atol=1e-6)
        np.testing.assert_allclose(other.sequence.times, one.sequence.times, atol=1e-6)
        assert other.sequence.truth is not None and one.sequence.truth is not None
        assert other.sequence.truth.driving == one.sequence.truth.driving


def test_a_table_of_labels_is_never_overwritten(tmp_path):
    clips = load("choreography:clips=1")
    save_clips(clips, tmp_path)
    with pytest.raises(ParameterError, match=r"found labels\.csv in"):
        save_clips(clips, tmp_path)
