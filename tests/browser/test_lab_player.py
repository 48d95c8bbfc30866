"""The player in JupyterLab 4: it renders, a cell moves it, and its keys move the trait."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytestmark = pytest.mark.browser

CELLS = (
    "import numpy as np\n"
    "from skelbench.skeleton import Topology, SkeletonSequence\n"
    "from skelbench_widgets import Player\n"
    "chain = Topology('chain', ('head', 'hip', 'foot'), (('head', 'hip'), ('hip', 'foot')))\n"
    "positions = np.zeros((30, 1, 3, 3))\n"
    "positions[..., 1] = (1, 0, -1)\n"
    "positions[..., 2] = 3\n"
    "positions[:, 0, 0, 0] = np.sin(np.arange(30) / 5)\n"
    "clip = SkeletonSequence(chain, positions, np.arange(30) / 30)\n"
    "player = Player(clip, np.array([0.3, -0.2, 0.1]), title='a chain')\n"
    "player",
    "player.frame = 20",
    "print('now at', player.frame)",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def answer(address: str) -> Any:
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:
            return json.load(reply)
    except (urllib.error.URLError, ConnectionError, TimeoutError):
        return None


def wait_for(what: str, found: Any, limit: float = 60) -> Any:
    until = time.monotonic() + limit
    while time.monotonic() < until:
        result = found()
        if result:
            return result
        time.sleep(0.2)
    pytest.fail(f"waited {limit:g} s for {what}")


@pytest.fixture
def lab(tmp_path: Path) -> Iterator[str]:
    """A JupyterLab of its own, dark, without news, on a free port."""
    settings = {
        "@jupyterlab/apputils-extension:themes": {"theme": "JupyterLab Dark"},
        "@jupyterlab/apputils-extension:notification": {"fetchNews": "false", "checkForUpdates": False},
    }
    folder = tmp_path / "config" / "labconfig"
    folder.mkdir(parents=True)
    (folder / "default_setting_overrides.json").write_text(json.dumps(settings))
    work = tmp_path / "work"
    work.mkdir()
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source) for source in CELLS])
    notebook.metadata["kernelspec"] = {"name": "python3", "display_name": "Python 3", "language": "python"}
    nbformat.write(notebook, work / "player.ipynb")
    port = free_port()
    places = {f"JUPYTER_{name}_DIR": str(tmp_path / name.lower()) for name in ("CONFIG", "DATA", "RUNTIME")}
    places |= {f"JUPYTERLAB_{name}_DIR": str(tmp_path / name.lower()) for name in ("SETTINGS", "WORKSPACES")}
    command = [sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", "--IdentityProvider.token="]
    command += [f"--port={port}", "--ServerApp.port_retries=0", f"--notebook-dir={work}"]
    with (tmp_path / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, env=os.environ | places | {"IPYTHONDIR": str(tmp_path)}, stdout=log, stderr=log
        )
        try:
            address = f"http://127.0.0.1:{port}"
            wait_for("the server", lambda: answer(f"{address}/api/status"))
            yield address
        finally:
            for _ in range(2):
                server.send_signal(signal.SIGINT)
                time.sleep(0.3)
            try:
                server.wait(10)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait(5)


def run_cell(page: Any, index: int) -> None:
    """Runs a cell, again where the request was lost before the kernel's channel was open."""
    cell = page.locator(".jp-Notebook .jp-CodeCell").nth(index)
    prompt = cell.locator(".jp-InputArea-prompt")
    for _ in range(12):
        cell.locator(".cm-content").click()
        page.keyboard.press("Shift+Enter")
        for _ in range(20):
            text = prompt.inner_text()
            if text.strip("[]: ").isdigit():
                return
            page.wait_for_timeout(250)
            if text.strip("[]: ") == "" and not text.startswith("[*"):
                continue
    pytest.fail(f"cell {index} did not run")


def kernel_ready(lab: str) -> bool:
    kernels = answer(f"{lab}/api/kernels") or []
    return any(kernel["execution_state"] == "idle" and kernel["connections"] >= 1 for kernel in kernels)


@pytest.mark.timeout(150)
def test_a_cell_moves_the_player_and_its_keys_move_the_trait(browser: Any, lab: str, project: Path) -> None:
    context = browser.new_context(viewport={"width": 1200, "height": 1000}, color_scheme="light")
    context.set_default_timeout(60_000)
    page = context.new_page()
    page.goto(f"{lab}/lab/tree/player.ipynb")
    wait_for("an idle kernel", lambda: kernel_ready(lab))
    run_cell(page, 0)
    shown = page.locator(".skel-player")
    shown.wait_for()
    assert shown.get_attribute("data-frame") == "0"
    page.wait_for_function("document.querySelector('.skel-player').dataset.theme === 'dark'")  # as JupyterLab is

    run_cell(page, 1)
    page.wait_for_function("document.querySelector('.skel-player').dataset.frame === '20'")
    colours = page.evaluate("""() => {
      const canvas = document.querySelector('.skel-canvas');
      const bytes = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
      return new Set(new Uint32Array(bytes.buffer)).size;
    }""")
    assert colours > 30

    page.locator(".skel-stage").click(position={"x": 20, "y": 20})
    for key in ("ArrowRight", "ArrowRight", "l"):
        page.keyboard.press(key)
    assert shown.get_attribute("data-frame") == "22"
    assert page.locator(".jp-Notebook .jp-CodeCell").count() == 3  # the notebook's own shortcuts stayed out of it
    run_cell(page, 2)
    page.locator(".jp-OutputArea-output", has_text="now at 22").wait_for()
    pictures = project / "build" / "player"
    pictures.mkdir(parents=True, exist_ok=True)
    page.screenshot(path=pictures / "lab-dark.png")
    context.close()
