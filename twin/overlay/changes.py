"""The typed changes a scenario can make, and what each does to the city (pure: no Django)."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import ClassVar, Protocol

import pyproj
import shapely

from twin.overlay.chains import follow
from twin.overlay.draft import Draft, Reason

LonLat = tuple[float, float]


class Change(Protocol):
    """One typed change: a frozen dataclass whose fields are its canonical form."""

    kind: ClassVar[str]

    def make(self, draft: Draft) -> None:
        """Write the change to `draft`; what cannot be done is refused there by entity."""
        ...


def canonical(change: Change) -> str:
    """The one JSON text of a change: equal changes give equal texts on every machine."""
    fields = {"kind": change.kind, **asdict(change)}  # type: ignore[call-overload]
    return json.dumps(fields, sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def _set(draft: Draft, streets: tuple[str, ...], column: str, value: float | str | bool) -> None:
    """Give every street that cars may use a new value in one column."""
    for urn in streets:
        row = draft.find("street", urn)
        if row is None:
            continue
        if not draft.value("street", "car", row):
            draft.refuse(urn, Reason.CLOSED)
        elif draft.value("street", column, row) == value:
            draft.refuse(urn, Reason.SAME)
        else:
            draft.write("street", column, row, value)


@dataclass(frozen=True)
class CloseToCars:
    """Cars may no longer use these streets; walking and cycling stay."""

    kind: ClassVar[str] = "close_to_cars"
    streets: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Set `car` to False."""
        _set(draft, self.streets, "car", False)


@dataclass(frozen=True)
class SetDirection:
    """Which way cars may drive.

    direction: "both", "forward" or "backward". Forward runs as the first street's own vertices
    do, and the others continue the line; so the streets must follow one another.
    """

    kind: ClassVar[str] = "direction"
    streets: tuple[str, ...]
    direction: str

    def make(self, draft: Draft) -> None:
        """Set `direction`, turned for every piece so that the whole line runs one way."""
        if self.direction == "both":
            _set(draft, self.streets, "direction", "both")
            return
        rows = [draft.find("street", urn) for urn in self.streets]
        known = [row for row in rows if row is not None]
        if len(known) < len(rows):
            return
        chain = follow(draft.table("street"), known)
        if chain is None:
            draft.refuse(self.streets[0], Reason.BRANCHING)
            return
        for urn, row in zip(self.streets, known, strict=True):
            with_chain = chain.along[row] == (self.direction == "forward")
            _set(draft, (urn,), "direction", "forward" if with_chain else "backward")


@dataclass(frozen=True)
class SetSpeed:
    """A new speed limit, km/h."""

    kind: ClassVar[str] = "speed"
    streets: tuple[str, ...]
    speed_kmh: int

    def make(self, draft: Draft) -> None:
        """Set `speed_kmh`."""
        _set(draft, self.streets, "speed_kmh", float(self.speed_kmh))


@dataclass(frozen=True)
class SetLanes:
    """A new number of car lanes, both directions together."""

    kind: ClassVar[str] = "lanes"
    streets: tuple[str, ...]
    lanes: int

    def make(self, draft: Draft) -> None:
        """Set `lanes`."""
        _set(draft, self.streets, "lanes", float(self.lanes))


@dataclass(frozen=True)
class BanHeavy:
    """Lorries may no longer use these streets; cars may."""

    kind: ClassVar[str] = "ban_heavy"
    streets: tuple[str, ...]

    def make(self, draft: Draft) -> None:
        """Set `no_heavy`."""
        _set(draft, self.streets, "no_heavy", True)


@dataclass(frozen=True)
class PlantTrees:
    """New trees. points: longitude and latitude (EPSG:4326), rounded to 7 decimals (1 cm)."""

    kind: ClassVar[str] = "plant_trees"
    points: tuple[LonLat, ...]
    height_m: int

    def make(self, draft: Draft) -> None:
        """Append a `tree` for every point."""
        turn = to_metric(draft.base.crs)
        for lon, lat in self.points:
            name = hashlib.sha256(f"{lon:.7f} {lat:.7f}".encode()).hexdigest()[:16]
            point = shapely.Point(turn.transform(lon, lat))
            draft.add("tree", f"urn:civic:new:tree:{name}", point, height_m=float(self.height_m))


@dataclass(frozen=True)
class LayGreen:
    """New green ground. ring: its outline without holes, longitude and latitude (EPSG:4326).

    category: "park" and "square" can be walked to, so they become places; "planting" cannot.
    """

    kind: ClassVar[str] = "lay_green"
    ring: tuple[LonLat, ...]
    category: str
    name: str

    def make(self, draft: Draft) -> None:
        """Append a `green` area and, where people can go there, a `place` inside it."""
        turn = to_metric(draft.base.crs)
        area = shapely.Polygon([turn.transform(lon, lat) for lon, lat in self.ring])
        mark = hashlib.sha256(canonical(self).encode()).hexdigest()[:16]
        urn = f"urn:civic:new:green:{mark}"
        draft.add("green", urn, area, name=self.name, category=self.category)
        if self.category in ("park", "square"):
            inside = shapely.point_on_surface(area)
            draft.add(
                "place",
                f"urn:civic:new:place:{mark}",
                inside,
                name=self.name,
                category=self.category,
            )


@lru_cache(maxsize=4)
def to_metric(crs: str) -> pyproj.Transformer:
    """From longitude and latitude (EPSG:4326) to the city's metres."""
    return pyproj.Transformer.from_crs("EPSG:4326", crs, always_xy=True)
