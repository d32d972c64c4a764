"""The demo's what-ifs for Rue de Strasbourg: today and three options that differ in earnest.

Why this street: it is the one continuous north-south main street of the centre, two ways, with
more cars in the model's peak hour than any other. Every step helps those who live there and loads
others, so no option is best for everybody (see the options' effects).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyproj
import shapely

from portal.errors import Conflict
from twin import scenarios, state
from twin.citystate import CityState
from twin.models import Scenario, TwinVersion
from twin.overlay.chains import follow
from twin.overlay.draft import row_index

Say = Callable[[str], object]
STREET = "urn:civic:nantes:street:TRONROUT00000"
# From north (Place du Port Communeau) to south (Cours John Kennedy); numbers below count from 1.
PIECES = tuple(
    STREET + number
    for number in (
        "00029473985", "00029475009", "00029475039", "00029475103", "00029473763",
        "00029473986", "00029473881", "00029474249", "00029474041", "00029474016",
        "00029473975", "00029473811", "00029474068", "00324785228", "02011475942",
    )
)  # fmt: skip
GREEN_M = 4.0
"""Green ground reaches this far to either side of the street's axis, metres."""
TREE_EVERY_M, TREE_ASIDE_M, TREE_HEIGHT_M = 15.0, 4.0, 6


@dataclass(frozen=True)
class Plan:
    """One demo option. changes: (edit kind, first piece, last piece, parameters)."""

    slug: str
    name: dict[str, str]
    changes: tuple[tuple[str, int, int, dict[str, Any]], ...] = field(default=())


PLANS = (
    Plan(
        "strasbourg-castle",
        {"en": "A car-free street by the castle", "fr": "Une rue sans voitures près du château"},
        (
            ("close_to_cars", 8, 15, {}),
            ("lay_green", 11, 12, {"category": "square", "name": "Place du Château"}),
            ("plant_trees", 8, 13, {"sides": (-1, 1)}),
        ),
    ),
    Plan(
        "strasbourg-one-way",
        {"en": "One way, with trees", "fr": "Un sens unique, avec des arbres"},
        (
            ("direction", 1, 15, {}),
            ("lanes", 1, 15, {"lanes": 1}),
            ("speed", 1, 15, {"speed_kmh": 30}),
            ("plant_trees", 1, 15, {"sides": (1,)}),
        ),
    ),
    Plan(
        "strasbourg-town-hall",
        {
            "en": "Slow street, car-free by the town hall",
            "fr": "Rue apaisée, sans voitures près de la mairie",
        },
        (
            ("close_to_cars", 1, 5, {}),
            ("speed", 6, 15, {"speed_kmh": 30}),
            ("lay_green", 2, 5, {"category": "square", "name": "Jardin de la Commune"}),
            ("plant_trees", 1, 5, {"sides": (-1, 1)}),
        ),
    ),
)


def ensure_scenarios(version: TwinVersion, say: Say = print) -> list[Scenario]:
    """Today and the three options on `version`, published; made only where they are missing."""
    found = [scenarios.baseline(version)]
    for plan in PLANS:
        found.append(_ensure(version, plan, say))
    return found


def _ensure(version: TwinVersion, plan: Plan, say: Say) -> Scenario:
    slug = f"{plan.slug}-{version.digest}"
    try:
        draft = scenarios.create_scenario(actor=None, base=version, name=plan.name, slug=slug)
    except Conflict:
        draft = Scenario.objects.select_related("base").get(
            series=scenarios.series_of(slug), revision=1
        )
        if draft.status != Scenario.Status.DRAFT:
            return draft
        # An earlier start was stopped half-way.
        draft.edits.all().delete()
    say(f"Drawing up the option “{plan.name['en']}”")
    city = state.load(version)
    for kind, first, last, facts in plan.changes:
        params, geometry = _edit(city, kind, PIECES[first - 1 : last], facts)
        scenarios.add_edit(actor=None, scenario=draft, kind=kind, params=params, geometry=geometry)
    return scenarios.publish_scenario(actor=None, scenario=draft)


def _edit(
    city: CityState, kind: str, pieces: tuple[str, ...], facts: dict[str, Any]
) -> tuple[dict[str, Any], str | None]:
    """Parameters and geometry (GeoJSON text) of one edit along `pieces`."""
    if kind == "plant_trees":
        return {"height_m": TREE_HEIGHT_M}, _trees(city, pieces, facts["sides"])
    if kind == "lay_green":
        area = _axis(city, pieces).buffer(GREEN_M, cap_style="flat", join_style="mitre")
        return facts, _to_degrees(city, area)
    params = {"streets": list(pieces), **facts}
    if kind == "direction":
        params["direction"] = "forward"
    return params, None


def _axis(city: CityState, pieces: tuple[str, ...]) -> Any:
    """The pieces as one line in their order, metric CRS."""
    table = city.tables["street"]
    rows = [row_index(table)[urn] for urn in pieces]
    chain = follow(table, rows)
    if chain is None:
        raise ValueError("the demo's pieces of street no longer follow one another")
    lines = [table.geometry[row] if chain.along[row] else table.geometry[row].reverse()
             for row in rows]  # fmt: skip
    return shapely.LineString(np.vstack([line.coords for line in lines]))


def _trees(city: CityState, pieces: tuple[str, ...], sides: tuple[int, ...]) -> str:
    axis = _axis(city, pieces)
    points = []
    for side in sides:
        row = axis.offset_curve(side * TREE_ASIDE_M)
        count = int(row.length // TREE_EVERY_M)
        points += [row.interpolate((n + 0.5) * row.length / count) for n in range(count)]
    return _to_degrees(city, shapely.MultiPoint(points))


def _to_degrees(city: CityState, shape: Any) -> str:
    """GeoJSON text in EPSG:4326 of a shape in the city's metric CRS."""
    turn = pyproj.Transformer.from_crs(city.crs, "EPSG:4326", always_xy=True)
    turned = shapely.transform(
        shape, lambda xy: np.column_stack(turn.transform(xy[:, 0], xy[:, 1]))
    )
    return str(shapely.to_geojson(turned))
