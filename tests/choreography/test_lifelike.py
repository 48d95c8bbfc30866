import numpy as np
import pytest

from skelbench.choreography import TRAINED, Variation, choreograph
from skelbench.choreography.lifelike import FAULTS, record_lifelike
from skelbench.choreography.variation import draw_view, pitch_split, yaw_split
from skelbench.errors import ParameterError
from skelbench.skeleton import BODY_25, KINECT_V2, SMPL_22

LIFELIKE = Variation(sensor="lifelike")
INDEX = KINECT_V2.joint_index


def only(fault, **wishes):
    return Variation(sensor="lifelike", without=frozenset(FAULTS) - {fault}, **wishes)


def clean(label, seed, **wishes):
    """The same camera, a sensor without a fault."""
    return choreograph(label, seed, Variation(sensor="lifelike", without=frozenset(FAULTS), **wishes))


def gap(clip):
    """(T) height of the hips above the ankles, as the camera has it."""
    ankles = 0.5 * (clip.landmark("left_ankle") + clip.landmark("right_ankle"))
    return (clip.landmark("pelvis") - ankles)[:, 0, 1]


def test_a_sensor_without_faults_sees_what_is_there():
    clip = clean("wave", 3, yaw_deg=10.0)
    plain = choreograph("wave", 3, Variation(yaw_deg=10.0, pitch_deg=float(clip.meta["view"].split()[-1])))
    assert clip.history == ()
    bones = [np.linalg.norm(c.landmark("left_elbow") - c.landmark("left_wrist"), axis=-1).mean() for c in (clip, plain)]
    assert bones[0] == pytest.approx(bones[1], abs=1e-5)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_does_something_and_can_be_left_out(fault):
    wishes = {"whole": True, "yaw_deg": 170.0 if fault == "swaps" else None}
    made = [("sit down", seed) for seed in range(5)] + [
        ("walk", seed) for seed in range(30 if fault == "collapse" else 5)
    ]
    pairs = [(choreograph(*one, only(fault, **wishes)), clean(*one, **wishes)) for one in made]
    assert any(one.content_hash != other.content_hash for one, other in pairs)


def test_hips_of_who_sits_stay_65_centimetres_above_the_ankles():
    lows = [gap(choreograph("sit down", seed, only("seat", whole=True)))[-3:].mean() for seed in range(16)]
    truly = [gap(clean("sit down", seed, whole=True))[-3:].mean() for seed in range(16)]
    assert np.mean(truly) < 0.55
    assert np.mean(lows) == pytest.approx(0.65, abs=0.05)


def test_who_looks_away_is_taken_to_face_the_sensor():
    for seed in range(8):
        away, seen = clean("wave", seed, yaw_deg=180.0), choreograph("wave", seed, only("swaps", yaw_deg=180.0))
        if seen.history:
            assert away.landmark("left_shoulder")[0, 0, 0] > away.landmark("right_shoulder")[0, 0, 0]
            assert seen.landmark("left_shoulder")[0, 0, 0] < seen.landmark("right_shoulder")[0, 0, 0]
            break
    else:
        pytest.fail("nobody who looked away was taken to face the sensor")


def test_an_arm_behind_the_body_is_guessed():
    moved = []
    for seed in range(12):
        wishes = {"yaw_deg": 70.0, "style": "normal", "whole": True}
        hidden, seen = clean("walk", seed, **wishes), choreograph("walk", seed, only("occlusion", **wishes))
        gaps = np.linalg.norm(hidden.positions - seen.positions, axis=-1)[:, 0]
        wrists = gaps[:, [INDEX["left_wrist"], INDEX["right_wrist"]]].max(0)
        moved.append(wrists.max())
        assert gaps[:, INDEX["spine_base"]].max() == 0.0
    assert sum(way > 0.05 for way in moved) >= 4


def test_hanging_arms_come_out_longer():
    def reach(clip):
        return np.linalg.norm(clip.landmark("left_shoulder") - clip.landmark("left_wrist"), axis=-1).max()

    longer = [reach(choreograph("bow", s, only("arms"))) / reach(clean("bow", s)) for s in range(10)]
    assert 1.02 < np.mean(longer) < 1.10


