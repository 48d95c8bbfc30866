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
    assert topology.name == "body_25b" and "3 of 4" in said


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
    assert topology.name == "body_25" and "too little is seen" in said


def test_people_with_different_numbers_of_keypoints_are_refused(picture_pose):
    with pytest.raises(FormatError, match="found 18, 25"):
        choose_layout(HERE, [[picture_pose("body_25"), picture_pose("coco_18")]])
