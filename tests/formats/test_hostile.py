"""Mutations of made files of every format: a reader gives a sequence or a FormatError, quickly, and nothing else."""

from __future__ import annotations

import gzip
import json
import re
import time

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import read

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


def test_the_good_files_are_read(seeds):
    for path in seeds.values():
        assert read(target_of(path)).frames


@pytest.mark.parametrize("name", NAMES)
def test_a_mutated_file_is_read_or_refused_and_nothing_else(seeds, name):
    slowest, refused = attack(seeds[name], np.random.default_rng(11), 250)
    assert slowest < 2 and refused > 25


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", NAMES)
def test_many_mutated_files_are_read_or_refused_and_nothing_else(seeds, name):
    slowest, _ = attack(seeds[name], np.random.default_rng(12), 10_000)
    assert slowest < 2
