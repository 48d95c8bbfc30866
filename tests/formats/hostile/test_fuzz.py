"""Files that keep a format's shape and break its rules: deformed by hypothesis, and mutations of real recordings."""

from __future__ import annotations

import copy
import json
import shutil

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

JSON = ["openpose", "alphapose", "coco", "coco annotations", "mmpose", "mediapipe", "kinetics", "nw_ucla", "truth"]
BINARY = ["humanml3d", "humanml3d vectors", "card npz", "pyskl", "ntu npz", "c3d", "amass", "body model", "archive"]
FEW, MANY, MANY_REAL = 40, 1500, 300  # inputs of each

# A real recording of each format -> what else of its folder it is read with.
REAL = {
    "ntu_skeleton/S002C001P003R001A003.skeleton": (),
    "nw_ucla/all_sqe/a04_s01_e00_v01.json": (),
    "utkinect/joints/joints_s01_e01.txt": ("actionLabel.txt",),
    "sbu_kinect/s01s02/01/001/skeleton_pos.txt": (),
    "ui_prmd/Segmented Movements/Kinect/Positions/m01_s01_e01_positions.txt.gz": (),
    "ui_prmd/Segmented Movements/Vicon/Positions/m01_s01_e01_positions.txt.gz": (),
    "bvh_samples/source/walk01.bvh": (),
    "openpose_alphapose_samples/openpose_body25_face_hands.json": (),
    "openpose_alphapose_samples/alphapose-results_excerpt.json": (),
    "pose2sim/S00_P00_SingleParticipant/S00_P00_T00_StaticTrial/pose-3d/S00_P00_T00_StaticTrial_0-12.trc": (),
    "humanml3d_sample/HumanML3D/new_joints/012314.npy": (),
    "humanml3d_sample/HumanML3D/new_joint_vecs/012314.npy": (),
    "amass_sample/dmpl_sample.npz": (),
    "biomech_samples/markers_analogs.c3d": (),
    "dlc_mouse/runway03.c3d": (),
}

words = st.sampled_from(
    ["x", "y", "keypoints", "score", "image_id", "people", "skeletons", "frame_index", "label", "id"]
)
numbers = st.integers(-(10**20), 10**20) | st.floats() | st.sampled_from([0, 1, -1, 2**63, 1e308, -0.0])
values = st.recursive(
    st.none() | st.booleans() | numbers | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(words | st.text(max_size=3), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


@st.composite
def deformed(draw, content):
    """JSON with another value, or none, in up to three places."""
    content = copy.deepcopy(content)
    for _ in range(draw(st.integers(1, 3))):
        holder, key, inner = None, None, content
        while isinstance(inner, dict | list) and inner and draw(st.integers(0, 4)):
            holder, key = inner, draw(st.sampled_from(sorted(inner) if isinstance(inner, dict) else range(len(inner))))
            inner = holder[key]
        if holder is None:
            continue
        if draw(st.booleans()):
            holder[key] = draw(values)
        elif isinstance(holder, dict):
            del holder[key]
        else:
            holder[key : key + 1] = [inner] * draw(st.integers(0, 3))
    return json.dumps(content).encode()


@st.composite
def patched(draw, content):
    """Bytes with up to eight numbers overwritten by extreme ones, and cut short now and then."""
    content = bytearray(content)
    extreme = st.sampled_from(
        [0, 1, 2, 127, 128, 255, 32767, 32768, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 2**64 - 1]
    )
    early = st.integers(0, min(len(content), 800) - 1) | st.integers(0, len(content) - 1)
    for place, number, width in draw(st.lists(st.tuples(early, extreme, st.sampled_from([1, 2, 4, 8])), max_size=8)):
        content[place : place + width] = (number % 256**width).to_bytes(width, draw(st.sampled_from(["little", "big"])))
    end = draw(st.just(len(content)) | st.integers(0, len(content)))
    return bytes(content[:end])


def fuzz(path, strategy, attack_inputs, count):
    """So many inputs drawn from a strategy, always the same ones."""

    @settings(
        max_examples=count, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(content=strategy)
    def run(content):
        attack_inputs(path, [content])

    run()


@pytest.mark.parametrize("name", JSON)
def test_deformed_json_is_read_or_refused_and_nothing_else(attacked, attack_inputs, name):
    path = attacked(name)
    fuzz(path, deformed(json.loads(path.read_bytes())), attack_inputs, FEW)


@pytest.mark.parametrize("name", BINARY)
def test_patched_binaries_are_read_or_refused_and_nothing_else(attacked, attack_inputs, name):
    path = attacked(name)
    fuzz(path, patched(path.read_bytes()), attack_inputs, FEW)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", [*JSON, *BINARY])
def test_many_deformed_files_are_read_or_refused_and_nothing_else(attacked, attack_inputs, name):
    path = attacked(name)
    good = path.read_bytes()
    fuzz(path, deformed(json.loads(good)) if name in JSON else patched(good), attack_inputs, MANY)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", REAL)
def test_mutated_recordings_are_read_or_refused_and_nothing_else(real_data, tmp_path, attack_on, name):
    for one in (name, *(f"{name.rsplit('/', 1)[0]}/{beside}" for beside in REAL[name])):
        shutil.copyfile(real_data / one, tmp_path / one.rsplit("/", 1)[1])
    attack_on(name, tmp_path / name.rsplit("/", 1)[1], MANY_REAL)
