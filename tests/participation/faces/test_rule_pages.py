"""The desk page on which officials choose how votes are counted."""

from __future__ import annotations

import pytest
from django.test import Client

from participation import consultations
from participation.faces.desk.rules import plain_amount
from participation.models import Consultation, VoteBox
from participation.tallies.catalogue import RULES
from portal.models import User


@pytest.fixture
def at_desk(client: Client, official: User) -> Client:
    client.force_login(official)
    return client


ADDRESS = "/desk/consultations/streets/rule/"


def _typed(question: Consultation, rule: str, **typed: str) -> dict[str, str]:
    costs = {f"cost-{one.pk}": "700" for one in question.options.filter(is_baseline=False)}
    asked = RULES[rule].settings
    settings = {one.name: str(one.default) if one.kind == "choice" else "" for one in asked}
    return {
        "rule": rule,
        "seen": str(question.edit_version),
        "reason": "It fits.",
        **settings,
        **costs,
        **typed,
    }


@pytest.mark.parametrize("rule", list(RULES))
def test_each_rule_shows_its_words_and_settings(
    at_desk: Client, question: Consultation, rule: str
) -> None:
    answer = at_desk.get(ADDRESS, {"rule": rule})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert RULES[rule].title in page
    assert all(f'name="{one.name}"' in page for one in RULES[rule].settings)
    assert "From the first ballot on" in page


def test_settings_and_costs_are_stored_and_the_ballot_is_shown(
    at_desk: Client, question: Consultation
) -> None:
    answer = at_desk.post(
        ADDRESS, _typed(question, "knapsack", budget="1 000,50", within_budget="on"), follow=True
    )
    assert answer.status_code == 200
    question.refresh_from_db()
    assert (question.ballot_rule, question.ballot_settings["budget"]) == ("knapsack", "1000.50")
    assert "700" in answer.content.decode()
    assert '<fieldset class="stack" disabled>' in answer.content.decode()


def test_a_missing_budget_and_a_wrong_cost_are_told_at_their_fields(
    at_desk: Client, question: Consultation
) -> None:
    typed = _typed(question, "greedy")
    wrong = next(name for name in typed if name.startswith("cost-"))
    answer = at_desk.post(ADDRESS, typed | {wrong: "dear"})
    assert answer.status_code == 400
    errors = answer.context["form"].errors
    assert errors["budget"] == ["Fill this in: the votes cannot be counted without it."]
    assert "an amount of money" in errors[wrong][0]
    assert set(errors) == {"budget", wrong}
    question.refresh_from_db()
    assert question.ballot_rule == "approval"


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        *(("250000", "250000"), ("250 000", "250000"), ("250,000", "250000")),
        *(("250.000", "250000"), ("1,250,000.50", "1250000.50"), ("1.250.000,5", "1250000.5")),
        *(("1999,50", "1999.50"), ("1999.5", "1999.5"), ("0.50", "0.50"), ("12’000", "12000")),
        *(("1 250 000", "1250000"), ("", "")),
    ],
)
def test_money_is_read_as_people_write_it(typed: str, read: str) -> None:
    assert plain_amount(typed) == read


@pytest.mark.parametrize(
    "typed", ["1.999.50", "1234.567", "0.125", "1e5", "12,34,567", "-5", "much"]
)
def test_what_could_be_another_amount_is_none(typed: str) -> None:
    assert plain_amount(typed) == "?"


def test_a_cost_with_a_comma_for_thousands_is_not_taken_for_cents(
    at_desk: Client, question: Consultation
) -> None:
    first, second = (one for one in question.options.all() if not one.is_baseline)
    costs = {f"cost-{first.pk}": "140,000", f"cost-{second.pk}": "32 000"}
    at_desk.post(ADDRESS, _typed(question, "knapsack", budget="150,000", **costs))
    first.refresh_from_db()
    assert first.cost == 140_000


def test_after_the_first_ballot_there_is_nothing_to_change(
    at_desk: Client, question: Consultation
) -> None:
    VoteBox.objects.create(consultation=question, public_key=b"p" * 32, private_key=b"k")
    page = at_desk.get(ADDRESS).content.decode()
    assert "This is fixed" in page
    assert "Store the settings" not in page
    assert "<dt>Most options on one ballot</dt><dd>none</dd>" in page
    answer = at_desk.post(ADDRESS, _typed(question, "star"))
    assert answer.status_code == 409


def test_a_colleague_who_was_quicker_is_named(
    at_desk: Client, question: Consultation, planner: User
) -> None:
    typed = _typed(question, "star")
    consultations.set_rule(
        actor=planner,
        consultation=question,
        seen_version=question.edit_version,
        rule="cumulative",
        settings={},
        reason="It fits.",
    )
    answer = at_desk.post(ADDRESS, typed)
    assert answer.status_code == 409
    assert "While you were editing" in answer.content.decode()


def test_residents_do_not_see_it(client: Client, resident: User, question: Consultation) -> None:
    client.force_login(resident)
    assert client.get(ADDRESS).status_code == 403


def test_the_question_page_leads_there(at_desk: Client, question: Consultation) -> None:
    page = at_desk.get("/desk/consultations/streets/").content.decode()
    assert f'href="{ADDRESS}"' in page
