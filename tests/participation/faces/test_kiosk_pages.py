"""Kiosk mode: one person after the other, wiped between, a PIN or a code for each."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client
from django.urls import reverse

from participation.eligibility.codes.batches import make_batch
from participation.kiosks import pins, waiting, wrong_pins
from participation.models import Consultation, Envelope, Kiosk, Option, RollEntry
from portal.limits import forget, take
from portal.models import AuditEntry, User
from tests.participation.faces.kiosk_device import (
    PIN,
    a_minute_later,
    asked_for,
    at_once,
    booth,
    choose,
    enter,
    last_form,
    start,
)
from tests.participation.faces.voting import asked, page_of
from tests.portal.limits.conftest import without_redis

__all__ = ["asked_for", "booth", "without_redis"]


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


def test_five_wrong_pins_let_nobody_in_for_a_while_and_end_nothing(booth: Client) -> None:
    """A passer-by could end the kiosk of a whole town hall with five of them."""
    page = [enter(booth, "0000") for _try in range(5)][-1]
    assert re.search(r"can type it again in \d+ seconds", page)
    # Nor with the right one: whoever guesses learns nothing while it waits.
    assert booth.post(reverse("kiosk-enter"), {"pin": PIN}).status_code == 429
    assert "can type it again" in page_of(booth.get(reverse("kiosk")))
    for limit in pins.PIN_WAITS:
        forget(limit, Kiosk.objects.get().pk)
    assert asked(enter(booth), "booth")


def test_the_more_wrong_pins_the_longer_the_wait(booth: Client) -> None:
    kiosk, waits = Kiosk.objects.get(), []
    for number in range(1, 16):
        booth.post(reverse("kiosk-enter"), {"pin": "0000"})
        if number % 5 == 0:
            waits.append(waiting(kiosk).retry_after_s)
            # As if its shortest waits were over.
            for limit in pins.PIN_WAITS[: number // 5]:
                forget(limit, kiosk.pk)
    assert 20 < waits[0] <= 30 < 90 < waits[1] <= 120 < 240 < waits[2] <= 300


def test_officials_are_told_of_wrong_pins(booth: Client, planner: User) -> None:
    for _try in range(5):
        enter(booth, "0000")
    desk = Client()
    desk.force_login(planner)
    assert "Somebody types wrong PINs at a kiosk of" in page_of(desk.get(reverse("desk")))
    page = page_of(desk.get(reverse("desk-kiosk", args=["streets"])))
    assert "5 wrong PINs were typed here." in page
    assert AuditEntry.objects.get(act="kiosk.wrong").facts["tries"] == 5


def test_a_hundred_wrong_pins_end_the_kiosk_whoever_voted_between(booth: Client) -> None:
    kiosk = Kiosk.objects.get()
    take(pins.PIN_TRIES, kiosk.pk, cost=97)
    for _voter in range(2):
        assert "This is not the PIN" in enter(booth, "0000")
        assert booth.post(reverse("kiosk-enter"), {"pin": PIN}).status_code == 302
        a_minute_later()
    assert "The kiosk has ended" in page_of(booth.post(reverse("kiosk-enter"), {"pin": "0000"}))
    assert booth.get(reverse("kiosk")).status_code == 403
    assert Kiosk.objects.get().why == "tries"


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


@pytest.mark.django_db(transaction=True)
def test_thirty_pins_at_once_are_five_tries_and_no_error(booth: Client) -> None:
    seen = at_once(booth, reverse("kiosk-enter"), [{"pin": f"{n:04d}"} for n in range(30)])
    assert sorted(set(seen)) == [400, 429]
    assert wrong_pins(Kiosk.objects.get()) == (5, 5)
    assert Kiosk.objects.get().state == "open"
    assert AuditEntry.objects.filter(act="kiosk.wrong").count() == 1


@pytest.mark.django_db(transaction=True)
def test_twelve_pins_at_once_are_five_tries_without_redis_too(
    without_redis: None, booth: Client
) -> None:
    seen = at_once(booth, reverse("kiosk-enter"), [{"pin": f"{n:04d}"} for n in range(12)])
    assert set(seen) == {400, 429}
    assert wrong_pins(Kiosk.objects.get()) == (5, 5)


@pytest.mark.django_db(transaction=True)
def test_the_last_wrong_pins_at_once_end_the_kiosk_once(booth: Client) -> None:
    take(pins.PIN_TRIES, Kiosk.objects.get().pk, cost=97)
    seen = at_once(booth, reverse("kiosk-enter"), [{"pin": f"{n:04d}"} for n in range(30)])
    assert (seen.count(400), set(seen)) == (2, {400, 403})
    assert AuditEntry.objects.filter(act="kiosk.close").count() == 1


@pytest.mark.django_db(transaction=True)
def test_one_booth_takes_one_ballot_however_often_it_is_sent_at_once(
    booth: Client, options: list[Option]
) -> None:
    sent = last_form(choose(booth, enter(booth), tick=[options[1].pk]))
    seen = at_once(booth, reverse("kiosk-cast"), [sent] * 8)
    assert Envelope.objects.count() == 1
    assert set(seen) <= {200, 302}


def test_the_right_pin_ends_the_count(booth: Client) -> None:
    for _voter in range(4):
        for _slip in range(3):
            assert booth.post(reverse("kiosk-enter"), {"pin": "0000"}).status_code == 400
        a_minute_later()
        assert booth.post(reverse("kiosk-enter"), {"pin": PIN}).status_code == 302
