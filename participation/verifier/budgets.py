"""Placeholder until budget rules stand."""

from __future__ import annotations
from typing import Any


def recount_budget(question: Any, ticks: Any, ballots: int, groups: Any) -> dict[str, Any]:
    return {}
