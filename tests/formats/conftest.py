"""Small made files of every format, by functions of what they should hold."""

from __future__ import annotations

import json
import pickle
import struct

import numpy as np
import pytest

from skelbench.skeleton import BODY_25, BODY_25B, COCO_17, COCO_18, HALPE_26, KINECT_V2, MEDIAPIPE_33

# A standing person, metres: x to the left of a viewer (the person's right), y up, feet at 0, facing the sensor.
_HEIGHTS = {
    "spine_base": 0.95, "spine_mid": 1.2, "spine_shoulder": 1.42, "neck": 1.5, "head": 1.65, "shoulder": 1.4,
    "elbow": 1.12, "wrist": 0.88, "hand": 0.8, "hand_tip": 0.72, "thumb": 0.8, "hip": 0.9, "knee": 0.48,
    "ankle": 0.08, "foot": 0.02, "nose": 1.62, "eye": 1.66, "ear": 1.65, "mid_hip": 0.9, "upper_neck": 1.5,
    "pelvis": 0.9, "mouth": 1.56, "eye_inner": 1.66, "eye_outer": 1.66, "pinky": 0.78, "index": 0.76,
    "foot_index": 0.01, "head_top": 1.78, "big_toe": 0.01, "small_toe": 0.01, "heel": 0.02,
}  # fmt: skip
_ASIDE = {"shoulder": 0.18, "elbow": 0.2, "wrist": 0.22, "hand": 0.22, "hand_tip": 0.22, "thumb": 0.18,
          "eye": 0.03, "ear": 0.07, "mouth": 0.02, "eye_inner": 0.02, "eye_outer": 0.04, "pinky": 0.24,
          "index": 0.2}  # fmt: skip


def _standing(topology):
    points = []
    for joint in topology.joints:
        side = -1.0 if joint.startswith("left_") else 1.0 if joint.startswith("right_") else 0.0
        name = joint.removeprefix("left_").removeprefix("right_")
        ahead = -0.12 if name in ("foot", "big_toe", "small_toe", "foot_index") else 0.0
        points.append((side * _ASIDE.get(name, 0.1), _HEIGHTS[name], 3.0 + ahead))
    return np.array(points)


@pytest.fixture
def kinect_pose():
    """(25 3) in the camera frame of a Kinect: the left limbs of a person who faces it at smaller x."""
    return _standing(KINECT_V2)


@pytest.fixture
def make_ntu():
    """`make_ntu(frames)`: the text of a file; a frame is a dict from body id to (25 3) points."""

    def joint_line(point, state):
        return " ".join(f"{value:.7g}" for value in point) + f" 250 200 900 500 1 0 0 0 {state}"

    def make(frames, state=2):
        lines = [str(len(frames))]
        for bodies in frames:
            lines.append(str(len(bodies)))
            for body, points in bodies.items():
                lines += [f"{body} 0 1 1 1 1 0 0.01 -0.2 2", str(len(points))]
                lines += [joint_line(point, state) for point in points]
        return "\n".join(lines) + "\n"

    return make


@pytest.fixture
def picture_pose():
    """`picture_pose(name, at=(x, y), height=...)`: (K 3) keypoints in pixels, y down, confidence 0.9."""
    topologies = {"body_25": BODY_25, "body_25b": BODY_25B, "coco_17": COCO_17, "coco_18": COCO_18,
                  "halpe_26": HALPE_26, "mediapipe_33": MEDIAPIPE_33}  # fmt: skip

    def make(name, at=(300.0, 600.0), height=500.0):
        flat = _standing(topologies[name])[:, :2] * height / 1.78 * (-1, -1) + at
        return np.concatenate([flat, np.full((len(flat), 1), 0.9)], axis=1)

    return make


