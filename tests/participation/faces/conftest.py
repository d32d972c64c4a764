"""Comments and people in number, for pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.gis.geos import GEOSGeometry, LineString, Polygon
from django.test import Client
from django.utils import timezone

from participation import tasks
from participation.faces.planner import exports
from participation.models import Comment, Consultation, Phase
from participation.releases import release_consultation
from portal import takeaways
from portal.health import note_worker
from portal.models import User
from portal.queues import FILES
from tests.participation.conftest import establish, point
from tests.participation.voting import cast, close
from tests.twin.answered import answer_walking
from twin import scenarios
from twin.cartography.values import forget_values
from twin.models import AnalysisRun, Feature, Indicator, Scenario, TwinVersion


@pytest.fixture
def people_speak(db: None) -> Callable[..., list[Comment]]:
    """people_speak(question, 10) -> that many released comments, every fifth with an answer."""

    def speak(question: Consultation, number: int, **facts: Any) -> list[Comment]:
        start = Comment.objects.count()
        authors = User.objects.bulk_create(
            User(email=f"speaker{start + place}@example.org", password="!")
            for place in range(number)
        )
        establish(*authors)
        options = list(question.options.all())
        made = Comment.objects.bulk_create(
            Comment(
                consultation=question,
                option=options[place % len(options)] if options else None,
                scenario=options[place % len(options)].scenario if options else None,
                author=author,
                text=f"What speaker {start + place} thinks of it.",
                stance=("for", "against", "neutral")[place % 3],
                theme=("traffic", "walking")[place % 2],
                language="en",
                **facts,
            )
            for place, author in enumerate(authors)
        )
        Comment.objects.bulk_create(
            Comment(consultation=question, author=parent.author, parent=parent, text="An answer.")
            for parent in made[::5]
        )
        release_consultation(question.pk)
        return made

    return speak


@pytest.fixture
def desk(client: Client, official: User) -> Client:
    """A client with an official at it."""
    client.force_login(official)
    return client


@pytest.fixture
def draft(make_question: Callable[..., Consultation]) -> Consultation:
    """A draft with every text, dates that are to come and three options."""
    made = make_question("inform", status="draft")
    for name in ("question", "summary", "background", "can_change", "cannot_change"):
        setattr(made, name, {"en": f"{name} in English", "fr": f"{name} en français"})
    made.save()
    first, last = timezone.now().replace(second=0, microsecond=0), made.phases.last()
    for phase in made.phases.all():
        days = 10 * list(Phase.Kind.values).index(phase.kind)
        phase.opens_at = first + timedelta(days=days + 1)
        phase.closes_at = None if phase == last else first + timedelta(days=days + 11)
        phase.save()
    return made


@pytest.fixture
def large(
    make_question: Callable[..., Consultation],
    people_speak: Callable[..., list[Comment]],
    monkeypatch: pytest.MonkeyPatch,
) -> Consultation:
    """A question whose twelve comments and three answers count as many; a worker of files lives."""
    monkeypatch.setattr(exports, "SMALL_ROWS", 5)
    monkeypatch.setattr(takeaways, "SOON_S", 0.0)
    found = make_question("result")
    people_speak(found, 12)
    note_worker(FILES)
    return found


MINUTES = {"today": 4.0, "then": 5.04321}
"""On foot: more digits than any page shows."""


@pytest.fixture
def everything(
    make_question: Callable[..., Consultation],
    make_voters: Callable[[int], list[User]],
    people_speak: Callable[..., list[Comment]],
) -> dict[str, str]:
    """A counted vote with voices and finished runs; what stands for each part of an address."""
    question = make_question("vote")
    people_speak(question, 12, geometry=GEOSGeometry(point()))
    options = list(question.options.order_by("position"))
    for voter in make_voters(6):
        cast(voter, question, [options[1].pk])
    plan = options[1].scenario
    _built(plan.base)
    forget_values()
    base = _walked(scenarios.baseline(plan.base), MINUTES["today"])
    run = _walked(plan, MINUTES["then"])
    close(question, timedelta(hours=1))
    tasks.finish_vote(question.pk)
    return {
        "slug": question.slug,
        "fingerprint": run.fingerprint,
        "base": base.fingerprint,
        "layer": "walk-daily",
        "name": "access",
        "digest": plan.base.digest[:16],
        "z": "14",
        "x": "8121",
        "y": "5747",
    }


def _built(version: TwinVersion) -> None:
    """A house and a street, so that map layers have a row."""
    shapes = {
        "building": Polygon.from_bbox((-173000, 5979000, -172990, 5979010)),
        "street": LineString((-173000, 5978990), (-172900, 5978990)),
    }
    for kind, shape in shapes.items():
        shape.srid = 3857
        Feature.objects.create(
            version=version,
            kind=kind,
            fid=0,
            urn=f"urn:{kind}:0",
            name="Rue; d'Été",
            geometry=shape,
        )


def _walked(scenario: Scenario, minutes: float) -> AnalysisRun:
    run = answer_walking(scenario, minutes)
    ends = [minutes - 1, minutes + 1.0001]
    values = {"low": ends[0], "central": minutes, "high": ends[1], "samples": ends}
    Indicator.objects.create(run=run, code="minutes_daily", unit="min", **values)
    return run
