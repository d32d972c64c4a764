"""The data colours as the stylesheet has them, for pictures drawn on the server."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from portal.theme import parse_colour, sheet
from twin.cartography.layers import MapLayer

Colour = tuple[int, int, int]
SEQUENTIAL = tuple(f"seq-{step}" for step in range(1, 6))
DIVERGING = ("div-b2", "div-b1", "div-0", "div-w1", "div-w2")


@lru_cache(maxsize=4)
def _tokens(digest: str) -> dict[str, Colour]:
    found = re.findall(r"--((?:seq|div)-\w+):\s*(#[0-9a-fA-F]{6})", sheet().text.decode())
    return {name: parse_colour(value) for name, value in found}


def colours(names: Sequence[str]) -> list[Colour | None]:
    """Red, green and blue of each token, None for a transparent one."""
    tokens = _tokens(sheet().digest)
    return [tokens.get(name) for name in names]


def look(layer: MapLayer) -> str:
    """Eight hex digits that change with a layer's colours and classes.

    They stand in the addresses of its pictures, which are kept for ever.
    """
    shown = [
        colours((*SEQUENTIAL, *DIVERGING)),
        layer.column,
        layer.breaks,
        layer.small,
        layer.large,
        layer.floor,
        layer.better,
    ]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:8]
