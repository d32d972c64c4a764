"""What balancers and monitors are told: each thing that is not well by its name, nothing else."""

from __future__ import annotations

import json
import time
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as site
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from portal.health import CHECKS, beats, note_clock, note_worker
from portal.health.catalogue import Check
from portal.models import OutgoingMail
from portal.queues import QUEUES, named
from portal.rediscache import client_of
from tests.own_redis import OwnRedis

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _all_alive() -> None:
    note_clock()
    for queue in beats.BEATING:
        note_worker(queue)


def _ready(client: Client) -> tuple[int, dict[str, str]]:
    answer = client.get("/health/ready")
    return answer.status_code, answer.json()


def _ill(client: Client) -> set[str]:
    code, told = _ready(client)
    assert code == 503
    return {name for name, state in told.items() if state != "ok" and name != "status"}


def test_ready_is_well_when_all_is(client: Client) -> None:
    code, told = _ready(client)
    assert (code, set(told.values())) == (200, {"ok"})
    assert set(CHECKS) <= set(told)


def test_a_dead_clock_is_named_while_workers_and_runs_are_heard_of(client: Client) -> None:
    cache.set(beats.CLOCK_KEY, time.time() - beats.CLOCK_SILENT_S - 1)
    note_worker()
    assert _ill(client) == {"clock"}


def test_the_clock_itself_says_that_it_lives(tmp_path: Any) -> None:
    cache.delete(beats.CLOCK_KEY)
    clock = beats.Clock(app=current_app, schedule_filename=str(tmp_path / "clock"))
    clock.tick()
    assert time.time() - cache.get(beats.CLOCK_KEY) < 5


@pytest.mark.parametrize("queue", beats.BEATING)
def test_a_queue_without_a_worker_is_named(queue: str, client: Client) -> None:
    cache.set(f"{beats.WORKER_KEY}:{queue}", time.time() - beats.WORKER_SILENT_S - 1)
    assert _ill(client) == {"worker"}
    assert queue in _ready(client)[1]["worker"]


def test_a_long_queue_is_named(client: Client) -> None:
    asked, name = client_of(site.CELERY_BROKER_URL), named("release")
    asked.rpush(name, *["x"] * 201)
    try:
        assert _ill(client) == {"queues"}
        assert "release" in _ready(client)[1]["queues"]
    finally:
        asked.delete(name)


def test_a_disk_that_is_almost_full_is_named(client: Client, settings: Settings) -> None:
    settings.DISK_LEAST_BYTES = 10**18
    assert _ill(client) == {"disk"}


def test_mail_that_does_not_go_out_is_named(client: Client) -> None:
    row = OutgoingMail.objects.create(sealed=b"x")
    assert _ready(client)[0] == 200
    OutgoingMail.objects.filter(pk=row.pk).update(made_at=timezone.now() - timedelta(minutes=20))
    assert _ill(client) == {"mail"}


def test_code_that_is_older_than_the_database_is_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_migrations (app, name, applied) values ('twin', '9999_new', now())"
        )
    assert _ill(client) == {"migrations"}
    assert "older than the database" in _ready(client)[1]["migrations"]


def test_a_migration_that_waits_is_named(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("delete from django_migrations where app = 'portal' and name like '0001%%'")
    assert "1 migrations are to be applied." in _ready(client)[1]["migrations"]
    assert client.get("/health/serving").status_code == 503


def test_redis_away_is_told_and_takes_no_page_away(client: Client, settings: Settings) -> None:
    gone = OwnRedis()
    settings.REDIS_URL = settings.CELERY_BROKER_URL = gone.url
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": gone.url}}
    assert {"redis", "queues"} <= _ill(client)
    assert client.get("/health/serving").status_code == 200


def test_a_check_that_fails_says_no_more_than_that(client: Client) -> None:
    def leak() -> str:
        raise RuntimeError("password of db-3.internal is hunter2")

    CHECKS.add("leak", Check(leak, serving=False))
    try:
        assert _ready(client)[1]["leak"] == "cannot be asked"
    finally:
        del CHECKS._items["leak"]


def test_figures_are_for_who_holds_the_token(client: Client, settings: Settings) -> None:
    settings.MONITOR_TOKEN = "a-token-of-the-monitors"
    plain = client.get("/health/")
    assert plain.status_code == 200
    assert "figures" not in plain.content.decode()
    wrong = client.get("/health/", headers={"Authorization": "Bearer guess"})
    assert "figures" not in wrong.content.decode()
    right = client.get("/health/", headers={"Authorization": f"Bearer {settings.MONITOR_TOKEN}"})
    assert set(right.json()["checks"]["queues"]["figures"]["waiting"]) == set(QUEUES)


def test_without_a_token_nobody_reads_figures(client: Client) -> None:
    answer = client.get("/health/", headers={"Authorization": "Bearer "})
    assert "figures" not in answer.content.decode()


def test_whoever_asks_on_and_on_is_answered_from_memory(
    client: Client, settings: Settings, django_assert_num_queries: Any
) -> None:
    settings.HEALTH_KEPT_S = 60.0
    client.get("/health/ready")
    with django_assert_num_queries(0):
        client.get("/health/ready")


def test_asking_all_takes_few_queries(client: Client, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(14):
        client.get("/health/ready")


def test_the_command_prints_figures_and_ends_by_them(
    capsys: pytest.CaptureFixture[str], settings: Settings
) -> None:
    call_command("health")
    assert json.loads(capsys.readouterr().out)["checks"]["disk"]["figures"]["free_gb"]
    settings.DISK_LEAST_BYTES = 10**18
    with pytest.raises(SystemExit, match="1"):
        call_command("health")
