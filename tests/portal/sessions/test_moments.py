"""How exactly times are kept, and how long staff stay signed in."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from portal.models import Session, User
from portal.sessions import moments
from portal.sessions.devices import in_words, kind_of
from tests.portal.sessions.signing import sign_in

AT = datetime(2026, 11, 30, 15, 42, 17, 123, tzinfo=UTC)


def _age(**ages: timedelta) -> None:
    now = timezone.now()
    Session.objects.update(**{name: now - age for name, age in ages.items()})


def test_a_residents_times_are_an_hour_and_a_day() -> None:
    assert moments.since(AT, staff=False) == datetime(2026, 11, 30, 15, tzinfo=UTC)
    # The day is the city's: it begins in Paris an hour before it does in UTC.
    assert moments.seen(AT, staff=False) == datetime(2026, 11, 29, 23, tzinfo=UTC)


def test_no_time_of_a_residents_session_is_finer_than_an_hour(
    client: Client, resident: User
) -> None:
    sign_in(client, resident)
    client.get("/me/")
    row = Session.objects.get()
    for moment in (row.since, row.seen, row.expire_date):
        assert (moment.minute, moment.second, moment.microsecond) == (0, 0, 0)


def test_an_account_tells_the_day_of_its_last_sign_in_and_no_more(
    client: Client, resident: User
) -> None:
    sign_in(client, resident)
    resident.refresh_from_db()
    assert resident.last_login == moments.seen(timezone.now(), staff=False)


def test_a_resident_is_written_down_once_a_day(client: Client, resident: User) -> None:
    client.force_login(resident)
    _age(seen=timedelta(days=3))
    client.get("/me/")
    assert Session.objects.get().seen == moments.seen(timezone.now(), staff=False)
    with CaptureQueriesContext(connection) as seen:
        client.get("/privacy/")
    assert not [query for query in seen if query["sql"].startswith("UPDATE")]


@pytest.mark.parametrize("path", ["/c/one/vote/", "/c/one/log/", "/c/one/count/", "/receipt/"])
def test_a_visit_to_a_votes_pages_is_never_written_down(
    client: Client, resident: User, path: str
) -> None:
    client.force_login(resident)
    _age(seen=timedelta(days=3))
    before = list(Session.objects.values())
    client.get(path)
    assert list(Session.objects.values()) == before


def test_what_a_resident_sends_writes_no_time(client: Client, resident: User) -> None:
    client.force_login(resident)
    _age(seen=timedelta(days=3))
    before = list(Session.objects.values())
    client.post("/c/one/comments/react/", {})
    assert list(Session.objects.values()) == before


def test_staff_are_signed_out_after_half_an_hour_away(client: Client, official: User) -> None:
    client.force_login(official)
    _age(seen=timedelta(minutes=29))
    assert client.get("/desk/").status_code == 200
    _age(seen=timedelta(minutes=31))
    answer = client.get("/desk/queue/?page=2")
    assert (answer.status_code, answer["Location"]) == (
        302,
        "/account/login/?next=%2Fdesk%2Fqueue%2F%3Fpage%3D2",
    )
    assert not Session.objects.filter(person=official).exists()


def test_staff_are_signed_out_after_a_working_day_however_busy(
    client: Client, official: User
) -> None:
    client.force_login(official)
    _age(since=timedelta(hours=11, minutes=59))
    assert client.get("/desk/").status_code == 200
    _age(since=timedelta(hours=12))
    assert client.get("/desk/").status_code == 302


def test_a_resident_stays_signed_in_for_the_usual_time(client: Client, resident: User) -> None:
    client.force_login(resident)
    _age(since=timedelta(days=13), seen=timedelta(days=13))
    assert client.get("/me/").status_code == 200


def test_whoever_becomes_staff_signs_in_again(client: Client, resident: User) -> None:
    client.force_login(resident)
    _age(since=timedelta(days=2), seen=timedelta(days=1))
    User.objects.update(role=User.Role.OFFICIAL)
    assert client.get("/desk/").status_code == 302


def test_staff_who_work_are_written_down_once_a_minute(client: Client, official: User) -> None:
    client.force_login(official)
    _age(seen=timedelta(minutes=5))
    for _again in range(2):
        with CaptureQueriesContext(connection) as seen:
            client.get("/desk/")
    assert timezone.now() - Session.objects.get().seen < timedelta(seconds=30)
    assert not [query for query in seen if query["sql"].startswith("UPDATE")]


def test_a_page_that_asks_again_by_itself_keeps_nobody_signed_in(
    client: Client, official: User
) -> None:
    """An open tab that follows a calculation."""
    client.force_login(official)
    _age(seen=timedelta(minutes=20))
    client.get("/desk/", headers={"x-unattended": "1"})
    assert timezone.now() - Session.objects.get().seen > timedelta(minutes=19)


_MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko)"
_AGENTS = {
    "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0": "Firefox on Android",
    f"{_MAC} Version/17.4 Safari/605.1.15": "Safari on macOS",
    f"{_MAC} Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0": "Edge on macOS",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) CriOS/131.0 Mobile/15E148 Safari/604.1": "Chrome on iPhone",
    "curl/8.5": "Unknown device",
    "": "Unknown device",
    "<script>alert(1)</script>\x00 Linux": "Linux",
}


@pytest.mark.parametrize(("agent", "words"), _AGENTS.items())
def test_a_kind_of_device_is_named_in_words(agent: str, words: str) -> None:
    assert in_words(kind_of(agent)) == words
