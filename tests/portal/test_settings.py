"""Settings that cannot work are told in sentences, each with its variable and what to set."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_django import Settings

from portal.checks import settings_of_the_city
from portal.settings.reading import broker_of

ROOT = Path(__file__).resolve().parents[2]
KEPT = {"PATH", "HOME", "LANG", "GDAL_LIBRARY_PATH", "GEOS_LIBRARY_PATH"}
READABLE = [
    ("THREADS", -4, "CIVIC_THREADS"),
    ("OPERATOR_BYTES", -1_000_000_000, "CIVIC_OPERATOR_GB"),
    ("TILE_ABOVE_BUILDINGS", -1, "CIVIC_TILE_ABOVE_BUILDINGS"),
    ("RELEASE_HOUR", 24, "CIVIC_RELEASE_HOUR"),
    ("TRUSTED_PROXIES", -3, "CIVIC_TRUSTED_PROXIES"),
    ("REDIS_URL", "garbage", "REDIS_URL"),
    ("CELERY_BROKER_URL", "http://127.0.0.1", "CELERY_BROKER_URL"),
    ("ARTEFACT_DIR", "/proc/nope", "CIVIC_ARTEFACT_DIR"),
    ("OPERATOR_DIR", "/proc/nope", "CIVIC_OPERATOR_DIR"),
    ("PUBLIC_URL", "city.example", "CIVIC_PUBLIC_URL"),
    ("SECURITY_CONTACT", "the town hall", "CIVIC_SECURITY_CONTACT"),
]
OF_THE_CITY = [
    ("postcode", "[", "CITY_POSTCODE"),
    ("metric_crs", "EPSG:0", "CITY_METRIC_CRS"),
    ("metric_crs", "EPSG:4326", "CITY_METRIC_CRS"),
    ("contact", "the town hall", "CITY_CONTACT"),
    ("accent", "bluish", "CITY_ACCENT"),
    ("slug", "Nantes métropole", "CITY_SLUG"),
    ("name", " ", "CITY_NAME"),
    ("logo", "img/nope.svg", "CITY_LOGO"),
]


def _told() -> str:
    return "\n".join(one.msg for one in settings_of_the_city(None))


def test_the_settings_of_a_developer_are_well() -> None:
    assert _told() == ""


@pytest.mark.parametrize(("name", "value", "variable"), READABLE)
def test_a_value_that_cannot_work_is_named(
    name: str, value: Any, variable: str, settings: Settings
) -> None:
    setattr(settings, name, value)
    assert _told().startswith(f"{variable} is {value!r}. Set ")


@pytest.mark.parametrize(("name", "value", "variable"), OF_THE_CITY)
def test_a_fact_of_the_city_that_cannot_be_is_named(
    name: str, value: str, variable: str, settings: Settings
) -> None:
    settings.CITY = {**settings.CITY, name: value}
    assert f"{variable} is {value!r}" in _told()
    assert "Set " in _told()


def test_postcodes_as_in_france_elsewhere_are_told(settings: Settings) -> None:
    settings.TIME_ZONE = "Europe/Vienna"
    assert "CITY_POSTCODE is not set" in _told()
    for pattern in (r"\d{4}", "[0-9]{5}"):
        settings.CITY = {**settings.CITY, "postcode": pattern}
        assert _told() == ""


@pytest.mark.parametrize(("name", "days"), [("roll", 0), ("audit", 30), ("hidden", -1)])
def test_a_period_that_deletes_at_once_is_named(name: str, days: int, settings: Settings) -> None:
    settings.KEPT_DAYS = {**settings.KEPT_DAYS, name: days}
    assert _told().startswith(f"CIVIC_KEEP_{name.upper()}_DAYS is {days}. Set ")


@pytest.mark.parametrize("pair", ["store.city.example", ":9000", "store:https"])
def test_a_store_that_workers_reach_has_a_name_and_a_port(pair: str, settings: Settings) -> None:
    settings.WORKER_REACHES = [pair]
    assert f"CIVIC_WORKER_REACHES is {pair!r}. Set " in _told()


@pytest.mark.parametrize(
    ("cache", "broker"),
    [
        ("redis://127.0.0.1:6379/0", "redis://127.0.0.1:6379/1"),
        ("redis://127.0.0.1:6379", "redis://127.0.0.1:6379/1"),
        (
            "rediss://:word@redis.city.example:6380/3?ssl_cert_reqs=required",
            "rediss://:word@redis.city.example:6380/4?ssl_cert_reqs=required",
        ),
    ],
)
def test_the_queue_lies_in_the_next_database_of_the_same_redis(cache: str, broker: str) -> None:
    assert broker_of(cache) == broker


def test_no_password_of_a_server_is_told(settings: Settings) -> None:
    settings.REDIS_URL = "http://:hunter2@redis.internal:6379/0"
    assert "REDIS_URL" in _told()
    assert "hunter2" not in _told()


def test_values_that_cannot_be_read_are_sentences_and_no_traceback() -> None:
    garbage = {
        "CIVIC_THREADS": "many",
        "CIVIC_OPERATOR_GB": "x",
        "CIVIC_DEMO": "perhaps",
        "CITY_TIME_ZONE": "Europe/Nantes",
        "LOG_LEVEL": "LOUD",
        "CIVIC_ARTEFACT_OPTIONS": "{",
        "EMAIL_URL": "pigeon://",
    }
    kept = {name: value for name, value in os.environ.items() if name in KEPT}
    done = subprocess.run(
        [sys.executable, "manage.py", "check"],
        cwd=ROOT,
        env={**kept, **garbage, "DJANGO_SETTINGS_MODULE": "portal.settings.dev"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert [name for name in garbage if f"{name} " not in done.stderr] == []
    assert done.stderr.count(" Set ") == len(garbage)
