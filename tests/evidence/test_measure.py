import numpy as np
import pytest

from skelbench.errors import ParameterError, UnknownNameError
from skelbench.evidence import Gate, Measurement, Settings, judge, measure
from skelbench.records import Verdict
from skelbench.skeleton import COCO_17, KINECT_V2, SkeletonSequence, Space, Topology, mirror


@pytest.mark.parametrize(
    ("value", "error", "lower", "upper", "verdict"),
    [
        (0.2, 0.01, None, 0.25, Verdict.HOLDS), (0.3, 0.01, None, 0.25, Verdict.CONTRADICTED),
        (0.26, 0.02, None, 0.25, Verdict.UNCERTAIN), (0.24, 0.02, None, 0.25, Verdict.UNCERTAIN),
        (0.2, float("nan"), None, 0.25, Verdict.UNCERTAIN), (float("nan"), 0.0, 0.0, None, Verdict.NOT_MEASURABLE),
        (3.0, 0.0, 3.0, None, Verdict.HOLDS), (1.0, 0.0, None, None, Verdict.HOLDS),
        (0.5, 0.1, 0.0, 0.55, Verdict.UNCERTAIN), (-1.0, 0.1, 0.0, 0.5, Verdict.CONTRADICTED),
    ],
)  # fmt: skip
def test_a_value_is_judged_by_its_distance_from_the_limits(value, error, lower, upper, verdict):
    assert judge(value, error, lower, upper) is verdict


def test_evidence_names_joints_span_limits_and_sources(build, seconds):
    hand = np.where((seconds > 1)[:, None], (0.1, 1.62, 0.1), (0.22, 0.79, 0.0))
    what = Measurement(
        "hand_to_head", "kept_below", "left", upper=0.3, settings=Settings(share=0.5), source="a brush is 0.25 m long"
    )
    found = measure(build(seconds, left_hand=hand), what)
    assert found.verdict is Verdict.HOLDS
    assert found.formula == "hand_to_head.kept_below" and found.unit == "m" and found.joints == ("left_hand", "head")
    assert found.value == pytest.approx(np.hypot(0.1, 0.1), abs=0.01)
    assert (found.start_s, found.end_s) == (pytest.approx(1.0, abs=0.1), pytest.approx(seconds[-1]))
    assert "Euclidean" in found.source and "a brush" in found.source


def test_the_error_grows_with_the_noise_of_the_recording(build, seconds):
    what = Measurement("hand_to_head", "minimum", "left")
    errors = [measure(build(seconds, noise=noise), what).error for noise in (0.001, 0.01)]
    assert errors[0] < errors[1] / 4
    assert 0.002 < errors[1] < 0.05


def test_measuring_twice_gives_the_same_to_the_last_bit(build, seconds):
    what = Measurement("hand_speed", "maximum", "left")
    assert measure(build(seconds, noise=0.01), what) == measure(build(seconds, noise=0.01), what)


def test_an_extreme_is_an_instant(build, seconds):
    hand = np.array([0.3, 0.8, 0.0]) + np.exp(-((seconds - 2) ** 2) / 0.1)[:, None] * (0, 1, 0)
    found = measure(build(seconds, left_hand=hand), Measurement("hand_above_shoulder", "maximum", "left"))
    assert found.start_s == found.end_s == pytest.approx(2.0, abs=0.04)


def test_a_gate_picks_the_frames_it_speaks_of(build, seconds):
    up = (seconds > 1.5)[:, None]
    hand = np.where(up, (0.3, 1.7, 0.2), (0.3, 0.8, 0.0))
    high = Measurement("hand_forward", "mean", "left", Gate("hand_above_shoulder", lower=0.1))
    assert measure(build(seconds, left_hand=hand), high).value == pytest.approx(0.2, abs=0.01)
    never = Measurement("hand_forward", "mean", "left", Gate("hand_above_shoulder", lower=1.0))
    assert measure(build(seconds, left_hand=hand), never).verdict is Verdict.NOT_MEASURABLE


