import base64

import numpy as np
import pytest
from skelbench_widgets.payload import (
    as_spans,
    checked_seen,
    checked_values,
    clip_description,
    pack_buffer,
    pack_text,
    placed,
)

from skelbench.errors import SkeletonError
from skelbench.skeleton import place_in_view


def decoded(packed, kind):
    return np.frombuffer(base64.b64decode(packed["base64"]), kind)


def test_a_clip_given_as_read_is_placed_and_a_placed_one_is_left_alone(clip):
    ready = place_in_view(clip)
    assert placed(ready) is ready
    np.testing.assert_array_equal(placed(clip).positions, ready.positions)


def test_a_millimetre_survives_the_page_and_a_missing_joint_stays_missing():
    positions = np.array([[[[0.001, -1.234, 3.0], [np.nan] * 3]]], dtype=np.float32)
    packed = pack_text(positions, quantise=True)
    assert packed["dtype"] == "int16" and packed["scale"] == 0.001
    assert decoded(packed, "<i2").tolist() == [1, -1234, 3000, -32768, -32768, -32768]


def test_a_clip_wider_than_32_metres_is_coarser_instead_of_wrapping_round():
    packed = pack_text(np.array([[[[100.0, 0.0, 5.0]]]]), quantise=True)
    steps = decoded(packed, "<i2") * packed["scale"]
    np.testing.assert_allclose(steps, [100, 0, 5], atol=packed["scale"] / 2)


def test_frames_without_any_value_are_not_sent():
    values = np.full((4, 1, 2), np.nan, dtype=np.float32)
    values[2] = [[1.5, np.nan]]
    packed = pack_text(values)
    assert packed["rows"] == [2] and packed["shape"] == [4, 1, 2]
    np.testing.assert_array_equal(decoded(packed, "<f4"), np.float32([1.5, np.nan]))


def test_arrays_travel_to_the_kernel_as_buffers_of_single_precision():
    packed = pack_buffer(np.array([[1.0, np.nan]]))
    assert packed["dtype"] == "float32" and packed["shape"] == [1, 2] and len(packed["view"]) == 8
    assert pack_buffer(np.array([True, False]))["view"].tolist() == [1, 0]
    assert pack_buffer(None) is None and pack_text(None) is None


def test_values_may_be_one_a_joint_or_one_a_joint_and_frame(clip, two_people):
    frames, people, joints = clip.positions.shape[:3]
    assert checked_values(clip, np.ones(joints)).shape == (1, 1, joints)
    assert checked_values(clip, np.ones((frames, joints))).shape == (frames, people, joints)
    assert checked_values(clip, None) is None
    with pytest.raises(SkeletonError, match=r"\(T P J\) = \(30, 2, 25\)"):
        checked_values(two_people, np.ones((frames, joints)))


def test_an_infinite_value_is_refused(clip):
    with pytest.raises(SkeletonError, match="found infinity"):
        checked_values(clip, np.full(25, np.inf))


def test_values_of_unseen_frames_are_nothing_and_never_zero(clip, seen, values):
    checked = checked_values(clip, values, seen)
    assert np.isnan(checked[~seen]).all() and np.isfinite(checked[seen]).all()


@pytest.mark.parametrize("wrong", [np.ones(30), np.ones(29, dtype=bool), [0, 5, 9]])
def test_seen_frames_are_a_mask_of_the_clip(clip, wrong):
    with pytest.raises(SkeletonError, match="30 booleans"):
        checked_seen(clip, wrong)


def test_a_span_needs_its_words_and_a_start_before_its_end():
    assert as_spans([{"start": 0, "end": 1, "text": "up", "other": 3}]) == [{"start": 0.0, "end": 1.0, "text": "up"}]
    with pytest.raises(SkeletonError, match="found no end and no text"):
        as_spans([{"start": 0}])
    with pytest.raises(SkeletonError, match="found 2 to 1 s"):
        as_spans([{"start": 2, "end": 1, "text": "back"}])
    with pytest.raises(SkeletonError, match="found nan"):
        as_spans([{"start": float("nan"), "end": 1, "text": "never"}])


def test_a_picture_clip_says_that_it_is_flat(clip):
    picture = clip.changed(positions=clip.positions[..., :2])
    assert clip_description(placed(picture))["flat"]
    described = clip_description(placed(clip))
    assert not described["flat"] and described["joints"][described["head"]] == "head"
