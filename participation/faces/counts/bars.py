"""Bars of several parts, as numbers that an SVG takes in any language."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 1000.0


@dataclass(frozen=True)
class Part:
    """A piece of a bar. x, width: of 1000, as SVG text. kind: its class. value: what it says."""

    x: str
    width: str
    kind: str
    value: float


def stacked(values: Sequence[tuple[str, float]], total: float) -> tuple[Part, ...]:
    """(kind, value) one after the other, all of `total`; empty ones are left out."""
    parts, start = [], 0.0
    for kind, value in values:
        width = WIDTH * value / total if total else 0.0
        if value > 0:
            parts.append(Part(f"{start:.1f}", f"{width:.1f}", kind, value))
        start += width
    return tuple(parts)


def span(low: float, plain: float, high: float, most: float) -> tuple[str, str, str]:
    """Where an interval begins, its middle mark and its width stand on a bar of `most`."""
    scale = WIDTH / most if most else 0.0
    return (f"{low * scale:.1f}", f"{plain * scale:.1f}", f"{(high - low) * scale:.1f}")
