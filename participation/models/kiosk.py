"""A device on which people vote one after another, and the officials who answer for it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from participation.models.consultation import OfQuestion

# From each state, where a kiosk may go.
KIOSK_MOVES: dict[str, frozenset[str]] = {
    "asked": frozenset({"open", "closed"}),
    "open": frozenset({"closing", "closed"}),
    "closing": frozenset({"closed"}),
    "closed": frozenset(),
}


class Kiosk(OfQuestion, models.Model):
    """One device for one question, from when an official asks for it until it is closed.

    mode: "code" (voters are recognised) or "assisted" (staff let them in with the PIN). token:
    SHA-256 of what the device's cookie holds. number: what an assisted device shows and a second
    official types at the desk. booth: the word of the turn that runs now, "" between two. turn_at,
    turns: the last turn's begin and how many there were; of a ballot nothing is here. why: what
    closed it (two, one, time, tries, left).
    """

    class State(models.TextChoices):
        ASKED = "asked"
        OPEN = "open"
        CLOSING = "closing"
        CLOSED = "closed"

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="kiosks"
    )
    mode = models.CharField(max_length=8)
    state = models.CharField(max_length=8, choices=State.choices, default=State.ASKED)
    token = models.BinaryField(max_length=32, unique=True)
    pin = models.CharField(max_length=128, default="", blank=True)
    number = models.CharField(max_length=6, default="", blank=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closing_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    opened_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    why = models.CharField(max_length=6, default="", blank=True)
    booth = models.CharField(max_length=40, default="", blank=True)
    turn_at = models.DateTimeField(null=True)
    turns = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(opened_by=None) | ~Q(opened_by=F("asked_by")),
                name="kiosk_two_to_open",
            ),
            models.CheckConstraint(
                condition=Q(closed_by=None) | Q(closing_by=None) | ~Q(closed_by=F("closing_by")),
                name="kiosk_two_to_close",
            ),
            models.CheckConstraint(
                condition=Q(turns=0) | Q(opened_at__isnull=False), name="kiosk_turns_when_open"
            ),
        ]
        indexes = [
            models.Index(fields=["state"], condition=~Q(state="closed"), name="kiosk_not_closed")
        ]

    def __str__(self) -> str:
        return f"kiosk {self.pk}"
