"""What was decided, which comments it answers, and how it was corrected since."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from participation.models.consultation import OfQuestion


class Decision(OfQuestion, models.Model):
    """The decision maker's answer to the consultation. Texts are {"en": …, "fr": …}.

    The database lets nobody change its words; a correction is a row of its own.
    """

    consultation = models.OneToOneField(
        "participation.Consultation", on_delete=models.CASCADE, related_name="decision"
    )
    option = models.ForeignKey(
        "participation.Option", null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.JSONField(default=dict)
    cited = models.ManyToManyField("participation.Comment", related_name="+")
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"decision of {self.consultation_id}"


class Correction(models.Model):
    """What the decision says from here on, and why; the words of before stay readable.

    number: from 1 on. Never edited: the database refuses it.
    """

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="corrections")
    number = models.PositiveSmallIntegerField()
    option = models.ForeignKey(
        "participation.Option", null=True, on_delete=models.PROTECT, related_name="+"
    )
    text = models.JSONField(default=dict)
    reason = models.JSONField(default=dict)
    cited = models.ManyToManyField("participation.Comment", related_name="+")
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    corrected_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["decision", "number"], name="correction_number_once"),
            models.CheckConstraint(
                condition=~models.Q(reason={}) & ~models.Q(text={}), name="correction_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"correction {self.number} of decision {self.decision_id}"