def test_a_missing_joint_is_not_measurable_never_a_number(build, seconds):
    sequence = build(seconds)
    positions = sequence.positions.copy()
    positions[:60, 0, KINECT_V2.joint_index["left_hand"]] = np.nan
    found = measure(sequence.changed(positions=positions), Measurement("hand_to_head", "mean", "left", upper=3.0))
    assert found.verdict is Verdict.NOT_MEASURABLE and np.isnan(found.value)
    tail = SkeletonSequence(
        Topology("mouse", ("snout", "tail"), ()), np.eye(3)[:, None, :2, None] * np.ones(3), [0, 1, 2]
    )
    assert measure(tail, Measurement("hand_to_head", "mean", "left")).verdict is Verdict.NOT_MEASURABLE
    assert measure(build(seconds[:4]), Measurement("trunk_lean")).verdict is Verdict.NOT_MEASURABLE


def test_a_picture_is_measured_only_where_that_is_allowed(seconds):
    picture = np.zeros((90, 1, 17, 2))
    marks = {"shoulder": (30, 100), "hip": (20, 200), "wrist": (40, 50), "elbow": (50, 90), "ear": (10, 60)}
    for name, (x, y) in marks.items():
        for sign, side in ((1, "left"), (-1, "right")):
            picture[:, 0, COCO_17.joint_index[f"{side}_{name}"]] = (300 + sign * x, y)
    sequence = SkeletonSequence(COCO_17, picture, seconds, space=Space("px", "-y", frame="image"))
    strict = Measurement("wrist_above_elbow", "mean", "left", lower=0.05)
    assert measure(sequence, strict).verdict is Verdict.NOT_MEASURABLE
    found = measure(sequence, Measurement("wrist_above_elbow", "mean", "left", lower=0.05, on_pictures=True))
    assert found.value == pytest.approx(40 * 0.5 / 100, abs=1e-6)


def test_doubling_the_frame_rate_changes_no_measurement(build):
    def waved(fps):
        times = np.arange(int(3 * fps) + 1) / fps
        hand = (0.4, 1.6, 0.1) + 0.15 * np.sin(2 * np.pi * times)[:, None] * np.array([1.0, 0, 0])
        return build(times, left_hand=hand)

    for statistic, quantity in (("maximum", "hand_speed"), ("frequency", "hand_path"), ("mean", "hand_to_head")):
        what = Measurement(quantity, statistic, "left")
        assert measure(waved(30), what).value == pytest.approx(measure(waved(60), what).value, rel=0.02)


def test_the_mirror_image_has_the_same_measurements_on_the_other_side(build, seconds):
    sequence = build(seconds, left_elbow=(0.45, 1.4, 0.1), left_wrist=(0.45, 1.6, 0.2), left_hand=(0.45, 1.68, 0.2))
    for quantity in ("elbow_flexion", "shoulder_elevation", "hand_outward", "hand_forward", "hand_to_ear"):
        left = measure(sequence, Measurement(quantity, "mean", "left")).value
        right = measure(mirror(sequence), Measurement(quantity, "mean", "right")).value
        assert left == pytest.approx(right, abs=2e-4), quantity


def test_questions_that_make_no_sense_are_refused():
    with pytest.raises(ParameterError, match="expects a side"):
        Measurement("knee_flexion")
    with pytest.raises(ParameterError, match="expects no side"):
        Measurement("trunk_lean", side="left")
    with pytest.raises(ParameterError, match="takes a series"):
        Measurement("hand_path", "mean", "left")
    with pytest.raises(ParameterError, match="cross"):
        Measurement("trunk_lean", lower=2, upper=1)
    with pytest.raises(UnknownNameError, match="Did you mean 'maximum'"):
        Measurement("trunk_lean", "maximun")
