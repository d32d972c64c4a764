"""Whose run is next: officials have workers of their own, and residents take turns."""

from __future__ import annotations

from typing import Any

import pytest
from celery import current_app
from django.utils import timezone

from portal.models import User
from portal.queues import OFFICIALS, RESIDENTS, named
from tests.twin.small_city import freeze_small_city, urn
from tests.twin.tiny_analyses import TINY
from tests.worker_fixture import forget_messages
from twin import runs, scenarios
from twin.analyses.catalogue import ANALYSES
from twin.models import AnalysisRun, Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def version(monkeypatch: pytest.MonkeyPatch) -> TwinVersion:
    for analysis in TINY:
        monkeypatch.setitem(ANALYSES._items, analysis.name, analysis)
    forget_messages()
    return freeze_small_city()


def drawn_by(person: User, version: TwinVersion, number: int = 1) -> Scenario:
    """A plan that this person drew, published by the city."""
    draft = scenarios.create_scenario(actor=person, base=version, name={"en": f"Plan {number}"})
    params = {"streets": [urn("B", number)]}
    scenarios.add_edit(actor=person, scenario=draft, kind="close_to_cars", params=params)
    return scenarios.publish_scenario(actor=None, scenario=draft)


def ask(scenario: Scenario, **pace: Any) -> AnalysisRun:
    return runs.request_run(actor=None, scenario=scenario, analysis="tiny_km", parameters=pace)


def waiting(queue: str) -> int:
    with current_app.connection() as link:
        return int(link.default_channel.client.llen(named(queue)))


def test_a_residents_run_waits_in_a_queue_of_their_own(
    version: TwinVersion, resident: User, planner: User
) -> None:
    ask(drawn_by(resident, version))
    assert (waiting(RESIDENTS), waiting(OFFICIALS)) == (1, 0)
    ask(drawn_by(planner, version, 2))
    ask(scenarios.baseline(version))
    assert (waiting(RESIDENTS), waiting(OFFICIALS)) == (1, 2)


def test_a_resident_who_asks_for_much_does_not_make_another_wait(
    version: TwinVersion, resident: User, neighbour: User
) -> None:
    much = [ask(drawn_by(resident, version), factor=float(n)) for n in range(2, 6)]
    little = ask(drawn_by(neighbour, version, 2))
    assert runs.whose_turn(much[0].pk) == much[0].pk
    AnalysisRun.objects.filter(pk=much[0].pk).update(
        status="running", started_at=timezone.now(), heartbeat_at=timezone.now()
    )
    assert runs.whose_turn(much[1].pk) == little.pk
    AnalysisRun.objects.filter(pk=little.pk).update(
        status="running", started_at=timezone.now(), heartbeat_at=timezone.now()
    )
    assert runs.whose_turn(little.pk) == much[1].pk


def test_an_officials_run_gives_no_turn_away(
    version: TwinVersion, resident: User, planner: User
) -> None:
    ask(drawn_by(resident, version))
    mine = ask(drawn_by(planner, version, 2))
    assert runs.whose_turn(mine.pk) == mine.pk


def test_a_run_that_waits_for_another_gets_no_turn(version: TwinVersion, resident: User) -> None:
    plan = drawn_by(resident, version)
    run = runs.request_run(actor=None, scenario=plan, analysis="tiny_twice")
    first = AnalysisRun.objects.get(fingerprint=run.upstream[0])
    assert runs.whose_turn(run.pk) == first.pk
