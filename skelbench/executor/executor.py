"""One interface for work that can be split: the same results whoever does it, and however many they are."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing
from typing import Any, TypeVar

from skelbench.executor.book import Book, Store

__all__ = ["Executor", "SerialExecutor"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Executor(ABC):
    """Applies a function to items. A function of its item alone gives the same results with every executor.

    Where others than this process work, function, items and results travel: they must be picklable, and the function
    importable (a module's function, or a frozen dataclass that is called).
    """

    workers: int = 1
    tries: int = 3  # of an item whose worker goes down; errors that the function raises are never tried again

    def map(
        self,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        progress: Callable[[int, int], object] | None = None,
        store: Store | None = None,
        name: Callable[[Item], str] | None = None,
    ) -> list[Result]:
        """Results in the order of the items; `progress` is called with (done, of all), as `stream` for the rest."""
        results = []
        for result in self.stream(function, items, store, name):
            results.append(result)
            if progress is not None:
                progress(len(results), len(items))
        return results

    def stream(
        self,
        function: Callable[[Item], Result],
        items: Iterable[Item],
        store: Store | None = None,
        name: Callable[[Item], str] | None = None,
    ) -> Iterator[Result]:
        """Results one after the other, in the order of the items, which are opened only a little ahead.

        With a store, items whose results it holds are not worked on, and results are kept as they come: an interrupted
        run goes on where it stopped. `name` says what an item is called in an error.

        Raises:
            WorkError: an item took its worker down again and again, or the workers cannot be had.
            Exception: whatever the function raises for the first item that fails.
        """
        book: Book[Item, Result] = Book(items, max(4 * self.workers, 8), self.tries, store, name)
        with closing(self._work(function, book)) as working:
            for _ in working:
                yield from book.ready()
        yield from book.ready()
        book.settle()

    @abstractmethod
    def _work(self, function: Callable[[Any], Any], book: Book[Any, Any]) -> Generator[None, None, None]:
        """Take items from the book until it is finished, enter what becomes of them, and yield now and then.

        What was started is stopped when the iterator is closed.
        """


class SerialExecutor(Executor):
    """This process and thread, one item after the other."""

    def _work(self, function: Callable[[Any], Any], book: Book[Any, Any]) -> Generator[None, None, None]:
        while not book.finished:
            task = book.take()
            if task is not None:
                book.done(task[0], function(task[1]))
            yield
