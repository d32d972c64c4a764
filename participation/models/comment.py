"""What people say, where, and how others met it. Nothing here is public: see release.py."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q

from participation.models.consultation import OfQuestion

# From each status, where a comment may go.
COMMENT_MOVES: dict[str, frozenset[str]] = {
    "visible": frozenset({"hidden", "withdrawn"}),
    "held": frozenset({"visible", "hidden", "withdrawn"}),
    "hidden": frozenset({"visible", "withdrawn"}),
    "withdrawn": frozenset(),
}


# What stands where the words of a comment stood.
GONE = "–"


class Comment(OfQuestion, models.Model):
    """A comment on an option's revision, or a reply to one.

    text: already redacted (what disclosure.redact is sure of never reaches the database).
    geometry: the exact place, private for ever. public_id: what the public sees as its address.
    withdrawn_at: since when no page shows it. blanked_at: since when its words and place are gone
    for good. version: goes up with whatever an official who looks at it should know: a decision,
    its undoing, a report.
    """

    class Stance(models.TextChoices):
        FOR = "for"
        AGAINST = "against"
        NEUTRAL = "neutral"

    class Theme(models.TextChoices):
        TRAFFIC = "traffic"
        NOISE_AIR = "noise-air"
        WALKING = "walking"
        CYCLING = "cycling"
        GREEN = "green"
        SHOPS = "shops"
        ACCESS = "access"
        OTHER = "other"

    class Status(models.TextChoices):
        VISIBLE = "visible"
        HELD = "held"
        HIDDEN = "hidden"
        WITHDRAWN = "withdrawn"

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="comments"
    )
    option = models.ForeignKey(
        "participation.Option",
        null=True,
        on_delete=models.PROTECT,
        related_name="comments",
    )
    scenario = models.ForeignKey(
        "twin.Scenario", null=True, on_delete=models.PROTECT, related_name="+"
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    parent = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="replies")
    text = models.TextField()
    # A word of the form that was sent: the same form sent twice is one comment.
    once = models.CharField(max_length=40, blank=True, default="", db_default="", editable=False)
    redactions = models.PositiveSmallIntegerField(default=0)
    language = models.CharField(max_length=10, blank=True)
    stance = models.CharField(max_length=10, choices=Stance.choices, default=Stance.NEUTRAL)
    theme = models.CharField(max_length=12, choices=Theme.choices, default=Theme.OTHER)
    geometry = models.GeometryField(srid=4326, null=True)
    about_home = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.VISIBLE)
    held_because = models.CharField(max_length=40, blank=True)
    looked_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=0, db_default=0, editable=False)
    withdrawn_at = models.DateTimeField(null=True)
    blanked_at = models.DateTimeField(null=True)
    synthetic = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["author", "once"],
                condition=~models.Q(once=""),
                name="comment_sent_once",
            ),
            models.CheckConstraint(condition=~Q(text=""), name="comment_has_text"),
            models.CheckConstraint(
                condition=Q(parent=None) | Q(geometry=None), name="reply_has_no_place"
            ),
        ]
        indexes = [
            models.Index(fields=["consultation", "status"]),
            # What waits for an official, in its order; the rest is what its counts read.
            models.Index(
                fields=["created_at", "id"],
                include=["looked_at", "status"],
                condition=Q(looked_at=None) | Q(status="held"),
                name="comment_queue",
            ),
            # What was dealt with, the last first.
            models.Index(
                fields=["-looked_at", "-id"],
                condition=Q(looked_at__isnull=False),
                name="comment_dealt_with",
            ),
        ]

    def __str__(self) -> str:
        return f"comment {self.public_id}"

    @property
    def short_id(self) -> str:
        """The beginning of its public address, as the report prints it."""
        return str(self.public_id)[:8]

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return self.short_id

    @property
    def is_silent(self) -> bool:
        """Whether nobody may read it any more, its author and the city's team included."""
        return self.status == self.Status.WITHDRAWN or self.blanked_at is not None


class Reaction(models.Model):
    """One person's agreement (+1) or disagreement (-1) with a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reactions")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    value = models.SmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="reaction_once"),
            models.CheckConstraint(condition=Q(value__in=[-1, 1]), name="reaction_plus_or_minus"),
        ]

    def __str__(self) -> str:
        return f"{self.value:+d} on {self.comment_id}"


class CommentReport(models.Model):
    """Someone asks officials to look at a comment."""

    comment = models.ForeignKey(Comment, on_delete=models.CASCADE, related_name="reports")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=30)
    settled = models.BooleanField(default=False)
    settled_by = models.ForeignKey(
        "participation.Ruling", null=True, on_delete=models.SET_NULL, related_name="settles"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["comment", "person"], name="comment_report_once")
        ]

    def __str__(self) -> str:
        return f"report on {self.comment_id}"
