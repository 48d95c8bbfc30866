"""Mutations of made files of every format: a reader gives a sequence or a FormatError, quickly, and nothing else."""

from __future__ import annotations

import gzip
import json
import pickle
import re
import time

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import FORMATS, Recording, read

_TOKENS = [
    b"nan",
    b"-1",
    b"1e308",
    b"1000000000",
    b"0",
    b"\0",
    b"\xff",
    b"{",
    b"}",
    b"[",
    b"\n",
    b" ",
    b",",
    b"inf",
    b"x",
]

NAMES = [
    "ntu",
    "bvh",
    "openpose",
    "humanml3d",
    "nw_ucla",
    "utkinect",
    "utkinect labels",
    "sbu",
    "ui_prmd",
    "ui_prmd angles",
    "ui_prmd gzip",
    "card npz",
    "card csv",
    "card",
]


@pytest.fixture
def seeds(tmp_path, make_ntu, kinect_pose, make_bvh, picture_pose, openpose_folder):
    """Format name -> a small good file of it (with its card, for the table)."""
    made = tmp_path / "made"
    made.mkdir()
    (made / "a.skeleton").write_text(
        make_ntu([{2**56 + 1: kinect_pose, 2**56 + 2: kinect_pose + 1}, {}, {7: kinect_pose}])
    )
    (made / "a.bvh").write_text(make_bvh())
    folder = openpose_folder([[picture_pose("body_25"), picture_pose("body_25", (900, 600)), []]])
    (made / "a.json").write_bytes((folder / "cam.0000.json").read_bytes())
    np.save(made / "a.npy", np.ones((3, 22, 3), np.float32))
    (made / "n.json").write_text(json.dumps({"file_name": "n", "skeletons": np.ones((3, 20, 3)).tolist(), "label": 1}))
    rows = [f"{30 + 4 * t} " + " ".join(["1.5"] * 60) for t in range(4)]
    (made / "joints_s01_e01.txt").write_text("\n".join(rows))
    (made / "actionLabel.txt").write_text("s01_e01\nwalk: 30 38\n")
    (made / "skeleton_pos.txt").write_text("".join(",".join([str(t), *["0.5"] * 90]) + "\n" for t in range(3)))
    for name in ("m01_positions.txt", "m01_angles.txt"):
        (made / name).write_text((",".join(["1.5"] * 66) + "\n") * 3)
    (made / "v01_positions.txt.gz").write_bytes(gzip.compress((",".join(["900"] * 117) + "\n").encode() * 3))
    np.savez_compressed(made / "b.npz", xyz=np.ones((3, 2, 3)), t=np.arange(3.0))
    (made / "c.csv").write_text("t,a.x,a.y,a.z,b.x,b.y,b.z\n" + "".join(f"{t},1,2,3,4,5,6\n" for t in range(4)))
    card = (
        '[topology]\njoints = ["a", "b"]\nbones = [["a", "b"]]\n[space]\nunit = "m"\nup = "y"\n[time]\ncolumn = "t"\n'
    )
    (made / "b.npz.card.toml").write_text(card + '[table]\narray = "xyz"\n')
    (made / "c.csv.card.toml").write_text(card + '[table]\ncolumns = "{joint}.{value}"\n')
    return {"ntu": made / "a.skeleton", "bvh": made / "a.bvh", "openpose": made / "a.json", "humanml3d": made / "a.npy",
            "nw_ucla": made / "n.json", "utkinect": made / "joints_s01_e01.txt",
            "utkinect labels": made / "actionLabel.txt",
            "sbu": made / "skeleton_pos.txt", "ui_prmd": made / "m01_positions.txt",
            "ui_prmd angles": made / "m01_angles.txt", "ui_prmd gzip": made / "v01_positions.txt.gz",
            "card npz": made / "b.npz", "card csv": made / "c.csv", "card": made / "c.csv.card.toml"}  # fmt: skip


DETECTORS = ["alphapose", "coco", "coco annotations", "mmpose", "mediapipe", "mediapipe csv", "kinetics"]
CONTAINERS = ["pyskl", "ntu npz", "humanml3d vectors", "c3d", "trc", "amass", "body model"]


