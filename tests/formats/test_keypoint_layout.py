from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.keypoint_layout import choose_layout

HERE = Recording(Path("clip"))


def test_the_majority_of_people_decides(picture_pose):
    frames = [[picture_pose("body_25b")]] * 3 + [[picture_pose("body_25")]]
    topology, said = choose_layout(HERE, frames)
    assert topology.name == "body_25b" and "3 of 4" in said[0]


@pytest.mark.parametrize("name", ["body_25", "body_25b"])
@pytest.mark.parametrize("hidden", [[0], [0, 1, 2], [15, 16, 17, 18], [1, 2, 3, 4]])
def test_a_part_of_the_body_is_enough(picture_pose, name, hidden):
    pose = picture_pose(name)
    pose[hidden] = np.nan
    assert choose_layout(HERE, [[pose]])[0].name == name


def test_where_nothing_tells_body_25_is_assumed_and_said(picture_pose):
    pose = picture_pose("body_25b")
    pose[[1, 2, 3, 4, 15, 16, 17, 18]] = np.nan
    topology, said = choose_layout(HERE, [[pose]])
    assert topology.name == "body_25" and "too little is seen" in said[0]


def test_people_with_different_numbers_of_keypoints_are_refused(picture_pose):
    with pytest.raises(FormatError, match="found 18, 25"):
        choose_layout(HERE, [[picture_pose("body_25"), picture_pose("coco_18")]])


@pytest.mark.parametrize(
    ("count", "body", "whole"),
    [(130, "coco_18", "coco_18_whole"), (133, "coco_23", "coco_133"), (136, "halpe_26", "halpe_136"),
     (137, "body_25", "body_25_whole")],
)  # fmt: skip
def test_face_and_hands_are_left_out_and_said_so_unless_the_whole_is_asked_for(count, body, whole):
    frames = [[np.full((count, 3), np.nan)]]
    topology, said = choose_layout(HERE, frames)
    left_out = count - len(topology.joints)
    assert topology.name == body and f"face and hands, {left_out} keypoints, are left out" in said[1]
    topology, said = choose_layout(Recording(Path("clip"), detail="whole"), frames)
    assert topology.name == whole and len(topology.joints) == count and "one topology" in said[1]


def test_layouts_without_a_face_are_known_by_their_number():
    for count, name in {17: "coco_17", 26: "halpe_26", 33: "mediapipe_33"}.items():
        assert choose_layout(HERE, [[np.ones((count, 3))]])[0].name == name
