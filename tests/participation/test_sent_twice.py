"""A law over all forms: two equal ones sent at once store one thing and lead to one page."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from participation import moderation
from participation.models import (
    Comment,
    Consultation,
    PaperBatch,
    Reaction,
)
from portal import once
from portal.models import SentForm, User
from tests.at_once import at_once
from tests.city_fixture import *  # noqa: F403
from tests.participation.conftest import establish, verify
from tests.participation.faces.test_comment_drafts import walk
from tests.participation.sent_forms import CASES, Site
from twin import scenarios as plans
from twin.models import Edit, Scenario, TwinVersion

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(
    make_question: Callable[..., Consultation],
    scenarios: list[Scenario],
    official: User,
    planner: User,
    resident: User,
    neighbour: User,
) -> Site:
    verify(official, planner, resident, neighbour)
    establish(official, planner, resident, neighbour)
    people = {"official": official, "planner": planner}
    return Site(make_question, scenarios, people | {"resident": resident, "neighbour": neighbour})


def told(answers: list[Any]) -> list[str]:
    """What the pages complain of."""
    lines = [line for one in answers for line in one.content.decode().splitlines()]
    return [line for line in lines if "#id_" in line or "field__error" in line]


def twice(person: User, to: str, what: dict[str, Any], *, draft: Any = None) -> list[Any]:
    """The answers to one form that one browser sends twice at once."""
    first = Client()
    first.force_login(person)
    if draft is not None:
        to = walk(first, draft)

    def send() -> Any:
        browser = Client()
        browser.cookies = first.cookies.copy()
        return browser.post(to, {**what, "csrfmiddlewaretoken": "one-page"})

    return at_once(send, send)


def _routes(patterns: Any = None) -> Iterator[tuple[str, Any]]:
    for one in get_resolver().url_patterns if patterns is None else patterns:
        if isinstance(one, URLResolver):
            yield from _routes(one.url_patterns)
        elif isinstance(one, URLPattern):
            yield one.name or "", one.callback


def _takes_forms(view: Any) -> bool:
    plain = inspect.unwrap(view)
    return inspect.isfunction(plain) and "POST" in inspect.getsource(plain)


# Nothing is made there, or a constraint of its own says what a second sending is; and why.
SETTLED = {
    "comment-new": "a place kept for the next step",
    "comment-words": "words kept for the next step",
    "desk-item-leave": "a look ends once",
    "desk-census": "a person of the list has one key, whatever is loaded",
    "vote": "marks on a sheet",
    "vote-draft": "marks on a sheet",
    "vote-review": "marks on a sheet",
    "vote-cast": "a form is one event of the log, by its id",
    "kiosk": "the welcome",
    "kiosk-enter": "a turn is claimed once",
    "kiosk-vote": "marks on a sheet",
    "kiosk-review": "marks on a sheet",
    "kiosk-cast": "a turn gives one ballot",
}


def test_every_form_of_the_site_counts_once_or_says_why_not() -> None:
    ours = {name: view for name, view in _routes() if _takes_forms(view)}
    loose = {name for name, view in ours.items() if not once.is_kept_once(view)}
    assert loose - {name for name, view in ours.items() if _is_theirs(view)} <= set(SETTLED)
    assert set(CASES) <= set(ours)
    assert len(ours) > 40


def _is_theirs(view: Any) -> bool:
    return str(view.__module__).partition(".")[0] in once.NOT_OURS


def test_a_vote_leaves_no_row_of_a_form() -> None:
    views = dict(_routes())
    assert not any(once.is_kept_once(views[name]) for name in ("vote-cast", "kiosk-cast"))


def test_a_form_that_was_refused_can_be_sent_again(site: Site) -> None:
    browser, pile = Client(), reverse("desk-paper", args=[site.question().slug])
    browser.force_login(site.people["official"])
    what = {"label": "", "sheets": 20, "channel": "paper", "csrfmiddlewaretoken": "one-page"}
    assert browser.post(pile, what).status_code == 400
    assert not SentForm.objects.exists()
    assert browser.post(pile, what | {"label": "Town hall"}).status_code == 302


def test_other_words_on_the_same_page_are_another_form(site: Site) -> None:
    found = site.question("discuss")
    to = reverse("comment-reply", args=[found.slug, site.said(found).public_id])
    browser = Client()
    browser.force_login(site.people["resident"])
    for text in ("So do I.", "And benches."):
        browser.post(to, {"text": text, "csrfmiddlewaretoken": "one-page"})
    assert Comment.objects.exclude(parent=None).count() == 2


def test_the_same_words_from_a_page_loaded_again_are_another_form(site: Site) -> None:
    browser, to = Client(), reverse("desk-paper", args=[site.question().slug])
    browser.force_login(site.people["official"])
    what = {"label": "Town hall", "sheets": 20, "channel": "paper"}
    tokens = {str(browser.get(to).context["csrf_token"]) for _time in range(2)}
    for token in tokens:
        browser.post(to, what | {"csrfmiddlewaretoken": token})
    assert (len(tokens), PaperBatch.objects.count()) == (2, 2)


def test_nobody_gets_the_answer_to_somebody_elses_form(site: Site) -> None:
    found = site.question("discuss")
    one = site.said(found, "A bench by the tree.")
    to = reverse("comment-react", args=[found.slug])
    for name in ("resident", "official"):
        browser = Client()
        browser.force_login(site.people[name])
        browser.post(to, {"react": f"{one.public_id}:1", "csrfmiddlewaretoken": "one-page"})
    assert Reaction.objects.count() == 2


def test_what_is_kept_of_a_form_says_nothing_without_its_page(site: Site) -> None:
    found = site.question("discuss")
    to = reverse("comment-reply", args=[found.slug, site.said(found).public_id])
    browser = Client()
    browser.force_login(site.people["resident"])
    browser.post(to, {"text": "Canary words.", "csrfmiddlewaretoken": "one-page"})
    row = SentForm.objects.get()
    kept = row.key.encode() + bytes(row.answer)
    for canary in (b"Canary", b"streets", b"ana@", b"one-page"):
        assert canary not in kept


def test_a_day_later_the_clock_forgets_a_form(site: Site) -> None:
    SentForm.objects.create(key="k" * 64)
    assert once.drop(timezone.now()) == 1


def test_the_second_answer_tells_what_the_first_told(site: Site) -> None:
    one, official = site.said(site.question("discuss")), site.people["official"]
    moderation.keep_comment(actor=official, comment=one)
    to = reverse("desk-item-reopen", args=[one.pk])
    answers = twice(official, to, {"reopen-why": "A colleague asked.", "reopen-seen": 1})
    assert all("messages" in answer.cookies for answer in answers)
    assert moderation.waiting(actor=official).total == 1


def test_a_change_of_a_plan_sent_twice_is_one_change(city: TwinVersion, planner: User) -> None:
    draft = plans.create_scenario(actor=planner, base=city, name={"en": "New quarter"})
    to = reverse("scenario-edit", args=[draft.series, draft.revision])
    centre = city.bounds.centroid
    at = f'{{"type": "Point", "coordinates": [{centre.x}, {centre.y}]}}'
    what = {"seen": 0, "act": "add_ground", "kind": "plant_trees", "drawn": at, "height_m": "6"}
    answers = twice(planner, to, what)
    assert [one.status_code for one in answers] == [302, 302], told(answers)
    assert Edit.objects.count() == 1


def test_a_plan_named_twice_is_one_plan(city: TwinVersion, planner: User) -> None:
    before = Scenario.objects.count()
    what = {"name_en": "Trees", "name_fr": "Arbres"}
    first, second = twice(planner, reverse("scenario-new"), what)
    assert (first.status_code, first.url) == (302, second.url)
    assert Scenario.objects.count() == before + 1
