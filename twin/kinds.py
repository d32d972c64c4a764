"""The entity kinds in one table: their attributes, types, units and words (pure: no Django)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.errors import BadInput
from portal.marking import gettext_noop

NUMBER, WHOLE, FLAG, TEXT = "number", "whole", "flag", "text"
DTYPES = {NUMBER: "float64", WHOLE: "int64", FLAG: "bool", TEXT: "str"}
EMPTY: dict[str, Any] = {NUMBER: math.nan, WHOLE: 0, FLAG: False, TEXT: ""}


@dataclass(frozen=True)
class Attribute:
    """One column of a kind.

    type: number (float64, NaN = unknown), whole (int64), flag (bool) or text ("" = unknown).
    unit: UCUM-like text ("m", "m2", "km/h", "1"). label: English words, translated by the faces.
    decimals: numbers are kept to this many, so that a digest is the same on every machine.
    low, high: what a number may be. words: what a text may be; empty means any. later: came after
    the first cities were frozen; while it is empty everywhere it is no part of a digest.
    """

    name: str
    type: str
    unit: str = ""
    label: str = ""
    decimals: int = 2
    low: float = -math.inf
    high: float = math.inf
    words: tuple[str, ...] = ()
    later: bool = False

    def check(self, value: Any) -> Any:
        """`value` in this attribute's type; None where unknown; raises ValueError."""
        if value is None or value == "":
            return "" if self.type == TEXT else None if self.type == NUMBER else EMPTY[self.type]
        if self.type == TEXT:
            return self._text(str(value))
        if self.type == FLAG:
            return bool(value)
        number = float(value)
        if math.isnan(number) and self.type == NUMBER:
            return None
        if not self.low <= number <= self.high:
            raise ValueError(f"{self.name} is {number:g}, not {self.low:g} to {self.high:g}")
        # "+ 0.0" turns -0.0 into 0.0: one number, one digest.
        return int(number) if self.type == WHOLE else round(number, self.decimals) + 0.0

    def _text(self, value: str) -> str:
        if self.words and value not in self.words:
            raise ValueError(f"{self.name} is {value!r}, not one of {', '.join(self.words)}")
        return value


@dataclass(frozen=True)
class Kind:
    """A kind of entity: what it is called, its geometry and its attributes.

    name: as in URNs and tables. label, plural: English words, translated by the faces.
    geometry: "Polygon", "LineString" or "Point", 2D. later: came after the first cities were
    frozen; while there is none of it, it is no part of a digest.
    """

    name: str
    label: str
    plural: str
    geometry: str
    attributes: tuple[Attribute, ...]
    later: bool = False
    by_name: Mapping[str, Attribute] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_name", {a.name: a for a in self.attributes})

    def check(self, attributes: Mapping[str, Any]) -> dict[str, Any]:
        """All attributes of this kind in their types, JSON-able, unknown numbers as None.

        Raises BadInput naming the attribute that does not belong or does not fit.
        """
        for name in attributes:
            if name not in self.by_name:
                raise BadInput(f"A {self.name} has no attribute {name!r}.", field=name)
        checked = {}
        for name, attribute in self.by_name.items():
            try:
                checked[name] = attribute.check(attributes.get(name))
            except (TypeError, ValueError) as error:
                raise BadInput(f"A {self.name} cannot be read: {error}.", field=name) from error
        return checked


USAGES = (
    "residential",
    "commercial",
    "industrial",
    "agricultural",
    "annex",
    "religious",
    "sport",
    "undifferentiated",
)
ROAD_CLASSES = (
    "carriageway",
    "dual_carriageway",
    "roundabout",
    "track",
    "path",
    "stairs",
    "ferry",
)
PLACES = ("school", "shop", "health", "park", "square", "sport", "worship")
NAME = Attribute("name", TEXT, label=gettext_noop("Name"))
QUALITY = Attribute("quality", TEXT, label=gettext_noop("What was assumed"))

