"""Whether an idle connection still stands, without asking the other side."""

from __future__ import annotations

import select
from typing import Protocol


class _HasFileno(Protocol):
    def fileno(self) -> int: ...


def is_quiet(connection: _HasFileno) -> bool:
    """False when there is something to read where nothing should be: an end, an error, a notice."""
    watch = select.poll()
    watch.register(connection.fileno(), select.POLLIN)
    return not watch.poll(0)
