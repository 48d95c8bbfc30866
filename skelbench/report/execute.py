"""Runs one notebook through papermill, in a process of its own: `python -m skelbench.report.execute JOB.json`.

Says how far it is on stdout, a JSON line a cell, and writes what came of it beside the job as `outcome.json`.
"""

from __future__ import annotations

import contextlib
import json
import os
import sys
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any

import papermill
import psutil
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from papermill.engines import NBClientEngine, papermill_engines
from papermill.exceptions import PapermillExecutionError

from skelbench.records import read_json, write_json

__all__ = ["end_with_parent", "execute", "main"]

_START_TIMEOUT_S = 120


class _CountingEngine(NBClientEngine):  # type: ignore[misc]
    """papermill's own engine, saying after every cell how many are done."""

    @classmethod
    def execute_managed_notebook(cls, nb_man: Any, kernel_name: str, **settings: Any) -> Any:
        """Run the cells."""
        complete, total = nb_man.cell_complete, len(nb_man.nb.cells)

        def count(cell: Any, cell_index: int | None = None, **others: Any) -> None:
            complete(cell, cell_index=cell_index, **others)
            sys.stdout.write(json.dumps({"done": (cell_index or 0) + 1, "of": total}) + "\n")
            sys.stdout.flush()

        nb_man.cell_complete = count
        return super().execute_managed_notebook(nb_man, kernel_name, **settings)


papermill_engines.register("skelbench", _CountingEngine)


def execute(job: Mapping[str, Any]) -> dict[str, Any]:
    """Run the job's notebook; the answer says what came of it, and never raises for what a cell did."""
    try:
        papermill.execute_notebook(
            job["notebook"], job["output"], parameters=job["parameters"], engine_name="skelbench",
            kernel_name="python3", language="python", cwd=job["folder"], progress_bar=False, store_widget_state=False,
            start_timeout=_START_TIMEOUT_S,
        )  # fmt: skip
    except PapermillExecutionError as error:
        return {"status": "failed", "cell": error.cell_index, "error": error.ename, "reason": error.evalue}
    except DeadKernelError:
        return {"status": "failed", "error": "DeadKernelError", "reason": "the kernel died"}
    except CellTimeoutError as error:
        return {"status": "failed", "error": "CellTimeoutError", "reason": str(error)}
    return {"status": "finished"}


def end_with_parent(pipe: IO[str]) -> None:
    """Wait until the pipe from the parent closes; then end the kernel and this process, finished or not."""
    pipe.read()
    for child in psutil.Process().children(recursive=True):
        with contextlib.suppress(psutil.NoSuchProcess):
            child.kill()
    os._exit(1)


def main(job_path: str) -> None:
    """Run the job in that file and write its outcome beside it."""
    threading.Thread(target=end_with_parent, args=(sys.stdin,), daemon=True).start()
    path = Path(job_path)
    write_json(path.with_name("outcome.json"), execute(read_json(path)))


if __name__ == "__main__":
    main(sys.argv[1])