BUILDING = Kind(
    "building",
    gettext_noop("Building"),
    gettext_noop("Buildings"),
    "Polygon",
    (
        Attribute("height_m", NUMBER, "m", gettext_noop("Height"), 1, 0, 900),
        Attribute("ground_z_m", NUMBER, "m", gettext_noop("Ground level"), 1, -500, 9000),
        Attribute("storeys", NUMBER, "1", gettext_noop("Storeys"), 0, 0, 200),
        Attribute("dwellings", NUMBER, "1", gettext_noop("Dwellings"), 0, 0, 5000),
        Attribute("usage", TEXT, label=gettext_noop("Use"), words=USAGES),
        Attribute("usage2", TEXT, label=gettext_noop("Second use"), words=USAGES),
        Attribute("nature", TEXT, label=gettext_noop("Nature")),
        Attribute("light", FLAG, label=gettext_noop("Light structure")),
        Attribute("floor_area_m2", NUMBER, "m2", gettext_noop("Floor area"), 1, 0),
        Attribute("residents", NUMBER, "1", gettext_noop("Residents"), 2, 0),
        QUALITY,
    ),
)
STREET = Kind(
    "street",
    gettext_noop("Street"),
    gettext_noop("Streets"),
    "LineString",
    (
        NAME,
        Attribute("road_class", TEXT, label=gettext_noop("Kind of street"), words=ROAD_CLASSES),
        Attribute("importance", WHOLE, "1", gettext_noop("Importance"), 0, 1, 6),
        Attribute("lanes", NUMBER, "1", gettext_noop("Lanes"), 0, 1, 20),
        Attribute("width_m", NUMBER, "m", gettext_noop("Width"), 1, 0.1, 100),
        Attribute("mean_speed_kmh", NUMBER, "km/h", gettext_noop("Mean speed"), 0, 1, 150),
        Attribute("speed_kmh", NUMBER, "km/h", gettext_noop("Speed limit (assumed)"), 0, 1, 150),
        Attribute("direction", TEXT, words=("both", "forward", "backward")),
        Attribute("car", FLAG, label=gettext_noop("Cars can drive here")),
        Attribute("restricted", FLAG, label=gettext_noop("Only for permit holders")),
        Attribute("foot", FLAG, label=gettext_noop("Walking")),
        Attribute("level", WHOLE, "1", gettext_noop("Level above ground"), 0, -9, 9),
        Attribute("z_start_m", NUMBER, "m", decimals=1, low=-500, high=9000),
        Attribute("z_end_m", NUMBER, "m", decimals=1, low=-500, high=9000),
        Attribute("bus", FLAG, label=gettext_noop("Bus lane")),
        Attribute("length_m", NUMBER, "m", gettext_noop("Length"), 2, 0),
        Attribute("no_heavy", FLAG, label=gettext_noop("Lorries may not drive here"), later=True),
        QUALITY,
    ),
)
PLACE = Kind(
    "place",
    gettext_noop("Place"),
    gettext_noop("Places"),
    "Point",
    (
        NAME,
        Attribute("category", TEXT, label=gettext_noop("Category"), words=PLACES),
        Attribute("building", TEXT),
        QUALITY,
    ),
)
GREEN = Kind(
    "green",
    gettext_noop("Green"),
    gettext_noop("Green"),
    "Polygon",
    (
        NAME,
        Attribute("category", TEXT, words=("park", "square", "planting", "open_ground")),
        Attribute("derived", FLAG, label=gettext_noop("Derived")),
    ),
)
WATER = Kind(
    "water",
    gettext_noop("Water"),
    gettext_noop("Water"),
    "Polygon",
    (NAME, Attribute("derived", FLAG, label=gettext_noop("Derived"))),
)
TREE = Kind(
    "tree",
    gettext_noop("Tree"),
    gettext_noop("Trees"),
    "Point",
    (
        Attribute("height_m", NUMBER, "m", gettext_noop("Height"), 1, 0, 120),
        Attribute("species", TEXT, label=gettext_noop("Species")),
    ),
)
DISTRICT = Kind("district", gettext_noop("District"), gettext_noop("Districts"), "Polygon", (NAME,))
CENSUS_CELL = Kind(
    "census_cell",
    gettext_noop("Census cell"),
    gettext_noop("Census cells"),
    "Polygon",
    (
        Attribute("residents", NUMBER, "1", gettext_noop("Residents"), 2, 0),
        Attribute("share_under_18", NUMBER, "1", gettext_noop("Share under 18"), 4, 0, 1),
        Attribute("share_over_65", NUMBER, "1", gettext_noop("Share over 65"), 4, 0, 1),
        Attribute("share_low_income", NUMBER, "1", gettext_noop("Share of low income"), 4, 0, 1),
        Attribute("income_eur", NUMBER, "EUR", gettext_noop("Income per person a year"), 0, 0),
        QUALITY,
    ),
    later=True,
)

KINDS: dict[str, Kind] = {
    kind.name: kind for kind in (BUILDING, STREET, PLACE, GREEN, WATER, TREE, DISTRICT, CENSUS_CELL)
}


def kind_of(name: str) -> Kind:
    """The kind called `name`; raises BadInput when there is none."""
    try:
        return KINDS[name]
    except KeyError:
        raise BadInput(f"There is no kind {name!r}; there are: {', '.join(KINDS)}.") from None


def urn_of(city: str, kind: str, source_id: str) -> str:
    """The immutable name of an entity: urn:civic:<city>:<kind>:<source id>."""
    return f"urn:civic:{city}:{kind}:{source_id}"
