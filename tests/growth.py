"""Whether a reader's time grows faster than what it reads, measured in this process's CPU time."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

from django.core.exceptions import SuspiciousOperation

from portal.errors import CivicError

LONG = 40_000
# Less than a microsecond and a half for each sign is nobody's attack.
QUICK_S = 0.06
# Four times as much to read: 4 where time grows with it, 16 where it grows with its square.
MOST_TIMES = 9

HOSTILE: dict[str, Callable[[int], str]] = {
    "one letter": lambda n: "a" * n,
    "no-break spaces": lambda n: "a" + "\u00a0" * (n - 2) + "b",
    "spaces": lambda n: "a" + " " * (n - 2) + "b",
    "tabs": lambda n: "\t" * (n - 1) + "b",
    "empty lines": lambda n: "a" + "\n" * (n - 2) + "b",
    "lines of a space": lambda n: "a" + " \n" * (n // 2) + "b",
    "returns": lambda n: "a" + "\r" * (n - 2) + "b",
    "marks": lambda n: "a" + "\u0301\u0316" * (n // 2),
    "marks of other scripts": lambda n: "a" + "\u05b0\u0651\u0f71\u3099" * (n // 4),
    "brackets": lambda n: "[" * n,
    "brackets of all kinds": lambda n: "([{" * (n // 3),
    "digits": lambda n: "7" * n,
    "noughts apart": lambda n: "0 " * (n // 2),
    "digits and hyphens": lambda n: "1-" * (n // 2),
    "letters and hyphens": lambda n: "a-" * (n // 2),
    "at signs": lambda n: "@" * n,
    "letters and at signs": lambda n: "a@" * (n // 2),
    "addresses without an end": lambda n: "a.a@a." * (n // 6),
    "dots": lambda n: "." * n,
    "letters and dots": lambda n: "a." * (n // 2),
    "accounts": lambda n: "FR76 3000 " * (n // 10),
    "quotes": lambda n: '"' * n,
    "quotes and commas": lambda n: '",' * (n // 2),
    "semicolons": lambda n: ";" * n,
    "lines of a quote": lambda n: '"\n' * (n // 2),
    "lower and greater": lambda n: "<>" * (n // 2),
    "less than": lambda n: "<" * n,
    "ampersands": lambda n: "&" * n,
    "plus signs": lambda n: "+33" * (n // 3),
    "tildes": lambda n: "a~1:" * (n // 4),
    "links": lambda n: "http://" * (n // 7),
}


def cpu_s(read: Callable[[str], Any], text: str) -> float:
    """The least CPU time of two readings; a refusal in words is an answer too."""
    took = []
    for _time in range(2):
        start = time.process_time()
        with suppress(CivicError, ValueError, SuspiciousOperation):
            read(text)
        took.append(time.process_time() - start)
        if took[0] < QUICK_S:
            break
    return min(took)


def too_slow(read: Callable[[str], Any], long: int = LONG) -> Iterator[str]:
    """Which hostile texts take a time that grows faster than they do, with the figures."""
    for name, make in HOSTILE.items():
        # Eight times shorter first: a cube would take hours at full length.
        short = cpu_s(read, make(long // 8))
        if short > 1:
            yield f"{name}: {short:.1f} s for {long // 8} signs"
            continue
        full = cpu_s(read, make(long))
        if full <= QUICK_S:
            continue
        quarter = cpu_s(read, make(long // 4))
        if full > MOST_TIMES * quarter:
            yield f"{name}: {full:.3f} s for {long} signs, {quarter:.3f} s for a quarter of them"
