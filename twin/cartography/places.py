"""What every option does at one street or house."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.gis.db.models.functions import Centroid, Transform
from django.contrib.gis.geos import Point
from django.utils.translation import gettext as _

from portal.errors import NotThere
from portal.multilingual import pick
from twin.cartography import words
from twin.cartography.layers import MAP_LAYERS, MapLayer
from twin.cartography.values import Values, runs_of, values_of
from twin.comparison import layer_difference
from twin.models import AnalysisRun, Feature, Scenario, TwinVersion

KINDS = ("street", "building")
NEAR_M = 60.0
"""A street farther than this from a house is not the one in front of it."""


@dataclass(frozen=True)
class OptionEffect:
    """What one option does: in words, and low <= central <= high of the difference."""

    key: str
    name: str
    words: str
    then: str
    trend: str
    clear: bool
    low: float
    central: float
    high: float


@dataclass(frozen=True)
class PlaceEffect:
    """One layer at one place. span: the largest difference shown, for the bars.

    where: the street that the figures are of when it is not the place itself. run: fingerprint
    of today's run, "" when there is none. weight: how much options differ here, for sorting.
    """

    layer: MapLayer
    where: str
    today: str
    today_interval: str
    today_words: str
    options: Sequence[OptionEffect]
    span: float
    weight: float
    run: str


@dataclass(frozen=True)
class Place:
    """A street or house: title, lon/lat (EPSG:4326) of its middle, effects sorted by weight."""

    kind: str
    fid: int
    urn: str
    name: str
    title: str
    about: str
    lon: float
    lat: float
    effects: Sequence[PlaceEffect]
    waiting: bool

    @property
    def moving(self) -> list[PlaceEffect]:
        """What some option clearly changes here."""
        return [effect for effect in self.effects if effect.weight]

    @property
    def steady(self) -> list[PlaceEffect]:
        """What no option clearly changes here, or what is not computed yet."""
        return [effect for effect in self.effects if not effect.weight]


def find_place(
    *, version: TwinVersion, kind: str, fid: int, scenarios: Sequence[Scenario]
) -> Place:
    """A place with the effects of `scenarios`, which must share `version` as their base.

    waiting: some run is not done yet. Raises NotThere for an unknown street or house.
    """
    features = Feature.objects.filter(version=version, kind=kind, fid=fid)
    found = features.annotate(middle=Transform(Centroid("geometry"), 4326)).first()
    if kind not in KINDS or found is None:
        raise NotThere(_("There is no such street or house on this map."))
    front = found if kind == "street" else _street_in_front(found, found.middle)
    runs = runs_of({version.digest, *(row.digest for row in scenarios)})
    effects = []
    for _key, layer in MAP_LAYERS.items():
        spot = found if layer.kind == kind else front
        if spot is not None and spot.kind == layer.kind:
            effect = _effect(layer, spot, spot is not found, version, scenarios, runs)
            effects += [effect] if effect else []
    effects.sort(key=lambda effect: -effect.weight)
    return Place(
        kind=kind,
        fid=fid,
        urn=found.urn,
        name=found.name,
        title=_title(found, front),
        about=_about(found),
        lon=round(found.middle.x, 6),
        lat=round(found.middle.y, 6),
        effects=effects,
        waiting=any(run.status in _GOING for run in runs.values()),
    )


_GOING = (AnalysisRun.Status.QUEUED, AnalysisRun.Status.RUNNING)


def _street_in_front(house: Feature, middle: Point) -> Feature | None:
    """The nearest named street, at most NEAR_M away; metres on the ground, not of Mercator."""
    found = Feature.objects.raw(
        """
        SELECT s.* FROM twin_feature s, twin_feature h
        WHERE h.id = %s AND s.version_id = h.version_id AND s.kind = 'street' AND s.name <> ''
          AND ST_DWithin(s.geometry, h.geometry, %s / cos(radians(%s)))
        ORDER BY s.geometry <-> h.geometry LIMIT 1
        """,
        [house.pk, NEAR_M, middle.y],
    )
    return next(iter(found), None)


def _title(found: Feature, front: Feature | None) -> str:
    if found.kind == "street":
        return found.name or _("A street without a name")
    if front is not None:
        return _("A house near %(street)s") % {"street": front.name}
    return _("A house")


def _about(found: Feature) -> str:
    if found.kind == "street":
        return _("This piece of the street, from one crossing to the next.")
    if found.height_m:
        return _("%(height)s m high.") % {"height": words.figure(found.height_m)}
    return ""


def _effect(
    layer: MapLayer,
    spot: Feature,
    elsewhere: bool,
    version: TwinVersion,
    scenarios: Sequence[Scenario],
    runs: dict[tuple[str, str], AnalysisRun],
) -> PlaceEffect | None:
    run = runs.get((version.digest, layer.analysis))
    today = values_of(run, layer.result) if run else None
    value = today.at(spot.fid, layer.column) if today else None
    if run is None or today is None or value is None:
        return None
    options = []
    for position, scenario in enumerate(scenarios):
        other = runs.get((scenario.digest, layer.analysis))
        then = values_of(other, layer.result) if other else None
        if scenario.digest == version.digest or then is None:
            continue
        name = (chr(ord("A") + position), pick(scenario.name))
        effect = _option_effect(layer, spot.fid, name, today, then)
        options += [effect] if effect else []
    span = max((abs(end) for one in options for end in (one.low, one.high)), default=0.0)
    weights = [abs(one.central) / layer.large for one in options if one.clear]
    return PlaceEffect(
        layer=layer,
        where=spot.name if elsewhere else "",
        today=words.amount(layer, value),
        today_interval=words.interval(
            layer, today.at(spot.fid, layer.low), today.at(spot.fid, layer.high)
        ),
        today_words=words.in_words(layer, value),
        options=options,
        span=max(span, layer.large),
        weight=max(weights, default=0.0),
        run=run.fingerprint,
    )


def _option_effect(
    layer: MapLayer, fid: int, name: tuple[str, str], today: Values, then: Values
) -> OptionEffect | None:
    columns = [column for column in (layer.column, layer.low, layer.high) if column]
    delta, unclear = layer_difference(
        then.row(fid, columns), today.row(fid, columns), {layer.column: then.units[layer.column]}
    )
    if not len(delta["fid"]):
        return None
    central = float(delta[layer.column][0])
    ends = [float(delta[column][0]) for column in columns]
    if central != central:
        return None
    clear = not bool(unclear[layer.column][0]) and abs(central) >= layer.small
    low, high = min(ends), max(ends)
    return OptionEffect(
        key=name[0],
        name=name[1],
        words=words.change(layer, low, central, high, clear=clear),
        then=words.amount(layer, then.at(fid, layer.column)),
        trend=words.trend(layer, (-1 if central < 0 else 1) if clear else 0),
        clear=clear,
        low=low,
        central=central,
        high=high,
    )