@pytest.fixture
def openpose_folder(tmp_path):
    """`openpose_folder(frames, numbers=None, name="cam01")`: a folder; a frame is a list of (K 3) people."""

    def make(frames, numbers=None, name="cam01"):
        folder = tmp_path / name
        folder.mkdir(parents=True)
        for number, people in zip(numbers or range(len(frames)), frames, strict=True):
            content = [
                {"person_id": [-1], "pose_keypoints_2d": np.asarray(p).ravel().tolist()} if len(p) else {}
                for p in people
            ]
            (folder / f"cam.{number:04d}.json").write_text(json.dumps({"version": 1.3, "people": content}))
        return folder

    return make


BVH_BODY = """HIERARCHY
ROOT Hips
{
  OFFSET 0 0 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Spine
  {
    OFFSET 0 20 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    JOINT Neck
    {
      OFFSET 0 30 0
      CHANNELS 3 Zrotation Xrotation Yrotation
      JOINT Head
      {
        OFFSET 0 10 0
        CHANNELS 3 Zrotation Xrotation Yrotation
        End Site
        {
          OFFSET 0 18 0
        }
      }
    }
%ARMS%
  }
%LEGS%
}
MOTION
"""
BVH_ARM = """JOINT %SArm
{
OFFSET %x 28 0
CHANNELS 3 Zrotation Xrotation Yrotation
JOINT %SForeArm
{
OFFSET %x 0 0
CHANNELS 3 Zrotation Xrotation Yrotation
JOINT %SHand
{
OFFSET %x 0 0
CHANNELS 3 Zrotation Xrotation Yrotation
End Site
{
OFFSET %x 0 0
}
}
}
}"""
BVH_LEG = """JOINT %SUpLeg
{
OFFSET %x -5 0
CHANNELS 3 Zrotation Xrotation Yrotation
JOINT %SLeg
{
OFFSET 0 -42 0
CHANNELS 3 Zrotation Xrotation Yrotation
JOINT %SFoot
{
OFFSET 0 -40 0
CHANNELS 3 Zrotation Xrotation Yrotation
End Site
{
OFFSET 0 -6 14
}
}
}
}"""


@pytest.fixture
def make_bvh():
    """`make_bvh(scale=1, frames=3, frame_time=0.05)`: a T-posed body in cm; no rotation in any frame."""

    def limbs(text, aside, scale):
        both = (("Left", aside), ("Right", -aside))
        return "\n".join(text.replace("%S", side).replace("%x", str(x)) for side, x in both)

    def make(scale=1.0, frames=3, frame_time="0.05"):
        body = BVH_BODY.replace("%ARMS%", limbs(BVH_ARM, 20, scale)).replace("%LEGS%", limbs(BVH_LEG, 9, scale))
        lines = [
            "OFFSET " + " ".join(f"{float(v) * scale:.9g}" for v in line.split()[1:]) if "OFFSET" in line else line
            for line in body.splitlines()
        ]
        channels = sum(int(line.split()[1]) for line in lines if "CHANNELS" in line)
        rows = [" ".join(f"{v:g}" for v in [0, 93 * scale, t * scale, *[0] * (channels - 3)]) for t in range(frames)]
        return "\n".join([*lines, f"Frames: {frames}", f"Frame Time: {frame_time}", *rows]) + "\n"

    return make


def _c3d_text(strings):
    width = max(map(len, strings))
    return -1, [width, len(strings)], "".join(one.ljust(width) for one in strings).encode("latin-1")


def _c3d_parameters(order, groups):
    """The parameter section without its first four bytes; a group is a dict from name to (type, dimensions, data)."""
    content = b""
    for number, (group, parameters) in enumerate(groups.items(), 1):
        content += struct.pack("bb", len(group), -number) + group.encode() + struct.pack(f"{order}H", 3) + b"\0"
        for name, (kind, shape, data) in parameters.items():
            body = struct.pack("bB", kind, len(shape)) + bytes(shape) + data + b"\0"
            content += struct.pack("bb", len(name), number) + name.encode()
            content += struct.pack(f"{order}H", len(body) + 2) + body
    return content + b"\0\0"


