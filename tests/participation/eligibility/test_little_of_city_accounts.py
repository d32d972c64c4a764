"""What is kept of a city account: its number, and what a vote that is not over asks for."""

from __future__ import annotations

from importlib import import_module
from typing import Any

import pytest
from allauth.socialaccount.models import SocialAccount
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.eligibility.claims import reduced, to_strip
from participation.models import Consultation
from portal.models import User
from portal.retention import run_due

SAYS: dict[str, Any] = {
    "userinfo": {
        "sub": "7",
        "name": "Ana Canary",
        "birthdate": "1980-01-01",
        "address": {"locality": "Nantes", "street_address": "1 rue Canari"},
        "groups": ["a", "b"],
        "https://city.example/home": "44000",
    },
    "id_token": {"sub": "7", "email": "ana@example.org", "nonce": "x"},
}


def asks(question: Consultation, claim: str) -> None:
    question.eligibility = {"kind": "claim", "provider": "city", "claim": claim, "values": ["x"]}
    question.save(update_fields=["eligibility"])


def signed_in(person: User, provider: str = "city") -> dict[str, Any]:
    """What is stored of a sign-in, read again."""
    made = SocialAccount.objects.create(
        user=person, provider=provider, uid=f"{provider} 7", extra_data=SAYS
    )
    return SocialAccount.objects.get(pk=made.pk).extra_data


def test_without_a_vote_that_asks_nothing_but_the_number_is_kept(
    question: Consultation, resident: User
) -> None:
    assert signed_in(resident) == {"userinfo": {"sub": "7"}, "id_token": {"sub": "7"}}


@pytest.mark.parametrize(
    ("claim", "kept"),
    [
        ("address.locality", {"address": {"locality": "Nantes"}}),
        ("groups", {"groups": ["a", "b"]}),
        ("https://city.example/home", {"https://city.example/home": "44000"}),
        ("address.country.code", {}),
    ],
)
def test_what_an_open_vote_asks_for_is_kept_and_nothing_beside_it(
    question: Consultation, resident: User, claim: str, kept: dict[str, Any]
) -> None:
    asks(question, claim)
    assert signed_in(resident)["userinfo"] == {"sub": "7"} | kept


def test_another_providers_vote_asks_nothing_of_this_one(
    question: Consultation, resident: User
) -> None:
    asks(question, "groups")
    assert signed_in(resident, "region")["userinfo"] == {"sub": "7"}


def test_once_the_vote_is_over_the_clock_takes_it_out(
    question: Consultation, resident: User
) -> None:
    asks(question, "groups")
    signed_in(resident)
    assert run_due()["city account"] == 0
    question.phases.filter(kind="vote").update(closes_at=timezone.now())
    assert run_due(again=True)["city account"] == 1
    assert SocialAccount.objects.get().extra_data["userinfo"] == {"sub": "7"}
    assert run_due(again=True)["city account"] == 0


def test_the_migration_keeps_the_same(question: Consultation) -> None:
    migrated = import_module("participation.migrations.0007_little_of_city_accounts").reduced
    for claims in ([], ["address.locality", "groups"], ["https://city.example/home", "a.b"]):
        assert migrated(SAYS, claims) == reduced(SAYS, claims)


@pytest.mark.parametrize("data", [None, [], "text", {"userinfo": "text"}, {"sub": {"a": 1}}])
def test_odd_answers_are_no_error(data: Any) -> None:
    assert isinstance(reduced(data, ["a.b", "sub.a", ""]), dict)


def test_many_accounts_ask_what_votes_need_once(
    question: Consultation, resident: User, neighbour: User
) -> None:
    for person in (resident, neighbour):
        SocialAccount.objects.create(user=person, provider="city", uid=f"city {person.pk}")
    with CaptureQueriesContext(connection) as asked:
        assert to_strip(timezone.now()) == 0
    assert sum("participation_consultation" in one["sql"] for one in asked) == 1
