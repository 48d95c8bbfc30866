import numpy as np
import pandas as pd
import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.errors import SkeletonError
from skelbench.skeleton import COCO_17, KINECT_V2, SMPL_22, from_dataset, from_frame, to_dataset, to_frame


def gappy():
    clip = choreograph("shake hands", 2)
    positions = clip.positions.copy()
    positions[3:6, 0, 4] = np.nan
    positions[5, 1] = np.nan
    present = clip.present.copy()
    present[5, 1] = False
    return clip.changed(positions=positions, present=present)


SEQUENCES = {
    "two people with gaps": gappy,
    "a picture with confidence": lambda: choreograph("wave", 1, Variation(sensor=True), COCO_17),
    "a body": lambda: choreograph("bow", 1, topology=SMPL_22),
}


@pytest.fixture(params=SEQUENCES)
def sequence(request):
    return SEQUENCES[request.param]()


def same(one, other):
    np.testing.assert_array_equal(one.positions, other.positions)
    np.testing.assert_array_equal(one.valid, other.valid)
    np.testing.assert_array_equal(one.present, other.present)
    np.testing.assert_array_equal(one.times, other.times)
    assert one.space == other.space
    assert (one.confidence is None) == (other.confidence is None)


def test_a_table_comes_back_as_it_was(sequence):
    table = to_frame(sequence)
    assert len(table) == sequence.valid.size
    again = from_frame(table, sequence.topology)
    same(again, sequence)
    assert again.label == sequence.label
    if sequence.confidence is not None:
        np.testing.assert_array_equal(again.confidence, sequence.confidence)


def test_rows_may_come_in_any_order(sequence):
    table = to_frame(sequence)
    shuffled = table.sample(frac=1.0, random_state=0)
    shuffled.attrs = table.attrs
    same(from_frame(shuffled, sequence.topology), sequence)


def test_a_row_by_hand():
    clip = choreograph("wave", 1)
    row = to_frame(clip).query("frame == 2 and joint == 'head'").iloc[0]
    np.testing.assert_array_equal([row.x, row.y, row.z], clip.positions[2, 0, KINECT_V2.joint_index["head"]])
    assert row.time_s == clip.times[2]


def test_a_table_of_other_things_is_refused():
    table = to_frame(choreograph("wave", 1))
    with pytest.raises(SkeletonError, match="Expected columns frame"):
        from_frame(table.drop(columns="joint"), KINECT_V2)
    with pytest.raises(SkeletonError, match="found some twice"):
        from_frame(pd.concat([table, table]), KINECT_V2)
    with pytest.raises(SkeletonError, match="Expected joints of 'coco_17'"):
        from_frame(table, COCO_17)


def test_a_dataset_has_the_layout_of_movement(sequence):
    dataset = to_dataset(sequence)
    assert dataset["position"].dims == ("time", "space", "keypoints", "individuals")
    assert dataset["confidence"].dims == ("time", "keypoints", "individuals")
    assert dataset.attrs["ds_type"] == "poses"
    assert list(dataset["space"].values) == list("xyz"[: sequence.dimensions])
    again = from_dataset(dataset, sequence.topology)
    np.testing.assert_array_equal(again.positions, sequence.positions)
    np.testing.assert_array_equal(again.valid, sequence.valid)
    assert again.space == sequence.space


def test_a_dataset_of_somebody_else_has_no_unit():
    dataset = to_dataset(choreograph("wave", 1))
    dataset.attrs = {"ds_type": "poses"}
    again = from_dataset(dataset.isel(keypoints=slice(None, None, -1)), KINECT_V2)
    assert again.space.unit == "unknown"
    assert again.guesses
    with pytest.raises(SkeletonError, match="Expected the joints of 'smpl_22'"):
        from_dataset(dataset, SMPL_22)
    with pytest.raises(SkeletonError, match="dimensions"):
        from_dataset(dataset.isel(individuals=0), KINECT_V2)
