from __future__ import annotations

import numpy as np
import pytest

from skelbench.choreography import choreograph
from skelbench.skeleton import COCO_17, SkeletonSequence, Space, Topology, check_quality
from skelbench.skeleton.problem import Problem


@pytest.fixture(scope="module")
def clean():
    return choreograph("drink water", seed=2)


def row(sequence, joint):
    return sequence.topology.joints.index(joint)


def planted(sequence, change):
    positions = sequence.positions.copy()
    change(positions)
    return list(check_quality(sequence.changed(positions=positions)).problems)


@pytest.mark.parametrize("action", ["drink water", "jumping jacks", "hug", "bow", "stand up"])
def test_a_clean_clip_has_no_problem(action):
    for seed in range(3):
        report = check_quality(choreograph(action, seed=seed))
        assert report.problems == () and report.text() == "No problem found." and report.table().empty


def test_a_gap_is_found_with_its_joint_frames_and_times(clean):
    wrist = row(clean, "left_wrist")
    (found,) = planted(clean, lambda positions: positions[20:24, 0, wrist].fill(np.nan))
    assert (found.kind, found.person, found.joints, found.first, found.last) == ("gap", 0, ("left_wrist",), 20, 23)
    assert (found.start_s, found.end_s) == (clean.times[20], clean.times[23]) and found.figure == 4


def test_a_person_out_of_sight_and_skipped_frames_are_gaps(clean):
    positions = clean.positions.copy()
    positions[30:35] = np.nan
    (found,) = check_quality(clean.changed(positions=positions, present=None)).problems
    assert (found.kind, found.joints, found.first, found.last) == (
        "gap",
        (),
        30,
        34,
    ) and "out of sight" in found.sentence
    times = clean.times.copy()
    times[40:] += 1.0
    (found,) = check_quality(clean.changed(times=times)).problems
    assert (found.kind, found.first, found.last, found.unit) == ("gap", 39, 40, "s")
    assert found.figure == pytest.approx(1 + 1 / clean.fps)


def test_a_jump_is_told_with_its_speed(clean):
    knee = row(clean, "right_knee")

    def push(positions):
        positions[50, 0, knee] += [0.0, 0.0, 1.0]

    found = planted(clean, push)
    assert [(one.kind, one.joints, one.first, one.last) for one in found] == [
        ("jump", ("right_knee",), 49, 50),
        ("jump", ("right_knee",), 50, 51),
    ]
    assert found[0].figure == pytest.approx(clean.fps, rel=0.05) and found[0].unit == "m/s"  # a metre in one frame


def test_in_pixels_a_jump_is_an_outlier(body, clip):
    drift = np.linspace(0, 20, 30)[:, None, None, None]
    picture = body(COCO_17, frames=30)[..., :2] * [100, -100] + drift + np.sin(drift * 3)
    space = Space(unit="px", up="-y", frame="image")
    assert check_quality(clip(COCO_17, picture, space=space)).problems == ()
    picture[12, 0, 5] += 150
    found = check_quality(clip(COCO_17, picture, space=space)).problems
    assert {(one.kind, one.joints, one.unit) for one in found} == {("jump", (COCO_17.joints[5],), "px/s")}
    assert [one.last for one in found] == [12, 13]


def test_swapped_sides_are_found_and_not_told_again_as_jumps(clean):
    mirrored = list(clean.topology.mirror_rows)

    def swap(positions):
        positions[60:65] = positions[60:65][:, :, mirrored]

    found = planted(clean, swap)
    assert {(one.kind, one.first, one.last) for one in found} == {("swapped sides", 60, 64)}
    sides = {joint for one in found for joint in one.joints}
    assert sides == {joint for pair in clean.topology.mirror for joint in pair}


def two(clean: SkeletonSequence) -> SkeletonSequence:
    other = clean.positions[::-1] + np.array([1.2, 0, 0], dtype=np.float32)
    return clean.changed(positions=np.concatenate([clean.positions, other], axis=1), present=None, truth=None)


def test_swapped_people_are_found(clean):
    pair = two(clean)
    assert check_quality(pair).problems == ()
    positions = pair.positions.copy()
    positions[15:20] = positions[15:20, ::-1]
    found = check_quality(pair.changed(positions=positions)).problems
    assert [(one.kind, one.person, one.first, one.last) for one in found] == [
        ("swapped people", 0, 15, 19),
        ("swapped people", 1, 15, 19),
    ]


def test_repeated_frames_are_found(clean):
    def repeat(positions):
        positions[31:33] = positions[30]

    (found,) = planted(clean, repeat)
    assert (found.kind, found.first, found.last, found.figure) == ("repeated frames", 31, 32, 2)


def test_all_problems_come_in_one_report(clean):
    positions = clean.positions.copy() * 1000
    positions[10, 0, 3] = np.nan
    positions[31] = positions[30]
    report = check_quality(clean.changed(positions=positions))
    assert {one.kind for one in report.problems} >= {"wrong unit", "gap", "repeated frames"}
    assert list(report.table().columns) == list(Problem.__dataclass_fields__)
    assert len(report.table()) == len(report.problems) and report.text().startswith(f"{len(report.problems)} found: ")
    assert "1 repeated frames" in report.text()


def test_nobody_and_one_frame_raise_nothing(clean):
    assert check_quality(clean.span(0, 1)).problems == ()
    empty = SkeletonSequence(Topology("point", ("tip",), ()), np.full((3, 1, 1, 2), np.nan), np.arange(3.0))
    assert check_quality(empty).problems == ()
