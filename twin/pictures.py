"""Small drawn maps: the place of a question and an option's edits, as SVG for pages and print."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Any

from django.contrib.gis.geos import GEOSGeometry, Polygon
from django.core.cache import cache
from django.db import connection

from twin.models import Scenario, TwinVersion

WIDTH, HEIGHT = 640, 360
AIR = 1.08
A_DAY = 86_400
# Mid tones that stand on a light and on a dark page; the map's own colours.
LAND, WATER, GREEN, HOUSE = "#f1efe9", "#b9d0da", "#cfe0c3", "#d9d4ca"
CASING, STREET, EDIT = "#c9c3b6", "#ffffff", "#c2410c"

# One row per layer: kind, and a path in pixels. ST_AsSVG turns y over, so y is moved by the top.
_LAYERS = """
with frame as (select ST_MakeEnvelope(%(x0)s, %(y0)s, %(x1)s, %(y1)s, 3857) as box),
drawn as (
  select kind, rank, ST_SimplifyPreserveTopology(
    ST_TransScale(ST_ClipByBox2D(geometry, box), -%(x0)s, -%(y1)s, %(s)s, %(s)s), 0.9) as shape
  from twin_feature, frame
  where version_id = %(version)s and geometry && box
    and (kind in ('water', 'green', 'building') or (kind = 'street' and category <> 'stairs'
         and rank <= 5))
)
select kind || case when kind = 'street' and rank <= 4 then '-main' else '' end as layer,
  string_agg(ST_AsSVG(shape, 1, 0), ' ')
from drawn
where not ST_IsEmpty(shape) and (kind <> 'building' or ST_Area(shape) > 40)
group by 1
"""
_EDITS = """
with edited as (
  select ST_Transform(geometry, 3857) as shape from twin_edit
  where scenario_id = %(scenario)s and geometry is not null
  union all
  select feature.geometry from twin_feature feature
  where feature.version_id = %(version)s and feature.kind = 'street' and feature.urn in (
    select jsonb_array_elements_text(params -> 'streets') from twin_edit
    where scenario_id = %(scenario)s and params ? 'streets')
)
select string_agg(ST_AsSVG(case when ST_Dimension(pixels) = 0
    then ST_Buffer(pixels, 2, 'quad_segs=2') else pixels end, 1, 0), ' ')
from edited, ST_TransScale(shape, -%(x0)s, -%(y1)s, %(s)s, %(s)s) as pixels
"""
_MARK = """
with place as (select ST_TransScale(ST_GeomFromWKB(%(wkb)s, 3857),
    -%(x0)s, -%(y1)s, %(s)s, %(s)s) as shape)
select case when ST_GeometryType(shape) = 'ST_Point'
  then format('M%%s %%sh0', round(ST_X(shape)), round(-ST_Y(shape)))
  else ST_AsSVG(shape, 1, 0) end
