"""A Dask cluster: the same work on other machines (https://distributed.dask.org)."""

from __future__ import annotations

import pickle
import threading
import uuid
from collections.abc import Callable, Generator
from concurrent.futures import CancelledError
from importlib import import_module
from typing import Any

from skelbench.errors import WorkError
from skelbench.executor.book import Book
from skelbench.executor.executor import Executor
from skelbench.executor.one_thread import hold_to_one_thread
from skelbench.executor.worker import attempt, packed

__all__ = ["DaskExecutor", "attempt_alone"]

_CONNECTING = "10s"
_ONE_AT_A_TIME = threading.Lock()  # compiled kernels may not be entered by two threads of a worker


def attempt_alone(function: bytes, item: bytes) -> bytes:
    """What a worker of the cluster does with an item: in one thread, one item at a time whatever threads it has."""
    with _ONE_AT_A_TIME:
        hold_to_one_thread()
        return attempt(function, item)


class DaskExecutor(Executor):
    """The workers of a running cluster, where this release of skelbench must be installed.

    A worker that is lost costs nothing but time: Dask gives its items to others, and an item that Dask gives up because
    its workers kept dying is handed in again, `tries` times in all. Start workers with one thread each.
    """

    def __init__(self, address: str, tries: int = 3) -> None:
        self.address, self.tries = address, tries
        self._dask = _library()
        with self._connected() as client:
            self.workers = max(len(client.scheduler_info(n_workers=-1)["workers"]), 1)

    def _connected(self) -> Any:
        try:
            return self._dask.Client(self.address, timeout=_CONNECTING, set_as_default=False)
        except (OSError, ValueError) as error:
            raise WorkError(f"Expected a Dask scheduler at '{self.address}', but {error}") from error

    def _work(self, function: Callable[[Any], Any], book: Book[Any, Any]) -> Generator[None, None, None]:
        sent, run = packed(function, "a function"), uuid.uuid4().hex
        under_way: dict[Any, int] = {}  # future -> index
        with self._connected() as client:
            try:
                while True:
                    while len(under_way) < 2 * self.workers and (task := book.take()) is not None:
                        content = packed(task[1], "an item")
                        key = f"skelbench-{run}-{task[0]}-{uuid.uuid4().hex[:8]}"
                        under_way[client.submit(attempt_alone, sent, content, key=key, pure=False)] = task[0]
                    if book.needs(under_way.values()):
                        for future in self._first_done(client, list(under_way)):
                            self._enter(future, under_way.pop(future), book)
                    elif book.finished:
                        return
                    yield
            finally:
                client.cancel(list(under_way))

    def _first_done(self, client: Any, futures: list[Any]) -> list[Any]:
        with client.as_current():
            return list(self._dask.wait(futures, return_when="FIRST_COMPLETED").done)

    def _enter(self, future: Any, index: int, book: Book[Any, Any]) -> None:
        try:
            succeeded, value = pickle.loads(future.result())
        except self._dask.KilledWorker as error:
            book.lost(index, str(error).splitlines()[0])
            return
        except (CancelledError, OSError) as error:
            raise WorkError(f"The Dask cluster at '{self.address}' went away: {error}") from error
        if succeeded:
            book.done(index, value)
        else:
            book.failed(index, value)


def _library() -> Any:
    try:
        return import_module("distributed")
    except ImportError as error:
        raise WorkError(
            "Expected Dask to reach a cluster, which is not installed: pip install 'skelbench[dask]'"
        ) from error
