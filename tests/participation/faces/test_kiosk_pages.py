"""Kiosk mode: started by an official, wiped after each voter, ended with the password."""

from __future__ import annotations

import json
import threading
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation.eligibility.codes.batches import make_batch
from participation.faces.kiosk import session
from participation.models import Consultation, Envelope, Option, RollEntry
from portal.models import AuditEntry, User
from tests.participation.faces.voting import asked, page_of

PIN = "4711"


def start(client: Client, question: Consultation, official: User, mode: str) -> None:
    """Make the client's device a kiosk."""
    client.force_login(official)
    address = reverse("desk-kiosk", args=[question.slug])
    answer = client.post(address, {"mode": mode, "pin": PIN, "pin_again": PIN})
    assert answer.url == reverse("kiosk")


@pytest.fixture
def booth(client: Client, question: Consultation, official: User) -> Client:
    """A kiosk where the staff lets people in, before the first of them."""
    start(client, question, official, "assisted")
    return client


def enter(client: Client, pin: str = PIN) -> str:
    """Begin a turn; the sheet."""
    return page_of(client.post(reverse("kiosk-enter"), {"pin": pin}, follow=True))


def choose(client: Client, page: str, **marks: Any) -> str:
    """Send the sheet; the review."""
    sent = {"booth": asked(page, "booth"), **marks}
    return page_of(client.post(reverse("kiosk-review"), sent))


def last_form(page: str, **more: str) -> dict[str, str]:
    """What the review sends."""
    names = ("booth", "content", "secret", "token")
    return {name: asked(page, name) for name in names} | more


def test_a_kiosk_starts_signed_out(booth: Client) -> None:
    assert "_auth_user_id" not in booth.session
    assert booth.cookies["kiosk"]["httponly"] is True
    assert booth.cookies["kiosk"]["path"] == "/kiosk/"


def test_residents_start_no_kiosk(client: Client, question: Consultation, verified: User) -> None:
    client.force_login(verified)
    answer = client.post(reverse("desk-kiosk", args=[question.slug]), {"mode": "code"})
    assert answer.status_code == 403


def test_without_a_kiosk_there_is_no_booth(client: Client, question: Consultation) -> None:
    assert client.get(reverse("kiosk")).status_code == 403
    assert client.post(reverse("kiosk-enter"), {"pin": PIN}).status_code == 403


def test_a_vote_that_needs_accounts_offers_staff_only(
    client: Client, question: Consultation, official: User
) -> None:
    client.force_login(official)
    page = page_of(client.get(reverse("desk-kiosk", args=[question.slug])))
    assert 'value="assisted" checked' in page
    assert 'value="code"' not in page


def test_one_person_votes_and_the_ballot_is_marked_as_assisted(
    booth: Client, options: list[Option]
) -> None:
    review = choose(booth, enter(booth), tick=[options[1].pk])
    page = page_of(booth.post(reverse("kiosk-cast"), last_form(review)))
    assert "Your vote is in the box" in page
    assert Envelope.objects.get().channel == "assisted"
    assert not RollEntry.objects.exists()


def test_each_turn_needs_the_pin(booth: Client) -> None:
    assert "This is not the PIN" in enter(booth, "0000")
    assert booth.get(reverse("kiosk-vote")).url == reverse("kiosk")


def test_five_wrong_pins_end_the_kiosk(booth: Client) -> None:
    for _try in range(5):
        enter(booth, "0000")
    assert booth.get(reverse("kiosk")).status_code == 403


def test_going_back_and_sending_again_shows_nobodys_choice(
    booth: Client, options: list[Option]
) -> None:
    sheet = enter(booth)
    review = choose(booth, sheet, tick=[options[1].pk])
    booth.post(reverse("kiosk-cast"), last_form(review))
    enter(booth)
    stale = {"booth": asked(sheet, "booth"), "tick": [options[1].pk]}
    assert booth.post(reverse("kiosk-review"), stale).url == reverse("kiosk")
    again = booth.post(reverse("kiosk-cast"), last_form(review))
    assert (again.status_code, Envelope.objects.count()) == (302, 1)


def test_between_two_voters_everything_is_wiped(booth: Client, options: list[Option]) -> None:
    choose(booth, enter(booth), tick=[options[1].pk])
    booth.cookies["django_language"] = "fr"
    answer = booth.get(reverse("kiosk"))
    assert answer.cookies["django_language"]["max-age"] == 0
    assert "no-store" in answer["Cache-Control"]
    assert "storage" in answer["Clear-Site-Data"]
    assert booth.get(reverse("kiosk-vote")).url == reverse("kiosk")


