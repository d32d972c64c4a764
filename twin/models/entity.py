"""The things of the city, their states over time, and how the map draws them."""

from __future__ import annotations

from django.contrib.gis.db import models
from django.db.models import F, Q


class Entity(models.Model):
    """A thing of the city with an immutable URN: a building, a street, a tree."""

    urn = models.CharField(max_length=120, primary_key=True)
    kind = models.CharField(max_length=20, db_index=True)

    class Meta:
        verbose_name_plural = "entities"

    def __str__(self) -> str:
        return self.urn


class EntityState(models.Model):
    """What was recorded of an entity, and for when. Append-only: a change closes the old state.

    geometry: EPSG:4326, 2D. attributes: validated by the kind's schema in twin.kinds.
    digest: sha256 of geometry and attributes, so that an import sees what changed.
    """

    entity = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="states")
    source = models.ForeignKey("twin.Source", on_delete=models.PROTECT, related_name="+")
    geometry = models.GeometryField(srid=4326)
    attributes = models.JSONField(default=dict)
    digest = models.CharField(max_length=64)
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    recorded_from = models.DateTimeField()
    recorded_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(recorded_to=None),
                name="entity_one_current_state",
            ),
            models.CheckConstraint(
                condition=Q(recorded_to=None) | Q(recorded_to__gt=F("recorded_from")),
                name="state_recorded_forward",
            ),
        ]
        indexes = [models.Index(fields=["recorded_from", "recorded_to"])]

    def __str__(self) -> str:
        return f"{self.entity_id} from {self.recorded_from:%Y-%m-%d}"


class Feature(models.Model):
    """An entity as a frozen version's map draws it: made at freezing, read by the tiles.

    fid: row position in the version's table of that kind. geometry: EPSG:3857.
    """

    version = models.ForeignKey("twin.TwinVersion", on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20)
    fid = models.IntegerField()
    urn = models.CharField(max_length=120)
    name = models.CharField(max_length=200, blank=True)
    rank = models.SmallIntegerField(default=0)
    height_m = models.FloatField(null=True)
    base_m = models.FloatField(null=True)
    category = models.CharField(max_length=40, blank=True)
    level = models.SmallIntegerField(default=0)
    geometry = models.GeometryField(srid=3857)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "kind", "fid"], name="feature_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.fid}"
