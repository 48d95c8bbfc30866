from __future__ import annotations

import json

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import detect, read
from skelbench.skeleton import COCO_17


@pytest.fixture
def saved(tmp_path):
    def make(content):
        (tmp_path / "x.json").write_text(json.dumps(content))
        return tmp_path / "x.json"

    return make


def instance(pose, **more):
    return {"keypoints": pose[:, :2].tolist(), "keypoint_scores": pose[:, 2].tolist(), "bbox": [[0, 0, 1, 1]], **more}


def test_a_video_of_mmpose_names_its_frames_and_keypoints(saved, picture_pose):
    pose = picture_pose("coco_17")
    meta = {"dataset_name": "coco", "keypoint_id2name": {str(row): name for row, name in enumerate(COCO_17.joints)}}
    frames = [{"frame_id": n, "instances": [instance(pose)] if n != 2 else []} for n in (1, 2, 3)]
    path = saved({"meta_info": meta, "instance_info": frames})
    assert detect(path) == "coco"
    sequence = read(path)
    assert sequence.topology is COCO_17 and sequence.present[:, 0].tolist() == [True, False, True]
    np.testing.assert_allclose(sequence.positions[2, 0], pose[:, :2], rtol=1e-6)
    np.testing.assert_allclose(sequence.confidence[0], 0.9)
    assert "keypoints by their names" in sequence.guesses


def test_a_picture_of_mmpose_is_a_list_of_instances(saved, picture_pose):
    path = saved([instance(picture_pose("coco_17")), instance(picture_pose("coco_17", (900, 600)))])
    assert detect(path) == "coco"
    assert read(path).positions.shape == (1, 2, 17, 2)


def test_names_never_seen_make_a_topology_of_their_own_with_the_links(saved):
    meta = {"keypoint_id2name": {"0": "beak", "1": "tail"}, "skeleton_links": [[0, 1], [0, 7], "x"]}
    points = {"keypoints": [[1, 2], [3, 4]], "keypoint_scores": [1, 1]}
    sequence = read(saved({"meta_info": meta, "instance_info": [{"frame_id": 0, "instances": [points]}]}))
    assert sequence.topology.joints == ("beak", "tail") and sequence.topology.bones == (("beak", "tail"),)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"instance_info": 3}, "no list of frames"),
        ({"instance_info": [{"frame_id": 1, "instances": 3}]}, "list of instances in frame 1"),
        ({"instance_info": [{"frame_id": 1, "instances": []}, {"frame_id": 1, "instances": []}]}, "found 1 after 1"),
        ({"instance_info": [{"frame_id": 1, "instances": [{}]}]}, "'keypoints' in instance 0 of frame 1"),
        ([{"keypoints": [[1, 2, 3]], "keypoint_scores": [1]}], "found joints in 3-D in instance 0 of frame 0"),
        ([{"keypoints": [[1, 2], [3]], "keypoint_scores": [1, 1]}], "pairs x, y"),
        ([{"keypoints": [[1, 2]], "keypoint_scores": []}], "as many keypoint_scores"),
        ([{"keypoints": [["a", 2]], "keypoint_scores": [1]}], "numbers in instance 0 of frame 0"),
        ({"meta_info": {"keypoint_id2name": {"0": "a"}},
          "instance_info": [{"frame_id": 0, "instances": [{"keypoints": [[1, 2]] * 2, "keypoint_scores": [1, 1]}]}]},
         "1 keypoints for everybody, as meta_info names"),
    ],
    ids=range(9),
)  # fmt: skip
def test_what_mmpose_would_not_write_is_refused_by_name(saved, content, words):
    with pytest.raises(FormatError, match=words) as error:
        read(saved(content), "coco")
    assert "x.json" in str(error.value)
