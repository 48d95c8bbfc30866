"""Work that can be split: in this process, in threads, in processes or on a cluster, with the same results."""

from __future__ import annotations

from skelbench.errors import ParameterError
from skelbench.executor.book import Store
from skelbench.executor.cluster import DaskExecutor
from skelbench.executor.executor import Executor, SerialExecutor
from skelbench.executor.kept import KeptResults
from skelbench.executor.processes import ProcessExecutor
from skelbench.executor.threads import ThreadExecutor

__all__ = [
    "DaskExecutor",
    "Executor",
    "KeptResults",
    "ProcessExecutor",
    "SerialExecutor",
    "Store",
    "ThreadExecutor",
    "executor_for",
]


def executor_for(workers: int = 0, dask: str = "") -> Executor:
    """What `--workers` and `--dask` ask for: a cluster, so many processes, or with neither this process alone.

    Raises:
        ParameterError: both are given, or a negative number.
        WorkError: no cluster is there.
    """
    if dask and workers:
        raise ParameterError("Expected --workers or --dask, found both: a cluster brings its own workers")
    if dask:
        return DaskExecutor(dask)
    return ProcessExecutor(workers) if workers else SerialExecutor()
