"""What a migration may refuse, before anything is changed."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from django.db.migrations.migration import Migration


class Refused(RuntimeError):
    """A migration would lose something; the message says what, and what to do instead."""


def refuse_first(plan: Sequence[tuple[Migration, bool]], connection: Any) -> None:
    """Ask each migration of a plan whether it would refuse, while all is as it was.

    A migration that may do so has a function `refuse(connection, backwards)` in its module, which
    raises Refused; it asks that itself too, for whoever comes by another way.
    """
    for migration, backwards in plan:
        ask = getattr(sys.modules[type(migration).__module__], "refuse", None)
        if ask is not None:
            ask(connection, backwards)
