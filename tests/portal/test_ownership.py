"""Signing up with somebody else's address gains nothing, whichever way they confirm it later."""

from __future__ import annotations

import re
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import Client
from django.urls import reverse

from portal.models import Session, User
from portal.ownership import account_of

pytestmark = pytest.mark.django_db

ANNA = "anna.mairie@example.org"
THEIRS = "stranger-knows-this-1"
MINE = "only-anna-knows-this"


def sign_up(browser: Client, address: str = ANNA, password: str = THEIRS) -> None:
    browser.post("/account/signup/", {"email": address, "password1": password})


def mailed(pattern: str = r"^([A-Z]{4}-[A-Z]{4})$") -> str:
    found = re.search(pattern, mail.outbox[-1].body, re.MULTILINE)
    assert found, mail.outbox[-1].body
    return found.group(1)


def by_code(browser: Client, address: str = ANNA) -> Any:
    browser.post("/account/login/code/", {"email": address})
    return browser.post("/account/login/code/confirm/", {"code": mailed()})


def by_password(browser: Client, password: str, address: str = ANNA) -> Any:
    return browser.post("/account/login/", {"login": address, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get("/me/").status_code == 200


@pytest.fixture
def stranger() -> Client:
    """A stranger's browser, in which Anna's address was signed up and never confirmed."""
    browser = Client()
    sign_up(browser)
    return browser


@pytest.fixture
def anna(stranger: Client) -> Client:
    """Anna's browser, signed in by a mailed code after a stranger had signed up as her."""
    browser = Client()
    by_code(browser)
    assert is_in(browser)
    return browser


def test_a_stranger_cannot_sign_in_with_the_password_they_chose_for_another_ones_address(
    anna: Client,
) -> None:
    attacker = Client()
    by_password(attacker, THEIRS)
    assert not is_in(attacker)


def test_a_stranger_who_signed_up_first_does_not_get_the_desk_once_a_role_is_given(
    anna: Client,
) -> None:
    call_command("role", ANNA, "official", stdout=StringIO())
    attacker = Client()
    by_password(attacker, THEIRS)
    assert attacker.get("/desk/").status_code != 200


def test_the_one_whose_address_it_is_is_told_that_a_password_was_removed(anna: Client) -> None:
    assert "somebody had set a password" in mail.outbox[-1].body
    assert mail.outbox[-1].to == [ANNA]


def test_the_strangers_browser_gets_in_by_nothing_that_it_still_holds(
    stranger: Client, anna: Client
) -> None:
    for path in ("/account/confirm-email/", "/account/login/", "/account/login/code/confirm/"):
        stranger.get(path)
        stranger.post(path, {"code": "AAAA-AAAA"})
    assert not is_in(stranger)


def test_by_a_password_reset_only_the_new_password_opens_the_account(stranger: Client) -> None:
    browser = Client()
    browser.post("/account/password/reset/", {"email": ANNA})
    page = browser.get(mailed(r"https?://[^/]+(/account/password/reset/key/\S+)"), follow=True)
    sent = {"password1": MINE, "password2": MINE}
    browser.post(page.context["action_url"], sent)
    assert EmailAddress.objects.get(email=ANNA).verified
    assert not is_in_after(THEIRS)
    assert is_in_after(MINE)


def is_in_after(password: str) -> bool:
    browser = Client()
    by_password(browser, password)
    return is_in(browser)


def test_whoever_signs_up_and_types_the_code_in_the_same_browser_keeps_their_password() -> None:
    browser = Client()
    sign_up(browser, password=MINE)
    browser.post("/account/confirm-email/", {"code": mailed()})
    assert is_in(browser)
    assert is_in_after(MINE)


def test_so_does_whoever_types_the_password_and_the_code_on_another_day() -> None:
    sign_up(Client(), password=MINE)
    browser = Client()
    by_password(browser, MINE)
    browser.post("/account/confirm-email/", {"code": mailed()})
    assert is_in(browser)
    assert is_in_after(MINE)


def test_a_city_account_that_a_stranger_connected_before_goes_too(stranger: Client) -> None:
    person = User.objects.get(email=ANNA)
    SocialAccount.objects.create(user=person, provider="city", uid="the-stranger")
    by_code(Client())
    assert not SocialAccount.objects.exists()


def test_sessions_that_began_before_the_first_confirmation_end(stranger: Client) -> None:
    person = User.objects.get(email=ANNA)
    early = Client()
    early.force_login(person)
    by_code(Client())
    assert Session.objects.filter(person=person).count() == 1
    assert not is_in(early)


def test_other_addresses_that_were_never_confirmed_go_too(stranger: Client) -> None:
    person = User.objects.get(email=ANNA)
    EmailAddress.objects.create(user=person, email="stranger@example.org", verified=False)
    by_code(Client())
    assert not EmailAddress.objects.filter(email="stranger@example.org").exists()


def test_a_code_for_an_address_that_somebody_merely_typed_into_theirs_opens_no_account(
    resident: User,
) -> None:
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    EmailAddress.objects.create(user=resident, email=ANNA, verified=False)
    assert account_of(ANNA) is None
    Client().post("/account/login/code/", {"email": ANNA})
    assert "no account has this address" in mail.outbox[-1].body


def test_an_older_claim_to_an_address_does_not_stand_before_whoever_confirmed_it(
    stranger: Client,
) -> None:
    resident = User.objects.create_user("ana@example.org", MINE)
    EmailAddress.objects.create(user=resident, email=resident.email, verified=True, primary=True)
    EmailAddress.objects.create(user=resident, email=ANNA, verified=True)
    assert account_of(ANNA) == resident
    browser = Client()
    by_code(browser)
    assert resident.email in browser.get("/me/").content.decode()


@pytest.mark.django_db(transaction=True)
def test_the_same_sign_up_sent_three_times_at_once_is_one_account_and_no_failure() -> None:
    def one(_number: int) -> int:
        sent = {"email": "twice@example.org", "password1": MINE}
        try:
            return int(Client().post("/account/signup/", sent).status_code)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(3) as pool:
        answers = list(pool.map(one, range(3)))
    assert answers == [302, 302, 302]
    assert User.objects.filter(email="twice@example.org").count() == 1


def test_a_password_that_waits_at_a_shared_computer_for_the_addresss_owner_goes_too(
    stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    later = time.time() + 3_601
    monkeypatch.setattr(time, "time", lambda: later)
    by_code(stranger)
    assert is_in(stranger)
    assert not User.objects.get(email=ANNA).has_usable_password()


def test_a_password_goes_too_once_somebody_turned_back(stranger: Client) -> None:
    stranger.post("/account/logout/")
    by_code(stranger)
    assert not User.objects.get(email=ANNA).has_usable_password()


def test_an_unconfirmed_claim_makes_way_for_whom_the_identity_service_knows(
    stranger: Client,
) -> None:
    from portal.ownership import release

    release([ANNA.upper()])
    assert not User.objects.filter(email=ANNA).exists()


def test_a_confirmed_account_or_a_role_makes_way_for_nobody(resident: User, official: User) -> None:
    from portal.ownership import release

    EmailAddress.objects.create(user=resident, email=resident.email, verified=True)
    release([resident.email, official.email])
    assert User.objects.count() == 2


def test_a_role_for_an_unconfirmed_address_is_refused(stranger: Client) -> None:
    with pytest.raises(CommandError, match="Nobody has confirmed this address"):
        call_command("role", ANNA, "official")
    assert User.objects.get(email=ANNA).role == "resident"


def test_a_notice_speaks_the_language_in_which_its_reader_signed_in(stranger: Client) -> None:
    browser = Client(HTTP_ACCEPT_LANGUAGE="fr")
    by_code(browser)
    call_command("role", ANNA, "official", stdout=StringIO())
    assert "rôle" in mail.outbox[-1].subject


def test_an_address_that_is_added_and_made_the_main_one_is_told_to_the_old_one_too(
    anna: Client,
) -> None:
    email = reverse("account_email")
    mail.outbox.clear()
    anna.post(email, {"action_add": "", "email": "new@example.org"})
    anna.post("/account/confirm-email/", {"code": mailed()})
    anna.post(email, {"action_primary": "", "email": "new@example.org"})
    anna.post(email, {"action_remove": "", "email": ANNA})
    told = {(message.subject, message.to[0]) for message in mail.outbox}
    assert {
        ("An address was added to your account", ANNA),
        ("Your account has another main address", ANNA),
        ("An address was removed from your account", ANNA),
        ("An address was removed from your account", "new@example.org"),
    } <= told


def test_a_password_that_is_set_and_one_that_is_changed_are_told(anna: Client) -> None:
    anna.post("/account/password/set/", {"password1": MINE, "password2": MINE})
    assert mail.outbox[-1].subject == "A password was set for your account"
    sent = {"oldpassword": MINE, "password1": THEIRS * 2, "password2": THEIRS * 2}
    anna.post("/account/password/change/", sent)
    assert mail.outbox[-1].subject == "Your password was changed"
