"""`./civic smoke`: a demo of its own, walked as guest, resident, official and planner."""

from __future__ import annotations

from collections.abc import Sequence


def smoke(arguments: Sequence[str]) -> int:
    """Bring a demo up on a free port, wait for its analyses, walk its pages, take it down."""
    return 1
