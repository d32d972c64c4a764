"""Nothing tells that an address has an account: not the answer, nor the work that it takes."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from portal.models import User

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "official@example.net", "nobody@example.net"
FORMS: dict[str, tuple[str, Callable[[str], dict[str, str]]]] = {
    "sign-up": (
        "/account/signup/",
        lambda address: {"email": address, "password1": "a quite long phrase"},
    ),
    "sign-in": (
        "/account/login/",
        lambda address: {"login": address, "password": "not this one"},
    ),
    "code": ("/account/login/code/", lambda address: {"email": address}),
    "reset": ("/account/password/reset/", lambda address: {"email": address}),
}


@pytest.fixture(autouse=True)
def person(official: User, settings: Any) -> User:
    settings.EMAIL_BACKEND = "portal.mail.Outbox"
    EmailAddress.objects.create(user=official, email=official.email, verified=True, primary=True)
    return official


def send(name: str, address: str) -> Any:
    path, fields = FORMS[name]
    return Client().post(path, fields(address))


def without(text: bytes, address: str) -> str:
    said = text.decode().replace(address, "ADDRESS")
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", said)


@pytest.mark.parametrize("name", FORMS)
def test_the_answer_is_the_same(name: str) -> None:
    known, unknown = send(name, KNOWN), send(name, UNKNOWN)
    assert (known.status_code, known.get("Location")) == (
        unknown.status_code,
        unknown.get("Location"),
    )
    assert without(known.content, KNOWN) == without(unknown.content, UNKNOWN)


@pytest.mark.parametrize("name", FORMS)
def test_a_password_is_hashed_as_often(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.contrib.auth.hashers import MD5PasswordHasher

    hashed: list[str] = []
    encode = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher,
        "encode",
        lambda self, password, salt, *more: (
            hashed.append(salt) or encode(self, password, salt, *more)  # type: ignore[func-returns-value]
        ),
    )
    send(name, KNOWN)
    times = len(hashed)
    send(name, UNKNOWN)
    assert len(hashed) == 2 * times


@pytest.mark.parametrize("name", FORMS)
def test_the_database_is_asked_about_as_often(name: str) -> None:
    asked = []
    for address in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            send(name, address)
        asked.append(sum("SAVEPOINT" not in one["sql"] for one in queries))
    assert abs(asked[0] - asked[1]) <= 2
