"""What officials decided about comments, and why."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone


class Ruling(models.Model):
    """One decision of one official on one comment; the author reads it, unless it was undone.

    seen: the comment's version that the official looked at (None in rulings of before there were
    versions). was, was_looked_at: how the comment stood before. letter: whether the author is
    written to about it.
    """

    class Verdict(models.TextChoices):
        KEEP = "keep"
        HIDE = "hide"

    class Letter(models.TextChoices):
        NONE = ""
        DUE = "due"
        SENT = "sent"

    comment = models.ForeignKey(
        "participation.Comment", on_delete=models.CASCADE, related_name="rulings"
    )
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    verdict = models.CharField(max_length=5, choices=Verdict.choices)
    reason = models.CharField(max_length=30, blank=True)
    note = models.TextField(blank=True)
    at = models.DateTimeField(default=timezone.now)
    seen = models.PositiveIntegerField(null=True)
    was = models.CharField(max_length=10, default="", db_default="", blank=True)
    was_looked_at = models.DateTimeField(null=True)
    undone_at = models.DateTimeField(null=True)
    letter = models.CharField(max_length=4, default="", db_default="", choices=Letter.choices)

    class Meta:
        ordering = ["-at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(verdict="keep") | ~Q(reason=""), name="hiding_has_reason"
            ),
            # Two officials who looked at the same state cannot both decide.
            models.UniqueConstraint(fields=["comment", "seen"], name="ruling_once_a_version"),
        ]
        indexes = [
            models.Index(fields=["at"], condition=Q(letter="due"), name="ruling_letter_due"),
            # What an official has just decided, to be undone.
            models.Index(fields=["official", "-at"], name="ruling_of_official"),
        ]

    def __str__(self) -> str:
        return f"{self.verdict} {self.comment_id}"


class Reopening(models.Model):
    """An official put a comment that was dealt with into the queue again, and why."""

    comment = models.ForeignKey(
        "participation.Comment", on_delete=models.CASCADE, related_name="reopenings"
    )
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    why = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"reopened {self.comment_id}"


class Claim(models.Model):
    """An official has this comment open. It tells colleagues, and stops nobody.

    looks: how often it was looked at; leaving one look does not end a later one.
    """

    comment = models.OneToOneField(
        "participation.Comment", on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    official = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    since = models.DateTimeField()
    until = models.DateTimeField(db_index=True)
    looks = models.PositiveIntegerField(default=1)

    def __str__(self) -> str:
        return f"claim on {self.comment_id}"
