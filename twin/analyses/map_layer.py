"""A column of an outcome as map, tables and cards show it (pure; texts are msgids)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from portal.marking import gettext_noop as _

Classes: TypeAlias = tuple[str, str, str, str, str]

THEMES = STREETS, NOISE, AIR, WALKS = _("Traffic"), _("Noise"), _("Air"), _("On foot")
"""What layers are about: how they are grouped, in this order, where one is chosen."""


@dataclass(frozen=True)
class MapLayer:
    """One column of a result, as people read it.

    kind: "street", "building", or "grid" for the ground between the houses. breaks: four limits
    between the five classes, in `words`. small: a difference below it is no clear change; large:
    from here on it is the stronger colour. low, high: columns with the 5 and 95 % bounds, "" when
    the model gives none. scale: shown number = value x scale. less, more: what follows the number
    of a difference ("fewer cars an hour"). felt: (from this size on, words of less, of more),
    ascending: how a difference is noticed. also: (column, label) of the same unit, for the card
    alone. note: what one should know when reading it. at_door: of a street, also said on the cards
    of its houses. floor: what lies below it is not told apart, since the model leaves out what one
    then hears instead. usual: offered while its run is still going. analysis: whose it is, filled
    in where the layers of all are gathered.
    """

    key: str
    result: str
    kind: str
    column: str
    label: str
    unit: str
    better: str
    breaks: tuple[float, float, float, float]
    words: Classes
    small: float
    large: float
    less: str
    more: str
    low: str = ""
    high: str = ""
    scale: float = 1.0
    decimals: int = 0
    theme: str = STREETS
    felt: Sequence[tuple[float, str, str]] = ()
    also: Sequence[tuple[str, str]] = ()
    note: str = ""
    at_door: bool = True
    floor: float = float("-inf")
    usual: bool = False
    analysis: str = ""
