"""Every form of ballot: what is sent becomes what is said at the review and what is cast."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.faces.resident.vote import marks
from participation.faces.resident.vote.marks import Marks
from participation.models import Consultation, Envelope, Option
from participation.tallies.catalogue import RULES
from participation.tallies.content import FORMS
from portal.models import User
from tests.participation.faces.voting import asked, cast, page_of, review


@pytest.fixture
def by_rule(question: Consultation) -> Callable[..., Consultation]:
    """by_rule("star", costs=[…], **settings) -> the question, voted on by that rule."""

    def change(rule: str, costs: tuple[int, ...] = (), **settings: Any) -> Consultation:
        Consultation.objects.filter(pk=question.pk).update(
            ballot_rule=rule, ballot_settings=settings
        )
        for option, cost in zip(question.options.all()[1:], costs, strict=False):
            Option.objects.filter(pk=option.pk).update(cost=cost)
        question.refresh_from_db()
        return question

    return change


def fields(start: str, options: list[Option], *values: str) -> dict[str, str]:
    """{"rank-12": "1", …} for the options in order; "" leaves one out."""
    rows = zip(options, values, strict=False)
    return {f"{start}-{option.pk}": value for option, value in rows if value}


@pytest.mark.parametrize(
    ("rule", "start", "typed", "said", "form"),
    [
        ("schulze", "rank", ("3", "1", "1"), "and, equally good,", "ranking"),
        ("star", "score", ("", "5", "0"), "(left out)", "scores"),
        ("majority-judgement", "grade", ("1", "5", ""), "Excellent", "grades"),
        ("cumulative", "points", ("", "6", "3"), "Given: 9 points. Left: 1 of 10.", "points"),
    ],
)
def test_each_form_says_what_will_be_counted_and_is_cast(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User,
    rule: str, start: str, typed: tuple[str, ...], said: str, form: str,
) -> None:  # fmt: skip
    question = by_rule(rule)
    client.force_login(verified)
    page = page_of(review(client, question, **fields(start, options, *typed)))
    assert said in page
    content = json.loads(asked(page, "content"))
    assert list(content) == [form]
    assert cast(client, question, content).status_code == 302
    assert Envelope.objects.count() == 1


def test_a_budget_says_cost_sum_and_rest(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User
) -> None:
    question = by_rule("knapsack", (300, 900), budget="1000")
    client.force_login(verified)
    page = page_of(review(client, question, tick=[options[1].pk]))
    assert "Ticked: 1, together €300. Left: €700 of €1,000." in page


def test_a_basket_over_the_budget_is_told_with_the_sum_and_stays_ticked(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User
) -> None:
    question = by_rule("knapsack", (300, 900), budget="1000")
    client.force_login(verified)
    answer = review(client, question, tick=[options[1].pk, options[2].pk])
    page = page_of(answer)
    assert answer.status_code == 400
    assert "That is €200 too much: take something out." in page
    assert page.count(" checked") == 2


def test_a_limit_of_ticks_is_counted_for_the_voter(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User
) -> None:
    question = by_rule("approval", most_ticks=1)
    client.force_login(verified)
    answer = review(client, question, tick=[options[1].pk, options[2].pk])
    assert answer.status_code == 400
    assert "Ticked: 2. That is more than 1: take something out." in page_of(answer)


def test_the_server_adds_up_without_scripts(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option]
) -> None:
    question = by_rule("knapsack", (300, 900), budget="1000")
    address = reverse("vote", args=[question.slug])
    page = page_of(client.post(address, {"act": "sum", "tick": [options[2].pk]}))
    assert "Ticked: 1, together €900. Left: €100 of €1,000." in page


def test_points_that_are_no_number_stay_as_typed_with_the_fault_at_their_field(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User
) -> None:
    question = by_rule("cumulative")
    client.force_login(verified)
    answer = review(client, question, **fields("points", options, "", "six"))
    page = page_of(answer)
    assert answer.status_code == 400
    assert 'value="six"' in page
    assert f'href="#points-{options[1].pk}"' in page


def test_too_many_points_are_counted_for_the_voter(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User
) -> None:
    question = by_rule("cumulative")
    client.force_login(verified)
    page = page_of(review(client, question, **fields("points", options, "8", "7")))
    assert "Given: 15 points, 5 more than you have." in page


@pytest.mark.parametrize("rule", list(RULES))
def test_a_draft_waits_on_the_device_until_it_is_cast(
    client: Client, by_rule: Callable[..., Consultation], options: list[Option], verified: User,
    rule: str,
) -> None:  # fmt: skip
    question = by_rule(rule, (300, 900), budget="1000")
    form = RULES[rule].form
    sent = {"tick": str(options[1].pk)}
    if form in marks.PREFIX:
        sent = fields(marks.PREFIX[form], options, "", "1")
    client.post(reverse("vote-draft", args=[question.slug]), sent)
    page = page_of(client.get(reverse("vote", args=[question.slug])))
    assert page.count(" checked") + page.count(" selected") + page.count('value="1" inp') == 1
    assert "Your vote is not cast yet" in page_of(client.get(reverse("home")))
    client.force_login(verified)
    content = json.loads(
        asked(page_of(client.get(reverse("vote-review", args=[question.slug]))), "content")
    )
    cast(client, question, content)
    assert "Your vote is not cast yet" not in page_of(client.get(reverse("home")))


@pytest.mark.parametrize("page", ["home", "consultation", "comments"])
def test_pages_say_that_a_vote_is_not_cast(
    client: Client, question: Consultation, options: list[Option], page: str
) -> None:
    client.post(reverse("vote-draft", args=[question.slug]), {"tick": options[1].pk})
    address = reverse(page, args=[] if page == "home" else [question.slug])
    assert "Your vote is not cast yet" in page_of(client.get(address))


def test_after_the_close_no_page_asks_to_cast(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    client.post(reverse("vote-draft", args=[question.slug]), {"tick": options[1].pk})
    question.phases.filter(kind__in=["vote", "result"]).delete()
    assert "Your vote is not cast yet" not in page_of(client.get(reverse("home")))


def test_a_draft_is_out_of_reach_of_scripts_and_of_other_questions(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    client.post(reverse("vote-draft", args=[question.slug]), {"tick": options[1].pk})
    kept = client.cookies["draft-streets"]
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/c/streets/")
    assert str(options[1].pk) not in client.cookies["drafts"].value


def test_a_shared_device_can_be_made_to_forget(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    address = reverse("vote-draft", args=[question.slug])
    client.post(address, {"tick": options[1].pk})
    client.post(address, {"act": "forget"})
    assert (client.cookies["draft-streets"].value, client.cookies["drafts"].value) == ("", "")


@pytest.mark.parametrize(
    "text", ["ticks~1:x", "ticks~" * 900, "ranking~1:1", "ticks~1:1;", "ticks~٣:1", "<b>"]
)
def test_a_tampered_draft_is_no_draft(text: str) -> None:
    assert marks.from_draft("ticks", text) == Marks()


@pytest.mark.parametrize("form", FORMS)
def test_two_hundred_marks_fit_into_a_cookie(form: str) -> None:
    many = Marks({10_000 + number: "1" for number in range(200)})
    assert len(marks.to_draft(form, many)) < 4000
    assert marks.from_draft(form, marks.to_draft(form, many)) == many
