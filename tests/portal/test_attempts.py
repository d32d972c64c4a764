"""Nobody locks anybody out, and nobody guesses on: attacks on signing in."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.db import connections
from django.test import Client, RequestFactory

from portal import attempts
from portal.limits import take
from portal.models import User

pytestmark = pytest.mark.django_db

PASSWORD = "a long pass phrase"
HOME, AWAY = "5.39.10.7", "91.121.30.4"


@pytest.fixture(autouse=True)
def person(official: User) -> User:
    EmailAddress.objects.create(user=official, email=official.email, verified=True, primary=True)
    return official


def at(network: str) -> Client:
    return Client(REMOTE_ADDR=network)


def sign_in(browser: Client, password: str, address: str = "official@example.net") -> Any:
    return browser.post("/account/login/", {"login": address, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


def guess(network: str, times: int, address: str = "official@example.net") -> Any:
    browser = at(network)
    return [sign_in(browser, f"guess {number}", address) for number in range(times)][-1]


def ask_code(browser: Client, address: str = "official@example.net") -> bool:
    answer = browser.post("/account/login/code/", {"email": address})
    return answer.status_code == 302


def networks(number: int) -> list[str]:
    return [f"5.{40 + n // 200}.{n % 200}.9" for n in range(number)]


def test_six_wrong_passwords_of_a_stranger_lock_no_official_out() -> None:
    assert b"Too many wrong passwords" in guess(AWAY, 6).content
    browser = at(HOME)
    sign_in(browser, PASSWORD)
    assert is_in(browser)


def test_a_stranger_in_the_same_network_does_not_lock_out_a_device_that_is_known() -> None:
    browser = at(HOME)
    sign_in(browser, PASSWORD)
    browser.post("/account/logout/")
    guess(HOME, 6)
    sign_in(browser, PASSWORD)
    assert is_in(browser)


def test_a_device_is_known_for_the_account_that_signed_in_there_and_for_no_other(
    resident: User,
) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    thief = at(AWAY)
    sign_in(thief, PASSWORD, resident.email)
    thief.post("/account/logout/")
    for number in range(6):
        answer = sign_in(thief, f"guess {number}")
    assert b"Too many wrong passwords" in answer.content


def test_a_cookie_that_was_made_up_makes_no_device_known() -> None:
    thief = at(AWAY)
    thief.cookies["device"] = "WyJhIixbXV0:1abc:forged"
    for number in range(6):
        answer = sign_in(thief, f"guess {number}")
    assert b"Too many wrong passwords" in answer.content


def test_waits_grow_with_every_round_of_guesses() -> None:
    spans = [limit.span_s for limit in attempts.PASSWORDS]
    rates = [limit.most / limit.span_s for limit in attempts.PASSWORDS]
    assert spans == sorted(spans)
    assert rates == sorted(rates, reverse=True)


def test_from_many_networks_no_more_than_a_hundred_passwords_are_tried_in_a_day(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    looked_at = []
    check = User.check_password

    def counted(self: User, raw: str) -> bool:
        looked_at.append(raw)
        return check(self, raw)

    monkeypatch.setattr(User, "check_password", counted)
    for network in networks(40):
        guess(network, 3)
    assert len(looked_at) == 100


def test_an_attack_from_many_networks_locks_out_neither_a_known_device_nor_a_mailed_code() -> None:
    known = at(HOME)
    sign_in(known, PASSWORD)
    known.post("/account/logout/")
    for network in networks(40):
        guess(network, 3)
    new = at("82.66.1.1")
    assert b"Have a code sent" in sign_in(new, PASSWORD).content
    assert ask_code(new)
    sign_in(known, PASSWORD)
    assert is_in(known)


def test_one_network_does_not_try_one_password_at_many_accounts() -> None:
    place = attempts.place_of(RequestFactory().get("/", REMOTE_ADDR=AWAY))
    take(attempts.PASSWORDS_OF_A_NETWORK, place, cost=299)
    assert b"are not correct" in guess(AWAY, 1, "one@example.org").content
    assert b"Too many wrong passwords" in guess(AWAY, 1, "another@example.org").content


@pytest.mark.django_db(transaction=True)
def test_forty_guesses_at_once_are_forty_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at = []
    check = User.check_password

    def counted(self: User, raw: str) -> bool:
        looked_at.append(raw)
        return check(self, raw)

    monkeypatch.setattr(User, "check_password", counted)

    def one(number: int) -> None:
        try:
            sign_in(at(AWAY), f"guess {number}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert len(looked_at) == 5


def test_three_code_requests_of_a_stranger_lock_nobodys_code_out() -> None:
    assert [ask_code(at(AWAY)) for _ in range(4)] == [True, True, True, False]
    assert ask_code(at(HOME))


def test_a_mailbox_is_not_filled_from_many_networks_and_a_known_device_still_gets_its_code() -> (
    None
):
    known = at(HOME)
    sign_in(known, PASSWORD)
    known.post("/account/logout/")
    mail.outbox.clear()
    for network in networks(35):
        ask_code(at(network))
    assert len(mail.outbox) == 30
    assert ask_code(known)


@pytest.mark.parametrize("address", ["official@example.net", "nobody@example.net"])
def test_limits_say_the_same_whether_an_address_has_an_account(address: str) -> None:
    assert [ask_code(at(AWAY), address) for _ in range(4)] == [True, True, True, False]
    assert b"Too many wrong passwords" in guess(AWAY, 6, address).content


def test_what_was_typed_stays_in_the_form_that_is_refused() -> None:
    assert b'value="official@example.net"' in guess(AWAY, 6).content


def test_a_wrong_old_password_cannot_be_guessed_on_and_on(client: Client, person: User) -> None:
    client.force_login(person)
    sent = {"password1": "thief thief thief", "password2": "thief thief thief"}
    for number in range(10):
        client.post("/account/password/change/", sent | {"oldpassword": f"guess {number}"})
    answer = client.post("/account/password/change/", sent | {"oldpassword": PASSWORD})
    person.refresh_from_db()
    assert answer.status_code == 200
    assert person.check_password(PASSWORD)


def test_an_unconfirmed_account_is_no_way_to_fill_its_address_with_mail() -> None:
    stranger = at(AWAY)
    stranger.post("/account/signup/", {"email": "victim@example.org", "password1": PASSWORD})
    for _ in range(6):
        sign_in(at(AWAY), PASSWORD, "victim@example.org")
    assert len(mail.outbox) == 3
