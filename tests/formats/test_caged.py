from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest

from skelbench.errors import FormatError
from skelbench.formats import Recording, caged
from skelbench.formats.caged import run_caged

HEAD = "import sys, resource\nseconds, memory, path, *words = sys.argv[1:]\n"


@pytest.fixture
def program(tmp_path):
    def make(body):
        (tmp_path / "program.py").write_text(HEAD + body)
        return tmp_path / "program.py"

    return make


HERE = Recording(Path("clip.h5"))


def test_what_the_program_prints_comes_back_and_it_is_told_its_limits(program):
    out = run_caged(HERE, program("print(seconds, memory, path, words)"), "a", "b")
    assert out.decode().split(None, 3)[:3] == ["2", "1000000000", "clip.h5"] and b"['a', 'b']" in out


@pytest.mark.parametrize(
    "body",
    [
        "sys.exit(3)",
        "raise OSError('broken')",
        "import os; os.abort()",
        "resource.setrlimit(resource.RLIMIT_AS, (int(memory), int(memory)))\nbytearray(4 * 10**9)",
        pytest.param("resource.setrlimit(resource.RLIMIT_CPU, (1, 1))\nwhile True: pass", marks=pytest.mark.slow),
    ],
    ids=["exit", "raise", "crash", "memory", "time"],
)
def test_a_program_that_ends_badly_is_one_sentence(program, body):
    begun = time.perf_counter()
    with pytest.raises(FormatError, match=r"its reader was stopped \(exit code -?\d+\).*clip\.h5"):
        run_caged(HERE, program(body))
    assert time.perf_counter() - begun < 20


def test_a_program_that_waits_or_prints_for_ever_is_stopped(program, monkeypatch):
    monkeypatch.setattr(caged, "_WALL_SECONDS", 0.5)
    with pytest.raises(FormatError, match="stopped"):
        run_caged(HERE, program("import time; time.sleep(60)"))
    monkeypatch.setattr(caged, "_WALL_SECONDS", 30)
    monkeypatch.setattr(caged, "LARGEST_FILE", 100_000)
    with pytest.raises(FormatError, match="stopped"):
        run_caged(HERE, program("while True: sys.stdout.write('x' * 1000)"))


def test_the_program_sees_neither_the_project_nor_the_shells_variables(program, monkeypatch):
    monkeypatch.setenv("SECRET_OF_THE_SHELL", "x")
    monkeypatch.setenv("PYTHONPATH", str(Path(caged.__file__).parents[2]))
    body = (
        "import os; print('SECRET_OF_THE_SHELL' in os.environ, os.environ['HDF5_PLUGIN_PRELOAD'], sys.flags.isolated)"
    )
    assert run_caged(HERE, program(body)).decode().split() == ["False", "::", "1"]
    assert sys.flags.isolated == 0
