"""What was decided, and which comments it answers."""

from __future__ import annotations

from django.conf import settings
from django.db import models


class Decision(models.Model):
    """The decision maker's answer to the consultation. Texts are {"en": …, "fr": …}."""

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
