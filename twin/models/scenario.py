"""What-ifs: a base version and an ordered list of typed edits."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q

from portal.changes import title_of


class Scenario(models.Model):
    """One revision of a what-if. Frozen on publication; a change makes the next revision.

    series: the same for all revisions. digest: base digest + canonical edits, set when published.
    withdrawn_because: why, for everyone to read, since it is.
    changes: counts what was done to a draft, so that two people editing it see each other.
    The scenario without edits is the baseline of its base version.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        PUBLISHED = "published"
        WITHDRAWN = "withdrawn"

    class Visibility(models.TextChoices):
        PRIVATE = "private"
        PUBLIC = "public"

    series = models.UUIDField(default=uuid.uuid4, editable=False)
    revision = models.PositiveIntegerField(default=1)
    base = models.ForeignKey("twin.TwinVersion", on_delete=models.PROTECT, related_name="scenarios")
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    visibility = models.CharField(
        max_length=10, choices=Visibility.choices, default=Visibility.PRIVATE
    )
    digest = models.CharField(max_length=64, blank=True, db_index=True)
    changes = models.PositiveIntegerField(default=0)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    published_at = models.DateTimeField(null=True)
    withdrawn_because = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["series", "revision"], name="scenario_revision_once"),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(digest=""),
                name="scenario_published_has_digest",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["draft", "published", "withdrawn"]),
                name="scenario_status_known",
            ),
            models.CheckConstraint(
                condition=Q(visibility__in=["private", "public"]),
                name="scenario_visibility_known",
            ),
        ]

    def __str__(self) -> str:
        return f"scenario {self.series} r{self.revision}"

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return f"{title_of(self.name)} (revision {self.revision})"


class Edit(models.Model):
    """One typed change of a scenario. kind: an edit kind of twin.edits; params: its parameters.

    facts: the names that its sentence needs (streets, cross streets), found when it was made, so
    that it is told in any language without loading the city.
    """

    scenario = models.ForeignKey(Scenario, on_delete=models.CASCADE, related_name="edits")
    position = models.PositiveIntegerField()
    kind = models.CharField(max_length=30)
    params = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    geometry = models.GeometryField(srid=4326, null=True)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["scenario", "position"], name="edit_position_once")
        ]

    def __str__(self) -> str:
        return f"{self.kind} at {self.position}"
