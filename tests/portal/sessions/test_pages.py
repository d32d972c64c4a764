"""The list of one's sessions, and what staff sent after theirs was over."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from participation.models import Consultation
from portal.erasure import erase_account
from portal.models import Session, User
from portal.sessions.keys import digest
from tests.participation.conftest import *  # noqa: F403
from tests.portal.sessions.signing import sign_in

FIREFOX = "Mozilla/5.0 (Android 14; Mobile; rv:132.0) Gecko/132.0 Firefox/132.0"
WORDS = "Une réponse longue et bien pesée, que personne n’aime écrire deux fois."


def _browser(person: User, agent: str = FIREFOX) -> Client:
    return sign_in(Client(headers={"user-agent": agent}), person)


def _pk(client: Client) -> str:
    return digest(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _is_in(client: Client) -> bool:
    return bool(client.get("/me/").status_code == 200)


def test_ones_devices_stand_in_words(resident: User) -> None:
    here, there = _browser(resident, "curl/8"), _browser(resident)
    page = here.get("/me/devices/").content.decode()
    assert "Firefox on Android" in page
    assert page.count("This device") == 1
    for secret in (here, there):
        assert secret.cookies[settings.SESSION_COOKIE_NAME].value not in page


def test_in_french_they_stand_in_french(resident: User) -> None:
    here = _browser(resident)
    page = here.get("/me/devices/", headers={"accept-language": "fr"}).content.decode()
    assert "Firefox sur Android" in page


def test_a_session_that_is_ended_is_signed_out_at_its_next_request(resident: User) -> None:
    here, there = _browser(resident), _browser(resident)
    here.post("/me/devices/end/", {"which": _pk(there)})
    assert (_is_in(here), _is_in(there)) == (True, False)


def test_all_others_are_ended_at_once(resident: User) -> None:
    here, *others = (_browser(resident) for _number in range(4))
    here.post("/me/devices/end/", {"which": "others"})
    assert _is_in(here)
    assert not any(_is_in(one) for one in others)


def test_ending_this_one_signs_out_here(resident: User) -> None:
    here = _browser(resident)
    assert here.post("/me/devices/end/", {"which": _pk(here)}).status_code == 302
    assert not _is_in(here)


def test_nobody_ends_somebody_elses_session(resident: User, neighbour: User) -> None:
    """The attack: another person's key of the list, guessed or seen."""
    mine, theirs = _browser(resident), _browser(neighbour)
    mine.post("/me/devices/end/", {"which": _pk(theirs)})
    assert _is_in(theirs)
    assert "Ended" in mine.get("/me/devices/").content.decode()


@pytest.mark.parametrize("which", ["", "\x00", "' or 1=1", "x" * 5_000])
def test_a_made_up_key_ends_nothing(resident: User, which: str) -> None:
    here, there = _browser(resident), _browser(resident)
    assert here.post("/me/devices/end/", {"which": which}).status_code == 302
    assert _is_in(here)
    assert _is_in(there)


def test_guests_sign_in_first(client: Client, db: None) -> None:
    for path in ("/me/devices/", "/me/kept/"):
        assert "/account/login/" in client.get(path)["Location"]
    assert client.post("/me/devices/end/", {"which": "others"}).status_code == 302


def _away(minutes: int = 40) -> None:
    Session.objects.update(seen=timezone.now() - timedelta(minutes=minutes))


def _send(client: Client, question: Consultation) -> Any:
    fields = {"question_en": WORDS, "decision_date": "2027-01-01", "csrfmiddlewaretoken": "x"}
    return client.post(f"/desk/consultations/{question.slug}/?tab=words", fields)


def test_what_an_official_sent_too_late_is_shown_after_signing_in(
    official: User, question: Consultation
) -> None:
    desk = _browser(official)
    _away()
    answer = _send(desk, question)
    assert answer["Location"] == "/account/login/?next=%2Fme%2Fkept%2F"
    question.refresh_from_db()
    assert question.question["en"] != WORDS
    page = sign_in(desk, official).get("/me/kept/").content.decode()
    assert WORDS in page
    assert f'action="/desk/consultations/{question.slug}/?tab=words"' in page
    assert 'name="decision_date" value="2027-01-01"' in page


def test_the_sign_in_page_says_why(official: User, question: Consultation) -> None:
    desk = _browser(official)
    _away()
    page = desk.get(_send(desk, question)["Location"])
    assert "You were away for a while" in page.content.decode()


def test_sent_again_it_is_kept_no_longer(official: User, question: Consultation) -> None:
    desk = _browser(official)
    _away()
    _send(desk, question)
    sign_in(desk, official)
    _send(desk, question)
    assert "parked" not in desk.session


def test_thrown_away_it_is_gone(official: User, question: Consultation) -> None:
    desk = _browser(official)
    _away()
    _send(desk, question)
    sign_in(desk, official)
    desk.post("/me/kept/")
    assert WORDS not in desk.get("/me/kept/", follow=True).content.decode()


def test_whoever_signs_in_next_at_that_computer_does_not_see_it(
    official: User, planner: User, question: Consultation
) -> None:
    """The attack: a colleague, or a thief, at a screen that was left open."""
    desk = _browser(official)
    _away()
    _send(desk, question)
    assert WORDS not in desk.get("/me/kept/", follow=True).content.decode()
    page = sign_in(desk, planner).get("/me/kept/", follow=True)
    assert WORDS not in page.content.decode()


def test_what_is_kept_is_sealed_and_holds_no_token(official: User, question: Consultation) -> None:
    desk = _browser(official)
    _away()
    _send(desk, question)
    [row] = Session.objects.all()
    held = str(row.get_decoded())
    assert WORDS not in held
    assert row.expire_date - timezone.now() < timedelta(hours=2, minutes=1)


def test_another_site_cannot_leave_words_here(official: User, question: Consultation) -> None:
    """The attack: a form of another site, sent while the official is away."""
    desk = Client(enforce_csrf_checks=True)
    desk.force_login(official)
    _away()
    assert _send(desk, question).status_code == 403
    assert all("parked" not in one.get_decoded() for one in Session.objects.all())


def test_erasing_the_account_takes_what_is_kept_along(
    official: User, resident: User, question: Consultation
) -> None:
    desk = _browser(official)
    _away()
    _send(desk, question)
    User.objects.filter(pk=official.pk).update(role=User.Role.RESIDENT)
    official.refresh_from_db()
    erase_account(actor=official, person=official)
    assert not Session.objects.exists()
