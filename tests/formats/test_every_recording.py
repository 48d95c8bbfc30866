"""Every file beside the project is read, or refused with the right sentence; no two formats claim the same file."""

from __future__ import annotations

import re
from fnmatch import fnmatch

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import FORMATS, Recording, detect, read
from skelbench.skeleton import SkeletonSequence, place_in_view

pytestmark = pytest.mark.realdata

METRIC = "m"
# pattern of a path -> how many files, format, frames x people x joints (0: any), unit
READ = {
    "ntu_skeleton/*.skeleton": (5, "ntu", (0, 0, 25), METRIC),
    "nw_ucla/all_sqe/a??_s0[123]_*.json": (473, "nw_ucla", (0, 1, 20), METRIC),
    "utkinect/joints/joints_s0[123]_*.txt": (6, "utkinect", (0, 1, 20), METRIC),
    "sbu_kinect/*/skeleton_pos.txt": (282, "sbu", (0, 2, 15), METRIC),
    "ui_prmd/Segmented Movements/Kinect/Positions/m0[1-3]_s01_*": (30, "ui_prmd", (0, 1, 22), METRIC),
    "ui_prmd/Segmented Movements/Vicon/Positions/*": (30, "ui_prmd", (0, 1, 39), METRIC),
    "bvh_samples/*.bvh": (3, "bvh", (0, 1, 0), METRIC),
    "pose2sim/*/pose-associated/cam01_json": (5, "openpose", (0, 0, 25), "px"),
    "pose2sim/*/pose/cam04_json": (5, "openpose", (0, 0, 25), "px"),
    "pose2sim/*.trc": (18, "trc", (0, 1, 0), METRIC),
    "openpose_alphapose_samples/openpose_*.json": (1, "openpose", (1, 1, 25), "px"),
    "openpose_alphapose_samples/alphapose-*.json": (1, "alphapose", (2, 1, 17), "px"),
    "humanml3d_sample/HumanML3D/new_joint*/*.npy": (2, "humanml3d", (170, 1, 22), METRIC),
    "amass_sample/amass_sample.npz": (1, "amass", (601, 1, 85), METRIC),
    "amass_sample/dmpl_sample.npz": (1, "amass", (235, 1, 67), METRIC),
    "biomech_samples/markers_analogs.c3d": (1, "c3d", (580, 1, 51), METRIC),
    "dlc_mouse/runway03.c3d": (1, "c3d", (379, 1, 12), METRIC),
    "dlc_mouse/reachingDEMO_2D.h5": (1, "deeplabcut", (800, 1, 33), "px"),
    "dlc_mouse/reachingDEMO_3D.h5": (1, "deeplabcut", (800, 1, 33), "unknown"),
}  # fmt: skip
# pattern of a path -> how many files, what is said of them
REFUSED = {
    "biomech_samples/markers.trc": (1, "Expected 652 rows of markers as NumFrames says, found 93.*line 99"),
    "biomech_samples/inverse_*": (2, "found angles or forces of an OpenSim model.*give its markers as TRC"),
    "*.xlsx": (2, "found a spreadsheet; save its sheet as csv"),
    "biomech_samples/markers.csv": (1, "found a csv of Vicon Nexus"),
    "biomech_samples/analogs.csv": (1, "found a csv of Vicon Nexus"),
    "biomech_samples/markers_without_header.csv": (1, "Expected a topology card for a plain table"),
    "biomech_samples/is_expected_array_val.csv": (1, "Expected a topology card for a plain table"),
    "bvh_samples/csv/*.csv": (3, "Expected a topology card for a plain table"),
    "humanml3d_sample/index.csv": (1, "Expected a topology card for a plain table"),
    "humanml3d_sample/HumanML3D/[MS]*.npy": (2, r"Expected HumanML3D joints .*found \(263,\); describe other arrays"),
    "humanml3d_sample/HumanML3D/*.txt": (5, "in a known format"),
    "utkinect/*.mat": (7, "found a MATLAB file; save its arrays as npz"),
    "nw_ucla/val_label.pkl": (1, "found a Python pickle, which can run code"),
    "dlc_mouse/config.yaml": (1, "in a known format"),
    "*LICENSE*": (5, "in a known format"),
    "README.md": (1, "in a known format"),
}
# Read by other tests, or beside a recording; and the people kept for judging, whom only `--split test` opens.
ELSEWHERE = (
    "nw_ucla/all_sqe/a??_s0[4-9]_*", "nw_ucla/all_sqe/a??_s10_*", "utkinect/joints/joints_s0[4-9]_*",
    "utkinect/joints/joints_s10_*", "utkinect/joints/actionLabel*.txt", "ui_prmd/*/Kinect/Angles/*",
    "ui_prmd/*/Kinect/Positions/*", "ui_prmd/Incorrect Segmented Movements/Vicon/Positions/*", "pose2sim/*/*.json",
)  # fmt: skip
BONES = (("hip", "knee"), ("knee", "ankle"), ("shoulder", "elbow"), ("elbow", "wrist"))
SHORTEST, LONGEST = 0.15, 0.65  # metres, medians of a child's forearm to a tall man's thigh between markers


