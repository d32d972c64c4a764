"""Sessions of before the upgrade go on, and what ran out does not come along."""

from __future__ import annotations

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

from django.apps import apps
from django.conf import settings
from django.core import signing
from django.db import connection
from django.test import Client
from django.utils import timezone

from portal.models import Session, User

_SALT = "django.contrib.sessions.SessionStore"
_TABLE = """
create table django_session (
  session_key varchar(40) primary key, session_data text, expire_date timestamptz)
"""


def _keep(key: str, data: dict[str, str], days: int) -> None:
    said = signing.dumps(data, salt=_SALT, compress=True)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into django_session values (%s, %s, %s)",
            [key, said, timezone.now() + timedelta(days=days)],
        )


def test_who_is_signed_in_stays_so_over_the_upgrade(client: Client, resident: User) -> None:
    data = {
        "_auth_user_id": str(resident.pk),
        "_auth_user_backend": settings.AUTHENTICATION_BACKENDS[0],
        "_auth_user_hash": resident.get_session_auth_hash(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_TABLE)
    _keep("a" * 32, data, 3)
    _keep("b" * 32, {"comment:streets": "begun"}, 3)
    _keep("c" * 32, data, -1)
    _keep("d" * 32, {**data, "_auth_user_id": "999999999"}, 3)
    carry = import_module("portal.migrations.0005_sessions").carry_over
    carry(apps, SimpleNamespace(connection=connection))
    assert Session.objects.count() == 2
    client.cookies[settings.SESSION_COOKIE_NAME] = "a" * 32
    assert client.get("/me/").status_code == 200
    assert "django_session" not in connection.introspection.table_names()
