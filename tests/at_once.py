"""Doing things at the same moment, each with a connection of its own to the database."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import connection

from portal.errors import CivicError

T = TypeVar("T")


def at_once(*acts: Callable[[], T]) -> list[T | CivicError]:
    """What each act gave, in their order, or how it was refused; raises what else failed."""
    gate = threading.Barrier(len(acts))

    def run(act: Callable[[], T]) -> T | CivicError:
        gate.wait()
        try:
            return act()
        except CivicError as error:
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(run, acts))


def refused(given: Iterable[Any]) -> list[CivicError]:
    """Those that were refused."""
    return [one for one in given if isinstance(one, CivicError)]
