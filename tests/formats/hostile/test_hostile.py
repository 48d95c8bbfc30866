"""Mutations of made files of every format: a reader gives a sequence or a FormatError, quickly, and nothing else."""

from __future__ import annotations

import numpy as np
import pytest

from skelbench.errors import FormatError
from skelbench.formats import FORMATS, Recording, read

NAMES = [
    "ntu", "bvh", "openpose", "humanml3d", "humanml3d vectors", "nw_ucla", "utkinect", "utkinect labels", "sbu",
    "ui_prmd", "ui_prmd angles", "ui_prmd gzip", "card npz", "card csv", "card", "alphapose", "coco",
    "coco annotations", "mmpose", "mediapipe", "mediapipe csv", "mediapipe rows", "kinetics", "pyskl", "ntu npz",
    "c3d", "trc", "amass", "body model", "archive", "truth",
]  # fmt: skip
FEW, MANY, MANY_IN_A_CAGE = 250, 7000, 250  # inputs; HDF5 is opened in a process of its own, 0.3 s each


def test_the_inputs_are_as_many_as_promised_and_of_every_format():
    assert len(NAMES) * FEW >= 5000 and len(NAMES) * MANY >= 200_000
    assert {OF_FORMAT.get(name, name) for name in NAMES if name not in BESIDE} | {"deeplabcut"} == set(FORMATS)


@pytest.mark.parametrize("name", NAMES)
def test_the_good_files_are_read(attacked, owner_of, name):
    assert read(owner_of(attacked(name))).frames


@pytest.mark.parametrize("name", NAMES)
def test_a_mutated_file_is_read_or_refused_and_nothing_else(attacked, attack, name):
    assert attack(attacked(name), 11, FEW).refused > 25


@pytest.fixture
def animal(make_h5):
    """An HDF5 table of two body parts, with the skeleton beside it."""
    names = [("s", part, kind) for part in ("a", "b") for kind in ("x", "y", "likelihood")]
    path = make_h5(names, np.ones((3, 6)))
    path.with_name("config.yaml").write_text("skeleton:\n- - a\n  - b\nother: 1\n")
    return path


def test_a_mutated_hdf5_is_read_or_refused_and_nothing_else(animal, attack):
    assert attack(animal, 11, 5).refused  # a process for each


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", NAMES)
def test_many_mutated_files_are_read_or_refused_and_nothing_else(attacked, attack_on, name):
    attack_on(name, attacked(name), MANY)


@pytest.mark.slow
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("name", ["clip.h5", "config.yaml"])
def test_many_mutated_hdf5_files_are_read_or_refused_and_nothing_else(animal, attack_on, name):
    attack_on(f"deeplabcut {name}", animal.with_name(name), MANY_IN_A_CAGE)


OF_FORMAT = {
    "coco annotations": "coco",
    "mmpose": "coco",
    "mediapipe csv": "mediapipe",
    "ntu npz": "pyskl",
    "humanml3d vectors": "humanml3d",
    "mediapipe rows": "mediapipe",
    "card npz": "card",
    "card csv": "card",
    "ui_prmd gzip": "ui_prmd",
}
BESIDE = (
    "card",
    "utkinect labels",
    "ui_prmd angles",
    "body model",
    "truth",
)  # files that belong to a recording and are none


@pytest.mark.parametrize("name", [one for one in NAMES if one not in BESIDE])
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
