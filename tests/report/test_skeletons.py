import numpy as np
import pytest

from skelbench.errors import ParameterError
from skelbench.report.recorder import ReportRecorder
from skelbench.report.skeletons import (
    drawable,
    limb_bars,
    limb_table,
    moved_onto,
    problem_counts,
    record_recording,
    recording_table,
    sentences,
    show_limbs,
    show_problems,
    show_sides,
    side_table,
    topology_table,
)
from skelbench.report.theme import PARTED
from skelbench.skeleton import COCO_17, KINECT_V2, SkeletonSequence, Space, Topology, canonical_pose, check_quality

POINTS = Topology("points", ("a", "b"), (("a", "b"),))


def stand(frames=4, space=None, scale=1.0, topology=KINECT_V2):
    pose = canonical_pose(topology) * scale
    return SkeletonSequence(
        topology, np.tile(pose, (frames, 1, 1, 1)) + np.array([0.0, 0.0, 3.0 * scale]), np.arange(frames) / 10,
        space=space or Space(),
    )  # fmt: skip


def points(frames=3):
    moving = np.random.default_rng(0).normal(size=(frames, 1, 2, 3))
    return SkeletonSequence(POINTS, moving, np.arange(frames) / 10.0, space=Space("unknown"))


def test_the_table_says_what_was_found():
    table = recording_table(stand()).set_index("what")["found"]
    assert table["frames"] == "4, over 0.30 s" and table["rate"] == "10 a second"
    assert table["people"] == "1 (seen in 100% of the frames)" and table["joints"] == "25, topology kinect_v2"
    assert table["unit"] == "m" and table["dimensions"] == "3" and table["a human body"] == "yes"


def test_a_single_frame_has_no_rate_and_records_none():
    recorder = ReportRecorder({})
    record_recording(recorder, stand(1))
    assert "rate" not in recorder.numbers and recorder.numbers["frames"].value == 1
    assert recording_table(stand(1)).set_index("what")["found"]["rate"] == "unknown"


def test_missing_joints_are_counted_of_people_who_are_there():
    recorder = ReportRecorder({})
    positions = np.array(stand(4).positions)
    positions[1:3, 0, :5] = np.nan
    record_recording(recorder, stand(4).changed(positions=positions))
    assert recorder.numbers["missing joints"].value == pytest.approx(10 / 100)
    assert recorder.numbers["joints"].value == 25 and recorder.numbers["unit"].value == "m"


def test_sentences_are_escaped_and_none_is_said():
    assert "a &lt;b&gt;" in sentences(("a <b>",), "nothing").html
    assert sentences((), "nothing at all").text == "nothing at all"


def test_limbs_are_measured_in_metres_and_held_against_people():
    lengths = np.zeros((3, 1, 25, 3))
    lengths[:, 0, KINECT_V2.joint_index["left_elbow"], 0] = 300.0
    table = limb_table(SkeletonSequence(KINECT_V2, lengths, np.arange(3.0), space=Space("mm"))).set_index("limb")
    assert table.loc["left upper arm", "median, m"] == pytest.approx(0.3)
    assert table.loc["left upper arm", "people have"] == "0.19 to 0.47"  # .186 x 1.3 x .8, .186 x 2.1 x 1.2
    assert table["so it is"][["left upper arm", "left forearm", "right thigh"]].tolist() == [
        "in range", "in range", "too short"]  # fmt: skip


def test_a_wrong_unit_makes_every_limb_too_long():
    assert set(limb_table(stand(scale=100.0))["so it is"]) == {"too long"}
    assert set(limb_table(stand())["so it is"]) == {"in range"}
    assert set(limb_table(stand(space=Space("unknown")))["so it is"]) == {"–"}


