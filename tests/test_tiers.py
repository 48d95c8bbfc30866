"""The realdata tier cannot turn green by skipping: tests/conftest.py, run on a project of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

TIER = """
import pytest

@pytest.mark.realdata
def test_a_recording_is_read(real_data):
    assert (real_data / "clip.txt").read_text() == "moving"

@pytest.mark.realdata
def test_a_test_that_would_rather_not(real_data):
    pytest.skip("no time")

@pytest.mark.realdata
@pytest.mark.skip(reason="later")
def test_a_test_that_was_put_off(): ...

@pytest.mark.realdata
def test_golden_files_are_held(reference_data): ...

@pytest.mark.realdata
@pytest.mark.xfail(reason="known")
def test_a_known_fault(): raise AssertionError
"""


@pytest.fixture
def tier(tmp_path: Path, project: Path):
    """`tier(tests, **environment)`: exit code and last lines of the realdata tier of a small project."""
    (tmp_path / "project" / "tests").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "clip.txt").write_text("moving")
    for name in ("pyproject.toml", "tests/conftest.py"):
        (tmp_path / "project" / name).write_text((project / name).read_text())

    def run(tests: str, **environment: str) -> tuple[int, str]:
        (tmp_path / "project" / "tests" / "test_small.py").write_text(tests)
        kept = {name: value for name, value in os.environ.items() if not name.startswith("SKELBENCH_")}
        folders = {
            "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1",
            "SKELBENCH_REAL_DATA": str(tmp_path / "data"),
            "SKELBENCH_REFERENCE": str(tmp_path / "none"),
        }
        done = subprocess.run(
            [sys.executable, "-m", "pytest", "-q", "-m", "realdata", "-p", "no:cacheprovider", "-p", "pytest_timeout"],
            cwd=tmp_path / "project", env={**kept, **folders, **environment}, capture_output=True, text=True,
        )  # fmt: skip
        return done.returncode, done.stdout

    return run


def test_a_skip_fails_where_the_recordings_are_there(tier):
    code, said = tier(TIER)
    assert code == 1
    assert "test_a_test_that_would_rather_not" in said and "no time" in said
    assert "test_a_test_that_was_put_off" in said and "later" in said
    assert "1 passed, 1 skipped, 1 xfailed" in said  # golden files are not there: their test may skip


def test_without_recordings_the_tier_skips_unless_they_are_required(tier, tmp_path):
    nowhere = str(tmp_path / "nowhere")
    code, said = tier(TIER, SKELBENCH_REAL_DATA=nowhere)
    assert code == 0
    assert "4 skipped, 1 xfailed" in said
    code, said = tier(TIER, SKELBENCH_REAL_DATA=nowhere, SKELBENCH_REQUIRE_REAL="1")
    assert code == 1
    assert "set SKELBENCH_REAL_DATA" in said


def test_a_module_may_not_skip_itself_and_an_empty_tier_is_no_pass(tier):
    code, said = tier('import pytest\npytest.importorskip("no_such_module")\n' + TIER)
    assert code != 0
    assert "may not skip itself" in said
    assert tier("def test_of_another_tier(): ...")[0] == pytest.ExitCode.NO_TESTS_COLLECTED
