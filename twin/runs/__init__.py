"""Runs: one question asked once, computed by whichever worker is free, stored for ever.

What is named here is loaded when it is first asked for: a clock that takes back silent runs
needs no models.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from twin.runs.execution import execute, work
    from twin.runs.lifecycle import cancel_run, claim_run, fail_run, finish_run, sweep_runs
    from twin.runs.questions import (
        ask_current,
        default_fingerprints,
        ensure_runs,
        fingerprint,
        read_parameters,
        request_run,
    )
    from twin.runs.storing import outcome_of, pack, unpack
    from twin.runs.tiling import clear_tiles, compute_tile
    from twin.runs.turns import whose_turn

_ROOMS = {
    "execution": ("execute", "work"),
    "lifecycle": ("cancel_run", "claim_run", "fail_run", "finish_run", "sweep_runs"),
    "questions": (
        "ask_current",
        "default_fingerprints",
        "ensure_runs",
        "fingerprint",
        "read_parameters",
        "request_run",
    ),
    "storing": ("outcome_of", "pack", "unpack"),
    "tiling": ("clear_tiles", "compute_tile"),
    "turns": ("whose_turn",),
}
_ROOM_OF = {name: room for room, names in _ROOMS.items() for name in names}
__all__ = [
    "ask_current",
    "cancel_run",
    "claim_run",
    "clear_tiles",
    "compute_tile",
    "default_fingerprints",
    "ensure_runs",
    "execute",
    "fail_run",
    "fingerprint",
    "finish_run",
    "outcome_of",
    "pack",
    "read_parameters",
    "request_run",
    "sweep_runs",
    "unpack",
    "whose_turn",
    "work",
]


def __getattr__(name: str) -> Any:
    if name not in _ROOM_OF:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_ROOM_OF[name]}"), name)
