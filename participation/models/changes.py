"""That something public changed, by which kept pages are told apart; triggers write it."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class PublicChange(models.Model):
    """One statement changed rows that pages show; see migration 0012.

    consultation: which question it was about, None where any may be. Rows older than a day go when
    new ones come.
    """

    consultation = models.ForeignKey(
        "participation.Consultation",
        null=True,
        on_delete=models.DO_NOTHING,
        related_name="+",
        db_constraint=False,
    )
    at = models.DateTimeField(db_default=Now(), db_index=True)

    class Meta:
        indexes = [models.Index(fields=["consultation", "id"], name="public_change_of")]

    def __str__(self) -> str:
        return f"change {self.pk} of {self.consultation_id}"
