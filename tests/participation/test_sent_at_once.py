"""Every form of the site is sent twice at the same moment: it stores what one sending stores.

All of them in one database, each with people, plans and a question of its own.
"""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.utils import timezone

from participation.models import Consultation
from portal.models import User
from tests.at_once import at_once
from tests.participation.conftest import establish, verify
from tests.participation.left_out.stored import numbers
from tests.participation.left_out.world import EDITS, FORMS, Fields, Sent, signed_in
from tests.participation.rival_forms import RIVALS
from tests.participation.sent_forms import CASES, Site
from tests.participation.test_left_out import EVERY, UNHEARD
from twin.models import Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)
ROLES = {"official": "official", "planner": "planner", "resident": "", "neighbour": ""}
# What the workers and the gate make afterwards, and a session whose key turns twice.
LATER = {
    "portal_session",
    "participation_place",
    "participation_publiccomment",
    "participation_publicchange",
    "participation_releasestate",
}


@pytest.fixture
def sites(
    make_question: Callable[..., Consultation], version: TwinVersion, settings: Any
) -> Iterator[Site]:
    """One site after the other, whose people and questions nobody else has."""
    settings.OIDC_ORIGINS = ["https://id.city.example"]
    return (_site(make_question, version, f"n{number}") for number in itertools.count())


def _site(make: Callable[..., Consultation], version: TwinVersion, mark: str) -> Site:
    people = {
        name: User.objects.create_user(
            f"{name}.{mark}@example.org", "a long pass phrase", **({"role": role} if role else {})
        )
        for name, role in ROLES.items()
    }
    verify(*people.values())
    establish(*people.values())
    plans = [
        Scenario.objects.create(
            base=version,
            name={"en": f"{name} {mark}"},
            status="published",
            visibility="public",
            digest=f"{name}{mark}",
            published_at=timezone.now(),
        )
        for name in ("asis", "carf", "onew")
    ]

    def question(phase: str = "vote", slug: str = "streets", status: str = "open") -> Consultation:
        return make(phase, f"{slug}-{mark}", status)

    return Site(question, plans, people)


def _copied(what: Fields) -> Fields:
    """The fields with files of their own, since whoever reads one is at its end."""
    files = {name: one for name, one in what.items() if isinstance(one, SimpleUploadedFile)}
    for one in files.values():
        one.seek(0)
    read = {name: SimpleUploadedFile(one.name, one.read()) for name, one in files.items()}
    return {**what, **read, "csrfmiddlewaretoken": "one-page"}


def _rows() -> Counter[str]:
    return Counter({table: number for table, number in numbers().items() if table not in LATER})


def _alone(sent: Sent) -> tuple[Any, Counter[str]]:
    """The answer to one sending and how many rows it would leave; then it is undone."""
    cookies = sent.browser.cookies.copy()
    with transaction.atomic():
        answer = sent.browser.post(sent.to, _copied(sent.what))
        after = _rows()
        transaction.set_rollback(True)
    sent.browser.cookies = cookies
    cache.clear()
    return answer, after


def _both(*forms: Sent) -> list[Any]:
    """The answers to forms that are sent at the same moment, each by a browser of its own."""

    def send(sent: Sent, what: Fields) -> Any:
        browser = Client(raise_request_exception=False)
        browser.cookies = sent.browser.cookies.copy()
        return browser.post(sent.to, what)

    return at_once(*(partial(send, one, _copied(one.what)) for one in forms))


def _fault(name: str, site: Site) -> str:
    """What is wrong with two sendings of this form, "" if nothing is."""
    made = CASES[name](site) if name in CASES and name not in FORMS else None
    sent = Sent(signed_in(site, made.who), made.to, made.what) if made else FORMS[name](site)
    before = made.rows.count() if made else 0
    alone, after_one = _alone(sent)
    answers = _both(sent, sent)
    after_two, statuses = _rows(), sorted(one.status_code for one in answers)
    if alone.status_code >= 400 and name not in UNHEARD:
        return f"alone it is refused: {alone.status_code}"
    if after_one != after_two:
        return f"more rows: {after_two - after_one}, fewer: {after_one - after_two}"
    if made is None:
        return "" if statuses[-1] < 500 else f"statuses: {statuses}"
    if abs(made.rows.count() - before) != 1:
        return f"{made.rows.count() - before} instead of one"
    places = {getattr(one, "url", "") for one in answers}
    return "" if statuses == [302, 302] and len(places) == 1 else f"{statuses} {places}"


def test_every_form_sent_twice_at_once_stores_what_one_sending_stores(
    sites: Iterator[Site],
) -> None:
    wrong = {}
    # What is there already is stored; of two who change it at once test_history_race tells.
    for name in [one for one in EVERY if one not in EDITS]:
        cache.clear()
        if fault := _fault(name, next(sites)):
            wrong[name] = fault
    assert wrong == {}


def test_of_two_forms_at_once_no_more_than_the_limit_have_their_way(
    sites: Iterator[Site],
) -> None:
    wrong = {}
    for limit, make in RIVALS.items():
        cache.clear()
        first, second, made, most = make(next(sites))
        statuses = sorted(one.status_code for one in _both(first, second))
        if made.count() != most or statuses[-1] >= 500:
            wrong[limit] = f"{made.count()} instead of {most}, statuses {statuses}"
    assert wrong == {}
