"""Work spread over threads, in pieces whose answers come back in order (pure: no Django).

Only code that lets go of the interpreter (numba with `nogil`, numpy, scipy) gains. The pieces are
the caller's and never depend on the number of threads, so one or many give the same bytes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")
_asked = 0


def set_threads(count: int) -> None:
    """How many threads this process may use; 0 for as many as it has cores."""
    global _asked
    _asked = max(0, count)


def threads() -> int:
    """How many threads `in_threads` uses: what was set, else the cores this process may use."""
    if _asked:
        return _asked
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def in_threads(work: Callable[[Piece], Answer], pieces: Sequence[Piece]) -> list[Answer]:
    """`work` of every piece, in the order of the pieces; the first exception is raised.

    With one thread or one piece no thread is started. A piece that waits when another failed is
    not begun.
    """
    count = min(threads(), len(pieces))
    if count <= 1:
        return [work(piece) for piece in pieces]
    with ThreadPoolExecutor(max_workers=count) as pool:
        waiting = [pool.submit(work, piece) for piece in pieces]
        try:
            return [one.result() for one in waiting]
        except BaseException:
            for one in waiting:
                one.cancel()
            raise
