"""Frozen states of the whole city."""

from __future__ import annotations

from django.contrib.gis.db import models


class TwinVersion(models.Model):
    """A label over recorded time with a content digest; never edited once frozen.

    artefact: key of the columnar files in the artefact store, one per kind.
    bounds: the extract's outline, EPSG:4326. counts: entities per kind. attributions: what any
    page or file that shows this city must say ("IGN – BD TOPO®").
    """

    label = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    crs = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    artefact = models.CharField(max_length=200)
    counts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    attributions = models.JSONField(default=list)
    bounds = models.PolygonField(srid=4326)
    frozen_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.label


class CellResidents(models.Model):
    """How many people live in an H3 cell of a frozen city; reckoned by twin.residents."""

    version = models.ForeignKey(TwinVersion, on_delete=models.CASCADE, related_name="+")
    cell = models.CharField(max_length=16)
    residents = models.FloatField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "cell"], name="cell_residents_once")
        ]

    def __str__(self) -> str:
        return self.cell