@pytest.fixture
def detector_seeds(tmp_path, picture_pose):
    """The same for what detectors of people write."""
    flat = picture_pose("coco_17").ravel().tolist()
    pairs = {"keypoints": picture_pose("coco_17")[:, :2].tolist(), "keypoint_scores": [0.9] * 17}
    pose = picture_pose("coco_18") / (1000, 1000, 1)
    person = {"pose": pose[:, :2].ravel().tolist(), "score": pose[:, 2].tolist()}
    landmarks = [{"x": 0.5, "y": 0.01 * row, "z": 0.1, "visibility": 0.9} for row in range(33)]
    content = {
        "alphapose": [{"image_id": f"{n}.jpg", "keypoints": flat, "score": 1, "idx": 1} for n in range(3)],
        "coco": [{"image_id": n, "keypoints": flat, "score": 1} for n in range(3)],
        "coco annotations": {
            "images": [{"id": 1, "file_name": "a"}],
            "annotations": [{"image_id": 1, "keypoints": flat}],
        },
        "mmpose": {"instance_info": [{"frame_id": n, "instances": [pairs]} for n in range(2)]},
        "mediapipe": [{"timestamp_ms": 40 * n, "pose_landmarks": landmarks} for n in range(2)],
        "kinetics": {"data": [{"frame_index": n, "skeleton": [person]} for n in (1, 2)], "label": "x"},
    }
    made = {name: tmp_path / f"{name.replace(' ', '_')}.json" for name in content}
    for name, path in made.items():
        path.write_text(json.dumps(content[name]))
    header = ",".join(f"{kind}{row}" for row in range(33) for kind in "xyzv")
    (tmp_path / "m.csv").write_text(header + "\n" + (",".join(["0.5"] * 132) + "\n") * 3)
    return {**made, "mediapipe csv": tmp_path / "m.csv"}


@pytest.fixture
def container_seeds(tmp_path, kinect_pose, make_c3d, smplh):
    """The same for binary containers of one clip or many, and for markers."""
    points = np.tile(kinect_pose[None] * 1000, (2, 1, 1))
    made = {name: tmp_path / f"{name.replace(' ', '_')}.bin" for name in CONTAINERS}
    clip = {"frame_dir": "a", "label": 1, "keypoint": np.ones((1, 2, 25, 3), np.float32)}
    made["pyskl"].write_bytes(pickle.dumps({"annotations": [clip]}, 4))
    with made["ntu npz"].open("wb") as file:
        np.savez(file, x_test=np.ones((1, 2, 150), np.float32), y_test=np.eye(60, dtype=np.float32)[:1])
    vectors = np.zeros((3, 263), np.float32)
    vectors[:, [3, 14]] = (0.9, 0.4)
    with made["humanml3d vectors"].open("wb") as file:
        np.save(file, vectors)
    made["c3d"].write_bytes(make_c3d(points, [f"M{row}" for row in range(25)]))
    head = "PathFileType\t4\t(X/Y/Z)\tx.trc\nDataRate\tNumFrames\tNumMarkers\tUnits\n50\t3\t2\tmm\n"
    rows = "".join(f"{t}\t{t / 50}\t1\t2\t3\t4\t5\t6\n" for t in range(3))
    made["trc"].write_text(head + "Frame#\tTime\tA\t\t\tB\t\t\n\t\tX1\tY1\tZ1\tX2\tY2\tZ2\n" + rows)
    amass = {"poses": np.zeros((2, 156)), "trans": np.zeros((2, 3)), "mocap_framerate": np.array(120.0)}
    with made["amass"].open("wb") as file:
        np.savez(file, **amass, marker_data=np.ones((2, 2, 3)), marker_labels=np.array([b"C7", b"T10"]))
    np.savez(smplh / "clip.npz", **amass, gender=np.array("male"))
    made["body model"] = smplh / "SMPLH_MALE.npz"
    return made


def mutated(content: bytes, rng: np.random.Generator) -> bytes:
    """One to three cuts, repeats, flips and planted tokens."""
    for _ in range(int(rng.integers(1, 4))):
        a, b = sorted(int(one) for one in rng.integers(0, len(content) + 1, 2))
        kind = rng.integers(8)
        if kind == 0:
            content = content[:a]
        elif kind == 1:
            content = content[:a] + content[min(b, a + 40) :]
        elif kind == 2:
            content = content[:b] + content[max(a, b - 400) : b] * 3 + content[b:]
        elif kind == 3 and content:
            content = content[:a] + bytes([rng.integers(256)]) + content[a + 1 :]
        elif kind > 5 and (words := list(re.finditer(rb"[^\s,;{}\[\]]+", content))):  # a word, the rest untouched
            word = words[rng.integers(len(words))]
            content = content[: word.start()] + _TOKENS[rng.integers(len(_TOKENS))] + content[word.end() :]
        else:
            token = _TOKENS[rng.integers(len(_TOKENS))]
            end = a + int(rng.integers(0, 6)) if kind == 4 else a
            content = content[:a] + token + content[end:]
    return content


def target_of(path):
    """What is read when this file is mutated: itself, or the recording it belongs to."""
    return path.with_name(
        {
            "c.csv.card.toml": "c.csv",
            "actionLabel.txt": "joints_s01_e01.txt",
            "m01_angles.txt": "m01_positions.txt",
            "SMPLH_MALE.npz": "clip.npz",
        }.get(path.name, path.name)
    )


