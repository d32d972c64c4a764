"""The newest city: its outline, its public plans, and what their edits do in words."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib.gis.geos import GEOSGeometry

from twin.edits import sentence as tell
from twin.models import Edit, Scenario, TwinVersion


def scenario_sentences(scenario_ids: Sequence[int]) -> dict[int, list[str]]:
    """For each scenario what its edits do, in the active language; one query in all."""
    found: dict[int, list[str]] = {scenario_id: [] for scenario_id in scenario_ids}
    for edit in Edit.objects.filter(scenario_id__in=scenario_ids).order_by("position"):
        found[edit.scenario_id].append(tell(edit.kind, edit.params, edit.facts))
    return found


def published_scenarios() -> list[Scenario]:
    """Public scenarios on the newest version, the newest revision of each, baseline first."""
    version = demo_version()
    if version is None:
        return []
    rows = Scenario.objects.filter(
        base=version,
        status=Scenario.Status.PUBLISHED,
        visibility=Scenario.Visibility.PUBLIC,
    )
    newest = rows.order_by("series", "-revision").distinct("series")
    return sorted(newest, key=lambda row: (row.digest != version.digest, row.pk))


def demo_version() -> TwinVersion | None:
    """The newest frozen version of the city."""
    return TwinVersion.objects.order_by("-frozen_at", "-pk").first()


def city_bounds() -> GEOSGeometry | None:
    """The outline of the city's newest version, EPSG:4326."""
    version = demo_version()
    return version.bounds if version else None


def point_in_city(lon: float, lat: float) -> bool:
    """Whether a place (EPSG:4326) lies in the city's newest version."""
    return TwinVersion.objects.filter(
        pk=getattr(demo_version(), "pk", None),
        bounds__covers=f"SRID=4326;POINT({float(lon)} {float(lat)})",
    ).exists()
