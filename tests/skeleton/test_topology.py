from __future__ import annotations

import pickle

import pytest

from skelbench.errors import SkeletonError
from skelbench.skeleton import COCO_17, KINECT_V2, LANDMARKS, SMPL_22, Topology


def test_rows_follow_the_order_of_the_joints():
    arm = Topology("arm", ("shoulder", "elbow", "wrist"), (("shoulder", "elbow"), ("elbow", "wrist")))
    assert dict(arm.joint_index) == {"shoulder": 0, "elbow": 1, "wrist": 2}
    assert arm.bone_rows == ((0, 1), (1, 2))
    assert arm.mirror_rows == (0, 1, 2)
    assert not arm.is_human


def test_a_landmark_is_the_mean_of_what_stands_for_it_best_first():
    assert SMPL_22.rows_of("pelvis") == (0,)
    assert COCO_17.rows_of("pelvis") == (11, 12)
    assert KINECT_V2.rows_of("chest") == (20,)
    assert KINECT_V2.rows_of("left_hand_tip") == (21,)  # a joint's own name is a landmark too
    assert SMPL_22.rows_of("left_hand") == SMPL_22.rows_of("left_wrist")


def test_a_landmark_given_by_hand_wins_over_the_one_found():
    fish = Topology("fish", ("nose", "fin"), (("nose", "fin"),), landmarks={"head": ("fin",)})
    assert fish.rows_of("head") == (1,)


def test_has_knows_what_can_be_found():
    assert KINECT_V2.has(*LANDMARKS)
    assert not COCO_17.has("left_wrist", "left_thumb")


def test_a_landmark_nothing_stands_for_is_refused_with_the_joints_there_are():
    with pytest.raises(SkeletonError, match=r"no joint that stands for 'tail'; it has nose, left_eye"):
        COCO_17.rows_of("tail")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"joints": ()}, "needs at least one joint"),
        ({"joints": ("a", "b", "a")}, "names joints twice: a"),
        ({"bones": (("a", "c"),)}, "uses joints it does not list: c"),
        ({"bones": (("a", "a"),)}, "from a joint to itself: a"),
        ({"mirror": (("a", "z"),)}, "uses joints it does not list: z"),
        ({"parts": {"torso": ("x", "a")}}, "uses joints it does not list: x"),
        ({"landmarks": {"head": ("q",)}}, "uses joints it does not list: q"),
        ({"bones": (("a", "b"),), "rest_directions": ((0, 1, 0), (0, 1, 0))}, "has 1 bones but 2 rest directions"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_birth(fields, sentence):
    with pytest.raises(SkeletonError, match=sentence):
        Topology("odd", **{"joints": ("a", "b"), "bones": (), **fields})


def test_the_content_hash_speaks_of_everything_but_the_name():
    def made(name="x", **fields):
        return Topology(name, **{"joints": ("left_a", "right_a"), "bones": (("left_a", "right_a"),), **fields})

    plain = made().content_hash
    assert made(name="y").content_hash == plain
    others = [
        made(bones=()),
        made(mirror=(("left_a", "right_a"),)),
        made(parts={"torso": ("left_a",)}),
        made(rest_directions=((0.0, 1.0, 0.0),)),
        made(landmarks={"head": ("left_a",)}),
        made(joints=("left_a", "right_a", "b")),
    ]
    assert len({plain, *(other.content_hash for other in others)}) == 7


def test_a_topology_travels_between_processes():
    copy = pickle.loads(pickle.dumps(KINECT_V2))
    assert copy.content_hash == KINECT_V2.content_hash
    assert copy.part_of == KINECT_V2.part_of
