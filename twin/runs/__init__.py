"""Runs: one question asked once, computed by whichever worker is free, stored for ever.

What is named here is loaded when it is first asked for: a clock that takes back silent runs
needs no models.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from portal.loading import names_from

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

__getattr__ = names_from(
    __name__,
    {
        "twin.runs.execution": ("execute", "work"),
        "twin.runs.lifecycle": ("cancel_run", "claim_run", "fail_run", "finish_run", "sweep_runs"),
        "twin.runs.questions": (
            "ask_current",
            "default_fingerprints",
            "ensure_runs",
            "fingerprint",
            "read_parameters",
            "request_run",
        ),
        "twin.runs.storing": ("outcome_of", "pack", "unpack"),
        "twin.runs.tiling": ("clear_tiles", "compute_tile"),
        "twin.runs.turns": ("whose_turn",),
    },
)
