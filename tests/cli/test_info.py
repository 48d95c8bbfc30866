from __future__ import annotations

import json
import pickle
import sys

import numpy as np
import pytest

from skelbench.cli.app import main
from skelbench.cli.info import describe
from skelbench.formats import read

WANTED = {"format", "frames", "people", "joints", "dimensions", "unit", "guesses", "fps", "duration_s", "topology",
          "missing_share", "space", "source", "history"}  # fmt: skip


@pytest.fixture
def info(monkeypatch, capsys):
    """`info(*words)`: exit code, stdout and stderr of `skelbench info`."""

    def run(*words):
        monkeypatch.setattr(sys, "argv", ["skelbench", "info", *map(str, words)])
        with pytest.raises(SystemExit) as stopped:
            main()
        out, err = capsys.readouterr()
        return int(stopped.value.code or 0), out, err

    return run


@pytest.fixture
def motion(tmp_path):
    def make(frames):
        path = tmp_path / f"motion{frames}.npy"
        np.save(path, np.random.default_rng(0).normal(size=(frames, 22, 3)))
        return path

    return make


def test_json_alone_on_stdout_says_what_was_found_and_guessed(info, motion):
    code, out, err = info(motion(5), "--json")
    found = json.loads(out)
    assert code == 0 and err == "" and set(found) >= WANTED
    assert (found["format"], found["frames"], found["people"], found["joints"]) == ("humanml3d", 5, 1, 22)
    assert (found["dimensions"], found["unit"], found["fps"], found["duration_s"]) == (3, "m", 20, 0.2)
    assert found["missing_share"] == 0 and len(found["source"]["sha256"]) == 64
    assert any("20 frames per second" in guess for guess in found["guesses"])


def test_people_read_the_same_in_a_table(info, motion):
    code, out, _ = info(motion(5))
    text = " ".join(out.split())
    assert code == 0
    for words in (
        "humanml3d",
        "5 at 20 per second, 0.20 s",
        "22 of smpl_22, 3-D",
        "guessed 20 frames per second",
        "m, y up",
    ):
        assert words in text


def test_a_recording_of_one_frame_is_read_and_said_to_be_one(info, motion):
    code, out, _ = info(motion(1))
    assert code == 0 and "a recording of one frame" in " ".join(out.split())
    found = describe(read(motion(1)))
    assert found["fps"] is None and found["duration_s"] == 0 and "one frame" in found["notes"][0]


def test_problems_are_told_a_line_each_and_in_full_in_json(info, motion, tmp_path):
    code, out, _ = info(motion(5))  # noise: every joint jumps
    text = " ".join(out.split())
    problems = json.loads(info(motion(5), "--json")[1])["problems"]
    assert code == 0 and len(problems) > 12 and f"... and {len(problems) - 12} more" in text
    assert any("jumps at" in problem for problem in problems) and "problem bone drift: person 0" in text


def test_a_bad_file_is_one_sentence_and_exit_code_2(info, tmp_path):
    (tmp_path / "bad.bvh").write_bytes(b"HIERARCHY\nROOT a\n{\n")
    for path in (tmp_path / "bad.bvh", tmp_path / "none.bvh"):
        code, out, err = info(path, "--json")
        assert code == 2 and out == "" and err.startswith("skelbench: Expected") and err.count("\n") == 1
        assert path.name in err


def test_format_card_and_camera_are_passed_on(info, motion, tmp_path):
    code, _, err = info(motion(3), "--format", "bhv")
    assert code == 2 and "Did you mean 'bvh'" in err
    code, _, err = info(motion(3), "--camera", "cam01")
    assert code == 2 and "OpenPose folder" in err
    (tmp_path / "card.txt").write_text('topology = "smpl_22"\nspace = {unit = "cm", up = "y"}\ntime = {fps = 5}\n')
    code, out, _ = info(motion(3), "--card", tmp_path / "card.txt", "--json")
    assert code == 0 and json.loads(out)["format"] == "card" and json.loads(out)["fps"] == 5


def test_a_clip_the_whole_body_and_a_body_model_are_passed_on(info, tmp_path):
    clips = [{"frame_dir": name, "keypoint": np.ones((1, frames, 25, 3))} for name, frames in (("a", 2), ("b", 3))]
    (tmp_path / "set.pkl").write_bytes(pickle.dumps(clips, 4))
    code, _, err = info(tmp_path / "set.pkl")
    assert code == 2 and "found 2 (a, b, ...); name one with clip= (--clip)" in err
    code, out, _ = info(tmp_path / "set.pkl", "--clip", "b", "--json")
    assert code == 0 and json.loads(out)["frames"] == 3
    whole = [{"image_id": "1.jpg", "keypoints": [5.0, 6.0, 0.9] * 133}]
    (tmp_path / "whole.json").write_text(json.dumps(whole))
    for words, joints in (((), 23), (("--whole",), 133)):
        code, out, _ = info(tmp_path / "whole.json", *words, "--json")
        assert code == 0 and json.loads(out)["joints"] == joints
    code, _, err = info(tmp_path / "set.pkl", "--body-model", tmp_path / "model.npz")
    assert code == 2 and "body_model= for the formats amass only, found it for 'pyskl'" in err
