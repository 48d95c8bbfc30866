"""A notebook's run in a process of its own: a wall-clock limit, progress, and nothing left running."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Literal

import psutil

from skelbench.paths import project_folder
from skelbench.records import read_json, write_json
from skelbench.report.recorder import RECORD_VARIABLE

__all__ = ["Outcome", "Progress", "run_notebook"]

Progress = Callable[[int, int], None]  # cells done, of

_POLL_S = 0.2
# Two torch threads collapse where the cores are busy: three reports of 83 s on one thread took more than 600 s on two.
_THREADS = "1"


@dataclass(frozen=True)
class Outcome:
    """What came of a notebook's run."""

    status: Literal["finished", "failed"]
    reason: str = ""  # a sentence where it failed
    error: str = ""  # the exception's name where a cell raised one
    cell: int | None = None
    recorded: Mapping[str, Any] | None = None  # what the notebook's recorder kept
    seconds: float = 0.0


def run_notebook(
    notebook: Path, output: Path, parameters: Mapping[str, Any], timeout_s: float, progress: Progress | None = None
) -> Outcome:
    """Run a notebook with papermill; the notebook as far as it got is in `output`.

    The kernel starts in the project's root. When the limit is reached the process and everything it started end.
    """
    work = output.parent / ".work"
    work.mkdir(parents=True, exist_ok=True)
    job = {
        "notebook": str(notebook), "output": str(output), "parameters": dict(parameters),
        "folder": str(project_folder()),
    }  # fmt: skip
    write_json(work / "job.json", job)
    started = time.monotonic()
    with (work / "log.txt").open("w", encoding="utf-8") as log:
        process = _start(work, log)
        try:
            in_time = _follow(process, started + timeout_s, progress)
        finally:
            _end(process)
    seconds = time.monotonic() - started
    recorded = read_json(work / "recorded.json") if (work / "recorded.json").exists() else None
    if not in_time:
        reason = f"it ran longer than {timeout_s:g} s and was ended"
        return Outcome("failed", reason, recorded=recorded, seconds=seconds)
    return _outcome(work, recorded, seconds)


def _start(work: Path, log: IO[str]) -> subprocess.Popen[str]:
    """The process that runs the notebook; it ends, with its kernel, when the pipe to it closes because we ended."""
    environment = {
        "OMP_NUM_THREADS": _THREADS,
        "NUMBA_NUM_THREADS": _THREADS,
        **os.environ,
        RECORD_VARIABLE: str(work / "recorded.json"),
        "PLOTLY_RENDERER": "plotly_mimetype",
        "IPYTHONDIR": str(work / "ipython"),
        "JUPYTER_PREFER_ENV_PATH": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "SKELBENCH_HOME": str(project_folder()),
    }
    return subprocess.Popen(
        [sys.executable, "-m", "skelbench.report.execute", str(work / "job.json")],
        env=environment, stdout=subprocess.PIPE, stderr=log, stdin=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip


def _follow(process: subprocess.Popen[str], deadline: float, progress: Progress | None) -> bool:
    """Pass progress on until the process ends; False when the deadline came first."""
    lines: queue.Queue[str] = queue.Queue()
    reader = threading.Thread(target=_read_lines, args=(process, lines), daemon=True)
    reader.start()
    while process.poll() is None:
        if time.monotonic() > deadline:
            return False
        try:
            _tell(lines.get(timeout=_POLL_S), progress)
        except queue.Empty:
            continue
    return True


def _read_lines(process: subprocess.Popen[str], lines: queue.Queue[str]) -> None:
    assert process.stdout is not None
    with process.stdout as stream:
        for line in stream:
            lines.put(line)


def _tell(line: str, progress: Progress | None) -> None:
    if progress is None or not line.startswith("{"):
        return
    step = json.loads(line)
    progress(int(step["done"]), int(step["of"]))


def _end(process: subprocess.Popen[str]) -> None:
    """End what is left of the process and of everything it started (a kernel has a process group of its own)."""
    if process.poll() is None:
        with contextlib.suppress(psutil.NoSuchProcess):
            _kill_family(psutil.Process(process.pid))
    if process.stdin is not None:
        process.stdin.close()
    process.wait()


def _kill_family(parent: psutil.Process) -> None:
    """Kill the children first, the parent held still meanwhile, so that it cannot start another one unseen."""
    parent.suspend()
    family = [*parent.children(recursive=True), parent]
    for member in family:
        with contextlib.suppress(psutil.NoSuchProcess):
            member.kill()
    psutil.wait_procs(family, timeout=10)


def _outcome(work: Path, recorded: Mapping[str, Any] | None, seconds: float) -> Outcome:
    if not (work / "outcome.json").exists():
        last = [line for line in (work / "log.txt").read_text(encoding="utf-8").splitlines() if line.strip()][-1:]
        said = f": {last[0].strip()}" if last else ""
        return Outcome("failed", f"the notebook's process ended early{said}", recorded=recorded, seconds=seconds)
    found = read_json(work / "outcome.json")
    if found["status"] == "finished" and recorded is not None and not recorded["finished"]:
        return Outcome("failed", "it never called recorder.finish()", recorded=recorded, seconds=seconds)
    return Outcome(
        found["status"], found.get("reason", ""), found.get("error", ""), found.get("cell"), recorded, seconds
    )