def attack(path, rng, count):
    """Read `count` mutations of a file; the slowest reading in seconds and how many were refused."""
    good, refused, slowest = path.read_bytes(), 0, 0.0
    target = target_of(path)
    for _ in range(count):
        path.write_bytes(mutated(good, rng))
        begun = time.perf_counter()
        try:
            sequence = read(target)
        except FormatError as error:
            assert str(error) and "\n" not in str(error).strip()
            refused += 1
        else:
            assert sequence.valid.any() and np.isfinite(sequence.times).all()
        slowest = max(slowest, time.perf_counter() - begun)
    path.write_bytes(good)
    return slowest, refused


@pytest.fixture
def attacked(seeds, detector_seeds, container_seeds, monkeypatch):
    """`attacked(name)`: the good file of that name; a mutated body model is the one that is asked for."""
    every = {**seeds, **detector_seeds, **container_seeds}

    def choose(name):
        monkeypatch.delenv("SKELBENCH_BODY_MODEL", raising=False)
        if name == "body model":
            monkeypatch.setenv("SKELBENCH_BODY_MODEL", str(every[name].parent))
        return every[name]

    return choose


@pytest.mark.parametrize("name", [*NAMES, *DETECTORS, *CONTAINERS])
def test_the_good_files_are_read(attacked, name):
    assert read(target_of(attacked(name))).frames


@pytest.mark.parametrize("name", [*NAMES, *DETECTORS, *CONTAINERS])
def test_a_mutated_file_is_read_or_refused_and_nothing_else(attacked, name):
    slowest, refused = attack(attacked(name), np.random.default_rng(11), 250)
    assert slowest < 2 and refused > 25


def test_a_mutated_hdf5_is_read_or_refused_and_nothing_else(make_h5):
    names = [("s", part, kind) for part in ("a", "b") for kind in ("x", "y", "likelihood")]
    path = make_h5(names, np.ones((3, 6)))
    slowest, refused = attack(path, np.random.default_rng(11), 5)  # a process for each
    assert slowest < 10 and refused  # the clock on the wall; the process itself has 2 s


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", [*NAMES, *DETECTORS, *CONTAINERS])
def test_many_mutated_files_are_read_or_refused_and_nothing_else(attacked, name):
    slowest, _ = attack(attacked(name), np.random.default_rng(12), 10_000)
    assert slowest < 2


OF_FORMAT = {
    "coco annotations": "coco",
    "mmpose": "coco",
    "mediapipe csv": "mediapipe",
    "ntu npz": "pyskl",
    "humanml3d vectors": "humanml3d",
    "card npz": "card",
    "card csv": "card",
    "ui_prmd gzip": "ui_prmd",
}
BESIDE = ("card", "utkinect labels", "ui_prmd angles", "body model")  # files that belong to a recording and are none


@pytest.mark.parametrize("name", [one for one in (*NAMES, *DETECTORS, *CONTAINERS) if one not in BESIDE])
def test_one_format_and_no_other_claims_a_file(attacked, name):
    recording = Recording(attacked(name))
    assert [one for one, reader in FORMATS.items() if reader.looks_like(recording)] == [OF_FORMAT.get(name, name)]


NONSENSE = {
    "empty": b"",
    "blank": b" \r\n\t ",
    "zeros": b"\0" * 3000,
    "bytes": bytes(range(256)) * 20,
    "text": b"hello\nworld\n",
    "byte-order mark": b"\xef\xbb\xbf",
    "object": b"{}",
    "list": b"[]",
    "null": b"null",
    "nan": b"NaN",
    "deep": b"[" * 50_000,
    "npy": b"\x93NUMPY\x01\x00\xff\xff",
    "zip": b"PK\x03\x04" + b"\0" * 200,
    "end of a zip": b"PK\x05\x06" + b"\0" * 18,
    "hdf5": b"\x89HDF\r\n\x1a\n" + b"\0" * 600,
    "pickle": b"\x80\x04N.",
    "gzip": b"\x1f\x8b\x08" + b"\0" * 20,
    "c3d": b"\x02\x50" + b"\xff" * 1500,
    "trc": b"PathFileType\t4\n\n\n\n\n",
    "numbers": b"1 2 3\n" * 9,
    "commas": b"," * 5000,
}


@pytest.mark.parametrize("name", sorted(FORMATS))
def test_nonsense_is_refused_by_every_reader_that_is_told_to_read_it(tmp_path, name):
    for kind, content in NONSENSE.items():
        path = tmp_path / "x.json"
        path.write_bytes(content)
        with pytest.raises(FormatError, match=r"x\.json") as error:
            read(path, name)
        assert "\n" not in str(error.value), kind
