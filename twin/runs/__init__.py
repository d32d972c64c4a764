"""Runs: one question asked once, computed by whichever worker is free, stored for ever."""

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
    "work",
]
