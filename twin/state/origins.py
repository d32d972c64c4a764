"""Which sources the city of today stands on."""

from __future__ import annotations

from django.db.models import Count, QuerySet

from twin.models import EntityState, Source


def sources_now() -> QuerySet[Source]:
    """Sources of what is recorded now, and those that came with them and gave only figures."""
    current = EntityState.objects.filter(recorded_to=None)
    used = Source.objects.filter(pk__in=current.values("source").distinct())
    return Source.objects.filter(
        checksum__in=used.values("checksum"), mapping_version__in=used.values("mapping_version")
    ).order_by("derived", "pk")


def counts_by_source() -> dict[int, dict[str, int]]:
    """Entities recorded now, by source and kind."""
    found: dict[int, dict[str, int]] = {}
    rows = (
        EntityState.objects.filter(recorded_to=None)
        .values_list("source", "entity__kind")
        .annotate(n=Count("pk"))
        .order_by("source", "-n")
    )
    for source, kind, count in rows:
        found.setdefault(source, {})[kind] = count
    return found
