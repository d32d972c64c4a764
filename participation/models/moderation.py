"""What officials decided about comments, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q


class Ruling(models.Model):
    """One decision of one official on one comment; the author reads it. Never edited."""

    class Verdict(models.TextChoices):
        KEEP = "keep"
        HIDE = "hide"

    comment = models.ForeignKey(
        "participation.Comment", on_delete=models.CASCADE, related_name="rulings"
    )
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    reason = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="keep") | ~Q(reason=""), name="hiding_has_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.comment_id}"
