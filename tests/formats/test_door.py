from __future__ import annotations

import json
import pickle
from pathlib import Path

import numpy as np
import pytest

from skelbench.errors import FormatError, SkelbenchError, UnknownNameError
from skelbench.formats import FORMATS, detect, read, write
from skelbench.formats.door import truth_path
from skelbench.records import Driving, Phase, Truth


class Attack:
    """Creates a file when it is unpickled."""

    def __init__(self, victim):
        self.victim = victim

    def __reduce__(self):
        return (Path.touch, (self.victim,))


@pytest.fixture
def ntu(tmp_path, make_ntu, kinect_pose):
    path = tmp_path / "wave_hand.skeleton"
    path.write_text(make_ntu([{5: kinect_pose}] * 3))
    return path


def test_the_formats_of_the_road_are_there():
    assert set(FORMATS) >= {"ntu", "bvh", "openpose", "humanml3d", "nw_ucla", "sbu", "ui_prmd", "utkinect", "card"}
    assert {name for name, reader in FORMATS.items() if reader.write} >= {"ntu", "card", "humanml3d"}


def test_content_decides_not_the_name(ntu, make_bvh, picture_pose, tmp_path):
    content = {
        "a.skeleton": make_bvh(), "b.bvh": ntu.read_text(),
        "c.txt": json.dumps({"people": [{"pose_keypoints_2d": picture_pose("body_25").ravel().tolist()}]}),
    }  # fmt: skip
    for (name, text), found in zip(content.items(), ("bvh", "ntu", "openpose"), strict=True):
        (tmp_path / name).write_text(text)
        assert detect(tmp_path / name) == found
        assert read(str(tmp_path / name)).source.format == found


def test_neither_label_nor_subject_comes_from_the_name_of_a_file(ntu):
    sequence = read(ntu)
    assert sequence.label is None and sequence.subject is None and sequence.truth is None


def test_the_source_says_where_from_without_naming_this_machine(ntu):
    source = read(ntu).source
    assert source.path == "wave_hand.skeleton" and source.format == "ntu" and len(source.sha256) == 64


def test_the_truth_beside_a_clip_is_read_and_saved(ntu, tmp_path):
    truth = Truth("wave", ("greet",), (Driving("right_wrist", 0, 1, "decides"),), (Phase("raise", 0, 0.5),))
    write(read(ntu).changed(truth=truth), tmp_path / "made.csv", "card")
    assert truth_path(tmp_path / "made.csv") == tmp_path / "made.truth.json"
    again = read(tmp_path / "made.csv")
    assert again.truth == truth and again.label == "wave"


@pytest.mark.parametrize(
    "text", ["", "[]", "3", '{"label": "x", "driving": 3}', '{"driving": []}', "{", "\0", "[" * 99999]
)
def test_a_broken_truth_is_refused_by_name(ntu, text):
    truth_path(ntu).write_text(text)
    with pytest.raises(FormatError, match=r"wave_hand\.truth\.json"):
        read(ntu)


def test_missing_files_folders_without_frames_and_devices_get_a_sentence(tmp_path):
    with pytest.raises(FormatError, match="found nothing at"):
        read(tmp_path / "none.bvh")
    with pytest.raises(FormatError, match="found nothing at"):
        read(tmp_path / "none.bvh", "bvh")
    with pytest.raises(FormatError, match="folder of OpenPose frames, found none"):
        read(tmp_path)
    with pytest.raises(FormatError, match="in format 'ntu', found a folder"):
        read(tmp_path, "ntu")
    with pytest.raises(FormatError, match="a device or socket"):
        read("/dev/null")
    with pytest.raises(FormatError, match=r"cannot be looked up|found nothing"):
        read("a\0b")
    with pytest.raises(FormatError, match=r"cannot be looked up|found nothing"):
        read("x" * 5000)


def test_a_format_misspelt_is_suggested(ntu):
    with pytest.raises(UnknownNameError, match="Did you mean 'ntu'"):
        read(ntu, "nt")
    with pytest.raises(UnknownNameError, match="Did you mean 'bvh'"):
        write(read(ntu), "x", "bhv")
    with pytest.raises(FormatError, match=r"can be written \(.*card.*humanml3d.*ntu.*\), found 'openpose'"):
        write(read(ntu), "x", "openpose")


