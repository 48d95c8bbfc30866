from __future__ import annotations

import pickle

import numpy as np
import pytest

from skelbench.errors import SkeletonError
from skelbench.records import Truth
from skelbench.skeleton import Segment, SkeletonSequence, Source, Space, Topology

PAIR = Topology("pair", ("low", "high"), (("low", "high"),), landmarks={"middle": ("low", "high")})


def made(**fields: object) -> SkeletonSequence:
    """Two joints over four frames, at whole centimetres."""
    positions = np.round(np.random.default_rng(1).uniform(-1, 1, size=(4, 1, 2, 3)), 2)
    return SkeletonSequence(**{"topology": PAIR, "positions": positions, "times": np.arange(4) / 10, **fields})


def test_a_missing_joint_is_never_a_number():
    valid = np.ones((4, 1, 2), dtype=bool)
    valid[1, 0, 0] = False
    sequence = made(valid=valid)
    assert np.isnan(sequence.positions[1, 0, 0]).all()
    assert np.isfinite(sequence.positions[sequence.valid]).all()
    assert sequence.present.all()


def test_half_a_position_is_no_position():
    positions = made().positions.copy()
    positions[2, 0, 1, 0] = np.nan
    sequence = made(positions=positions)
    assert not sequence.valid[2, 0, 1]
    assert np.isnan(sequence.positions[2, 0, 1]).all()


def test_arrays_are_copies_that_nobody_can_write_to():
    positions = np.zeros((4, 1, 2, 3))
    sequence = made(positions=positions)
    positions[0] = 7
    assert (sequence.positions == 0).all()
    for array in (sequence.positions, sequence.times, sequence.valid, sequence.present):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1
    with pytest.raises(TypeError):
        sequence.meta["x"] = "y"


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"positions": np.zeros((4, 1, 2))}, r"shape \(T P J D\) with D 2 or 3, found \(4, 1, 2\)"),
        ({"positions": np.zeros((4, 1, 2, 4))}, r"D 2 or 3"),
        ({"positions": np.zeros((4, 1, 3, 3))}, "pair has 2 joints, positions have 3"),
        ({"positions": np.full((4, 1, 2, 3), np.inf)}, "low is infinite in frame 0"),
        ({"positions": np.full((4, 1, 2, 3), 1e300)}, "low is infinite in frame 0"),
        ({"times": np.arange(3)}, "Positions have 4 frames, times have shape"),
        ({"times": [0, 1, 1, 2]}, "not at frame 2"),
        ({"times": [0, np.nan, 1, 2]}, "not at frame 1"),
        ({"times": [0, 2, 1, 3]}, "not at frame 2"),
        ({"valid": np.ones((4, 1, 1), dtype=bool)}, r"valid of shape \(4, 1, 2\), found \(4, 1, 1\)"),
        ({"valid": np.ones(7, dtype=bool)}, r"valid of shape \(4, 1, 2\), found \(7,\)"),
        ({"present": np.ones((4, 2), dtype=bool)}, r"present of shape \(4, 1\)"),
        ({"confidence": np.ones((4, 1))}, r"confidence of shape \(4, 1, 2\)"),
        ({"orientations": np.ones((4, 1, 2, 3))}, r"orientations of shape \(4, 1, 2, 4\)"),
        ({"present": np.zeros((4, 1), dtype=bool)}, "valid in a frame whose person is marked absent"),
    ],
)
def test_what_does_not_fit_together_is_refused_at_birth(fields, sentence):
    with pytest.raises(SkeletonError, match=sentence):
        made(**fields)


def test_counts_duration_and_rate_are_those_of_the_recording():
    sequence = made(times=[5.0, 5.1, 5.2, 5.5])
    assert (sequence.frames, sequence.people, sequence.dimensions) == (4, 1, 3)
    assert sequence.duration == pytest.approx(0.5)
    assert sequence.fps == pytest.approx(10)  # the median step: a skipped frame does not slow the recording down


