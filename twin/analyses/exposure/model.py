"""The exposure analysis: noise and air of other models joined with the people who live there."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import shapely
from numpy.typing import NDArray

from portal.errors import BadInput
from portal.marking import gettext_noop as _
from twin.analyses.contract import Analysis, Indicator, Layer, Outcome, Progress, Upstream
from twin.analyses.exposure.card import CARD
from twin.analyses.exposure.changes import Changes, changes, no_changes
from twin.analyses.exposure.facades import (
    Facades,
    facades_of,
    levels_at,
    one_dwelling_a_floor,
    places_before,
)
from twin.analyses.exposure.figures import FACTS, INDICATORS
from twin.analyses.exposure.layers import layer_of
from twin.analyses.exposure.measures import Crowd, above, crowd, harmed, in_bands, levels, moved
from twin.analyses.exposure.parameters import (
    CLEAR_DB,
    CLEAR_NO2,
    FLOOR_DB,
    LDEN_BANDS_DB,
    LNIGHT_BANDS_DB,
    ExposureParameters,
)
from twin.analyses.exposure.people import (
    Residents,
    column_of,
    counted,
    districts_of,
    group_shares,
    place_in,
    residents_of,
)
from twin.analyses.exposure.upstream import breathed, heard
from twin.citystate import CityState

Floats = NDArray[np.float64]

NOBODY = _("The city's data does not say where people live.")
NO_CELLS = _("No census came with this city, so nothing is said by age or income.")
SENTENCES = (
    ("residents_without_noise", _("People without a facade to the open are not in noise figures.")),
    ("residents_without_air", _("People whose air is not known are not in figures of air.")),
    ("residents_estimated", _("Some residents are estimated from the number of dwellings.")),
    ("residents_unplaced", _("Some people of the census live where the map has no homes.")),
    ("residents_moved_in", _("People of new buildings count, but neither gain nor lose.")),
)


@dataclass(frozen=True)
class ExposureOperator:
    """Who lives in each building of the base state."""

    residents: Residents


@dataclass(frozen=True)
class _Side:
    """What one pollutant does: where people are, its values (worlds, places), its changes."""

    crowd: Crowd
    values: dict[str, Floats]
    change: Changes


class Exposure(Analysis):
    """People by noise and air at home; who gains and who loses against today."""

    name = "exposure"
    version = "1"
    parameters = ExposureParameters
    upstream = ("noise", "air")
    needs_baseline = True
    card = CARD
    indicators = INDICATORS
    facts = FACTS
    reads = {
        "building": ("residents", "dwellings"),
        "district": ("name",),
        "census_cell": (
            "residents",
            "share_under_18",
            "share_over_65",
            "share_low_income",
            "income_eur",
        ),
    }

    def prepare(
        self, state: CityState, parameters: ExposureParameters, progress: Progress
    ) -> ExposureOperator:
        """Residents of every building; raises BadInput when nobody lives in the data."""
        building = state.tables.get("building")
        if building is None or not len(building):
            raise BadInput(NOBODY)
        progress(0.0, _("Counting who lives where"))
        residents = residents_of(state)
        if not residents.people.sum() > 0:
            raise BadInput(NOBODY)
        return ExposureOperator(residents)

    def apply(
        self,
        operator: ExposureOperator,
        state: CityState,
        parameters: ExposureParameters,
        upstream: Upstream,
        progress: Progress,
    ) -> Outcome:
        """Figures about people in `state`.

        upstream: "noise" and "air" of this state and of today; where those of today are missing or
        the same, this is today and nobody gains or loses.
        """
        progress(0.0, _("Joining homes with noise"))
        people = _now(operator.residents, state)
        building = state.tables["building"]
        dwellings, storeys = column_of(building, "dwellings"), column_of(building, "storeys")
        single = one_dwelling_a_floor(dwellings, storeys)
        noise, facades = _noise(people, single, upstream, len(operator.residents.people))
        progress(0.5, _("Joining homes with air"))
        air, rows = _air(people, upstream)
        lden, lnight = noise.values["lden"], noise.values["lnight"]
        values = {**noise.values, **air.values}
        crowds = dict.fromkeys(noise.values, noise.crowd) | dict.fromkeys(air.values, air.crowd)
        indicators: list[Indicator] = [
            *moved("people_quieter", "people_louder", noise.change, noise.crowd),
            *moved("people_cleaner_air", "people_worse_air", air.change, air.crowd),
            *harmed(lden, lnight, noise.crowd, air.values, air.crowd, parameters),
            *above(values, crowds, parameters.thresholds),
            *levels("lden", lden, noise.crowd),
            *levels("no2", air.values["no2"], air.crowd),
            *levels("pm25", air.values["pm25"], air.crowd),
        ]
        breath = (rows, air.values["no2"][0], air.change.delta[0])
        layer: Layer = layer_of(
            people.people, facades, lden[0], lnight[0], noise.change.delta, breath
        )
        facts = _facts(operator.residents, people, noise, air)
        facts["facade_places"] = len(facades)
        facts["residents_one_dwelling"] = round(
            float(people.people[single[: len(people.people)]].sum())
        )
        notes = [text for fact, text in SENTENCES if facts[fact] > 0]
        progress(1.0, _("Done"))
        return Outcome(
            (layer,), indicators, facts, (*notes, *(() if people.shares else (NO_CELLS,)))
        )


def _now(base: Residents, state: CityState) -> Residents:
    """The residents of `state`: those of the base, changed where buildings are."""
    building = state.tables["building"]
    own, _estimated = counted(building)
    known, new = len(base.people), len(building) - len(base.people)
    if new <= 0:
        return replace(base, people=own * base.factor)
    middle = shapely.centroid(building.geometry[known:])
    cells = state.tables.get("census_cell")
    cell = place_in(middle, cells)
    district, _names = districts_of(middle, state.tables.get("district"))
    shares = group_shares(cell, cells)
    return replace(
        base,
        people=own * np.concatenate([base.factor, np.ones(new)]),
        cell=np.concatenate([base.cell, cell]),
        district=np.concatenate([base.district, district]),
        shares={
            name: np.concatenate([share, shares.get(name, np.zeros(new))])
            for name, share in base.shares.items()
        },
    )


def _noise(
    people: Residents, single: NDArray[np.bool_], upstream: Upstream, known: int
) -> tuple[_Side, Facades]:
    """Lden and Lnight at the places that people are assigned to, and the change of Lden."""
    lived_in = people.people > 0
    now = heard(upstream.now["noise"], lived_in)
    facades = facades_of(now.building, single)
    lden = levels_at(facades, now.building, now.lden, FLOOR_DB)
    lnight = levels_at(facades, now.building, now.lnight, FLOOR_DB)
    before = upstream.today.get("noise", upstream.now["noise"])
    if before is upstream.now["noise"]:
        change = no_changes(lden)
    else:
        then = heard(before, lived_in[:known])
        old = facades_of(then.building, single)
        levels_before = levels_at(old, then.building, then.lden, FLOOR_DB)
        change = changes(lden, levels_before, places_before(facades, old), CLEAR_DB)
    held = _crowd(people, facades.building, facades.share)
    return _Side(held, {"lden": lden, "lnight": lnight}, change), facades


def _air(people: Residents, upstream: Upstream) -> tuple[_Side, NDArray[np.int64]]:
    """Air at the buildings that people live in, and the change of NO2."""
    now = breathed(upstream.now["air"])
    lived_in = np.zeros(max(len(people.people), int(now.building.max(initial=-1)) + 1), bool)
    lived_in[: len(people.people)] = people.people > 0
    known = [np.isfinite(found).all(axis=0) for found in now.values.values()]
    sound = lived_in[now.building] & np.all(known, axis=0)
    rows = now.building[sound]
    values = {name: found[:, sound].astype(float) for name, found in now.values.items()}
    before = upstream.today.get("air", upstream.now["air"])
    if before is upstream.now["air"]:
        change = no_changes(values["no2"])
    else:
        then = breathed(before)
        place = np.full(max(len(lived_in), int(then.building.max(initial=-1)) + 1), -1)
        place[then.building] = np.arange(len(then.building))
        change = changes(values["no2"], then.values["no2"].astype(float), place[rows], CLEAR_NO2)
    return _Side(_crowd(people, rows, np.ones(len(rows))), values, change), rows


def _crowd(people: Residents, rows: NDArray[np.int64], share: Floats) -> Crowd:
    return crowd(
        people.people[rows] * share,
        people.district[rows],
        people.districts,
        {name: of[rows] for name, of in people.shares.items()},
    )


def _facts(base: Residents, people: Residents, noise: _Side, air: _Side) -> dict[str, int]:
    total, known = people.people.sum(), len(base.people)
    gone = np.maximum(base.people - people.people[:known], 0.0)
    facts: dict[str, float] = {
        "residents": total,
        "residents_without_noise": total - noise.crowd.all.sum(),
        "residents_without_air": total - air.crowd.all.sum(),
        "residents_by_census": base.by_census,
        "residents_unplaced": base.unplaced,
        "residents_estimated": base.estimated,
        "residents_moved_in": people.people[known:].sum(),
        "residents_moved_out": gone.sum(),
        "people_noise_same": _same(noise),
        "people_air_same": _same(air),
    }
    for name, limits in (("lden", LDEN_BANDS_DB), ("lnight", LNIGHT_BANDS_DB)):
        bands = in_bands(noise.values[name][0], noise.crowd.all, limits)
        for lowest, count in zip((0.0, *limits), bands, strict=True):
            facts[f"people_{name}_band_{lowest:g}"] = count
    return {name: round(float(value)) for name, value in facts.items()}


def _same(side: _Side) -> float:
    """People who neither gain nor lose, of those who live in today's buildings."""
    change = side.change
    still = np.isfinite(change.delta[0]) & ~change.gains[0] & ~change.loses[0]
    return float(side.crowd.all[still].sum())
