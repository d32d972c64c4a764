"""What a figure or fact carries to be shown (pure; texts are msgids that faces translate)."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class IndicatorText:
    """How a figure is shown. better: "lower", "higher" or "neither"; decimals: in a table."""

    unit: str
    label: str
    sentence: str
    better: str
    decimals: int = 0


@dataclass(frozen=True)
class FactText:
    """How a fact is shown; unit "" is a plain number."""

    label: str
    unit: str = ""
