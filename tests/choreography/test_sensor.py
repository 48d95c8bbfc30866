import numpy as np
import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.choreography.sensor import record
from skelbench.skeleton import BODY_25, COCO_17, KINECT_V2, SMPL_22, Space, place_in_view

SENSOR = Variation(sensor=True)


def both(seed, topology=KINECT_V2):
    return choreograph("drink water", seed, None, topology), choreograph("drink water", seed, SENSOR, topology)


def errors(topology):
    clips = [both(seed, topology) for seed in range(12)]
    kept = [(np.isin(np.round(clean.times, 5), np.round(seen.times, 5)), clean, seen) for clean, seen in clips]
    gaps = [np.linalg.norm(clean.positions[rows] - seen.positions, axis=-1).ravel() for rows, clean, seen in kept]
    return np.concatenate(gaps)


def test_a_depth_sensor_trembles_by_about_a_centimetre():
    assert 0.005 < np.nanmedian(errors(KINECT_V2)) < 0.02


def test_motion_capture_trembles_less():
    assert np.nanmedian(errors(SMPL_22)) < np.nanmedian(errors(KINECT_V2))


def test_a_sensor_loses_joints_and_drops_frames_in_some_clips():
    seen = [choreograph("wave", seed, SENSOR) for seed in range(30)]
    assert any(not clip.valid.all() for clip in seen)
    assert any(np.ptp(np.diff(clip.times)) > 0.01 for clip in seen)
    faults = {fault.split(" in ")[0] for clip in seen for fault in clip.history}
    assert len(faults) >= 3


@pytest.mark.parametrize("topology", [COCO_17, BODY_25])
def test_a_picture_detector_gives_pixels_and_confidences(topology):
    clip = choreograph("wave", 2, SENSOR, topology)
    assert clip.space == Space("px", "-y", "right", "image")
    assert clip.dimensions == 2
    assert clip.confidence is not None and clip.confidence.min() >= 0 and clip.confidence.max() <= 1
    assert np.nanmin(clip.landmark("head")[..., 1]) < np.nanmin(clip.landmark("left_ankle")[..., 1])  # y grows down


def test_a_picture_placed_in_view_keeps_left_and_right():
    flat = place_in_view(choreograph("bow", 1, Variation(sensor=True, yaw_deg=0.0), COCO_17))
    solid = place_in_view(choreograph("bow", 1, Variation(yaw_deg=0.0), COCO_17))
    for clip in (flat, solid):
        assert clip.landmark("left_shoulder")[0, 0, 0] < clip.landmark("right_shoulder")[0, 0, 0]


def test_the_first_and_the_last_frame_always_arrive():
    for seed in range(12):
        clean, seen = both(seed)
        assert seen.times[[0, -1]] == pytest.approx(clean.times[[0, -1]])


def test_the_same_generator_gives_the_same_recording():
    points, times = np.ones((20, 1, 25, 3)), np.arange(20) / 30
    one, same = (record(points, times, KINECT_V2, np.random.Generator(np.random.PCG64(4))) for _ in range(2))
    np.testing.assert_array_equal(one.positions, same.positions)
