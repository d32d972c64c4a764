"""What `manage.py check` says of a city's settings: each names its variable and what to set."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pyproj
from django.apps import AppConfig
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Error, Warning, register
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug

from portal.contact import CONTACTS

Found = tuple[str, Any, str]
"""A variable, what it is, and what to set."""
LEAST: dict[str, tuple[str, float, str]] = {
    "THREADS": ("CIVIC_THREADS", 0, "0 for all cores, or how many threads a calculation may take"),
    "OPERATOR_BYTES": ("CIVIC_OPERATOR_GB", 1, "how many GB models may keep, such as 4"),
    "TILE_ABOVE_BUILDINGS": ("CIVIC_TILE_ABOVE_BUILDINGS", 0, "a number of buildings, or 0"),
    "TRUSTED_PROXIES": ("CIVIC_TRUSTED_PROXIES", 0, "how many proxies are in front, or 0"),
    "DISK_LEAST_BYTES": ("CIVIC_DISK_LEAST_GB", 0, "how many GB must stay free, such as 1"),
    "STAFF_SESSION_S": ("CIVIC_STAFF_HOURS", 60, "hours, such as 12"),
    "STAFF_IDLE_S": ("CIVIC_STAFF_IDLE_MINUTES", 60, "minutes, such as 30"),
    "ESTABLISHED_DAYS": ("CIVIC_ESTABLISHED_DAYS", 0, "a number of days, such as 7"),
    "EMAIL_TIMEOUT": ("EMAIL_TIMEOUT_S", 1, "seconds, such as 10"),
}
LEAST_DAYS = {"withdrawn": 1, "hidden": 1, "roll": 1, "audit": 180, "backups": 0}
FOLDERS = {
    "ARTEFACT_DIR": "CIVIC_ARTEFACT_DIR",
    "OPERATOR_DIR": "CIVIC_OPERATOR_DIR",
    "DATA_DIR": "CIVIC_DATA_DIR",
}
# What postcodes are unless CITY_POSTCODE says otherwise, and the clocks of where that is so.
FRENCH = r"\d{5}"
FRENCH_CLOCKS = {
    *("Europe/Paris", "America/Cayenne", "America/Guadeloupe", "America/Martinique"),
    *("America/Miquelon", "Indian/Mayotte", "Indian/Reunion", "Pacific/Noumea", "Pacific/Tahiti"),
}
_REDIS = ("redis", "rediss", "unix")


@register
def settings_of_the_city(
    app_configs: Sequence[AppConfig] | None, **options: Any
) -> list[CheckMessage]:
    """Everything that cannot work, as errors; a missing logo, a French default as warnings."""
    found = [*numbers(), *periods(), *servers(), *city(), *folders()]
    told: list[CheckMessage] = [
        Error(f"{name} is {value!r}. Set {what}.", id="portal.E001") for name, value, what in found
    ]
    pattern = settings.CITY["postcode"]
    if pattern == FRENCH and settings.TIME_ZONE not in FRENCH_CLOCKS:
        words = (
            "CITY_POSTCODE is not set, so postcodes have five digits, as in France; the city's "
            f"clock is {settings.TIME_ZONE}. Set this country's pattern; [0-9]{{5}} if it is that."
        )
        told.append(Warning(words, id="portal.W002"))
    logo = settings.CITY["logo"]
    if not urlsplit(logo).scheme and not finders.find(logo.removeprefix("/static/")):
        words = f"CITY_LOGO is {logo!r}, and there is no such file. Set a path below static/."
        told.append(Warning(words, id="portal.W001"))
    return told


def numbers() -> Iterator[Found]:
    """Numbers that are too small to mean anything."""
    for name, (variable, least, what) in LEAST.items():
        value = getattr(settings, name, least)
        if value is not None and value < least:
            yield variable, value, what


def periods() -> Iterator[Found]:
    """Hours that are none, and periods that would delete at once what people rely on."""
    if not 0 <= settings.RELEASE_HOUR <= 23:
        yield "CIVIC_RELEASE_HOUR", settings.RELEASE_HOUR, "an hour from 0 to 23"
    for name, least in LEAST_DAYS.items():
        days = settings.KEPT_DAYS.get(name, least)
        if days < least:
            yield f"CIVIC_KEEP_{name.upper()}_DAYS", days, f"{least} days or more"


def servers() -> Iterator[Found]:
    """Addresses of servers, without the passwords in them."""
    for name in ("REDIS_URL", "CELERY_BROKER_URL"):
        parts = urlsplit(str(getattr(settings, name)))
        brokers = (*_REDIS, "amqp", "amqps") if name == "CELERY_BROKER_URL" else _REDIS
        if parts.scheme not in brokers or not (parts.hostname or parts.path):
            yield name, _without_password(parts), "an address such as redis://127.0.0.1:6379/0"
    if settings.PUBLIC_URL:
        parts = urlsplit(settings.PUBLIC_URL)
        plain = parts.scheme in ("http", "https") and parts.hostname and parts.path in ("", "/")
        if not plain or parts.query or parts.fragment:
            yield "CIVIC_PUBLIC_URL", settings.PUBLIC_URL, "an address such as https://city.example"
    for pair in settings.WORKER_REACHES:
        name, _colon, port = str(pair).rpartition(":")
        if not name or not port.isdecimal():
            yield "CIVIC_WORKER_REACHES", pair, "names with ports, such as store.city.example:9000"


def _without_password(parts: Any) -> str:
    return f"{parts.scheme}://…" if parts.password else str(parts.geturl())


def city() -> Iterator[Found]:
    """The city's name, colour, contact and projection."""
    if not settings.CITY["name"].strip():
        yield "CITY_NAME", settings.CITY["name"], "the city's name"
    if not _passes(validate_slug, settings.CITY["slug"]):
        yield "CITY_SLUG", settings.CITY["slug"], "the name in small letters, such as nantes"
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", settings.CITY["accent"]):
        yield "CITY_ACCENT", settings.CITY["accent"], "a colour such as #23509e"
    if not _passes(validate_email, settings.CITY["contact"]):
        yield "CITY_CONTACT", settings.CITY["contact"], "an e-mail address that people may write to"
    whom = settings.SECURITY_CONTACT
    if not whom.startswith(CONTACTS) and not _passes(validate_email, whom):
        yield "CIVIC_SECURITY_CONTACT", whom, "an e-mail address, or https://, mailto: or tel:"
    if not _is_pattern(settings.CITY["postcode"]):
        yield "CITY_POSTCODE", settings.CITY["postcode"], r"a pattern such as \d{5}"
    if not _metric(settings.CITY["metric_crs"]):
        crs = settings.CITY["metric_crs"]
        yield "CITY_METRIC_CRS", crs, "a projection in metres, such as EPSG:2154"


def _is_pattern(text: str) -> bool:
    try:
        return bool(re.compile(text, re.ASCII | re.I))
    except re.error:
        return False


def _passes(validate: Any, value: str) -> bool:
    try:
        validate(value)
    except ValidationError:
        return False
    return True


def _metric(name: str) -> bool:
    try:
        crs = pyproj.CRS(name)
    except pyproj.exceptions.CRSError:
        return False
    return crs.is_projected and all(axis.unit_name == "metre" for axis in crs.axis_info[:2])


def folders() -> Iterator[Found]:
    """Folders that cannot be made, or in which nothing can be written."""
    for name, variable in FOLDERS.items():
        path = Path(getattr(settings, name))
        try:
            path.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=path):
                pass
        except OSError as error:
            why = error.strerror or type(error).__name__
            yield variable, str(path), f"a folder that this account may write in ({why})"
