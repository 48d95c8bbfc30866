from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from skelbench.cli.render import _refuse_what_is_too_large, render
from skelbench.errors import ParameterError, RenderError, UnknownNameError

BVH = """HIERARCHY
ROOT Hips
{
  OFFSET 0 90 0
  CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation
  JOINT Spine
  {
    OFFSET 0 50 0
    CHANNELS 3 Zrotation Xrotation Yrotation
    End Site
    {
      OFFSET 0 30 0
    }
  }
}
MOTION
Frames: 3
Frame Time: 0.1
0 90 0 0 0 0 0 0 0
5 90 0 10 0 0 0 0 0
10 90 0 20 0 0 0 0 0
"""


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    path = tmp_path / "bow.bvh"
    path.write_text(BVH)
    return path


def run(*arguments):
    app = typer.Typer()
    app.command()(render)
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def test_a_recording_becomes_a_contact_sheet(recording, tmp_path):
    result = run(recording, "-o", tmp_path / "sheet.png", "--size", 32, "--json")
    assert result.exit_code == 0, result.exception
    assert json.loads(result.stdout)["frames"] == 3
    with Image.open(tmp_path / "sheet.png") as picture:
        assert picture.size == (3 * 32 + 2 * 2, 32)
        assert max(high for _, high in picture.getextrema()) > 100


def test_a_recording_becomes_an_animation(recording, tmp_path):
    assert run(recording, "-o", tmp_path / "clip.gif", "--size", 16).exit_code == 0
    with Image.open(tmp_path / "clip.gif") as picture:
        assert (picture.n_frames, picture.info["duration"]) == (3, 100)


def test_another_picture_format_is_one_sentence(recording, tmp_path):
    result = run(recording, "-o", tmp_path / "clip.mov")
    assert isinstance(result.exception, RenderError)
    assert not (tmp_path / "clip.mov").exists()


def test_a_recording_becomes_a_film(recording, tmp_path):
    assert run(recording, "-o", tmp_path / "clip.mp4", "--size", 32).exit_code == 0
    assert (tmp_path / "clip.mp4").read_bytes()[4:8] == b"ftyp"


@pytest.mark.parametrize("name", ["draction", "strokes", "sticks", "trajectories", "heatmaps"])
def test_every_renderer_has_its_pictures(name, recording, tmp_path):
    result = run(recording, "-o", tmp_path / "sheet.png", "--renderer", name, "--size", 48, "--json")
    assert result.exit_code == 0, result.exception
    said = json.loads(result.stdout)
    assert said["renderer"] == name
    assert said["people"] == 1
    assert said["foreground_share"] > 0.005


def test_pictures_of_moments_have_their_times_under_them_and_those_of_whole_clips_none(recording, tmp_path):
    heights = []
    for name in ("strokes", "trajectories"):
        run(recording, "-o", tmp_path / "sheet.png", "--renderer", name, "--size", 120)
        with Image.open(tmp_path / "sheet.png") as picture:
            heights.append(picture.size[1])
    assert heights == [120 + 16, 120]


def test_the_backend_is_the_one_asked_for(recording, tmp_path):
    words = (recording, "-o", tmp_path / "sheet.png", "--size", 16, "--json", "--backend", "reference")
    for name in ("draction", "strokes"):
        assert json.loads(run(*words, "--renderer", name).stdout)["backend"] == "reference"
    assert isinstance(run(*words, "--renderer", "heatmaps").exception, ParameterError)


def test_a_wrong_renderer_camera_or_too_large_a_film_is_one_sentence(recording, tmp_path):
    out = ("-o", tmp_path / "clip.gif")
    assert isinstance(run(recording, *out, "--renderer", "strokez").exception, UnknownNameError)
    assert "fit or sensor" in str(run(recording, *out, "--camera", "side").exception)
    assert "weights are DrAction's" in str(run(recording, *out, "--renderer", "sticks", "--weights", "x").exception)
    with pytest.raises(ParameterError, match=r"need 7\.5 GB, expected at most 2"):
        _refuse_what_is_too_large(150, 2048)


def test_the_sensors_camera_sees_a_smaller_person(recording, tmp_path):
    words = (recording, "-o", tmp_path / "sheet.png", "--size", 64, "--json", "--camera")
    near, far = (json.loads(run(*words, camera).stdout)["foreground_share"] for camera in ("fit", "sensor"))
    assert far < 0.7 * near