def test_the_upper_body_seems_to_lean_about_hips_that_stay():
    leans = []
    for seed in range(24):
        seen, truly = choreograph("clap", seed, only("trunk", whole=True)), clean("clap", seed, whole=True)
        for joint in ("spine_base", "left_knee", "right_ankle"):
            assert np.array_equal(seen.positions[:, 0, INDEX[joint]], truly.positions[:, 0, INDEX[joint]])
        along = [c.positions[:, 0, INDEX["neck"]] - c.positions[:, 0, INDEX["spine_base"]] for c in (seen, truly)]
        cosine = (along[0] * along[1]).sum(-1) / np.linalg.norm(along[0], axis=-1) / np.linalg.norm(along[1], axis=-1)
        leans.append(np.degrees(np.arccos(np.clip(cosine, -1.0, 1.0))).max())
    assert 2.0 < np.median(leans) < 8.0 and max(leans) < 20.0


def test_a_skeleton_collapses_where_somebody_leaves():
    heaps = [choreograph("walk", seed, only("collapse")) for seed in range(60)]
    fallen = [clip for clip in heaps if any("collapsed" in fault for fault in clip.history)]
    assert 1 <= len(fallen) <= 12
    clip = fallen[0]
    size = np.ptp(clip.positions[:, 0, :, 1], axis=1)
    assert min(size[0], size[-1]) < 0.7 * np.median(size)


def test_frames_arrive_at_many_rates_and_the_first_and_last_always():
    clips = [choreograph("walk", seed, only("frames")) for seed in range(40)]
    whole = [clean("walk", seed) for seed in range(40)]
    assert all(a.times[[0, -1]] == pytest.approx(b.times[[0, -1]]) for a, b in zip(clips, whole, strict=True))
    assert min(clip.fps for clip in clips) < 16 < max(clip.fps for clip in clips)


def test_the_camera_is_tilted_and_mostly_faced():
    rngs = (np.random.Generator(np.random.PCG64(seed)) for seed in range(400))
    views = [draw_view(rng, "held_out", LIFELIKE) for rng in rngs]
    assert all(5.0 <= view.pitch_deg <= 20.0 for view in views)
    assert np.mean([abs(view.yaw_deg) < 45 for view in views]) > 0.75
    assert 0.05 < np.mean([abs(view.yaw_deg) > 95 for view in views]) < 0.25
    assert (
        {yaw_split(view.yaw_deg) for view in views} == {pitch_split(view.pitch_deg) for view in views} == {"held_out"}
    )


def test_a_detector_loses_and_doubts_what_it_does_not_see():
    clips = [choreograph("walk", seed, LIFELIKE, BODY_25) for seed in range(8)]
    assert all(clip.dimensions == 2 and clip.confidence is not None for clip in clips)
    assert any(not clip.valid.all() for clip in clips)
    assert min(clip.confidence[clip.valid].min() for clip in clips) < 0.5


def test_motion_capture_only_trembles():
    for label in TRAINED[:4]:
        assert choreograph(label, 5, LIFELIKE, SMPL_22).history == ()


def test_the_same_generator_gives_the_same_recording_and_leaves_the_clean_points_alone():
    points, times = np.random.default_rng(0).normal(size=(30, 2, 25, 3)), np.arange(30) / 30
    before = points.copy()
    one, same = (record_lifelike(points, times, KINECT_V2, np.random.Generator(np.random.PCG64(4))) for _ in range(2))
    np.testing.assert_array_equal(one.positions, same.positions)
    np.testing.assert_array_equal(points, before)


def test_an_unknown_fault_or_sensor_is_refused():
    with pytest.raises(ParameterError, match=r"no fault 'jiter'\. Did you mean 'jitter'"):
        Variation(sensor="lifelike", without=frozenset({"jiter"}))
    with pytest.raises(ParameterError, match="sensor must be False or True or lifelike, found 'real'"):
        Variation(sensor="real")
