"""Finished runs with figures one can check by hand, on the real small city."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest
from django.utils import timezone

from twin import scenarios
from twin.analyses.catalogue import ANALYSES
from twin.analyses.contract import Layer
from twin.cartography.values import forget_values
from twin.models import AnalysisRun, Feature, Result, Scenario, TwinVersion
from twin.runs import default_fingerprints, pack

STREET = "Cours des 50 Otages"
TODAY_CARS, TODAY_MINUTES = 500.0, 4.0


def pieces(version: TwinVersion, name: str = STREET) -> list[Feature]:
    """The pieces of a street that cars may use, by fid."""
    found = Feature.objects.filter(version=version, kind="street", name=name, rank__lt=6)
    return list(found.exclude(category__in=["path", "stairs"]).order_by("fid"))


def fids(version: TwinVersion, kind: str) -> np.ndarray:
    """All feature ids of a kind, ascending, int32."""
    rows = Feature.objects.filter(version=version, kind=kind).order_by("fid")
    return np.array(rows.values_list("fid", flat=True), dtype=np.int32)


def finish(scenario: Scenario, analysis: str, layer: Layer) -> AnalysisRun:
    """A finished run of the default question, with one layer."""
    run = AnalysisRun.objects.create(
        fingerprint=default_fingerprints(scenario.digest)[analysis],
        scenario=scenario,
        scenario_digest=scenario.digest,
        analysis=analysis,
        model_version=ANALYSES[analysis].version,
        status=AnalysisRun.Status.DONE,
        progress=1,
        finished_at=timezone.now(),
    )
    Result.objects.create(
        run=run,
        layer=layer.name,
        kind=layer.kind,
        units=dict(layer.units),
        rows=len(layer.feature_ids),
        data=pack(layer),
    )
    return run


def answer_traffic(scenario: Scenario, changed: dict[int, float], *, spread: float) -> AnalysisRun:
    """TODAY_CARS on every street but those `changed`; bounds are `spread` away from each."""
    ids = fids(scenario.base, "street")
    cars = np.array([changed.get(int(fid), TODAY_CARS) for fid in ids], dtype=np.float32)
    wide = np.where(np.isin(ids, list(changed)), spread, 20.0)
    columns = {
        "volume_veh_h": cars,
        "low_volume": cars - wide,
        "high_volume": cars + wide,
        "speed_kmh": np.full(len(ids), 25.0),
        "vc": cars / 1000,
    }
    units = {
        "volume_veh_h": "veh/h",
        "low_volume": "veh/h",
        "high_volume": "veh/h",
        "speed_kmh": "km/h",
        "vc": "1",
    }
    return finish(scenario, "traffic", Layer("streets", "street", ids, columns, units))


def answer_walking(scenario: Scenario, minutes: float) -> AnalysisRun:
    """The same walk from every house."""
    ids = fids(scenario.base, "building")
    columns = {"minutes_daily": np.full(len(ids), minutes, dtype=np.float32)}
    layer = Layer("buildings", "building", ids, columns, {"minutes_daily": "min"})
    return finish(scenario, "access", layer)


def close_street(version: TwinVersion) -> Scenario:
    """A published scenario without cars on STREET."""
    draft = scenarios.create_scenario(
        actor=None, base=version, name={"en": "Car-free", "fr": "Sans voitures"}
    )
    urns = [piece.urn for piece in pieces(version)]
    scenarios.add_edit(actor=None, scenario=draft, kind="close_to_cars", params={"streets": urns})
    return scenarios.publish_scenario(actor=None, scenario=draft)


@pytest.fixture
def answered(city: TwinVersion) -> Sequence[Scenario]:
    """Today and a car-free STREET: no cars on it, 800 beside it (unsure by 400), walks shorter."""
    forget_values()
    today, closed = scenarios.baseline(city), close_street(city)
    answer_traffic(today, {}, spread=20.0)
    answer_walking(today, TODAY_MINUTES)
    gone = {piece.fid: 0.0 for piece in pieces(city)}
    answer_traffic(closed, gone, spread=0.0)
    answer_walking(closed, TODAY_MINUTES - 1.5)
    return [today, closed]
