"""The districts that the city's newest version knows by name."""

from __future__ import annotations

from twin.effects import demo_version
from twin.models import Feature


def district_names() -> list[str]:
    """Their names as the city writes them, in order; none where its sources have no districts."""
    version = demo_version()
    if version is None:
        return []
    rows = Feature.objects.filter(version=version, kind="district").exclude(name="")
    return list(rows.order_by("name").values_list("name", flat=True).distinct())