from place
"""


def picture(*, scenario: Scenario | None, area: GEOSGeometry | None) -> str:
    """An SVG of `area` (EPSG:4326; the whole city without one) with the scenario's edits.

    640 x 360 units, no text, no style attributes, colours fixed so that it also prints. Kept in
    the cache by version, scenario and area.
    """
    version = scenario.base if scenario else TwinVersion.objects.order_by("-frozen_at").first()
    if version is None:
        return _svg([])
    outline = area or version.bounds
    digest = hashlib.sha256(outline.wkb.tobytes()).hexdigest()[:16]
    key = f"picture:{version.digest[:16]}:{scenario.pk if scenario else 0}:{digest}"
    drawn: str | None = cache.get(key)
    if drawn is None:
        drawn = _svg(_layers(version, scenario, _frame(outline, version.bounds)))
        cache.set(key, drawn, A_DAY)
    return drawn


def areas_picture(
    *, area: GEOSGeometry | None, rings: Sequence[tuple[Sequence[Sequence[float]], float]]
) -> str:
    """An SVG of released areas over the streets. rings: (outline in degrees, strength 0 to 1)."""
    version = TwinVersion.objects.order_by("-frozen_at").first()
    if version is None:
        return _svg([])
    shapes = [(Polygon(ring, srid=4326), strength) for ring, strength in rings]
    outline = area or version.bounds
    for shape, _strength in shapes:
        outline = outline.union(shape)
    facts: dict[str, Any] = _frame(outline, version.bounds)
    # The streets below take most of a second and stay the same until the frame moves.
    digest = hashlib.sha256(outline.wkb.tobytes()).hexdigest()[:16]
    key = f"areas:{version.digest[:16]}:{digest}"
    drawn: list[str] | None = cache.get(key)
    if drawn is None:
        drawn = list(_layers(version, None, facts))
        cache.set(key, drawn, A_DAY)
    return _svg([*drawn, *(_ring(shape, strength, facts) for shape, strength in shapes)])


def _ring(shape: Polygon, strength: float, frame: dict[str, Any]) -> str:
    places = shape.transform(3857, clone=True).coords[0]
    at = " ".join(
        f"{round((x - frame['x0']) * frame['s'])},{round((frame['y1'] - y) * frame['s'])}"
        for x, y in places
    )
    opacity = round(0.15 + 0.5 * min(1.0, max(0.0, strength)), 2)
    return f'<polygon points="{at}" fill="{EDIT}" fill-opacity="{opacity}" stroke="{EDIT}"/>'


def place_picture(place: GEOSGeometry, *, around_m: float = 220.0) -> str:
    """An SVG of the streets around `place` (EPSG:4326) with the place itself marked.

    For officials only: it shows the exact place, so it is drawn each time and kept nowhere.
    """
    version = TwinVersion.objects.order_by("-frozen_at").first()
    if version is None:
        return _svg([])
    mark = place.transform(3857, clone=True)
    # Web Mercator stretches by 1/cos(latitude), 1.5 at the latitudes of France.
    frame = mark.envelope.buffer(around_m * 1.5)
    facts: dict[str, Any] = _frame(frame.transform(4326, clone=True), version.bounds)
    drawn = _layers(version, None, facts)
    with connection.cursor() as cursor:
        cursor.execute(_MARK, facts | {"wkb": mark.wkb.tobytes()})
        path = cursor.fetchone()[0]
    area = mark.geom_type == "Polygon"
    return _svg([*drawn, _line(path, EDIT, 5 if area or mark.geom_type != "Point" else 16)])


def _frame(outline: GEOSGeometry, within: GEOSGeometry) -> dict[str, float]:
    """The box (EPSG:3857) around `outline` with the picture's proportions, and its scale.

    It is moved so that it lies in the city's box `within` as far as it fits.
    """
    x0, y0, x1, y1 = outline.transform(3857, clone=True).extent
    scale = min(WIDTH / max((x1 - x0) * AIR, 1.0), HEIGHT / max((y1 - y0) * AIR, 1.0))
    west, south, east, north = within.transform(3857, clone=True).extent
    x = _moved((x0 + x1) / 2, WIDTH / scale / 2, west, east)
    y = _moved((y0 + y1) / 2, HEIGHT / scale / 2, south, north)
    half_wide, half_high = WIDTH / scale / 2, HEIGHT / scale / 2
    return {
        "x0": x - half_wide,
        "x1": x + half_wide,
        "y0": y - half_high,
        "y1": y + half_high,
        "s": scale,
    }


def _moved(middle: float, half: float, least: float, most: float) -> float:
    """`middle` moved so that `middle` ± `half` lies between `least` and `most`, if it fits."""
    if 2 * half >= most - least:
        return (least + most) / 2
    return min(max(middle, least + half), most - half)


def _layers(version: TwinVersion, scenario: Scenario | None, facts: dict[str, Any]) -> list[str]:
    """The drawn layers within a frame, lowest first."""
    facts |= {"version": version.pk, "scenario": scenario.pk if scenario else 0}
    with connection.cursor() as cursor:
        cursor.execute(_LAYERS, facts)
        layers = dict(cursor.fetchall())
        cursor.execute(_EDITS, facts)
        edits = cursor.fetchone()[0]
    main, small = layers.get("street-main", ""), layers.get("street", "")
    paths = [
        _area(layers.get("water"), WATER),
        _area(layers.get("green"), GREEN),
        _line(small, CASING, 3, name="small"),
        _line(main, CASING, 6, name="main"),
        _again("small", STREET, 2) if small else "",
        _again("main", STREET, 4.5) if main else "",
        _area(layers.get("building"), HOUSE),
        _line(edits, EDIT, 6),
    ]
    return [path for path in paths if path]


def _area(path: str | None, colour: str) -> str:
    return f'<path fill="{colour}" fill-rule="evenodd" d="{path}"/>' if path else ""


def _line(path: str | None, colour: str, width: float, *, name: str = "") -> str:
    """A line; with a name, its shape can be drawn again by _again."""
    if not path:
        return ""
    if name:
        return f'<defs><path id="{name}" d="{path}"/></defs>{_again(name, colour, width)}'
    return f'<path {_stroke(colour, width)} d="{path}"/>'


def _again(name: str, colour: str, width: float) -> str:
    return f'<use href="#{name}" {_stroke(colour, width)}/>'


def _stroke(colour: str, width: float) -> str:
    return (
        f'fill="none" stroke="{colour}" stroke-width="{width}" stroke-linecap="round" '
        f'stroke-linejoin="round"'
    )


def _svg(paths: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        f'width="{WIDTH}" height="{HEIGHT}"><rect width="{WIDTH}" height="{HEIGHT}" '
        f'fill="{LAND}"/>{"".join(paths)}</svg>'
    )
