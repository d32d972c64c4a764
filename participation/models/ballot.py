"""The electoral roll, the sealed envelopes of an open vote, and the opened ballots of a closed one.

Roll and envelopes have no key and no time in common, and an envelope says nothing before the box is
opened; decisions/0008-sealed-ballots.md says what that keeps from whom.
"""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from participation.models.consultation import OfQuestion


class VoteBox(models.Model):
    """The ballot box of one consultation, made with its first envelope.

    public_key: X25519, envelopes are sealed with it. private_key: wrapped with the deployment's
    ballot key; NULL, for good, once the box has been opened. events: leaves with a place in the
    log. facts: what the opening found, by name: events, replaced, withdrawn, unreadable, unlogged
    (envelopes that no event is of), ballots, abstentions, channels, spoilt; off_roll, during the
    vote too: ballots on paper, whose voters no roll knows.
    """

    class State(models.TextChoices):
        OPEN = "open"
        OPENED = "opened"
        COUNTED = "counted"

    consultation = models.OneToOneField(
        "participation.Consultation", on_delete=models.CASCADE, related_name="box"
    )
    state = models.CharField(max_length=8, choices=State.choices, default=State.OPEN)
    public_key = models.BinaryField(max_length=32)
    private_key = models.BinaryField(null=True)
    events = models.PositiveIntegerField(default=0)
    facts = models.JSONField(default=dict)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="open", private_key__isnull=False)
                | (~Q(state="open") & Q(private_key=None)),
                name="box_key_only_while_open",
            )
        ]

    def __str__(self) -> str:
        return f"box of {self.consultation_id}"


class RollEntry(models.Model):
    """Somebody has taken part in this vote. No time, no link to a ballot.

    voter: keyed hash of what makes them eligible (account, code, census key), once a vote. person:
    their account, if they have one; NULL when it was erased after the vote, so that the count
    stays true. area: as declared or as the code says, for turnout by area. undo: where their ballot
    lies, sealed with the vote's key; read only to tell that a secret is their own, and to take out
    a ballot whose secret was lost.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="roll"
    )
    voter = models.BinaryField(max_length=32)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    area = models.CharField(max_length=40, default="", blank=True)
    undo = models.BinaryField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "voter"], name="roll_once")]

    def __str__(self) -> str:
        return f"roll {self.id}"


class UndoNote(models.Model):
    """One ballot was taken out of an open vote: its secret was lost, or its voter's account erased.

    sealed: empty; the row only counts.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    sealed = models.BinaryField()

    def __str__(self) -> str:
        return f"undo note {self.id}"


class Envelope(models.Model):
    """A ballot nobody can read before the close; all envelopes of a vote have the same length.

    slot: SHA-256 of the secret that its voter alone holds, so that a change replaces it.
    channel: how it came (web, kiosk, assisted, paper).
    """

    class Channel(models.TextChoices):
        WEB = "web"
        KIOSK = "kiosk"
        ASSISTED = "assisted"
        PAPER = "paper"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    slot = models.BinaryField(max_length=32)
    sealed = models.BinaryField()
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.WEB)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "slot"], name="envelope_slot_once")
        ]

    def __str__(self) -> str:
        return f"envelope {self.id}"


class Ballot(models.Model):
    """One opened ballot. content: its canonical text (participation.tallies.content).

    nonce: 16 random bytes drawn at the opening, so that a leaf of the count's tree hides its
    ballot. Rows are written in the order of their leaves, which says nothing of who came when.
    """

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="ballots"
    )
    content = models.TextField()
    nonce = models.BinaryField(max_length=16)

    def __str__(self) -> str:
        return f"ballot {self.pk}"


class Reminder(models.Model):
    """Somebody asked to be reminded by e-mail before the vote closes; goes when that is over.

    told: the version of the question (Change) whose dates they know. sent_at: when they were
    reminded; None again when the close moves afterwards.
    """

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    language = models.CharField(max_length=8, default="en")
    told = models.PositiveIntegerField(default=1)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "person"], name="reminder_once")
        ]

    def __str__(self) -> str:
        return f"reminder {self.pk}"


class PaperBatch(OfQuestion, models.Model):
    """A pile of paper ballots, typed in twice by two officials before it goes into the box."""

    class State(models.TextChoices):
        FIRST = "first"
        SECOND = "second"
        COMPARE = "compare"
        BOXED = "boxed"
        CANCELLED = "cancelled"

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="paper_batches"
    )
    label = models.CharField(max_length=80)
    state = models.CharField(max_length=10, choices=State.choices, default=State.FIRST)
    sheets = models.PositiveIntegerField()
    channel = models.CharField(max_length=8, default=Envelope.Channel.PAPER)
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    second_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    spoilt = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(second_by=None) | ~Q(second_by=models.F("first_by")),
                name="paper_two_officials",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return self.label


class PaperSheet(models.Model):
    """One paper ballot of a batch as each official read it; gone once the batch is in the box.

    first, second, agreed: canonical content, or "spoilt"; "" not typed yet.
    """

    batch = models.ForeignKey(PaperBatch, on_delete=models.CASCADE, related_name="rows")
    number = models.PositiveIntegerField()
    first = models.TextField(default="", blank=True)
    second = models.TextField(default="", blank=True)
    agreed = models.TextField(default="", blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["batch", "number"], name="paper_sheet_once")]

    def __str__(self) -> str:
        return f"sheet {self.number}"
