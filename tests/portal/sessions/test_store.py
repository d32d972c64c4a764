"""Sessions lie in the database alone: what they hold, and that an ended one stays ended."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Session, User
from portal.sessions import SessionStore, end_sessions
from portal.sessions.keys import digest
from portal.sessions.middleware import Sessions
from tests.portal.sessions.signing import sign_in
from tests.redis_fixture import OwnRedis


def _key(client: Client) -> str:
    return client.cookies[settings.SESSION_COOKIE_NAME].value


def _signed_in(person: User, **headers: str) -> Client:
    client = Client(headers=headers)
    client.force_login(person)
    return client


def _is_in(client: Client) -> bool:
    return bool(client.get("/me/").status_code == 200)


def test_what_was_put_in_comes_out(db: None) -> None:
    first = SessionStore()
    first["word"] = "kept"
    first.save()
    assert SessionStore(first.session_key)["word"] == "kept"


def test_a_session_and_its_person_are_one_query(resident: User) -> None:
    client = _signed_in(resident)
    client.get("/privacy/")
    with CaptureQueriesContext(connection) as seen:
        answer = client.get("/privacy/")
    assert answer.wsgi_request.user == resident
    assert len(seen) == 1


def test_whoever_reads_the_table_cannot_sign_in_by_it(resident: User) -> None:
    """The attack: a key from a backup, set as the cookie."""
    client = _signed_in(resident)
    stolen = Session.objects.get().session_key
    assert stolen != _key(client)
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = stolen[:32]
    assert not _is_in(thief)


@pytest.mark.parametrize(
    "key", ["", "short", "a" * 33, "\x00" * 32, "A" * 32, "é" * 32, "' or 1=1"]
)
def test_a_made_up_key_is_nobody_and_no_error(db: None, key: str) -> None:
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    assert client.get("/me/").status_code == 302


def test_an_ended_session_is_not_revived_by_a_request_that_was_under_way(resident: User) -> None:
    client = _signed_in(resident)
    slow = SessionStore(_key(client))
    slow["word"] = "typed meanwhile"
    end_sessions(resident)
    with pytest.raises(UpdateError):
        slow.save()
    assert not _is_in(client)


def test_a_request_whose_session_ends_meanwhile_leads_to_the_sign_in(resident: User) -> None:
    request: Any = RequestFactory().get("/me/?page=2")
    request.session = SessionStore(_key(_signed_in(resident)))
    request.session["word"] = "typed"
    end_sessions(resident)
    answer = Sessions(lambda _request: HttpResponse()).process_response(request, HttpResponse())
    assert answer.status_code == 302
    assert answer["Location"] == "/account/login/?next=%2Fme%2F%3Fpage%3D2"


def test_an_ended_session_is_over_at_the_next_request(resident: User) -> None:
    here, there = _signed_in(resident), _signed_in(resident)
    assert end_sessions(resident, but=_key(here)) == 1
    assert (_is_in(here), _is_in(there)) == (True, False)


def test_somebody_elses_sessions_are_not_ended(resident: User, neighbour: User) -> None:
    other = _signed_in(neighbour)
    end_sessions(resident)
    assert _is_in(other)


def test_a_session_ended_while_redis_was_away_is_not_revived_when_it_comes_back(
    own_redis: OwnRedis, resident: User
) -> None:
    client = _signed_in(resident)
    assert _is_in(client)
    own_redis.stop()
    end_sessions(resident)
    own_redis.start()
    assert not _is_in(client)


def test_a_session_outlives_a_redis_that_is_stopped_or_emptied(
    own_redis: OwnRedis, resident: User
) -> None:
    client = _signed_in(resident)
    own_redis.stop()
    assert _is_in(client)
    own_redis.start()
    assert _is_in(client)


def test_signing_in_does_not_wait_for_a_redis_that_answers_nothing(
    own_redis: OwnRedis, resident: User
) -> None:
    own_redis.pause()
    began = timezone.now()
    assert _is_in(_signed_in(resident))
    assert timezone.now() - began < timedelta(seconds=2)


def test_a_changed_password_ends_the_other_sessions(resident: User) -> None:
    here, there = _signed_in(resident), _signed_in(resident)
    fields = {
        "oldpassword": "a long pass phrase",
        "password1": "another long phrase",
        "password2": "another long phrase",
    }
    assert here.post("/account/password/change/", fields).status_code == 302
    assert (_is_in(here), _is_in(there)) == (True, False)


def test_signing_in_changes_the_key(resident: User) -> None:
    """The attack: a key that somebody else put into this browser (fixation)."""
    fixed = SessionStore()
    fixed["word"] = "theirs"
    fixed.save()
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = str(fixed.session_key)
    sign_in(client, resident)
    assert _key(client) != fixed.session_key
    assert not Session.objects.filter(pk=digest(str(fixed.session_key))).exists()


def test_a_session_holds_a_kind_of_device_and_not_the_browsers_own_text(resident: User) -> None:
    agent = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"
    sign_in(Client(headers={"user-agent": agent}), resident)
    row: Any = Session.objects.values().get(person=resident)
    assert row["device"] == "Firefox|Android"
    assert "Mozilla" not in SessionStore().decode(row["session_data"]).__repr__()
