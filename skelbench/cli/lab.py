"""`skelbench lab`: JupyterLab on the notebooks, with settings of its own."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import typer

from skelbench.paths import build_folder, notebooks_folder, project_folder
from skelbench.records import write_json

__all__ = ["lab"]

_NEWS = Path("@jupyterlab", "apputils-extension", "notification.jupyterlab-settings")


def lab(
    arguments: list[str] = typer.Argument(None, metavar="[ARGUMENTS]...", help="Passed on to JupyterLab as they are."),
) -> None:
    """Open the notebooks in JupyterLab; options such as --no-browser or --allow-root are passed on."""
    settings = build_folder() / "lab"
    environment = _environment(settings)
    _silence_news(Path(environment["JUPYTERLAB_SETTINGS_DIR"]))
    command = [sys.executable, "-m", "jupyterlab", f"--ServerApp.root_dir={project_folder()}"]
    os.execve(sys.executable, [*command, f"--LabApp.default_url={_first_page()}", *(arguments or ())], environment)


def _environment(settings: Path) -> dict[str, str]:
    """The shell's environment, and folders under `settings` for what it does not say."""
    own = {
        "JUPYTER_CONFIG_DIR": settings,
        "JUPYTERLAB_SETTINGS_DIR": settings / "user-settings",
        "JUPYTERLAB_WORKSPACES_DIR": settings / "workspaces",
    }
    return {**{name: str(folder) for name, folder in own.items()}, **os.environ}


def _silence_news(settings: Path) -> None:
    """Answer JupyterLab's question about news with no, unless somebody answered it already."""
    if not (settings / _NEWS).exists():
        write_json(settings / _NEWS, {"fetchNews": "false", "checkForUpdates": False})


def _first_page() -> str:
    inside = notebooks_folder().relative_to(project_folder()).as_posix()
    index = notebooks_folder() / "00_index.ipynb"
    return f"/lab/tree/{inside}/{index.name}" if index.is_file() else f"/lab/tree/{inside}"
