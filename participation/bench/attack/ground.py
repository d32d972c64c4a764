"""What is attacked: a copy of the database, a web server, people of every role, and secrets."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg
import redis
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.gis.geos import Point
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection
from psycopg import sql

from participation.bench.ballots.arena import Voter, arena, signed_in
from participation.bench.ballots.web import Server, server
from participation.models import Comment, Consultation
from portal.models import User

ROLES = ("guest", "resident", "official", "planner", "operator")
COPY = "_attack"
# Redis numbers of the attacked site alone: its cache and limits, and messages that nobody takes.
CACHE, BROKER = 14, 15


@dataclass(frozen=True)
class Ground:
    """A site under attack. known: what addresses may name; secrets: words that few may read."""

    web: Server
    people: dict[str, Voter | None]
    known: dict[str, str]
    secrets: dict[str, str]
    hidden: Comment
    draft: Consultation

    def unhurried(self) -> None:
        """No limit stands in the way of what is measured."""
        redis.Redis.from_url(_numbered(CACHE)).flushdb()


@contextmanager
def attacked() -> Iterator[Ground]:
    """The site on a copy of its own; copy and messages are gone at the end.

    Raises LookupError when no city is loaded or somebody else uses the database.
    """
    with copied_database(), own_redis(), arena(1) as place, server(quiet=True) as web:
        mark = uuid.uuid4().hex[:10]
        staff = {role: _person(mark, role) for role in ROLES[1:]}
        people = {role: signed_in(person) for role, person in staff.items()}
        author = _person(mark, "author")
        secrets = {"address": author.email, "words": f"hidden-{mark}", "draft": f"draft-{mark}"}
        hidden = Comment.objects.create(
            consultation=place.consultation,
            author=author,
            text=secrets["words"],
            status=Comment.Status.HIDDEN,
            geometry=Point(-1.5534561, 47.2134562, srid=4326),
            language="en",
        )
        draft = Consultation.objects.create(
            slug=f"draft-{mark}",
            question={"en": secrets["draft"]},
            decision_maker={"en": "Nobody"},
            status=Consultation.Status.DRAFT,
        )
        option = place.consultation.options.select_related("scenario").first()
        known = {
            "slug": place.consultation.slug,
            "pk": str(hidden.pk),
            "public_id": str(hidden.public_id),
            "key": "a",
            "series": str(option.scenario.series),
            "revision": str(option.scenario.revision),
            "language": "en",
            "lon": "-1.5550000",
            "lat": "47.2150000",
            "kind": "street",
            "fid": "1",
        }
        yield Ground(web, {"guest": None, **people}, known, secrets, hidden, draft)


def _person(mark: str, role: str) -> User:
    known = role in User.Role.values
    person = User.objects.create(
        email=f"{role}-{mark}@demo.invalid",
        password="!",  # noqa: S106
        role=role if known else User.Role.RESIDENT,
        synthetic=True,
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


@contextmanager
def copied_database() -> Iterator[None]:
    """This process and the web server work on a copy of the database.

    Raises LookupError when somebody else uses the database.
    """
    facts = connection.settings_dict
    name, copy = str(facts["NAME"]), f"{facts['NAME']}{COPY}"
    params = connection.get_connection_params()
    params = {key: params[key] for key in ("host", "port", "user", "password") if params.get(key)}
    connection.close()
    address = os.environ.get("DATABASE_URL", "")
    with psycopg.connect(**params, dbname="postgres", autocommit=True) as desk:
        drop = sql.SQL("drop database if exists {} with (force)").format(sql.Identifier(copy))
        desk.execute(drop)
        make = sql.SQL("create database {} template {}")
        try:
            desk.execute(make.format(sql.Identifier(copy), sql.Identifier(name)))
        except psycopg.errors.ObjectInUse:
            raise LookupError(
                "Stop the demo first: ./civic down. Its database is in use."
            ) from None
        facts["NAME"] = copy
        parts = urlsplit(address)
        os.environ["DATABASE_URL"] = urlunsplit(parts._replace(path=f"/{copy}"))
        try:
            # The city may have been loaded by an older checkout.
            call_command("migrate", verbosity=0, interactive=False)
            yield
        finally:
            connection.close()
            facts["NAME"], os.environ["DATABASE_URL"] = name, address
            desk.execute(drop)


def _numbered(number: int) -> str:
    return f"{settings.REDIS_URL.rpartition('/')[0]}/{number}"


@contextmanager
def own_redis() -> Iterator[None]:
    """The web server's cache, limits and messages are its own, and gone at the end."""
    before = {name: os.environ.get(name) for name in ("REDIS_URL", "CELERY_BROKER_URL")}
    os.environ["REDIS_URL"] = _numbered(CACHE)
    os.environ["CELERY_BROKER_URL"] = _numbered(BROKER)
    try:
        yield
    finally:
        for number in (CACHE, BROKER):
            redis.Redis.from_url(_numbered(number)).flushdb()
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        cache.clear()


def read_again(row: Any) -> Any:
    """A row as it is now."""
    return type(row).objects.get(pk=row.pk)
