"""Asking for another code: alike for every address, in time, and no more guesses than before."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core.internal import cryptokit
from django.core import mail
from django.db import connections
from django.test import Client

from portal.models import User

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "official@example.net", "nobody@example.net"
ASKED = {
    "sign-in": ("/account/login/code/", "/account/login/code/confirm/"),
    "sign-up": ("/account/signup/", "/account/confirm-email/"),
}
BOTH = pytest.mark.parametrize("way", ASKED)


@pytest.fixture(autouse=True)
def person(official: User) -> User:
    EmailAddress.objects.create(user=official, email=official.email, verified=True, primary=True)
    return official


def asked(way: str, address: str, network: str = "5.39.10.7") -> Client:
    browser = Client(REMOTE_ADDR=network)
    answer = browser.post(ASKED[way][0], {"email": address, "password1": "a quite long phrase"})
    assert answer["Location"] == ASKED[way][1]
    return browser


def again(browser: Client, way: str) -> Any:
    return browser.post(ASKED[way][1], {"action": "resend"}, follow=True)


def typed(browser: Client, way: str, code: str) -> Any:
    return browser.post(ASKED[way][1], {"code": code})


def last_code() -> str:
    found = re.search(r"^([A-Z]{4}-[A-Z]{4})$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def told(answer: Any, address: str) -> tuple[int, str]:
    said = answer.content.decode().replace(address, "ADDRESS")
    return answer.status_code, re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", said)


@BOTH
def test_the_page_names_the_address_and_offers_another_code_and_another_address(way: str) -> None:
    page = asked(way, UNKNOWN).get(ASKED[way][1]).content.decode()
    assert UNKNOWN in page
    assert "Send another code" in page
    assert "Use another address" in page


@BOTH
@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_another_code_is_another_mail_whoever_has_the_address(way: str, address: str) -> None:
    browser = asked(way, address)
    assert b"We sent another code" in again(browser, way).content
    assert [one.to for one in mail.outbox] == [[address], [address]]
    assert mail.outbox[0].subject == mail.outbox[1].subject


@BOTH
def test_no_answer_on_the_way_tells_that_an_address_has_an_account(way: str) -> None:
    seen = []
    for address in (KNOWN, UNKNOWN):
        browser = asked(way, address)
        steps = [browser.get(ASKED[way][1])]
        steps += [again(browser, way) for _time in range(3)]
        steps += [typed(browser, way, "AAAA-AAAA") for _time in range(4)]
        steps += [browser.get(ASKED[way][1])]
        seen.append([told(step, address) for step in steps])
    assert seen[0] == seen[1]


def test_after_turning_back_the_page_is_closed_for_every_address() -> None:
    for address in (KNOWN, UNKNOWN):
        browser = asked("sign-up", address)
        browser.post("/account/logout/", {"next": "/account/signup/"})
        assert browser.get("/account/confirm-email/")["Location"] == "/account/login/"
        assert browser.get("/account/signup/").status_code == 200


@BOTH
def test_of_more_codes_only_the_last_one_works(way: str) -> None:
    address = KNOWN if way == "sign-in" else "new@example.org"
    browser = asked(way, address)
    first = last_code()
    again(browser, way)
    assert typed(browser, way, first).status_code == 200
    assert typed(browser, way, last_code()).status_code == 302
    assert browser.get("/me/").status_code == 200


@BOTH
def test_another_code_has_the_whole_of_its_time(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.time()
    browser = asked(way, KNOWN if way == "sign-in" else "new@example.org")
    monkeypatch.setattr(time, "time", lambda: began + 9 * 60)
    again(browser, way)
    monkeypatch.setattr(time, "time", lambda: began + 17 * 60)
    assert typed(browser, way, last_code()).status_code == 302
    assert browser.get("/me/").status_code == 200


@BOTH
@pytest.mark.parametrize("address", [KNOWN, UNKNOWN])
def test_after_three_mails_the_page_says_when_to_ask_again(way: str, address: str) -> None:
    browser = asked(way, address)
    for _time in range(2):
        again(browser, way)
    page = browser.get(ASKED[way][1]).content.decode()
    assert re.search(r"Use the last one, or ask after (.+, )?\d\d:\d\d\.", page)
    assert b"We sent another code" not in again(browser, way).content
    assert len(mail.outbox) == 3


@BOTH
def test_asking_for_codes_again_and_again_fills_nobodys_mailbox_from_many_networks(
    way: str,
) -> None:
    for number in range(12):
        browser = asked(way, KNOWN, f"5.40.{number}.9")
        for _time in range(2):
            again(browser, way)
        if len(mail.outbox) == 30:
            break
    assert b"We sent another code" not in again(browser, way).content
    assert len(mail.outbox) == 30


@BOTH
def test_a_wrong_code_is_refused_with_what_to_do(way: str) -> None:
    browser = asked(way, UNKNOWN)
    page = typed(browser, way, "AAAA-AAAA").content.decode()
    assert "Type the one of the last mail." in page
    assert 'value="AAAA-AAAA"' in page
    typed(browser, way, "AAAA-AAAA")
    after = browser.get(typed(browser, way, "AAAA-AAAA")["Location"]).content.decode()
    assert "Have a new one sent to you." in after


def test_each_mailed_code_takes_three_guesses() -> None:
    browser = asked("sign-in", KNOWN)
    answers = [typed(browser, "sign-in", "AAAA-AAAA").status_code for _time in range(2)]
    again(browser, "sign-in")
    answers += [typed(browser, "sign-in", "AAAA-AAAA").status_code for _time in range(3)]
    assert answers == [200, 200, 200, 200, 302]
    assert browser.get(ASKED["sign-in"][1])["Location"] == "/account/login/code/"


@pytest.mark.django_db(transaction=True)
def test_forty_codes_typed_at_once_are_three_guesses(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[str] = []
    compare = cryptokit.compare_user_code

    def counted(*, actual: str, expected: str) -> bool:
        looked_at.append(actual)
        return bool(compare(actual=actual, expected=expected))

    monkeypatch.setattr("allauth.account.forms.compare_user_code", counted)
    session = asked("sign-in", KNOWN).cookies["sessionid"].value

    def one(number: int) -> None:
        try:
            browser = Client(REMOTE_ADDR="5.39.10.7")
            browser.cookies["sessionid"] = session
            typed(browser, "sign-in", f"AAAA-{number:04}")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(one, range(40)))
    assert len(looked_at) <= 3
