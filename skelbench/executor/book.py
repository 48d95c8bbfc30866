"""The book of a piece of work: what is to be done next, what came back, what was lost, in the order of the items."""

from __future__ import annotations

import heapq
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any, Generic, Protocol, TypeVar

from skelbench.errors import WorkError

__all__ = ["Book", "Store"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Store(Protocol):
    """What keeps results between runs: by content, so that the same work is never done twice."""

    def find(self, item: Any) -> Any | None:
        """The result of an item; None where it is not kept."""

    def keep(self, item: Any, result: Any) -> object:
        """Keep the result of an item, whole or not at all."""


class Book(Generic[Item, Result]):
    """Items are opened only a little ahead of the results that were handed on; results come in the items' order.

    Of several items that fail the first one's error is told, after all results before it: what one worker would do.
    """

    def __init__(
        self,
        items: Iterable[Item],
        ahead: int,
        tries: int = 3,
        store: Store | None = None,
        name: Callable[[Item], str] | None = None,
    ) -> None:
        self._fresh, self._ahead, self._tries, self._store, self._name = iter(items), ahead, tries, store, name
        self._opened = self._handed_on = 0  # how many
        self._exhausted = False
        self._items: dict[int, Item] = {}  # under way or to be done again
        self._again: list[int] = []  # a heap
        self._losses: dict[int, int] = {}
        self._results: dict[int, Result] = {}
        self._failed: int | None = None  # the first
        self._error: BaseException | None = None

    @property
    def finished(self) -> bool:
        """Whether nothing is left to hand out, now or later."""
        return not self._again and (self._exhausted or self._failed is not None)

    def take(self) -> tuple[int, Item] | None:
        """The next item with its number; None where there is none, or too many results wait for an earlier one."""
        if self._again:
            index = heapq.heappop(self._again)
            return index, self._items[index]
        while self._failed is None and not self._exhausted and self._opened < self._handed_on + self._ahead:
            try:
                item = next(self._fresh)
            except StopIteration:
                self._exhausted = True
                return None
            index, self._opened = self._opened, self._opened + 1
            kept = None if self._store is None else self._store.find(item)
            if kept is None:
                self._items[index] = item
                return index, item
            self._results[index] = kept
        return None

    def done(self, index: int, result: Result) -> None:
        """An item's result came."""
        item = self._items.pop(index)
        if self._store is not None:
            self._store.keep(item, result)
        self._results[index] = result

    def failed(self, index: int, error: BaseException) -> None:
        """An item's work ended in an error; nothing after it matters any more."""
        self._items.pop(index, None)
        if self._failed is None or index < self._failed:
            self._failed, self._error = index, error
            self._again = [other for other in self._again if other < index]
            heapq.heapify(self._again)

    def lost(self, index: int, how: str) -> None:
        """An item's worker went down with it: it is done again, or has failed after so many tries."""
        self._losses[index] = self._losses.get(index, 0) + 1
        if self._losses[index] < self._tries:
            heapq.heappush(self._again, index)
            return
        item = self._items[index]
        called = self._name(item) if self._name else f"item {index + 1}"
        self.failed(
            index,
            WorkError(f"Expected a result for {called}, but it took its worker down {self._tries} times ({how})"),
        )

    def needs(self, under_way: Collection[int]) -> bool:
        """Whether anything under way can still change what is handed on."""
        return any(self._failed is None or index < self._failed for index in under_way)

    def ready(self) -> Iterator[Result]:
        """Results that can be handed on, in order."""
        while self._handed_on in self._results:
            result = self._results.pop(self._handed_on)
            self._handed_on += 1
            yield result

    def settle(self) -> None:
        """Raise the first item's error, if any failed."""
        if self._error is not None:
            raise self._error
