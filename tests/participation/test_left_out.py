"""A law over all forms: a field that did not arrive never means that something is to go."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.db import transaction

from participation.models import Consultation
from portal.models import User
from tests.participation.conftest import establish, verify
from tests.participation.left_out import of_people, of_plans, of_questions, of_the_desk
from tests.participation.left_out.routes import forms_of_pages, takers
from tests.participation.left_out.stored import Stored, changed, lost, stored
from tests.participation.left_out.world import EDITS, FORMS, Fields, Sent, signed_in
from tests.participation.sent_forms import CASES, Site
from twin.models import Scenario

assert all((of_people, of_plans, of_questions, of_the_desk))
pytestmark = pytest.mark.django_db

# Forms without a field: the button of an address that says all there is.
BUTTONS = {
    "desk-undo",
    "desk-kiosk-close",
    "comment-withdraw",
    "run-cancel",
    "run-repeat",
    "scenario-revise",
    "scenario-ask",
    "kept",
    "mfa_deactivate_totp",
    "mfa_remove_webauthn",
    "mfa_generate_recovery_codes",
}
# Nothing is stored there, and why.
NOTHING = {
    "policy-reports": "browsers tell of broken rules; told in the log",
    "vote": "the sheet is shown again; marks stay on the device",
    "vote-draft": "marks stay on the device",
    "vote-review": "the sheet is shown as it will be counted; test_nothing_said sends none",
    "kiosk-vote": "the sheet is shown again",
    "kiosk-review": "the sheet is shown as it will be counted",
    "comment-new": "a draft on the device; test_comment_drafts sends it without its place",
    "comment-words": "a draft on the device",
    "count-scrutiny": "a page of the count",
    "desk-item-leave": "a look ends, which ends by itself too",
    "desk-decide": "a preview",
    "desk-answer": "one more comment in a draft",
    "set_language": "a cookie",
    "account_login": "a session begins",
    "account_logout": "a session ends",
    "account_reauthenticate": "a session goes on",
    "account_request_login_code": "a letter goes out",
    "account_confirm_login_code": "a session begins",
    "account_email_verification_sent": "an address is confirmed",
    "account_reset_password": "a letter goes out",
    "confirm-by-code": "a session goes on",
    "mfa_authenticate": "a session begins",
    "mfa_reauthenticate": "a session goes on",
    "mfa_reauthenticate_webauthn": "a session goes on",
    "account_signup": "an account begins",
    "socialaccount_signup": "an account begins",
    "account_set_password": "only where there was none",
    "account_reset_password_from_key": "Django's own form: both fields or none",
}
# What comes whole is refused too (no test has the device that answers), or a letter goes out.
UNHEARD = {"mfa_activate_totp", "mfa_add_webauthn", "socialaccount_connections"}


@pytest.fixture
def site(
    make_question: Callable[..., Consultation],
    scenarios: list[Scenario],
    official: User,
    planner: User,
    resident: User,
    neighbour: User,
    settings: Any,
) -> Site:
    settings.OIDC_ORIGINS = ["https://id.city.example"]
    verify(official, planner, resident, neighbour)
    establish(official, planner, resident, neighbour)
    people = {"official": official, "planner": planner}
    return Site(make_question, scenarios, people | {"resident": resident, "neighbour": neighbour})


def _route(name: str) -> str:
    return name.partition(":")[0]


def test_every_address_that_takes_a_form_stands_in_the_law() -> None:
    tried = {_route(name) for name in [*FORMS, *CASES]}
    assert takers() - tried - BUTTONS - set(NOTHING) == set()
    assert (tried | BUTTONS | set(NOTHING)) - takers() == set()
    assert {_route(name) for name in FORMS} & (BUTTONS | set(NOTHING)) == set()


def test_every_form_of_a_page_goes_where_the_law_looks() -> None:
    found = {name for to, _fields in forms_of_pages() for name in to}
    assert found - takers() == set()
    assert len(found) > 40


def test_a_form_that_is_called_a_button_has_no_field() -> None:
    found = {name for to, fields in forms_of_pages() if fields for name in to}
    assert found & BUTTONS == set()


def _sent(name: str, site: Site) -> Sent:
    if name in FORMS:
        return FORMS[name](site)
    one = CASES[name](site)
    return Sent(signed_in(site, one.who), one.to, one.what)


def _after(sent: Sent, what: Fields) -> tuple[int, Stored]:
    """The status and what is stored once this was sent; afterwards all is as before."""
    cookies = sent.browser.cookies.copy()
    cache.clear()
    with transaction.atomic():
        for one in what.values():
            if hasattr(one, "seek"):
                one.seek(0)
        status = sent.browser.post(sent.to, what).status_code
        after = stored()
        transaction.set_rollback(True)
    sent.browser.cookies = cookies
    return status, after


EVERY = sorted({*FORMS, *(name for name in CASES if name not in FORMS)})


@pytest.mark.parametrize("name", EVERY)
def test_a_field_that_was_left_out_removes_and_empties_nothing(name: str, site: Site) -> None:
    """With each field left out in turn, and with none: what is lost, the whole form loses too."""
    sent = _sent(name, site)
    before = stored()
    status, whole = _after(sent, sent.what)
    assert status < 400
    assert name in EDITS or _route(name) in UNHEARD or before != whole
    if name in EDITS:
        assert not changed(before, whole)
        assert status == 302
    for left_out in [*sent.what, None]:
        what = {k: v for k, v in sent.what.items() if left_out and k != left_out}
        status, after = _after(sent, what)
        assert status < 500, left_out
        assert lost(before, after) <= lost(before, whole), left_out
        assert name not in EDITS or not changed(before, after), left_out
        assert not sent.stands or before.keys() == after.keys(), left_out
