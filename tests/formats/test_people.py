from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording
from skelbench.formats.people import follow_people

HERE = Recording(Path("clip"))


def test_people_who_pass_each_other_keep_their_identity(picture_pose):
    frames = [[picture_pose("body_25", (200 + 20 * t, 600)), picture_pose("body_25", (800 - 20 * t, 600), 300)]
              for t in range(30)]  # fmt: skip
    keypoints, _ = follow_people(HERE, [frame[:: 1 if t % 3 else -1] for t, frame in enumerate(frames)], 25)
    np.testing.assert_allclose(keypoints[:, 0], [frame[0] for frame in frames])
    np.testing.assert_allclose(keypoints[:, 1], [frame[1] for frame in frames])


def test_a_person_out_of_sight_for_a_while_is_found_again(picture_pose):
    pose = picture_pose("body_25")
    keypoints, said = follow_people(HERE, [[pose] if t not in (5, 6, 7) else [] for t in range(20)], 25)
    assert keypoints.shape[1] == 1 and said == []
    assert np.isnan(keypoints[5:8]).all() and np.isfinite(keypoints[8:]).all()


def test_a_short_detection_is_dropped_but_the_only_one_is_kept(picture_pose):
    pose, flash = picture_pose("body_25"), picture_pose("body_25", (900, 600))
    keypoints, said = follow_people(HERE, [[pose, flash] if t == 3 else [pose] for t in range(40)], 25)
    assert keypoints.shape[1] == 1 and "1 of 2 people" in said[0]
    keypoints, _ = follow_people(HERE, [[flash * (1, 1, 0.1)], *[[]] * 39], 25)
    assert keypoints.shape[1] == 1


def test_frames_with_nobody_are_refused():
    with pytest.raises(FormatError, match="none with a keypoint in any of the 2 frames"):
        follow_people(HERE, [[], [np.full((25, 3), np.nan)]], 25)
