"""The electoral roll and the ballot box: two tables with no key, order or time in common."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class RollEntry(models.Model):
    """This person has taken part in this vote. No time, no link to a ballot.

    person: NULL when that account was erased after the vote, so that the count stays true.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="roll"
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consultation", "person"], name="roll_once")]

    def __str__(self) -> str:
        return f"roll {self.id}"


class Ballot(models.Model):
    """One ballot. slot: keyed hash of consultation and voter, so that a change replaces it.

    A minute after the vote closes the box is sealed: every slot becomes random bytes.

    The key lives in the environment, not in the database; what an operator who holds both could
    do is written in participation/decisions and on the vote page.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="ballots"
    )
    slot = models.BinaryField(max_length=32)
    options = ArrayField(models.BigIntegerField(), default=list)
    receipt = models.CharField(max_length=40, unique=True)
    synthetic = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "slot"], name="ballot_slot_once")
        ]

    def __str__(self) -> str:
        return f"ballot {self.id}"