@pytest.fixture
def make_c3d():
    """`make_c3d(points, labels, ...)`: the bytes of a file; `points` (T M 3) with NaN where a marker is missing."""

    def make(points, labels, rate=100.0, unit="mm", axes=("+X", "+Z"), first=1, kind="float", order="<", analog=0):
        frames, markers, _ = points.shape
        scale = -1.0 if kind == "float" else 0.1
        point = {
            "USED": (2, [], struct.pack(f"{order}H", markers)), "SCALE": (4, [], struct.pack(f"{order}f", scale)),
            "RATE": (4, [], struct.pack(f"{order}f", rate)),
            "FRAMES": (2, [], struct.pack(f"{order}H", min(frames, 65535))),
            "DATA_START": (2, [], struct.pack(f"{order}H", 6)),
        }  # fmt: skip
        point |= {f"LABELS{'' if part == 0 else part + 1}": _c3d_text(labels[255 * part : 255 * part + 255])
                  for part in range((len(labels) + 254) // 255)}  # fmt: skip
        point |= {"UNITS": _c3d_text([unit])} if unit else {}
        point |= {"X_SCREEN": _c3d_text([axes[0]]), "Y_SCREEN": _c3d_text([axes[1]])} if axes else {}
        last = first + frames - 1
        edges = {"ACTUAL_START_FIELD": first, "ACTUAL_END_FIELD": last}
        trial = {name: (2, [2], struct.pack(f"{order}2H", n & 0xFFFF, n >> 16)) for name, n in edges.items()}
        section = bytes([1, 80, 4, 84 if order == "<" else 86])
        section += _c3d_parameters(order, {"POINT": point, "TRIAL": trial})
        words = (min(last, 65535), 10)
        header = struct.pack(f"{order}2x5H", markers, analog, first, *words) + struct.pack(
            f"{order}f2Hf", scale, 6, analog, rate
        )
        values = np.concatenate([points, np.zeros((frames, markers, 1))], axis=-1)
        missing = np.isnan(points).any(-1)
        values[missing] = (0, 0, 0, -1)
        if kind == "int":
            values[..., :3] /= scale
        flat = np.concatenate([values.reshape(frames, -1), np.full((frames, analog), 7.0)], axis=1)
        data = flat.astype(f"{order}{'f4' if kind == 'float' else 'i2'}").tobytes()
        return (b"\x02\x50" + header[2:]).ljust(512, b"\0") + section.ljust(4 * 512, b"\0") + data

    return make


@pytest.fixture
def make_h5(tmp_path):
    """`make_h5(columns, values, index=None)`: a table as pandas lays it out in HDF5, column names pickled."""
    h5py = pytest.importorskip("h5py")

    def make(columns, values, index=None):
        rows = np.zeros(len(values), np.dtype([("index", "<i8"), ("values_block_0", "<f8", (values.shape[1],))]))
        rows["index"] = range(len(values)) if index is None else index
        rows["values_block_0"] = values
        with h5py.File(tmp_path / "clip.h5", "w") as file:
            group = file.create_group("df_with_missing")
            group.attrs["pandas_type"] = np.bytes_(b"frame_table")
            data = group.create_dataset("table", data=rows)
            data.attrs["values_block_0_kind"] = np.bytes_(pickle.dumps(columns, 0))
        return tmp_path / "clip.h5"

    return make


@pytest.fixture
def smplh(tmp_path):
    """A folder of made body models: joints on a line along x, 1 m apart, which the first shape lengthens."""
    line = np.stack([np.arange(52.0), np.zeros(52), np.zeros(52)], axis=1)
    kintree = np.stack([np.r_[4294967295, np.arange(51)], np.arange(52)]).astype(np.uint32)
    arrays = {"v_template": line, "shapedirs": line[..., None], "J_regressor": np.eye(52), "kintree_table": kintree}
    (tmp_path / "models" / "neutral").mkdir(parents=True)
    for name in ("SMPLH_MALE.npz", "neutral/model.npz"):
        np.savez(tmp_path / "models" / name, **arrays)
    return tmp_path / "models"
