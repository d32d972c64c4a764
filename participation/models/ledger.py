"""The public log of a vote: one leaf for each accepted ballot, and the signed roots over them."""

from __future__ import annotations

from django.db import models

from participation.models.consultation import OfQuestion


class LogEvent(models.Model):
    """One accepted ballot event. id: from the voter's secret and the form, so a form counts once.

    commitment: 32 bytes that say neither who nor what. place: its leaf's number, given in blocks,
    in an order that says nothing of when it came; NULL until then.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    commitment = models.BinaryField(max_length=32)
    code = models.CharField(max_length=16)
    place = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["code"], name="event_code_once"),
            models.UniqueConstraint(fields=["consultation", "place"], name="event_place_once"),
        ]

    def __str__(self) -> str:
        return f"event {self.code}"


class LogRoot(models.Model):
    """A signed tree head. final: the last one, over all events, made after the close."""

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="roots"
    )
    size = models.PositiveIntegerField()
    root = models.BinaryField(max_length=32)
    signature = models.BinaryField(max_length=64)
    final = models.BooleanField(default=False)
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ["size"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "size"], name="root_size_once"),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=models.Q(final=True),
                name="root_one_final",
            ),
        ]

    def __str__(self) -> str:
        return f"root at {self.size}"


class CountRecord(models.Model):
    """The count of a closed vote as published.

    rule, settings: as they stood. tally: the outcome with its explanation. facts: see VoteBox.
    ballots_root: root of the tree over the opened ballots. bundle: name of the published file in
    the artefact store; digest: SHA-256 of it. earlier: {digest, until} of files that were lost
    and could not be made again to the same bytes.
    """

    consultation = models.OneToOneField(
        "participation.Consultation", on_delete=models.CASCADE, related_name="count"
    )
    rule = models.CharField(max_length=40)
    settings = models.JSONField(default=dict)
    tally = models.JSONField(default=dict)
    facts = models.JSONField(default=dict)
    ballots_root = models.BinaryField(max_length=32)
    bundle = models.CharField(max_length=200, default="", blank=True)
    digest = models.CharField(max_length=64, default="", blank=True)
    earlier = models.JSONField(default=list, blank=True)
    counted_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"count of {self.consultation_id}"


class Anomaly(OfQuestion, models.Model):
    """Something odd about a vote, with its evidence, and what officials made of it.

    evidence: counts, windows and truncated networks; never a person or a ballot.
    """

    class State(models.TextChoices):
        OPEN = "open"
        RULED = "ruled"

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="anomalies"
    )
    kind = models.CharField(max_length=20)
    evidence = models.JSONField(default=dict)
    key = models.CharField(max_length=120)
    state = models.CharField(max_length=6, choices=State.choices, default=State.OPEN)
    ruling = models.CharField(max_length=20, default="", blank=True)
    reason = models.TextField(default="", blank=True)
    found_at = models.DateTimeField(auto_now_add=True)
    ruled_at = models.DateTimeField(null=True)
    ruled_by = models.ForeignKey(
        "portal.User", null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "key"], name="anomaly_once")]

    def __str__(self) -> str:
        return f"{self.kind} in {self.consultation_id}"

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return self.kind
