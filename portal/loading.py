"""Names of a module that are loaded when they are first asked for (stdlib only).

A worker that only closes votes need not carry the models whose door stands open beside it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from importlib import import_module
from typing import Any


def names_from(module: str, rooms: Mapping[str, Sequence[str]]) -> Callable[[str], Any]:
    """A module's `__getattr__`. rooms: dotted name of a module -> the names it gives.

    "name as other" gives it under another name. What none gives is an AttributeError.
    """
    found: dict[str, tuple[str, str]] = {}
    for room, names in rooms.items():
        for name in names:
            there, _as, here = name.partition(" as ")
            found[here or there] = (room, there)

    def load(name: str) -> Any:
        if name not in found:
            raise AttributeError(f"module {module!r} has no attribute {name!r}")
        room, there = found[name]
        return getattr(import_module(room), there)

    return load
