"""What goes with an account, and what runs out."""

from __future__ import annotations

from datetime import timedelta
from io import StringIO

from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from portal.erasure import erase_account
from portal.models import Session, User
from portal.sessions import SessionStore
from portal.sessions.keys import digest
from portal.tasks import purge_sessions

WORDS = "My number is 06 11 22 33 44"


def _draft(client: Client) -> None:
    """What a person begins to write, kept in the session as the comment pages do."""
    session = client.session
    session["comment:streets"] = {"text": WORDS}
    session.save()
    client.cookies["sessionid"] = session.session_key or ""


def _held() -> list[str]:
    return [str(SessionStore().decode(one.session_data)) for one in Session.objects.all()]


def test_erasing_an_account_leaves_no_session_of_it_in_any_browser(resident: User) -> None:
    browsers = [Client() for _number in range(3)]
    for browser in browsers:
        browser.force_login(resident)
        _draft(browser)
    erase_account(actor=resident, person=resident)
    assert not Session.objects.exists()
    assert all(browser.get("/me/").status_code == 302 for browser in browsers)


def test_erasing_an_account_takes_drafts_begun_after_signing_out_along(resident: User) -> None:
    browser = Client()
    browser.force_login(resident)
    browser.post("/account/logout/")
    browser.post("/c/streets/comment/", {})
    _draft(browser)
    assert any(WORDS in held for held in _held())
    erase_account(actor=resident, person=resident)
    assert not any(WORDS in held for held in _held())


def test_erasing_an_account_leaves_other_peoples_drafts(resident: User, neighbour: User) -> None:
    """At one computer: somebody signs out, somebody else signs in and writes."""
    browser, guest = Client(), Client()
    browser.force_login(resident)
    browser.post("/account/logout/")
    browser.force_login(neighbour)
    for one in (browser, guest):
        _draft(one)
    erase_account(actor=resident, person=resident)
    assert sum(WORDS in held for held in _held()) == 2


def test_signing_out_leaves_nothing_readable_of_who_it_was(resident: User) -> None:
    browser = Client()
    browser.force_login(resident)
    _draft(browser)
    browser.post("/account/logout/")
    row = Session.objects.get()
    assert (row.person_id, row.device) == (None, "")
    assert _held() == ["{}"]


def test_erasing_at_the_page_leaves_no_row_behind(client: Client, resident: User) -> None:
    client.force_login(resident)
    client.post("/me/erase/", {"words": "keep", "sure": "on"})
    assert not User.objects.filter(pk=resident.pk).exists()
    assert not Session.objects.exists()


def _rows() -> None:
    """Four browsers; two of them were last here long ago."""
    for number, hours in enumerate((-100, -1, 1, 100)):
        store = SessionStore()
        store["word"] = WORDS
        store.save()
        Session.objects.filter(pk=digest(str(store.session_key))).update(
            device=str(number), expire_date=timezone.now() + timedelta(hours=hours)
        )


def test_what_ran_out_is_purged_and_the_rest_stays(db: None) -> None:
    _rows()
    purge_sessions()
    assert sorted(Session.objects.values_list("device", flat=True)) == ["2", "3"]


def test_the_command_purges_too_and_says_how_many(db: None) -> None:
    _rows()
    out = StringIO()
    call_command("purge_sessions", stdout=out)
    assert out.getvalue().startswith("2 sessions")


def test_staff_sessions_are_purged_when_they_are_over(official: User, resident: User) -> None:
    now = timezone.now()
    for person in (official, resident):
        Client().force_login(person)
    Session.objects.update(seen=now - timedelta(minutes=40))
    purge_sessions()
    assert Session.objects.get().person == resident


def test_the_purge_is_on_the_clock() -> None:
    from portal.celery import app

    names = {entry["task"]: entry["schedule"] for entry in app.conf.beat_schedule.values()}
    assert names["portal.tasks.purge_sessions"] <= 86_400
