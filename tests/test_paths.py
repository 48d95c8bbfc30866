from __future__ import annotations

from pathlib import Path

from skelbench.paths import build_folder, data_folder, notebooks_folder, project_folder, results_folder, shown_path


def test_the_project_is_the_folder_that_holds_the_package(project, monkeypatch):
    for name in ("SKELBENCH_HOME", "SKELBENCH_BUILD"):
        monkeypatch.delenv(name, raising=False)
    assert project_folder() == project
    assert data_folder() == project / "data"
    assert notebooks_folder() == project / "notebooks"
    assert results_folder() == project / "data" / "results"
    assert build_folder() == project / "build"


def test_home_and_build_can_be_elsewhere(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SKELBENCH_BUILD", raising=False)
    assert build_folder() == tmp_path.resolve() / "home" / "build"
    monkeypatch.setenv("SKELBENCH_BUILD", str(tmp_path / "made"))
    assert build_folder() == tmp_path.resolve() / "made"
    assert project_folder() == tmp_path.resolve() / "home"


def test_a_record_shows_no_folder_of_this_machine(tmp_path, monkeypatch):
    monkeypatch.setenv("SKELBENCH_HOME", str(tmp_path))
    assert shown_path(tmp_path / "data" / "samples" / "wave.csv") == "data/samples/wave.csv"
    assert shown_path(tmp_path / "data" / ".." / "x.csv") == "x.csv"
    assert shown_path(tmp_path.parent / "secret" / "wave.csv") == "wave.csv"
    assert shown_path(Path("wave.csv")) == "wave.csv"