def test_no_cookie_of_a_kiosk_holds_a_choice_or_a_key(booth: Client, options: list[Option]) -> None:
    review = choose(booth, enter(booth), tick=[options[1].pk])
    booth.post(reverse("kiosk-cast"), last_form(review))
    left = {name for name, kept in booth.cookies.items() if kept.value}
    assert left <= {"kiosk", "csrftoken", "sessionid"}


def test_a_language_holds_for_one_turn(booth: Client) -> None:
    sent = {"pin": PIN, "language": "fr"}
    booth.post(reverse("kiosk-enter"), sent)
    assert 'lang="fr"' in page_of(booth.get(reverse("kiosk-vote")))
    booth.get(reverse("kiosk"))
    assert 'lang="en"' in enter(booth)


def test_choosing_again_keeps_the_marks_without_a_draft(
    booth: Client, options: list[Option]
) -> None:
    review = choose(booth, enter(booth), tick=[options[1].pk])
    page = page_of(booth.post(reverse("kiosk-vote"), last_form(review)))
    assert f'value="{options[1].pk}" checked' in page


def test_the_password_ends_it_and_the_log_says_how_many_turns(
    booth: Client, official: User
) -> None:
    official.set_password("a long pass phrase")
    official.save()
    enter(booth)
    wrong = booth.post(reverse("kiosk-end"), {"password": "guess"})
    assert wrong.status_code == 400
    booth.post(reverse("kiosk-end"), {"password": "a long pass phrase"})
    assert booth.get(reverse("kiosk")).status_code == 403
    assert AuditEntry.objects.get(act="end-kiosk").facts == {"mode": "assisted", "turns": 1}


def test_an_official_who_left_leaves_no_kiosk_behind(booth: Client, official: User) -> None:
    official.role = "resident"
    official.save()
    assert booth.get(reverse("kiosk")).status_code == 403


def test_with_a_code_voters_get_their_key_and_vote_once(
    client: Client, question: Consultation, options: list[Option], official: User
) -> None:
    question.eligibility = {"kind": "code"}
    question.save(update_fields=["eligibility"])
    _batch, words = make_batch(actor=official, consultation=question, label="a", size=1)
    start(client, question, official, "code")
    for _turn in range(2):
        review = choose(client, enter(client), tick=[options[1].pk])
        sent = last_form(review, **{"answer-code": words[0]})
        page = page_of(client.post(reverse("kiosk-cast"), sent))
    assert "You have voted already" in page
    assert Envelope.objects.get().channel == "kiosk"


def test_after_the_close_the_kiosk_says_so(booth: Client, question: Consultation) -> None:
    sheet = enter(booth)
    question.phases.filter(kind__in=["vote", "result"]).delete()
    sent = {"booth": asked(sheet, "booth"), "abstain": "1"}
    answer = booth.post(reverse("kiosk-review"), sent)
    assert answer.status_code == 409
    assert json.dumps(page_of(answer)).count("kiosk-review") == 0


def _at_once(client: Client, address: str, sent: list[dict[str, str]]) -> list[int]:
    """The statuses of requests that the device sends at the same moment."""
    gate, seen = threading.Barrier(len(sent)), []

    def send(fields: dict[str, str]) -> None:
        device = Client()
        device.cookies = client.cookies
        gate.wait()
        try:
            seen.append(device.post(address, fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(fields,)) for fields in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen


@pytest.mark.django_db(transaction=True)
def test_forty_pins_at_once_are_five_tries_and_no_error(booth: Client) -> None:
    pins = [{"pin": f"{number:04d}"} for number in range(30)]
    seen = _at_once(booth, reverse("kiosk-enter"), pins)
    assert seen.count(400) == session.PIN_TRIES.most - 1
    assert set(seen) == {400, 403}
    assert AuditEntry.objects.filter(act="end-kiosk").count() == 1


@pytest.mark.django_db(transaction=True)
def test_passwords_of_the_official_are_guessed_five_times_at_once(booth: Client) -> None:
    guesses = [{"password": f"a guess {number}"} for number in range(20)]
    seen = _at_once(booth, reverse("kiosk-end"), guesses)
    assert seen.count(400) == session.PASSWORD_TRIES.most - 1
    assert set(seen) == {400, 403}


def test_the_right_pin_ends_the_count(booth: Client) -> None:
    for _voter in range(4):
        for _slip in range(3):
            assert booth.post(reverse("kiosk-enter"), {"pin": "0000"}).status_code == 400
        assert booth.post(reverse("kiosk-enter"), {"pin": PIN}).status_code == 302
