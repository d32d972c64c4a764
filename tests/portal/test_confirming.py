"""Acts that matter ask who is there: attacks with a stolen session, and the ways to confirm."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.core.exceptions import ReauthenticationRequired
from allauth.mfa import urls as mfa_urls
from allauth.socialaccount.internal.flows.connect import do_connect
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.core import mail
from django.test import Client, RequestFactory
from django.urls import reverse

from portal.accounts import SECOND_FACTORS
from portal.models import User

PASSWORD = "a long pass phrase"
EMAIL = "/account/email/"
BY_CODE = "/account/confirm/code/"


@pytest.fixture
def person(resident: User) -> User:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    return resident


@pytest.fixture
def coder(person: User) -> User:
    """Somebody who signs in by mailed codes and has no password."""
    person.set_unusable_password()
    person.save()
    return person


@pytest.fixture
def later(client: Client) -> Callable[[User], Client]:
    """later(person): their browser, twenty minutes after they signed in."""

    def sign_in(person: User) -> Client:
        client.force_login(person)
        session = client.session
        session["confirmed_at"] -= 1_200
        session.save()
        return client

    return sign_in


def mailed_code() -> str:
    found = re.search(r"^[A-Z]{4}-[A-Z]{4}$", mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group()


def test_a_stolen_session_cannot_add_an_address(
    person: User, later: Callable[[User], Client]
) -> None:
    answer = later(person).post(EMAIL, {"action_add": "", "email": "thief@example.org"})
    assert answer["Location"].startswith(reverse("account_reauthenticate"))
    assert mail.outbox == []


def test_a_stolen_session_cannot_make_another_address_the_main_one(
    person: User, later: Callable[[User], Client]
) -> None:
    EmailAddress.objects.create(user=person, email="second@example.org", verified=True)
    later(person).post(EMAIL, {"action_primary": "", "email": "second@example.org"})
    person.refresh_from_db()
    assert person.email == "ana@example.org"


def test_a_stolen_session_cannot_connect_a_city_account_of_the_thief(
    person: User, later: Callable[[User], Client], rf: RequestFactory
) -> None:
    request = rf.get("/account/oidc/city/login/callback/")
    request.session, request.user = later(person).session, person
    theirs = SocialLogin(account=SocialAccount(provider="city", uid="thief"))
    with context.request_context(request), pytest.raises(ReauthenticationRequired):
        do_connect(request, theirs)
    assert not SocialAccount.objects.exists()


def test_a_stolen_session_of_somebody_without_a_password_cannot_set_one(
    coder: User, later: Callable[[User], Client]
) -> None:
    sent = {"password1": "thief thief thief", "password2": "thief thief thief"}
    answer = later(coder).post("/account/password/set/", sent)
    coder.refresh_from_db()
    assert answer["Location"].startswith(BY_CODE)
    assert not coder.has_usable_password()


@pytest.mark.parametrize("address", [f"/account/2fa/{a}" for a, _view, _name in SECOND_FACTORS])
def test_a_stolen_session_of_somebody_without_a_password_cannot_touch_a_second_factor(
    coder: User, later: Callable[[User], Client], address: str
) -> None:
    path = address.replace("<int:pk>", "1")
    browser = later(coder)
    assert browser.get(path)["Location"].startswith(BY_CODE)
    assert browser.post(path, {"code": "123456"})["Location"].startswith(BY_CODE)


def test_every_page_of_allauths_that_changes_a_second_factor_is_asked_for() -> None:
    changing = ("activate", "add", "remove", "edit", "generate", "download", "view", "list")
    names = {
        pattern.name
        for pattern in _flat(mfa_urls.urlpatterns)
        if any(word in pattern.name for word in changing)
    }
    assert names == {name for _a, _view, name in SECOND_FACTORS}


def _flat(patterns: list[Any]) -> list[Any]:
    return [
        leaf
        for one in patterns
        for leaf in (_flat(one.url_patterns) if hasattr(one, "url_patterns") else [one])
    ]


def test_what_is_asked_for_stands_outside_of_what_takes_posts_alone() -> None:
    """Else an act that was kept comes back to a door that takes no GET."""
    wrong = "@require_POST\n@confirmed_recently"
    root = Path(__file__).resolve().parents[2]
    floors = [root / floor for floor in ("portal", "twin", "participation")]
    files = [file for floor in floors for file in floor.rglob("*.py")]
    assert [file.name for file in files if wrong in file.read_text()] == []


@pytest.mark.parametrize("address", [EMAIL, "/account/password/change/", "/account/3rdparty/"])
def test_the_page_itself_is_asked_for_before_anything_is_typed(
    person: User, later: Callable[[User], Client], address: str
) -> None:
    answer = later(person).get(address)
    assert answer["Location"].startswith(reverse("account_reauthenticate"))


def test_whoever_signed_in_within_the_quarter_of_an_hour_is_not_asked(
    client: Client, person: User
) -> None:
    client.force_login(person)
    assert client.get(EMAIL).status_code == 200


def test_a_guest_is_sent_to_sign_in_and_comes_back(client: Client, db: None) -> None:
    assert client.get(EMAIL)["Location"] == "/account/login/?next=%2Faccount%2Femail%2F"


def test_with_the_password_what_was_typed_is_done_and_one_is_where_one_was(
    person: User, later: Callable[[User], Client]
) -> None:
    browser = later(person)
    ask = browser.post(EMAIL, {"action_add": "", "email": "new@example.org"})["Location"]
    next_ = browser.get(ask).context["redirect_field_value"]
    back = browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": next_})[
        "Location"
    ]
    assert back.startswith(EMAIL)
    assert browser.get(back)["Location"] == reverse("account_email_verification_sent")
    assert mail.outbox[-1].to == ["new@example.org"]


def test_with_a_wrong_password_nothing_is_done(
    person: User, later: Callable[[User], Client]
) -> None:
    browser = later(person)
    browser.post(EMAIL, {"action_add": "", "email": "thief@example.org"})
    answer = browser.post(reverse("account_reauthenticate"), {"password": "guessed", "next": EMAIL})
    assert answer.status_code == 200
    assert browser.get(EMAIL).status_code == 302


def test_what_one_shied_away_from_is_not_done_when_one_comes_again(
    person: User, later: Callable[[User], Client]
) -> None:
    browser = later(person)
    browser.post(EMAIL, {"action_add": "", "email": "new@example.org"})
    sent = {"password": PASSWORD, "next": EMAIL}
    browser.post(reverse("account_reauthenticate"), sent)
    assert browser.get(EMAIL).status_code == 200
    assert mail.outbox == []


def test_what_was_typed_lies_sealed_in_the_session(
    person: User, later: Callable[[User], Client]
) -> None:
    browser = later(person)
    browser.post(EMAIL, {"action_add": "", "email": "new@example.org"})
    assert "new@example.org" not in str(dict(browser.session))


def test_a_password_is_not_kept_in_the_session_not_even_sealed(
    person: User, later: Callable[[User], Client]
) -> None:
    sent = {"oldpassword": PASSWORD, "password1": "a new long phrase", "password2": "and again"}
    browser = later(person)
    browser.post("/account/password/change/", sent)
    assert "kept_act" not in browser.session


def test_a_link_with_a_made_up_word_does_nothing(
    person: User, later: Callable[[User], Client]
) -> None:
    browser = later(person)
    browser.post(EMAIL, {"action_add": "", "email": "new@example.org"})
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": EMAIL})
    assert browser.get(f"{EMAIL}?again=guessed").status_code == 200
    assert mail.outbox == []


def test_one_without_a_password_confirms_by_a_mailed_code_and_comes_back(
    coder: User, later: Callable[[User], Client]
) -> None:
    browser = later(coder)
    ask = browser.get("/account/password/set/")["Location"]
    assert b"Send me a code" in browser.get(ask).content
    browser.post(BY_CODE, {"next": "/account/password/set/"})
    sent = {"code": mailed_code().lower(), "next": "/account/password/set/"}
    assert browser.post(BY_CODE, sent)["Location"] == "/account/password/set/"
    assert browser.get("/account/password/set/").status_code == 200


def test_a_wrong_code_confirms_nothing_and_says_so(
    coder: User, later: Callable[[User], Client]
) -> None:
    browser = later(coder)
    browser.post(BY_CODE, {"next": EMAIL})
    answer = browser.post(BY_CODE, {"code": "WRNG-WRNG", "next": EMAIL})
    assert answer.status_code == 400
    assert b"This is not the code" in answer.content


def test_codes_to_confirm_cannot_be_guessed_on_and_on(
    coder: User, later: Callable[[User], Client]
) -> None:
    browser = later(coder)
    browser.post(BY_CODE, {"next": EMAIL})
    right = mailed_code()
    for number in range(10):
        browser.post(BY_CODE, {"code": f"WRNG-{number}", "next": EMAIL})
    assert browser.post(BY_CODE, {"code": right, "next": EMAIL}).status_code == 429


def test_a_session_does_not_fill_the_persons_mailbox(
    coder: User, later: Callable[[User], Client]
) -> None:
    browser = later(coder)
    assert [browser.post(BY_CODE, {"next": EMAIL}).status_code for _ in range(7)][-1] == 429
    assert len(mail.outbox) == 5


def test_the_way_back_leads_to_no_other_site(coder: User, later: Callable[[User], Client]) -> None:
    browser = later(coder)
    browser.post(BY_CODE, {"next": "https://thief.example/"})
    sent: dict[str, Any] = {"code": mailed_code(), "next": "https://thief.example/"}
    assert browser.post(BY_CODE, sent)["Location"] == "/"