def test_limbs_have_the_colours_of_their_parts_and_are_numbers_of_the_report():
    colours = limb_bars(limb_table(stand())).data[0].marker.color
    assert colours[:2] == (PARTED["left_arm"], PARTED["right_arm"]) and colours[-1] == PARTED["right_leg"]
    recorder = ReportRecorder({})
    shown = show_limbs(recorder, stand(scale=100.0))
    assert recorder.numbers["length: left thigh"].unit == "m" and len(recorder.numbers) == 8
    assert "left thigh too long" in shown.caption
    assert "metres" in show_limbs(ReportRecorder({}), stand(space=Space("unknown"))).caption
    assert "no limb to measure" in show_limbs(ReportRecorder({}), points()).text


def test_who_faces_the_camera_has_the_left_side_at_the_picture_s_right():
    table = side_table(drawable(stand()))
    assert table["joint"].tolist()[:3] == ["left shoulder", "left elbow", "left wrist"]
    assert (table["share of frames"] == 1.0).all() and set(table["on the picture"]) == {"right of its counterpart"}


def test_sides_are_recorded_where_they_are_seen():
    positions = np.array(stand().positions)
    positions[:, 0, KINECT_V2.joint_index["left_wrist"]] = np.nan
    recorder = ReportRecorder({})
    shown = show_sides(recorder, drawable(stand().changed(positions=positions)))
    assert "never seen" in shown.html and "on the right: left wrist" not in recorder.numbers
    assert recorder.numbers["on the right: left knee"].value == 1.0
    assert "No pair" in show_sides(ReportRecorder({}), points()).text


def test_a_clip_of_unknown_unit_is_drawn_as_large_as_a_person_and_says_so():
    drawn = drawable(points())
    assert float(np.ptp(drawn.positions.reshape(-1, 3), axis=0).max()) == pytest.approx(1.7, abs=1e-4)
    assert any(told.startswith("unit unknown: drawn as if") for told in drawn.guesses) and drawn.space.unit == "m"
    assert not drawable(stand()).guesses


def test_problems_are_counted_by_kind_and_told():
    positions = np.array(stand(6).positions)
    positions[..., 0] += 0.01 * np.array([0, 1, 1, 2, 3, 4])[:, None, None]  # frame 2 repeats frame 1
    positions[3:5, 0, KINECT_V2.joint_index["head"]] = np.nan
    found = SkeletonSequence(KINECT_V2, positions, np.arange(6) / 10)
    counts = problem_counts(check_quality(found))
    assert (counts["gap"], counts["repeated frames"], counts["jump"]) == (1, 1, 0)
    recorder = ReportRecorder({})
    shown = show_problems(recorder, found)
    assert recorder.numbers["problems: gap"].value == 1 and recorder.numbers["problems: jump"].value == 0
    assert "head" in shown.html and "missing for 2 frames" in shown.html


def test_of_many_problems_only_the_first_are_told():
    positions = np.array(stand(60).positions)
    positions[..., 0] += 0.01 * np.arange(60)[:, None, None]
    positions[1:-1:3, 0, KINECT_V2.joint_index["head"]] = np.nan  # frames 1, 4, ... 58
    recorder = ReportRecorder({})
    shown = show_problems(recorder, SkeletonSequence(KINECT_V2, positions, np.arange(60) / 10))
    assert recorder.numbers["problems: gap"].value == 20
    assert shown.html.count("<li>") == 13 and "and 8 more" in shown.html


def test_other_topologies_say_what_they_would_find():
    table = topology_table(stand()).set_index("topology")
    assert table.loc["kinect_v2", "found here"] == 25 and table.loc["kinect_v2_13", "missing"] == "none"
    assert "left eye" in table.loc["coco_17", "missing"]


def test_a_motion_is_moved_onto_another_topology_or_not_at_all():
    moved = moved_onto(stand(), "coco_17")
    assert moved is not None and moved.topology is COCO_17
    assert moved_onto(points(), "coco_17") is None
    with pytest.raises(ParameterError, match="Did you mean 'coco_17'"):
        moved_onto(stand(), "coco_71")
