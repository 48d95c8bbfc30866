from __future__ import annotations

import subprocess
import sys

import plotly.io
import pytest

import skelbench
from skelbench.errors import FormatError, ParameterError
from skelbench.extension import load, show_player


class Shell:
    """What of IPython's shell the extension touches."""

    def __init__(self) -> None:
        self.magics: dict[str, object] = {}

    def register_magic_function(self, function: object, magic_kind: str, magic_name: str) -> None:
        assert magic_kind == "line"
        self.magics[magic_name] = function


@pytest.fixture
def plotly_defaults():
    kept = plotly.io.templates.default, plotly.io.renderers.default
    yield
    plotly.io.templates.default, plotly.io.renderers.default = kept


@pytest.mark.parametrize("loader", [load, skelbench.load_ipython_extension])
def test_loading_the_extension_sets_the_theme_and_the_magic(loader, plotly_defaults):
    shell = Shell()
    loader(shell)
    assert shell.magics == {"skel": show_player}
    assert plotly.io.templates.default == "skelbench"
    assert plotly.io.renderers.default == "plotly_mimetype"


@pytest.mark.parametrize("line", ["", "a.bvh b.bvh", "my clip.bvh"])
def test_the_magic_takes_one_file(line):
    with pytest.raises(ParameterError, match=r"expects one file, .* found \d words"):
        show_player(line)


def test_the_magic_names_a_file_that_is_not_there(tmp_path):
    with pytest.raises(FormatError, match="missing"):
        show_player(f"'{tmp_path}/missing clip.bvh'")


def test_the_magic_shows_a_player(tmp_path):
    from skelbench_widgets import Player

    path = tmp_path / "two frames.bvh"
    path.write_text(
        "HIERARCHY\nROOT Hips\n{\n OFFSET 0 0 0\n"
        " CHANNELS 6 Xposition Yposition Zposition Zrotation Xrotation Yrotation\n"
        " JOINT Spine\n {\n  OFFSET 0 10 0\n  CHANNELS 3 Zrotation Xrotation Yrotation\n"
        "  End Site\n  {\n   OFFSET 0 10 0\n  }\n }\n}\n"
        "MOTION\nFrames: 2\nFrame Time: 0.04\n0 90 0 0 0 0 0 0 0\n0 91 0 0 0 0 0 0 0\n"
    )
    assert isinstance(show_player(f'"{path}"'), Player)


def test_importing_skelbench_loads_nothing_else():
    program = "import sys; before = set(sys.modules); import skelbench; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert {name.split(".")[0] for name in done.stdout.split()} - sys.stdlib_module_names == {"skelbench"}
