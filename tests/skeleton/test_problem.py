from __future__ import annotations

import numpy as np

from skelbench.skeleton import KINECT_V2
from skelbench.skeleton.problem import KINDS, Problem


def test_a_problem_says_what_of_whom_where_and_when(body, clip):
    sequence = clip(KINECT_V2, body(KINECT_V2))
    one = Problem.of(sequence, "gap", "missing for 3 frames", (4, 6), (0, (0, 1)), (3.0, "frames"))
    assert (one.joints, one.first, one.last, one.figure, one.unit) == (KINECT_V2.joints[:2], 4, 6, 3.0, "frames")
    assert np.allclose((one.start_s, one.end_s), (0.4, 0.6)) and one.kind in KINDS
    joints = ", ".join(KINECT_V2.joints[:2])
    assert one.sentence == f"gap: person 0, {joints}, frames 4 to 6 (0.40 s): missing for 3 frames"


def test_everybody_many_joints_and_one_frame_are_told_shortly(body, clip):
    sequence = clip(KINECT_V2, body(KINECT_V2))
    assert Problem.of(sequence, "gap", "x", (2, 2)).sentence == "gap: everybody, frame 2 (0.20 s): x"
    assert "25 joints (" in Problem.of(sequence, "gap", "x", (2, 2), (0, tuple(range(25)))).sentence
