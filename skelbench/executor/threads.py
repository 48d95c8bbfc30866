"""Threads of this process, for work that mostly waits: a model behind a server."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Generator
from typing import Any

from skelbench.errors import ParameterError
from skelbench.executor.book import Book
from skelbench.executor.executor import Executor

__all__ = ["ThreadExecutor"]


class ThreadExecutor(Executor):
    """`workers` threads; the function must bear being called by several at once. An interrupt waits for none."""

    def __init__(self, workers: int) -> None:
        if workers < 1:
            raise ParameterError(f"Expected at least one worker, found {workers}")
        self.workers = workers

    def _work(self, function: Callable[[Any], Any], book: Book[Any, Any]) -> Generator[None, None, None]:
        tasks: queue.SimpleQueue[tuple[int, Any] | None] = queue.SimpleQueue()
        found: queue.SimpleQueue[tuple[int, bool, Any]] = queue.SimpleQueue()
        under_way: set[int] = set()
        for _ in range(self.workers):
            threading.Thread(target=_serve, args=(function, tasks, found), daemon=True).start()
        try:
            while True:
                while len(under_way) < self.workers and (task := book.take()) is not None:
                    under_way.add(task[0])
                    tasks.put(task)
                if book.needs(under_way):
                    index, succeeded, value = found.get()
                    under_way.remove(index)
                    book.done(index, value) if succeeded else book.failed(index, value)
                elif book.finished:
                    return
                yield
        finally:
            for _ in range(self.workers):
                tasks.put(None)


def _serve(
    function: Callable[[Any], Any],
    tasks: queue.SimpleQueue[tuple[int, Any] | None],
    found: queue.SimpleQueue[tuple[int, bool, Any]],
) -> None:
    while (task := tasks.get()) is not None:
        index, item = task
        try:
            found.put((index, True, function(item)))
        except Exception as error:  # noqa: BLE001 - handed to the thread that asked, which raises it
            found.put((index, False, error))
