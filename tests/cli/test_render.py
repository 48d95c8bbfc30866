from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer
from PIL import Image
from typer.testing import CliRunner

from skelbench.cli.render import render
from skelbench.errors import RenderError

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