def matching(real_data, pattern):
    folders = pattern.endswith("_json")
    every = real_data.rglob(pattern.rsplit("/", 1)[-1])
    return sorted(
        path for path in every
        if path.is_dir() == folders and fnmatch(path.relative_to(real_data).as_posix(), pattern)
    )  # fmt: skip


def test_the_two_tables_speak_of_every_file(real_data):
    patterns = (*READ, *REFUSED, *ELSEWHERE)
    names = [path.relative_to(real_data).as_posix() for path in real_data.rglob("*") if path.is_file()]
    assert len(names) > 7000
    assert [name for name in names if not any(fnmatch(name, pattern) for pattern in patterns)] == []


@pytest.mark.parametrize("pattern", READ)
def test_a_recording_is_recognised_and_read(real_data, pattern):
    count, name, (frames, people, joints), unit = READ[pattern]
    paths = matching(real_data, pattern)
    assert len(paths) == count
    for path in paths:
        assert detect(path) == name, path
        sequence = read(path)
        assert sequence.source.format == name and sequence.space.unit == unit, path
        shape = (sequence.frames, sequence.people, len(sequence.topology.joints))
        assert all(wanted in (0, found) for wanted, found in zip((frames, people, joints), shape, strict=True)), path
        assert sequence.guesses and sequence.valid.any() and (np.diff(sequence.times) > 0).all(), path


@pytest.mark.parametrize("pattern", REFUSED)
def test_what_is_no_recording_is_refused_with_the_right_sentence(real_data, pattern):
    count, words = REFUSED[pattern]
    paths = matching(real_data, pattern)
    assert len(paths) == count
    for path in paths:
        with pytest.raises(FormatError, match=words) as error:
            read(path)
        assert re.search(rf"\({re.escape(str(path))}(, line \d+)?\)$", str(error.value)), path


def test_no_two_formats_claim_the_same_file(real_data):
    for pattern in (*READ, *REFUSED):
        for path in matching(real_data, pattern)[:6]:
            claims = [name for name, reader in FORMATS.items() if reader.looks_like(Recording(path))]
            refused = ["trc"] if path.suffix == ".trc" else []  # recognised, and broken
            assert claims == ([READ[pattern][1]] if pattern in READ else refused), path


HUMAN = {
    "ntu": "ntu_skeleton/S002C001P003R001A003.skeleton",
    "nw_ucla": "nw_ucla/all_sqe/a04_s01_e00_v01.json",
    "utkinect": "utkinect/joints/joints_s01_e01.txt",
    "ui_prmd": "ui_prmd/Segmented Movements/Kinect/Positions/m01_s01_e01_positions.txt.gz",
    "ui_prmd vicon": "ui_prmd/Segmented Movements/Vicon/Positions/m01_s01_e01_positions.txt.gz",
    "sbu": "sbu_kinect/s01s02/01/001/skeleton_pos.txt",
    "bvh": "bvh_samples/source/walk01.bvh",
    "openpose": "openpose_alphapose_samples/openpose_body25_face_hands.json",
    "trc": "pose2sim/S00_P00_SingleParticipant/S00_P00_T00_StaticTrial/pose-3d/S00_P00_T00_StaticTrial_0-12.trc",
    "humanml3d": "humanml3d_sample/HumanML3D/new_joints/012314.npy",
    "humanml3d vectors": "humanml3d_sample/HumanML3D/new_joint_vecs/012314.npy",
    "amass": "amass_sample/amass_sample.npz",
    "amass, other markers": "amass_sample/dmpl_sample.npz",
}


@pytest.mark.parametrize("kind", HUMAN)
def test_the_left_wrist_is_on_the_same_half_of_the_picture_in_every_format(real_data, kind):
    sequence = read(real_data / HUMAN[kind])
    first = sequence.positions[:, :1]  # alone: a pair is seen from the side
    placed = place_in_view(SkeletonSequence(sequence.topology, first, sequence.times, space=sequence.space))
    start = placed.span(0, min(placed.frames, 15))
    left, right = (float(np.nanmedian(start.landmark(f"{side}_wrist")[:, 0, 0])) for side in ("left", "right"))
    assert left < right


@pytest.mark.parametrize("kind", HUMAN)
def test_bones_are_of_human_length_where_the_unit_is_metric(real_data, kind):
    sequence = read(real_data / HUMAN[kind])
    if sequence.space.unit != METRIC:
        assert kind == "openpose"
        return
    for upper, lower in BONES:
        for side in ("left", "right"):
            ends = (sequence.landmark(f"{side}_{mark}") for mark in (upper, lower))
            length = float(np.nanmedian(np.linalg.norm(np.subtract(*ends), axis=-1)))
            assert SHORTEST < length < LONGEST, (upper, side, length)
