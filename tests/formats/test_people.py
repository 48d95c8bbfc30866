from __future__ import annotations

import time
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
    assert keypoints.shape[1] == 1 and "1 of 2 people" in said[1]
    keypoints, _ = follow_people(HERE, [[flash * (1, 1, 0.1)], *[[]] * 39], 25)
    assert keypoints.shape[1] == 1


def test_frames_with_nobody_are_refused():
    with pytest.raises(FormatError, match="none with a keypoint in any of the 2 frames"):
        follow_people(HERE, [[], [np.full((25, 3), np.nan)]], 25)


def test_ids_win_over_distance_and_false_detections_go_by_id_too(picture_pose):
    near, far = picture_pose("body_25", (200, 600)), picture_pose("body_25", (900, 600))
    frames = [[near, far] if t < 10 else [far, near] for t in range(20)]
    frames[3] = [*frames[3], picture_pose("body_25", (500, 600))]
    ids = [[4, 9] for _ in frames]
    ids[3] = [4, 9, 11]
    keypoints, said = follow_people(HERE, frames, 25, ids)
    assert keypoints.shape[1] == 2 and "2 of 3 people" in said[1] and "own ids" in said[0]
    np.testing.assert_array_equal(keypoints[12, 0], far)  # the person called 4 now stands there


def test_one_detection_without_an_id_and_distance_decides(picture_pose):
    near, far = picture_pose("body_25", (200, 600)), picture_pose("body_25", (900, 600))
    keypoints, said = follow_people(HERE, [[near, far], [far, near]], 25, [[1, 2], [1, None]])
    np.testing.assert_array_equal(keypoints[0], keypoints[1])
    assert "told apart by distance" in said[0]


def test_a_crowd_that_never_meets_itself_is_followed_in_a_second():
    rng = np.random.default_rng(0)
    frames = [list(rng.uniform(0, 1000, (50, 17, 3)) * (1, 1, 1e-3)) for _ in range(60)]
    begun = time.process_time()
    follow_people(HERE, frames, 17)
    assert time.process_time() - begun < 2


@pytest.fixture
def three_people(picture_pose):
    """Three who stand; the second sways widely, the third a little, the first not at all. (30 frames)"""
    sway = np.sin(np.arange(30) / 3)
    return [
        [picture_pose("body_25", (200, 600)), picture_pose("body_25", (600 + 40 * one, 600)),
         picture_pose("body_25", (1000 + 10 * one, 600))]
        for one in sway
    ]  # fmt: skip


def test_of_three_the_two_who_move_most_are_kept_and_everybody_is_listed(three_people):
    keypoints, said = follow_people(HERE, three_people, 25)
    np.testing.assert_allclose(keypoints[0], np.stack(three_people[0][1:]))
    assert "2 of 3 people" in said[1] and "motion energy" in said[1]
    assert "1 (kept)" in said[2] and "; 3, " in said[2] and "people= (--people 1,3)" in said[2]
    assert "in 100% of the frames from 0" in said[2]


def test_others_are_kept_where_they_are_asked_for(three_people):
    still, most, _ = three_people[0]
    asked = Recording(Path("clip"), people=(3,))
    np.testing.assert_allclose(follow_people(asked, three_people, 25)[0][0, 0], still)
    both, said = follow_people(Recording(Path("clip"), people=(3, 1)), three_people, 25)
    assert {tuple(one) for one in both[0, :, 0]} == {tuple(still[0]), tuple(most[0])}
    assert "2 of 3 people followed through the frames are kept (as asked for)" in said[1]
    assert follow_people(Recording(Path("clip"), people=(1, 2, 3)), three_people, 25)[0].shape[1] == 3
    with pytest.raises(FormatError, match="Expected people= among 1 to 3, found 4"):
        follow_people(Recording(Path("clip"), people=(4,)), three_people, 25)
