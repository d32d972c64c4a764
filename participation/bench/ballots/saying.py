"""How this benchmark speaks: one JSON object a line, and on which database it ran."""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection

_SETTINGS = ("fsync", "synchronous_commit", "server_version")


def say(**figures: Any) -> None:
    """One JSON line."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def cluster() -> dict[str, Any]:
    """The database's durability and the machine's cores."""
    found: dict[str, Any] = {"cpus": os.cpu_count()}
    with connection.cursor() as cursor:
        for name in _SETTINGS:
            cursor.execute("select current_setting(%s)", [name])
            found[name] = cursor.fetchone()[0]
    return found


class Watch:
    """Seconds by what they were spent on, in order."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def on(self, name: str) -> Iterator[None]:
        """Time what happens inside, as `name`."""
        begin = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - begin, 2)
