"""One gesture to extend: a registry maps a name to an item and suggests the right name for a wrong one."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any, Generic, TypeVar

from skelbench.errors import ParameterError, UnknownNameError

__all__ = ["Registry", "known_settings", "suggest"]

Item = TypeVar("Item")


def suggest(wrong: str, known: Iterable[str]) -> str:
    """A clause that names the nearest known name, or nothing when none is near."""
    by_lower = {name.lower(): name for name in known}
    close = difflib.get_close_matches(wrong.lower(), list(by_lower), n=1, cutoff=0.5)
    return f" Did you mean '{by_lower[close[0]]}'?" if close else ""


def known_settings(kind: type, settings: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The settings as a dictionary, once each of them is known to be a field of the dataclass `kind`.

    Raises:
        ParameterError: one is not; the sentence begins with `where` and names the nearest field.
    """
    known = [field.name for field in fields(kind)]
    for name in settings:
        if name not in known:
            raise ParameterError(f"{where} has no setting '{name}'.{suggest(name, known)} Known: {', '.join(known)}")
    return dict(settings)


class Registry(Generic[Item]):
    """Names and what they stand for, in order of registration.

    >>> FRUIT = Registry[int]("fruit")
    >>> _ = FRUIT.register("apple")(3)
    >>> FRUIT["apple"]
    3
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self._items: dict[str, Item] = {}

    def register(self, name: str) -> Callable[[Item], Item]:
        """Decorate an item to file it under `name`; a name can be given once only."""
        if name in self._items:
            raise ValueError(f"A {self.kind} called '{name}' is registered already")

        def keep(item: Item) -> Item:
            self._items[name] = item
            return item

        return keep

    def __getitem__(self, name: str) -> Item:
        if name not in self._items:
            known = ", ".join(sorted(self._items))
            raise UnknownNameError(f"No {self.kind} is called '{name}'.{suggest(name, self._items)} Known: {known}.")
        return self._items[name]

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> Iterable[tuple[str, Item]]:
        """Pairs of name and item, in order of registration."""
        return self._items.items()