def test_a_single_frame_lasts_no_time_and_has_no_rate():
    sequence = SkeletonSequence(PAIR, np.zeros((1, 1, 2, 3)), np.zeros(1))
    assert sequence.duration == 0
    assert np.isnan(sequence.fps)


def test_a_landmark_lies_in_the_middle_of_its_joints_and_is_missing_where_one_is():
    positions = np.zeros((4, 1, 2, 3))
    positions[:, :, 1] = (2, 4, 6)
    positions[3, 0, 0] = np.nan
    middle = made(positions=positions).landmark("middle")
    assert middle[0, 0].tolist() == [1, 2, 3]
    assert np.isnan(middle[3]).all()


def test_a_change_says_so_and_keeps_the_rest():
    first = made(label="wave", meta={"camera": "3"}, history=("read",))
    second = first.changed(positions=first.positions + 1, history="moved by 1 m")
    assert second.history == ("read", "moved by 1 m")
    assert (second.label, dict(second.meta)) == ("wave", {"camera": "3"})
    np.testing.assert_allclose(second.positions, first.positions + 1)


def test_a_span_keeps_its_times_and_drops_what_speaks_of_the_whole():
    whole = made(truth=Truth("wave"), segments=(Segment("wave", 0, 1),), confidence=np.ones((4, 1, 2)))
    part = whole.span(1, 3)
    assert part.times.tolist() == [0.1, 0.2]
    np.testing.assert_array_equal(part.positions, whole.positions[1:3])
    assert part.confidence.shape == (2, 1, 2)
    assert part.truth is None and part.segments == ()
    assert part.history == ("frames 1 to 2 of 4 kept",)
    assert whole.span(2, 99).history == ("frames 2 to 3 of 4 kept",)


@pytest.mark.parametrize(("start", "stop"), [(4, 6), (2, 2), (3, 1), (-1, 2)])
def test_a_span_without_a_frame_of_the_clip_is_refused(start, stop):
    with pytest.raises(SkeletonError, match="within frames 0 to 3"):
        made().span(start, stop)


def test_the_content_hash_changes_with_what_a_model_sees_and_with_nothing_else():
    base = made()
    moved = base.positions.astype(np.float64)
    moved[2, 0, 1, 0] += 0.001
    fewer = np.ones((4, 1, 2), dtype=bool)
    fewer[0, 0, 0] = False
    different = [
        made(positions=moved),
        made(valid=fewer),
        made(times=np.arange(4) / 11),
        made(space=Space(frame="body")),
        made(topology=Topology("pair", ("low", "top"), (("low", "top"),))),
        made(confidence=np.ones((4, 1, 2))),
        made(confidence=np.full((4, 1, 2), 0.5)),
        made(positions=base.positions[:, :, ::-1]),
    ]
    assert len({base.content_hash, *(other.content_hash for other in different)}) == 1 + len(different)
    nudged = base.positions.astype(np.float64) + 1e-6
    same = [
        made(label="wave", subject="s01", source=Source("a.csv", "card", "0"), meta={"a": "b"}, history=("x",)),
        made(topology=Topology("another name", PAIR.joints, PAIR.bones, landmarks={"middle": ("low", "high")})),
        made(positions=nudged),
    ]
    assert {other.content_hash for other in same} == {base.content_hash}


def test_the_content_hash_of_monstrous_numbers_is_still_a_hash():
    assert len(made(positions=np.full((4, 1, 2, 3), 3e38)).content_hash) == 64


def test_a_sequence_travels_between_processes_and_stays_read_only():
    first = made(label="wave", meta={"a": "b"}, truth=Truth("wave"), valid=np.arange(8).reshape(4, 1, 2) > 2)
    second = pickle.loads(pickle.dumps(first))
    assert second.content_hash == first.content_hash
    assert second.truth == first.truth
    assert dict(second.meta) == {"a": "b"}
    assert not second.positions.flags.writeable
