"""A question with three options on an empty city of one square kilometre, and people for it."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import h3
import pytest
from allauth.account.models import EmailAddress
from django.apps import apps
from django.contrib.gis.geos import Polygon
from django.utils import timezone

from participation.disclosure.grid import FINEST, upwards
from participation.models import Consultation, Option, Phase
from portal.models import User
from twin.models import Scenario, TwinVersion

WEST, SOUTH, EAST, NORTH = -1.57, 47.205, -1.54, 47.225


def point(longitude: float = -1.555, latitude: float = 47.215) -> str:
    """GeoJSON of a point in the test city."""
    return json.dumps({"type": "Point", "coordinates": [longitude, latitude]})


def lived_in(version: TwinVersion, residents: float = 400) -> TwinVersion:
    """Let that many people live in each of the finest cells of the test city."""
    box = h3.LatLngPoly([(SOUTH, WEST), (SOUTH, EAST), (NORTH, EAST), (NORTH, WEST)])
    people: dict[str, float] = defaultdict(float)
    for fine in h3.polygon_to_cells(box, FINEST):
        for cell in upwards(fine):
            people[cell] += residents
    model = apps.get_model("twin", "CellResidents")
    model.objects.bulk_create(
        model(version=version, cell=cell, residents=number) for cell, number in people.items()
    )
    return version


@pytest.fixture
def version(db: None) -> TwinVersion:
    made = TwinVersion.objects.create(
        label="test city",
        recorded_at=timezone.now(),
        crs="EPSG:2154",
        digest="d" * 64,
        artefact="none",
        bounds=Polygon.from_bbox((WEST, SOUTH, EAST, NORTH)),
    )
    return lived_in(made)


@pytest.fixture
def scenarios(version: TwinVersion) -> list[Scenario]:
    return [
        Scenario.objects.create(
            base=version,
            name={"en": name},
            status="published",
            visibility="public",
            digest=name * 16,
            published_at=timezone.now(),
        )
        for name in ("asis", "carf", "onew")
    ]


@pytest.fixture
def make_question(scenarios: list[Scenario]) -> Callable[..., Consultation]:
    """make_question(phase="vote", slug="streets") -> an open consultation in that phase."""

    def make(phase: str = "vote", slug: str = "streets", status: str = "open") -> Consultation:
        consultation = Consultation.objects.create(
            slug=slug,
            question={"en": "Should cars leave the street?"},
            decision_maker={"en": "The deputy mayor for streets"},
            decision_date=timezone.localdate() + timedelta(days=60),
            status=status,
        )
        for position, scenario in enumerate(scenarios, start=1):
            Option.objects.create(
                consultation=consultation,
                scenario=scenario,
                position=position,
                name=scenario.name,
                is_baseline=position == 1,
            )
        kinds = ("inform", "discuss", "vote", "result")
        start = timezone.now() - timedelta(days=10 * kinds.index(phase) + 5)
        for place, kind in enumerate(kinds):
            opens = start + timedelta(days=10 * place)
            Phase.objects.create(
                consultation=consultation,
                kind=kind,
                opens_at=opens,
                closes_at=None if kind == "result" else opens + timedelta(days=10),
            )
        return consultation

    return make


@pytest.fixture
def question(make_question: Callable[..., Consultation]) -> Consultation:
    """An open consultation in its vote phase."""
    return make_question()


@pytest.fixture
def options(question: Consultation) -> list[Option]:
    return list(question.options.all())


@pytest.fixture
def make_voters(db: None) -> Callable[[int], list[User]]:
    """make_voters(200) -> people with verified addresses, known here for a while."""

    def make(number: int) -> list[User]:
        people = User.objects.bulk_create(
            User(email=f"voter{place}@example.org", password="!") for place in range(number)
        )
        verify(*people)
        establish(*people)
        return people

    return make


@pytest.fixture
def verified(resident: User) -> User:
    """The resident, with a verified e-mail address."""
    verify(resident)
    return resident


def establish(*people: Any, days: float = 30) -> None:
    """Let people's accounts be that old."""
    then = timezone.now() - timedelta(days=days)
    User.objects.filter(pk__in=[person.pk for person in people]).update(joined_at=then)


def verify(*people: Any) -> None:
    """Mark people's e-mail addresses as verified."""
    EmailAddress.objects.bulk_create(
        EmailAddress(user=person, email=person.email, verified=True, primary=True)
        for person in people
    )
