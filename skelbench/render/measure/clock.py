"""How long something takes: processor time of this process, the least of many runs; and how much memory at most."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import torch

from skelbench.errors import RenderError

__all__ = ["PEAK_LIMIT_S", "least_ms", "least_wall_ms", "machine", "peak_mb", "peak_mb_of"]

_STATUS = Path("/proc/self/status")
_NAMED = ("skelbench", "torch", "numpy", "numba", "opencv-python-headless", "matplotlib")
PEAK_LIMIT_S = 120.0  # how long the program whose memory is measured may take


def least_ms(work: Callable[[], object], repeats: int, seconds: float = 0.0) -> float:
    """Milliseconds of processor time, all threads of this process together, of the fastest of many runs.

    One run to warm up, then at least `repeats` and as many more as fit in `seconds`. What else runs on the machine can
    only add to a run, so the least is the nearest to the truth.
    """
    work()
    best, done, until = float("inf"), 0, time.perf_counter() + seconds
    while done < repeats or (time.perf_counter() < until and done < 100 * repeats):
        before = time.process_time()
        work()
        best = min(best, time.process_time() - before)
        done += 1
    return best * 1000


def least_wall_ms(works: Sequence[Callable[[], object]], repeats: int) -> list[float]:
    """Milliseconds by the clock of the fastest run of each work, taking turns; for work of several threads."""
    best = [float("inf")] * len(works)
    for work in works:
        work()
    for _ in range(repeats):
        for place, work in enumerate(works):
            before = time.perf_counter()
            work()
            best[place] = min(best[place], time.perf_counter() - before)
    return [seconds * 1000 for seconds in best]


def peak_mb() -> float:
    """Megabytes (10^6 bytes) of memory this process has held at most.

    Linux keeps the figure of the parent in `getrusage` after a fork, so its own record is read there first.
    """
    if _STATUS.exists():
        for line in _STATUS.read_text().splitlines():
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024 / 1e6
    largest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return largest * (1 if sys.platform == "darwin" else 1024) / 1e6


def peak_mb_of(program: str) -> float:
    """What a Python program that prints one figure last prints, run in a process of its own.

    Raises:
        RenderError: the program fails or prints no figure.
    """
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=PEAK_LIMIT_S)
    words = done.stdout.split()
    if done.returncode or not words:
        lines = done.stderr.strip().splitlines()
        raise RenderError(f"The process whose memory is measured failed: {lines[-1] if lines else 'it said nothing'}")
    return float(words[-1])


def machine() -> dict[str, Any]:
    """Versions and the kind of machine, nothing that identifies it."""
    found = {"python": platform.python_version()}
    for name in _NAMED:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    gpu = torch.cuda.get_device_name() if torch.cuda.is_available() else None
    return {"versions": found, "hardware": {"machine": platform.machine(), "cores": os.cpu_count(), "gpu": gpu}}
