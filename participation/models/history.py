"""What was changed of a question after people could rely on it, for everyone to read."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Change(models.Model):
    """One change of a question, and why; the database refuses to alter or delete it.

    version: the mark that letters and ballots printed from then on bear; the first wording is 1.
    pieces: [{"what": …, "old": …, "new": …}], see participation.history. role: of who changed it;
    the name stands in the audit log alone. moves_dates: those who asked are told by mail.
    """

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.PROTECT, related_name="changes"
    )
    version = models.PositiveIntegerField()
    at = models.DateTimeField()
    role = models.CharField(max_length=10, blank=True)
    reason = models.CharField(max_length=500)
    pieces = models.JSONField()
    moves_dates = models.BooleanField(default=False)

    class Meta:
        ordering = ["-version"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "version"], name="change_version_once"),
            models.CheckConstraint(condition=Q(version__gte=2), name="change_after_the_first"),
            models.CheckConstraint(condition=Q(reason__regex=r"\S"), name="change_has_a_reason"),
            models.CheckConstraint(condition=~Q(pieces=[]), name="change_of_something"),
        ]

    def __str__(self) -> str:
        return f"version {self.version} of {self.consultation_id}"
