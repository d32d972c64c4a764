"""Who may vote: batches of single-use codes, and the hashed keys of a census list."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from participation.models.consultation import OfQuestion


class CodeBatch(OfQuestion, models.Model):
    """Codes printed together, such as the letters of one district. area: what its voters are of.

    Codes themselves exist on paper only; see VotingCode. once: a word of the form that asked for
    them, by which a form that is sent twice makes one batch; "" where there was none.
    """

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="code_batches"
    )
    label = models.CharField(max_length=80)
    area = models.CharField(max_length=40, default="", blank=True)
    size = models.PositiveIntegerField()
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)
    once = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "once"],
                condition=~models.Q(once=""),
                name="code_batch_made_once",
            )
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return self.label


class VotingCode(models.Model):
    """One code, as a keyed hash. Whether it was used is on the roll alone."""

    batch = models.ForeignKey(CodeBatch, on_delete=models.CASCADE, related_name="codes")
    digest = models.BinaryField(max_length=32, unique=True)
    serial = models.PositiveIntegerField()
    revoked = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["batch", "serial"], name="code_serial_once")]

    def __str__(self) -> str:
        return f"code {self.serial} of batch {self.batch_id}"


class CensusKey(models.Model):
    """One person of a census list, as a keyed hash of what they will be asked for."""

    consultation = models.ForeignKey(
        "participation.Consultation", on_delete=models.CASCADE, related_name="+"
    )
    digest = models.BinaryField(max_length=32)
    area = models.CharField(max_length=40, default="", blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["consultation", "digest"], name="census_key_once")
        ]

    def __str__(self) -> str:
        return f"census key of {self.consultation_id}"
