"""A request to take back a question whose ballots would be destroyed: two officials answer."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Withdrawal(models.Model):
    """One official asks, another confirms; or somebody takes it back, or its time runs out.

    state: asked, done, back, void (after its time, or whoever asked works here no more). ended_by:
    who confirmed it or took it back; NULL where it is void.
    """

    class State(models.TextChoices):
        ASKED = "asked"
        DONE = "done"
        BACK = "back"
        VOID = "void"

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="withdrawals"
    )
    state = models.CharField(max_length=5, choices=State.choices, default=State.ASKED)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="done") | Q(ended_by=None) | ~Q(ended_by=F("asked_by")),
                name="withdrawal_by_two",
            ),
            models.CheckConstraint(
                condition=Q(state="asked", ended_at=None)
                | (~Q(state="asked") & Q(ended_at__isnull=False)),
                name="withdrawal_ended_when_over",
            ),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(state="asked"),
                name="withdrawal_one_waits",
            ),
        ]

    def __str__(self) -> str:
        return f"withdrawal {self.pk}"
