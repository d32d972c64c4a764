"""Where the twin's data comes from, and what each import did."""

from __future__ import annotations

from django.db import models


class Source(models.Model):
    """One data set in one state: licence, attribution, checksum. Never edited.

    note: English sentences on what it is used for, translated by the faces.
    """

    connector = models.CharField(max_length=40)
    name = models.CharField(max_length=200)
    licence = models.CharField(max_length=200)
    attribution = models.CharField(max_length=300)
    derived = models.BooleanField(default=False)
    note = models.TextField(blank=True)
    data_date = models.DateField(null=True)
    checksum = models.CharField(max_length=64)
    mapping_version = models.CharField(max_length=20)
    fetched_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["connector", "name", "checksum", "mapping_version"],
                name="source_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Import(models.Model):
    """One run of a connector: what it appended, left alone and skipped, and why."""

    class Status(models.TextChoices):
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"

    connector = models.CharField(max_length=40)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.RUNNING)
    counts = models.JSONField(default=dict)
    skipped = models.JSONField(default=list)
    message = models.TextField(blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.connector} {self.started_at:%Y-%m-%d}"
