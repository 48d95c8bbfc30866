import numpy as np
import pytest

from skelbench.choreography import TOPOLOGIES, choreograph
from skelbench.choreography.joints import driven_joints, select
from skelbench.errors import ParameterError
from skelbench.skeleton import COCO_17, KINECT_V2, Topology


@pytest.mark.parametrize("name", TOPOLOGIES)
def test_every_topology_can_be_asked_for(name):
    clip = choreograph("wave", 1, topology=TOPOLOGIES[name])
    assert clip.topology is TOPOLOGIES[name]
    assert clip.valid.all()


def test_topologies_agree_on_where_a_wrist_is():
    wrists = [choreograph("wave", 1, topology=topology).landmark("left_wrist") for topology in TOPOLOGIES.values()]
    for wrist in wrists[1:]:
        np.testing.assert_allclose(wrist, wrists[0], atol=1e-5)


def test_any_topology_whose_joints_stand_for_landmarks_can_be_made():
    own = Topology(
        "own", ("hips", "breast", "skull", "left_paw", "right_paw"), (("hips", "breast"), ("breast", "skull")),
        landmarks={"pelvis": ("hips",), "chest": ("breast",), "head": ("skull",), "left_hand": ("left_paw",),
                   "right_hand": ("right_paw",)},
    )  # fmt: skip
    clip, same = choreograph("wave", 1, topology=own), choreograph("wave", 1)
    for mark in ("pelvis", "chest", "head", "left_hand"):
        np.testing.assert_allclose(clip.landmark(mark), same.landmark(mark), atol=1e-5)
    assert clip.truth.joints("decides") == (f"{clip.meta['side']}_paw",)


def test_a_topology_of_unknown_joints_is_refused():
    with pytest.raises(ParameterError, match="found tail in 'cat'"):
        select({"head": np.zeros((1, 3))}, Topology("cat", ("head", "tail"), (("head", "tail"),)))


def test_a_hand_drives_the_joints_of_its_arm():
    assert driven_joints("hand", "right", COCO_17) == ("right_elbow", "right_wrist")
    assert driven_joints("other", "right", COCO_17) == ("left_elbow", "left_wrist")
    assert "right_thumb" in driven_joints("hand", "right", KINECT_V2)
    assert driven_joints("head", "left", KINECT_V2) == ("head",)
