"""Native readers of strangers' files, in a process of their own that has little time and memory and cannot write.

The program is a file of this package that runs alone. It takes the limits upon itself once its libraries are loaded
and before it opens the file; what it finds it prints, and nothing of it reaches this process but bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

from skelbench.formats.recording import LARGEST_FILE, Recording

__all__ = ["CPU_SECONDS", "MEMORY", "run_caged"]

CPU_SECONDS = 2  # after the libraries are loaded
MEMORY = 1_000_000_000  # bytes of address space
_WALL_SECONDS = 30  # on a machine that is busy with other things
_KEPT = ("LD_LIBRARY_PATH", "SYSTEMROOT", "PATH")


def run_caged(recording: Recording, program: Path, *words: str) -> bytes:
    """What the program prints when it is given the limits, the recording's path and the words.

    Raises:
        FormatError: it ends with an error, or takes more time, memory or output than it may.
    """
    command = [sys.executable, "-I", "-B", str(program), str(CPU_SECONDS), str(MEMORY), str(recording.path), *words]
    quiet = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "HDF5_USE_FILE_LOCKING": "FALSE"}
    environment = quiet | {"HDF5_PLUGIN_PRELOAD": "::"} | {key: os.environ[key] for key in _KEPT if key in os.environ}
    with subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment
    ) as process:
        timer = threading.Timer(_WALL_SECONDS, process.kill)
        timer.start()
        try:
            assert process.stdout is not None
            printed = process.stdout.read(LARGEST_FILE + 1)
            if len(printed) > LARGEST_FILE:
                process.kill()
            code = process.wait()
        finally:
            timer.cancel()
            process.kill()
    if code != 0 or len(printed) > LARGEST_FILE:
        raise recording.error(
            f"Expected a file that opens within {CPU_SECONDS} s and {MEMORY:,} bytes, but its reader was stopped "
            f"(exit code {code}); it is broken, too large or made to harm"
        )
    return printed
