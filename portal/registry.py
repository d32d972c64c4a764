"""A named table of things that extend the site: analyses, connectors, tally rules (pure)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Generic, TypeVar

T = TypeVar("T")


class Registry(Generic[T]):
    """Items by name, in the order they were added; a name is given once."""

    def __init__(self, what: str) -> None:
        self.what = what
        self._items: dict[str, T] = {}

    def add(self, name: str, item: T) -> T:
        """Add `item` under `name`; raises ValueError when the name is taken."""
        if name in self._items:
            raise ValueError(f"{self.what} {name!r} is there already")
        self._items[name] = item
        return item

    def __getitem__(self, name: str) -> T:
        try:
            return self._items[name]
        except KeyError:
            known = ", ".join(self._items)
            raise KeyError(f"there is no {self.what} {name!r}; there are: {known}") from None

    def get(self, name: str) -> T | None:
        """The item, or None where there is none of this name."""
        return self._items.get(name)

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def items(self) -> Iterator[tuple[str, T]]:
        """Pairs of name and item."""
        return iter(self._items.items())
