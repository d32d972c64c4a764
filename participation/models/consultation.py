"""What a city asks, the options, and when each act is open."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q

from portal.changes import title_of

# From each status, where a consultation may go.
CONSULTATION_MOVES: dict[str, frozenset[str]] = {
    "draft": frozenset({"open", "withdrawn"}),
    "open": frozenset({"decided", "withdrawn"}),
    "decided": frozenset(),
    "withdrawn": frozenset(),
}


def _by_email() -> dict[str, str]:
    return {"kind": "email"}


class OfQuestion:
    """What belongs to a question: the audit log says to which."""

    consultation: Any

    @property
    def audit_question(self) -> str:
        """The slug of its question."""
        return str(self.consultation.slug)


class Consultation(models.Model):
    """A question to the people of a place. Texts are {"en": …, "fr": …}.

    edit_version grows with each change, so that of two officials editing at once the second is
    told. A named decision maker and date are required before it opens. ballot_settings: those of
    the ballot rule, by name (tallies.catalogue). eligibility: who may vote, by kind. opened_at:
    when it became public. printed_at: when somebody first took the ballot paper away.
    """

    class Status(models.TextChoices):
        DRAFT = "draft"
        OPEN = "open"
        DECIDED = "decided"
        WITHDRAWN = "withdrawn"

    class Promise(models.TextChoices):
        INFORM = "inform"
        CONSULT = "consult"
        INVOLVE = "involve"
        COLLABORATE = "collaborate"

    slug = models.SlugField(max_length=80, unique=True)
    question = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    background = models.JSONField(default=dict)
    can_change = models.JSONField(default=dict)
    cannot_change = models.JSONField(default=dict)
    promise = models.CharField(max_length=12, choices=Promise.choices, default=Promise.CONSULT)
    area = models.PolygonField(srid=4326, null=True)
    decision_maker = models.JSONField(default=dict)
    decision_date = models.DateField(null=True)
    status = models.CharField(max_length=10, choices=Status.choices, default=Status.DRAFT)
    ballot_rule = models.CharField(max_length=40, default="approval")
    ballot_settings = models.JSONField(default=dict, blank=True)
    eligibility = models.JSONField(default=_by_email)
    synthetic = models.BooleanField(default=False)
    edit_version = models.PositiveIntegerField(default=1)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    opened_at = models.DateTimeField(null=True)
    printed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(status="draft") | Q(decision_date__isnull=False),
                name="consultation_open_has_decision_date",
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(decision_maker={}),
                name="consultation_open_has_decision_maker",
            ),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_over(self) -> bool:
        """Whether it was decided or withdrawn: nothing of it is edited any more."""
        return self.status in (self.Status.DECIDED, self.Status.WITHDRAWN)

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return title_of(self.question)

    @property
    def audit_question(self) -> str:
        """Itself."""
        return self.slug


class Phase(models.Model):
    """A stretch of time of a consultation; what may be done in it is participation.phases."""

    class Kind(models.TextChoices):
        INFORM = "inform"
        DISCUSS = "discuss"
        VOTE = "vote"
        RESULT = "result"

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=10, choices=Kind.choices)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["opens_at"]
        constraints = [
            models.UniqueConstraint(fields=["consultation", "kind"], name="phase_kind_once"),
            models.CheckConstraint(
                condition=Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
                name="phase_forward",
            ),
        ]

    def __str__(self) -> str:
        return self.kind


class Option(OfQuestion, models.Model):
    """One answer to the question; `scenario` is what it would do to the city.

    cost: in the city's currency, for questions that share out a budget.
    """

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="options")
    scenario = models.ForeignKey("twin.Scenario", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()
    name = models.JSONField(default=dict)
    summary = models.JSONField(default=dict)
    is_baseline = models.BooleanField(default=False)
    cost = models.DecimalField(max_digits=14, decimal_places=2, null=True, blank=True)
    edit_version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["consultation", "position"],
                name="option_position_once",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.UniqueConstraint(
                fields=["consultation"],
                condition=Q(is_baseline=True),
                name="option_one_baseline",
            ),
            models.CheckConstraint(
                condition=Q(cost=None) | Q(cost__gte=0), name="option_cost_not_below_zero"
            ),
        ]

    def __str__(self) -> str:
        return f"option {self.position} of {self.consultation_id}"

    @property
    def audit_title(self) -> str:
        """Its title in the audit log."""
        return title_of(self.name)
