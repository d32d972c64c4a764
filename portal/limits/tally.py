"""What the two places that count have in common (pure)."""

from __future__ import annotations

from typing import NamedTuple


class Entry(NamedTuple):
    """One thing to count: its key, how often within how many seconds of the first."""

    key: str
    most: int
    span_s: int


class Count(NamedTuple):
    """How often so far, and in how many seconds it begins at nothing again."""

    times: int
    seconds: float


# (index of the entry that refuses or None, all counts): nothing was counted when one refuses.
Taken = tuple[int | None, list[Count]]


def decide(entries: list[Entry], cost: int, counts: list[Count]) -> int | None:
    """Which entry has no room for `cost` more, the one with the longest wait; None: all have."""
    full = [i for i, entry in enumerate(entries) if counts[i].times + cost > entry.most]
    return max(full, key=lambda i: counts[i].seconds) if full else None
