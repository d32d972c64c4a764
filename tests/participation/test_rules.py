"""Choosing how votes are counted: settings, costs, and what the first ballot fixes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.test import Client
from django.urls import reverse

from participation import consultations
from participation.countable import ballot_choices, rule_flaws
from participation.models import Consultation, Option, VoteBox
from participation.tallies.catalogue import RULES
from portal.errors import BadInput, Conflict, NotAllowed, NotNow
from portal.models import AuditEntry, User
from tests.participation.laws import planted
from twin.models import Scenario


@pytest.fixture
def budget(official: User, scenarios: list[Scenario]) -> Consultation:
    """A draft with keep-as-is and two projects."""
    draft = consultations.create_consultation(
        actor=official, question={"en": "What should the city build?"}
    )
    for name, keeps in (("As today", True), ("Benches", False), ("Trees", False)):
        consultations.add_option(
            actor=official,
            consultation=draft,
            scenario=scenarios[0],
            name={"en": name},
            is_baseline=keeps,
        )
    return draft


def _set(
    official: User, consultation: Consultation, rule: str = "greedy", **settings: object
) -> Consultation:
    consultation.refresh_from_db()
    return consultations.set_rule(
        actor=official,
        consultation=consultation,
        seen_version=consultation.edit_version,
        rule=rule,
        settings=settings,
        costs={
            one.pk: cost
            for one, cost in zip(
                consultation.options.filter(is_baseline=False), ("600", "500.50"), strict=True
            )
        },
    )


def test_rule_settings_and_costs_are_stored_together(budget: Consultation, official: User) -> None:
    found = _set(official, budget, "equal-shares", budget="1000", comparison=True)
    assert found.ballot_rule == "equal-shares"
    assert (found.ballot_settings["budget"], found.ballot_settings["completion"]) == (
        "1000",
        "add1u",
    )
    costs = budget.options.order_by("position").values_list("cost", flat=True)
    assert list(costs) == [None, Decimal(600), Decimal("500.50")]
    assert AuditEntry.objects.filter(act="consultation.rule").count() == 1


def test_a_budget_rule_without_a_budget_is_refused(budget: Consultation, official: User) -> None:
    with pytest.raises(BadInput) as told:
        _set(official, budget)
    assert told.value.field == "budget"


@pytest.mark.parametrize("wrong", ["minus two", "-1", "NaN", "1e30"])
def test_a_cost_that_is_no_amount_is_refused_at_its_field(
    budget: Consultation, official: User, wrong: str
) -> None:
    option = budget.options.get(position=2)
    with pytest.raises(BadInput) as told:
        consultations.set_rule(
            actor=official,
            consultation=budget,
            seen_version=budget.edit_version,
            rule="greedy",
            settings={"budget": 100},
            costs={option.pk: wrong},
        )
    assert told.value.field == f"cost-{option.pk}"


def test_what_is_missing_names_each_option_without_a_cost(
    budget: Consultation, official: User
) -> None:
    _set(official, budget, budget="1000")
    Option.objects.filter(consultation=budget, position=3).update(cost=None)
    budget.refresh_from_db()
    assert rule_flaws(budget) == ["Trees: Give this option a cost."]
    assert "Trees: Give this option a cost." in consultations.what_is_missing(budget)


def test_words_that_a_ballot_could_not_show_keep_a_question_from_opening(
    budget: Consultation, official: User
) -> None:
    _set(official, budget, budget="1000")
    Option.objects.filter(consultation=budget, position=3).update(name={"en": "Trees 公"})
    [told] = (one for one in consultations.what_is_missing(budget) if "U+" in one)
    assert told.startswith("No type of this site can print 公 (U+516C) in “Trees 公”.")


@pytest.mark.parametrize(
    ("money", "says"), [("100", "pays for none"), ("2000", "pays for all options")]
)
def test_a_budget_that_leaves_no_choice_is_missing_something(
    budget: Consultation, official: User, money: str, says: str
) -> None:
    _set(official, budget, budget=money)
    budget.refresh_from_db()
    assert says in rule_flaws(budget)[0]


def test_an_open_question_keeps_a_rule_that_can_be_counted(
    question: Consultation, options: list[Option], official: User
) -> None:
    with pytest.raises(BadInput, match="cost"):
        consultations.set_rule(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            rule="greedy",
            settings={"budget": "1000"},
        )
    question.refresh_from_db()
    assert question.ballot_rule == "approval"


def test_of_two_officials_the_second_is_told(budget: Consultation, official: User) -> None:
    seen = budget.edit_version
    _set(official, budget, budget="1000")
    with pytest.raises(Conflict):
        consultations.set_rule(
            actor=official, consultation=budget, seen_version=seen, rule="star", settings={}
        )


def test_a_resident_may_not_choose_the_rule(budget: Consultation, resident: User) -> None:
    with pytest.raises(NotAllowed):
        _set(resident, budget, "star")


def test_a_box_fixes_rule_and_costs(budget: Consultation, official: User) -> None:
    _set(official, budget, budget="1000")
    VoteBox.objects.create(consultation=budget, public_key=b"p" * 32, private_key=b"k")
    with pytest.raises(NotNow, match="first ballot"):
        _set(official, budget, budget="1001")
    option = budget.options.get(position=2)
    with pytest.raises(NotNow, match="first ballot"):
        consultations.edit_option(actor=official, option=option, seen_version=1, cost="1")


def test_options_become_choices_in_their_order(budget: Consultation, official: User) -> None:
    _set(official, budget, budget="1000")
    choices = ballot_choices(budget.options.all())
    assert [one.is_baseline for one in choices] == [True, False, False]
    assert not RULES["greedy"].flaws(choices, {"budget": "1000"})


@pytest.fixture
def unknown_rule(monkeypatch: pytest.MonkeyPatch) -> str:
    """A rule in the catalogue that verify.py has never heard of."""
    rule = planted.planted("ranking")
    monkeypatch.setitem(RULES._items, rule.name, rule)
    return rule.name


def test_a_vote_by_a_rule_that_the_verifier_lacks_does_not_open(
    budget: Consultation, official: User, unknown_rule: str
) -> None:
    """Else it would be found after the close, when the bundle is made."""
    found = consultations.set_rule(
        actor=official,
        consultation=budget,
        seen_version=budget.edit_version,
        rule=unknown_rule,
        settings={},
    )
    told = "“Planted” cannot be used yet: verify.py, with which everyone checks the count"
    assert any(told in sentence for sentence in consultations.what_is_missing(found))
    with pytest.raises(BadInput, match="cannot be used yet"):
        consultations.open_consultation(actor=official, consultation=found)


def test_an_open_question_does_not_change_to_a_rule_that_the_verifier_lacks(
    question: Consultation, official: User, unknown_rule: str
) -> None:
    with pytest.raises(BadInput, match="cannot be used yet"):
        consultations.set_rule(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            rule=unknown_rule,
            settings={},
            reason="A trial.",
        )


def test_officials_are_not_offered_a_rule_that_the_verifier_lacks(
    budget: Consultation, official: User, client: Client, unknown_rule: str
) -> None:
    client.force_login(official)
    page = client.get(reverse("desk-rule", args=[budget.slug]))
    assert [name for name, _rule in page.context["rules"]] == [
        name for name in RULES if name != unknown_rule
    ]