def test_what_does_not_apply_is_refused_not_ignored(ntu):
    with pytest.raises(FormatError, match="a camera's name for an OpenPose folder"):
        read(ntu, camera="cam01")
    with pytest.raises(FormatError, match="a card for format 'card' only"):
        read(ntu, "ntu", card="x.toml")
    with pytest.raises(FormatError, match=r"detail= for the formats .*openpose.* only, found it for 'ntu'"):
        read(ntu, detail="whole")
    for said in ({"clip": "a"}, {"body_model": "model.npz"}):
        with pytest.raises(FormatError, match="only, found it for 'ntu'"):
            read(ntu, **said)


@pytest.mark.parametrize("name", ["x.bvh", "x.skeleton", "x.json", "x.npy", "x.npz", "x.csv", "x.txt", "x.bin", "x"])
@pytest.mark.parametrize(
    "content", [b"", b" \r\n ", b"\0" * 500, bytes(range(256)) * 4, b"hello\n", b"\xef\xbb\xbf", b"{}"]
)
def test_empty_and_binary_files_get_a_sentence(tmp_path, name, content):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FormatError, match=r"x(\.|\b)") as error:
        read(tmp_path / name)
    assert "\n" not in str(error.value)


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
@pytest.mark.parametrize("name", ["x.pkl", "x.pickle", "x.skeleton", "x.bvh", "x.json", "x.npy", "x.npz", "x.csv", "x"])
def test_a_malicious_pickle_does_nothing_whatever_it_is_called(tmp_path, name, protocol):
    victim = tmp_path / "victim"
    (tmp_path / name).write_bytes(pickle.dumps(Attack(victim), protocol))
    (tmp_path / "card.toml").write_text('topology = "kinect_v2"\nspace = {unit = "m"}\ntime = {fps = 30}\n')
    for format in (None, *FORMATS):
        with pytest.raises(SkelbenchError):
            read(tmp_path / name, format)
    assert not victim.exists()


def test_pickles_hidden_in_numpy_files_stay_closed(tmp_path):
    victim = tmp_path / "victim"
    np.save(tmp_path / "x.npy", np.array([Attack(victim)] * 66, dtype=object).reshape(1, 22, 3), allow_pickle=True)
    np.savez(tmp_path / "y.npz", a=np.array([Attack(victim)], dtype=object))
    (tmp_path / "card.toml").write_text('topology = "kinect_v2"\nspace = {unit = "m"}\ntime = {fps = 30}\n')
    for name, format in (("x.npy", "humanml3d"), ("x.npy", "card"), ("y.npz", None)):
        with pytest.raises(FormatError, match="Python objects, which could run code"):
            read(tmp_path / name, format)
    assert not victim.exists()


def test_a_pickle_gets_one_sentence_that_says_what_to_do(tmp_path):
    (tmp_path / "x.pkl").write_bytes(pickle.dumps([1, 2]))
    with pytest.raises(FormatError, match="can run code when it is opened, so it stays closed; save its arrays as npz"):
        read(tmp_path / "x.pkl")


def test_a_reader_never_changes_its_input(ntu):
    before = ntu.read_bytes(), ntu.stat().st_mtime_ns
    read(ntu)
    assert (ntu.read_bytes(), ntu.stat().st_mtime_ns) == before
    assert sorted(path.name for path in ntu.parent.iterdir()) == [ntu.name]


def test_whom_to_keep_is_asked_for_by_number_and_only_where_people_are_chosen(
    tmp_path, kinect_pose, make_ntu, make_bvh
):
    sway = np.arange(12)[:, None, None] / 20
    frames = [{1: kinect_pose + 0.1 * one, 2: kinect_pose + 2 + 0.3 * one} for one in sway]
    (tmp_path / "a.skeleton").write_text(make_ntu(frames))
    assert read(tmp_path / "a.skeleton").people == 2
    assert read(tmp_path / "a.skeleton", people=(1,)).meta["body_ids"] == "2"  # who moves most is the first
    for wrong, words in (
        ((3,), "among 1 to 2, found 3"),
        ((0,), "as numbers from 1, found"),
        ((), "as numbers from 1"),
    ):
        with pytest.raises(FormatError, match=words):
            read(tmp_path / "a.skeleton", people=wrong)
    (tmp_path / "a.bvh").write_text(make_bvh())
    with pytest.raises(FormatError, match=r"Expected people= for the formats .*ntu.* only, found it for 'bvh'"):
        read(tmp_path / "a.bvh", people=(1,))
