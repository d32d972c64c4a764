"""What every option does at one spot, layer by layer, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.multilingual import pick
from twin.cartography import words
from twin.cartography.differences import differences
from twin.cartography.ground import cell_at
from twin.cartography.layers import MAP_LAYERS, MapLayer
from twin.cartography.values import Values, values_of
from twin.models import AnalysisRun, Scenario, TwinVersion

Runs = Mapping[tuple[str, str], AnalysisRun]


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
class Also:
    """Another figure of the same unit: what it is, today, and in each option."""

    label: str
    today: str
    then: Sequence[str]


@dataclass(frozen=True)
class PlaceEffect:
    """One layer at one place. span: the largest difference shown, for the bars.

    where: the street that the figures are of when it is not the place itself. today_words: what
    today's value means. run: fingerprint of today's run. weight: how much options differ here,
    for sorting. also: further figures, such as noise by time of day.
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
    also: Sequence[Also] = ()

    @property
    def clear(self) -> list[OptionEffect]:
        """The options that clearly change it."""
        return [option for option in self.options if option.clear]

    @property
    def same(self) -> list[OptionEffect]:
        """The options that do not clearly change it."""
        return [option for option in self.options if not option.clear]


@dataclass(frozen=True)
class Spot:
    """Where figures are looked up: an entity by its number, or open ground by its place.

    kind: "street", "building" or "grid". where: see PlaceEffect. lon, lat: EPSG:4326, of ground.
    """

    kind: str
    fid: int = -1
    where: str = ""
    lon: float = 0.0
    lat: float = 0.0

    def number_in(self, values: Values, crs: str) -> int:
        """The id of this spot in a result; -1 where it has none. crs: of the result's frame."""
        if self.kind != "grid":
            return self.fid
        cell = cell_at(values.frame, crs, self.lon, self.lat) if values.frame else None
        return -1 if cell is None else cell


def effects_at(
    spots: Sequence[Spot], version: TwinVersion, scenarios: Sequence[Scenario], runs: Runs
) -> list[PlaceEffect]:
    """Every layer that has a figure at one of the spots, what options change most first."""
    by_kind = {spot.kind: spot for spot in spots}
    found = [
        _effect(layer, by_kind[layer.kind], version, scenarios, runs)
        for _key, layer in MAP_LAYERS.items()
        if layer.kind in by_kind and (layer.at_door or not by_kind[layer.kind].where)
    ]
    effects = [effect for effect in found if effect is not None]
    return sorted(effects, key=lambda effect: -effect.weight)


def _effect(
    layer: MapLayer,
    spot: Spot,
    version: TwinVersion,
    scenarios: Sequence[Scenario],
    runs: Runs,
) -> PlaceEffect | None:
    run = runs.get((version.digest, layer.analysis))
    today = values_of(run, layer.result) if run else None
    fid = spot.number_in(today, version.crs) if today else -1
    value = today.at(fid, layer.column) if today else None
    if run is None or today is None or value is None:
        return None
    pairs = [
        (then, _option_effect(layer, fid, name, today, then))
        for name, then in _others(layer, version, scenarios, runs)
    ]
    others = [then for then, effect in pairs if effect]
    options = [effect for _then, effect in pairs if effect]
    span = max((abs(end) for one in options for end in (one.low, one.high)), default=0.0)
    weights = [abs(one.central) / layer.large for one in options if one.clear]
    return PlaceEffect(
        layer=layer,
        where=spot.where,
        today=words.amount(layer, value),
        today_interval=words.interval(layer, today.at(fid, layer.low), today.at(fid, layer.high)),
        today_words=words.meaning(layer, value),
        options=options,
        span=max(span, layer.large),
        weight=max(weights, default=0.0),
        run=run.fingerprint,
        also=[
            Also(
                str(label),
                words.number(layer, today.at(fid, column)),
                [words.number(layer, then.at(fid, column)) for then in others],
            )
            for column, label in layer.also
            if today.at(fid, column) is not None
        ],
    )


def _others(
    layer: MapLayer, version: TwinVersion, scenarios: Sequence[Scenario], runs: Runs
) -> list[tuple[tuple[str, str], Values]]:
    """Key, name and result of each option but today that is computed."""
    found = []
    for position, scenario in enumerate(scenarios):
        run = runs.get((scenario.digest, layer.analysis))
        then = values_of(run, layer.result) if run else None
        if scenario.digest != version.digest and then is not None:
            found.append(((chr(ord("A") + position), pick(scenario.name)), then))
    return found


def _option_effect(
    layer: MapLayer, fid: int, name: tuple[str, str], today: Values, then: Values
) -> OptionEffect | None:
    found = differences(layer, today.part(fid), then.part(fid))
    if not len(found.fids):
        return None
    low, central, high = (float(column[0]) for column in (found.low, found.central, found.high))
    if central != central:
        return None
    strength = int(found.strength[0])
    return OptionEffect(
        key=name[0],
        name=name[1],
        words=words.change(layer, low, central, high, clear=strength != 0),
        then=words.amount(layer, then.at(fid, layer.column)),
        trend=words.trend(layer, strength),
        clear=strength != 0,
        low=low,
        central=central,
        high=high,
    )
