"""Analyses run on scenarios, and what they found."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone


class AnalysisRun(models.Model):
    """One analysis on one scenario, computed once for everyone.

    fingerprint: sha256 of scenario digest, analysis, model version, parameters, upstream
    fingerprints. A running run has a worker and a heartbeat; a silent one is taken back.
    """

    class Status(models.TextChoices):
        QUEUED = "queued"
        RUNNING = "running"
        DONE = "done"
        FAILED = "failed"
        CANCELLED = "cancelled"

    fingerprint = models.CharField(max_length=64, unique=True)
    scenario = models.ForeignKey("twin.Scenario", on_delete=models.PROTECT, related_name="runs")
    scenario_digest = models.CharField(max_length=64)
    analysis = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    upstream = models.JSONField(default=list)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.QUEUED)
    progress = models.FloatField(default=0)
    message = models.CharField(max_length=300, blank=True)
    log = models.JSONField(default=list)
    facts = models.JSONField(default=dict)
    notes = models.JSONField(default=list)
    attempts = models.PositiveSmallIntegerField(default=0)
    worker = models.CharField(max_length=120, blank=True)
    cancel_asked = models.BooleanField(default=False)
    seconds = models.FloatField(null=True)
    code_version = models.CharField(max_length=64, blank=True)
    queued_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    heartbeat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="running") | Q(heartbeat_at__isnull=False),
                name="running_run_has_heartbeat",
            ),
            models.CheckConstraint(
                condition=Q(status__in=["queued", "running", "done", "failed", "cancelled"]),
                name="run_status_known",
            ),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(finished_at__isnull=False),
                name="done_run_is_finished",
            ),
            models.CheckConstraint(
                condition=Q(progress__gte=0) & Q(progress__lte=1),
                name="run_progress_share",
            ),
        ]
        indexes = [models.Index(fields=["status", "heartbeat_at"])]

    def __str__(self) -> str:
        return f"{self.analysis} {self.fingerprint[:12]}"


class Result(models.Model):
    """One layer of a run. data: Arrow IPC (zstd) of fid int32 and float32 columns.

    frame: of a grid its x0, y0 (metric CRS), step_m, columns and rows; else empty.
    """

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="results")
    layer = models.CharField(max_length=40)
    kind = models.CharField(max_length=20)
    units = models.JSONField(default=dict)
    rows = models.PositiveIntegerField()
    frame = models.JSONField(default=dict, blank=True)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["run", "layer"], name="result_layer_once")]

    def __str__(self) -> str:
        return f"{self.layer} of {self.run_id}"


class Indicator(models.Model):
    """A number with its uncertainty; samples are paired across scenarios for honest deltas."""

    run = models.ForeignKey(AnalysisRun, on_delete=models.CASCADE, related_name="indicators")
    code = models.CharField(max_length=60)
    unit = models.CharField(max_length=20)
    area = models.CharField(max_length=120, blank=True)
    group = models.CharField(max_length=60, blank=True)
    low = models.FloatField()
    central = models.FloatField()
    high = models.FloatField()
    samples = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "code", "area", "group"], name="indicator_once"),
            models.CheckConstraint(
                condition=Q(low__lte=F("central")) & Q(central__lte=F("high")),
                name="indicator_in_order",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class OperatorTile(models.Model):
    """One tile of an operator that many workers prepare together.

    key: of the preparation, hex; number: 0 to count - 1. The part itself is a file in the artefact
    store under `key`. Who computes a tile holds the lock of its row.
    """

    key = models.CharField(max_length=64)
    number = models.PositiveIntegerField()
    count = models.PositiveIntegerField()
    base = models.ForeignKey("twin.TwinVersion", on_delete=models.CASCADE, related_name="+")
    analysis = models.CharField(max_length=40)
    model_version = models.CharField(max_length=20)
    parameters = models.JSONField(default=dict)
    done = models.BooleanField(default=False)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["key", "number"], name="operator_tile_once"),
            models.CheckConstraint(
                condition=Q(number__lt=F("count")), name="operator_tile_number_below_count"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.analysis} tile {self.number + 1} of {self.count}"
