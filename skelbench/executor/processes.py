"""Worker processes on this machine: each holds one item at a time, so a worker that dies loses nothing else."""

from __future__ import annotations

import multiprocessing
import pickle
from collections.abc import Callable, Generator
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from typing import Any

from skelbench.errors import ParameterError
from skelbench.executor.book import Book
from skelbench.executor.executor import Executor
from skelbench.executor.one_thread import one_thread_for_children
from skelbench.executor.worker import packed, work

__all__ = ["ProcessExecutor"]

_PATIENCE = 2.0  # seconds a worker has to leave before it is killed


class ProcessExecutor(Executor):
    """`workers` processes, started anew (never forked: this one may hold threads), with one thread each."""

    def __init__(self, workers: int, tries: int = 3) -> None:
        if workers < 1 or tries < 1:
            raise ParameterError(f"Expected at least one worker and one try, found {workers} and {tries}")
        self.workers, self.tries = workers, tries

    def _work(self, function: Callable[[Any], Any], book: Book[Any, Any]) -> Generator[None, None, None]:
        sent = packed(function, "a function")
        crew: list[_Worker] = []
        try:
            while True:
                self._hand_out(crew, book, sent)
                busy = {worker.pipe: worker for worker in crew if worker.index is not None}
                if not book.needs([worker.index for worker in busy.values() if worker.index is not None]):
                    if book.finished:
                        return
                else:
                    for pipe in wait(list(busy)):
                        _collect(busy[pipe], crew, book)  # type: ignore[index]
                yield
        finally:
            _dismiss(crew)

    def _hand_out(self, crew: list[_Worker], book: Book[Any, Any], function: bytes) -> None:
        """Give every idle worker an item, and start workers while there are items for them."""
        while (idle := next((w for w in crew if w.index is None), None)) or len(crew) < self.workers:
            task = book.take()
            if task is None:
                return
            if idle is None:
                idle = _started(function)
                crew.append(idle)
            idle.give(*task)


@dataclass
class _Worker:
    process: BaseProcess
    pipe: Connection
    index: int | None = None  # of the item it holds

    def give(self, index: int, item: Any) -> None:
        content = packed(item, "an item")
        self.index = index
        try:
            self.pipe.send_bytes(content)
        except OSError:
            return  # it died meanwhile: its pipe is at its end, which is found out where results are collected


def _started(function: bytes) -> _Worker:
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs,), daemon=True, name="skelbench worker")
    with one_thread_for_children():
        process.start()
    theirs.close()
    worker = _Worker(process, ours)
    try:
        ours.send_bytes(function)
    except OSError:
        return worker  # as in `give`
    return worker


def _collect(worker: _Worker, crew: list[_Worker], book: Book[Any, Any]) -> None:
    """Enter what a worker gave back, or that it is gone."""
    index = worker.index
    assert index is not None
    try:
        succeeded, value = pickle.loads(worker.pipe.recv_bytes())
    except (EOFError, OSError):
        worker.process.join(_PATIENCE)
        book.lost(index, f"exit code {worker.process.exitcode}")
        _dismiss([worker])
        crew.remove(worker)
        return
    worker.index = None
    if succeeded:
        book.done(index, value)
    else:
        book.failed(index, value)


def _dismiss(crew: list[_Worker]) -> None:
    """Stop workers, whatever they are at."""
    for worker in crew:
        worker.process.terminate()
    for worker in crew:
        worker.process.join(_PATIENCE)
        if worker.process.is_alive():
            worker.process.kill()
            worker.process.join()
        worker.pipe.close()
        worker.process.close()
