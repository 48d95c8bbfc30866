import io
import json
import time
import zipfile

import numpy as np
import pytest

from skelbench.choreography import Variation, choreograph
from skelbench.errors import FormatError
from skelbench.formats import detect, read, write
from skelbench.skeleton import COCO_17, KINECT_V2, Segment, SkeletonSequence


def test_everything_comes_back_bit_for_bit(tmp_path):
    clip = choreograph("shake hands", 2, Variation(sensor=True))
    clip = clip.changed(segments=(Segment("hello", 0.1, 0.5),), guesses=("a guess",), history="a repair")
    write(clip, tmp_path / "clip.npz", "archive")
    assert detect(tmp_path / "clip.npz") == "archive"
    again = read(tmp_path / "clip.npz")
    np.testing.assert_array_equal(again.positions, clip.positions)
    assert again.content_hash == clip.content_hash
    assert again.topology.content_hash == clip.topology.content_hash
    assert (again.segments, again.guesses, again.history) == (clip.segments, clip.guesses, clip.history)
    assert (again.label, again.subject, dict(again.meta)) == (clip.label, clip.subject, dict(clip.meta))
    assert again.truth == clip.truth


def test_a_picture_keeps_its_confidence(tmp_path):
    clip = choreograph("wave", 2, Variation(sensor=True), COCO_17)
    write(clip, tmp_path / "clip.npz", "archive")
    again = read(tmp_path / "clip.npz")
    np.testing.assert_array_equal(again.confidence, clip.confidence)
    assert again.space == clip.space


def test_the_same_sequence_gives_the_same_bytes(tmp_path):
    for name in ("a", "b"):
        write(choreograph("wave", 2), tmp_path / f"{name}.npz", "archive")
    assert (tmp_path / "a.npz").read_bytes() == (tmp_path / "b.npz").read_bytes()


def changed(path, name, content):
    with zipfile.ZipFile(path) as archive:
        parts = {entry: archive.read(entry) for entry in archive.namelist()}
    if content is None:
        del parts[name]
    else:
        parts[name] = content
    with zipfile.ZipFile(path, "w") as archive:
        for entry, body in parts.items():
            archive.writestr(entry, body)


def npy(array, **how):
    file = io.BytesIO()
    np.lib.format.write_array(file, np.asarray(array), **how)
    return file.getvalue()


def words(content):
    return npy(np.frombuffer(json.dumps(content).encode(), dtype=np.uint8))


LIES = {
    "no times": ("times.npy", None, "positions, times"),
    "times run backwards": ("times.npy", npy(np.zeros(3)), "times"),
    "an object": ("times.npy", npy(np.array([{}], dtype=object), allow_pickle=True), "Python objects"),
    "no JSON": ("skelbench_about.npy", npy(np.frombuffer(b"{", dtype=np.uint8)), "as JSON"),
    "another version": (
        "skelbench_about.npy",
        words({"version": 7}),
        "version 1, found 7",
    ),
    "half of the words": (
        "skelbench_about.npy",
        words({"version": 1}),
        "topology",
    ),
    "a list": ("skelbench_about.npy", npy(np.frombuffer(b"[]", dtype=np.uint8)), "JSON object"),
}


@pytest.mark.parametrize("name", LIES)
def test_a_lying_archive_is_refused_in_one_sentence(tmp_path, name):
    path = tmp_path / "clip.npz"
    write(choreograph("wave", 2), path, "archive")
    entry, content, sentence = LIES[name]
    changed(path, entry, content)
    with pytest.raises(FormatError, match=sentence):
        read(path, "archive")


@pytest.mark.slow
def test_an_hour_at_120_hz_opens_in_a_second(tmp_path):
    frames = 3600 * 120
    rng = np.random.default_rng(0)
    hour = SkeletonSequence(KINECT_V2, rng.normal(size=(frames, 1, 25, 3)).astype(np.float32), np.arange(frames) / 120)
    write(hour, tmp_path / "hour.npz", "archive")
    began = time.process_time()
    read(tmp_path / "hour.npz")
    assert time.process_time() - began < 1.5
