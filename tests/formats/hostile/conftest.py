"""Small good files of every format, and the machinery that mutates and reads them."""

from __future__ import annotations

import gzip
import hashlib
import json
import pickle
import re
import resource
import time
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import read, write
from skelbench.records import Truth
from skelbench.records.truth import Driving, Mistake, Phase, TruthQuestion
from skelbench.skeleton import KINECT_V2, SkeletonSequence

PORTION = 1000  # inputs between two lines of the ledger
TRUTH = Truth(
    "wave", ("waving",), (Driving("left_wrist", 0, 1, "decides"),), (Phase("up", 0, 1),), ((0.0, 1.0),),
    (Mistake("late", "left_elbow", "up", 10.0, "deg"),), {"whole": ("somebody waves",)},
    (TruthQuestion("What is done?", ("wave", "nod"), "wave", "what"),),
)  # fmt: skip
# A file that is mutated -> the recording it belongs to, which is then read.
OWNERS = {
    "c.csv.card.toml": "c.csv", "actionLabel.txt": "joints_s01_e01.txt", "m01_angles.txt": "m01_positions.txt",
    "SMPLH_MALE.npz": "clip.npz", "told.truth.json": "told.npz", "config.yaml": "clip.h5",
}  # fmt: skip
_TOKENS = b'nan|-1|1e308|1000000000|0|\0|\xff|{|}|[|\n| |,|inf|x|true|null|"|-0|1e-320|0x1F|\xc3\xa9'.split(b"|")
MOST_SECONDS, MOST_MEMORY = 2.0, 1_000_000_000  # of one input


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
        elif kind > 5 and (word := _word_after(content, a)):  # a word, the rest untouched
            content = content[: word.start()] + _TOKENS[rng.integers(len(_TOKENS))] + content[word.end() :]
        else:
            token = _TOKENS[rng.integers(len(_TOKENS))]
            end = a + int(rng.integers(0, 6)) if kind == 4 else a
            content = content[:a] + token + content[end:]
    return content


def _word_after(content, place):
    return re.compile(rb"[^\s,;{}\[\]]+").search(content, place)


def _owner_of(path):
    return path.with_name(OWNERS.get(path.name, path.name))


@pytest.fixture
def owner_of():
    """`owner_of(path)`: what is read when this file is mutated: itself, or the recording it belongs to."""
    return _owner_of


@dataclass
class Attack:
    """What inputs did to a reader; processor seconds and bytes of one input at most."""

    inputs: int = 0
    refused: int = 0
    slowest: float = 0.0
    peak: int = 0  # above what the process held before


def _processor_seconds():
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _bytes_of_this_process(field):
    found = re.search(rf"{field}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    return int(found.group(1)) * 1024


@contextmanager
def _memory_limit(found):
    """At most `MOST_MEMORY` more than now, by the system's own limit; the peak goes into `found`."""
    if not Path("/proc/self/clear_refs").exists():  # Linux alone says it
        yield
        return
    Path("/proc/self/clear_refs").write_text("5")  # the peak begins anew
    before = _bytes_of_this_process("VmRSS")
    usual = resource.getrlimit(resource.RLIMIT_AS)
    resource.setrlimit(resource.RLIMIT_AS, (_bytes_of_this_process("VmSize") + MOST_MEMORY, usual[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, usual)
        found.peak = max(found.peak, _bytes_of_this_process("VmHWM") - before)


def attack_once(target, found):
    """Read one hostile file: a sequence or a sentence, in time and within the memory, and nothing else."""
    begun = _processor_seconds()
    try:
        sequence = read(target)
    except FormatError as error:
        assert str(error) and "\n" not in str(error).strip()
        found.refused += 1
    else:
        assert sequence.valid.any() and np.isfinite(sequence.times).all()
    found.slowest = max(found.slowest, _processor_seconds() - begun)
    found.inputs += 1


@pytest.fixture
def attack_inputs():
    """`attack_inputs(path, contents)`: put each in the file's place and read it, or the recording it belongs to."""

    def attack(path, contents):
        good, found = path.read_bytes(), Attack()
        try:
            with _memory_limit(found):
                for content in contents:
                    path.write_bytes(content)
                    attack_once(_owner_of(path), found)
        finally:
            path.write_bytes(good)
        assert found.slowest < MOST_SECONDS and found.peak < MOST_MEMORY, found
        return found

    return attack


@pytest.fixture
def attack(attack_inputs):
    """`attack(path, seed, count)`: so many mutations of a file."""

    def attack_file(path, seed, count):
        good, rng = path.read_bytes(), np.random.default_rng(seed)
        return attack_inputs(path, (mutated(good, rng) for _ in range(count)))

    return attack_file


@pytest.fixture
def attack_on(attack, project):
    """`attack_on(name, path, count)`: the same in portions that are kept; a later run goes on after them."""
    ledger = project / "build" / "fuzz.jsonl"
    code = sorted(
        [*(project / "skelbench" / "formats").glob("*.py"), *(project / "skelbench" / "skeleton").glob("*.py")]
    )
    state = hashlib.sha256(b"".join(path.read_bytes() for path in code)).hexdigest()[:16]

    def go_on(name, path, count):
        ledger.parent.mkdir(exist_ok=True)
        key = {"name": name, "code": state, "file": hashlib.sha256(path.read_bytes()).hexdigest()[:16]}
        kept = [json.loads(line) for line in ledger.read_text().splitlines()] if ledger.exists() else []
        done = {line["portion"] for line in kept if key.items() <= line.items()}
        for portion in range(-(-count // PORTION)):
            if portion in done:
                continue
            found = attack(path, [12, portion], min(PORTION, count - portion * PORTION))
            with ledger.open("a") as file:
                file.write(json.dumps(key | {"portion": portion} | vars(found)) + "\n")

    return go_on


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
    rows = "".join(f"{frame},{row},0.5,0.{row},0,1\n" for frame in range(2) for row in range(33))
    (tmp_path / "rows.csv").write_text("frame,landmark,x,y,z,visibility\n" + rows)
    return {**made, "mediapipe csv": tmp_path / "m.csv", "mediapipe rows": tmp_path / "rows.csv"}


@pytest.fixture
def container_seeds(tmp_path, kinect_pose, make_c3d, smplh):
    """The same for binary containers of one clip or many, and for markers."""
    points = np.tile(kinect_pose[None] * 1000, (2, 1, 1))
    names = ("pyskl", "ntu npz", "humanml3d vectors", "c3d", "trc", "amass", "body model", "archive", "truth")
    made = {name: tmp_path / f"{name.replace(' ', '_')}.bin" for name in names}
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
    said = {"label": "wave", "guesses": ("one",), "history": ("two",), "meta": {"a": "b"}}
    told = SkeletonSequence(KINECT_V2, points[:, None] / 1000, np.array([0.0, 0.1]), **said)
    write(told, made["archive"], "archive")
    write(told.changed(truth=TRUTH), tmp_path / "told.npz", "archive")
    made["truth"] = tmp_path / "told.truth.json"
    return made


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
