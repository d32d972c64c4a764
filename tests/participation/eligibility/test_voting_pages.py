"""Voting by each rule over real pages: what is asked, what a refusal says, what stays typed."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.ballots import new_secret
from participation.eligibility import limits
from participation.eligibility.census.keeping import load_list
from participation.eligibility.codes.batches import make_batch
from participation.eligibility.codes.words import make
from participation.ledger.codes import grouped
from participation.models import Consultation, RollEntry
from portal.models import User


def _send(client: Client, question: Consultation, **answers: str) -> Any:
    keep = question.options.first()
    assert keep is not None
    form = {
        "content": json.dumps({"ticks": [keep.pk]}),
        "secret": new_secret(),
        "token": "t",
        **{f"answer-{name}": value for name, value in answers.items()},
    }
    return client.post(reverse("vote-cast", args=[question.slug]), form, REMOTE_ADDR="8.8.8.8")


@pytest.fixture
def by_code(with_rule: Any, official: User) -> tuple[Consultation, str]:
    question = with_rule(kind="code")
    _batch, words = make_batch(actor=official, consultation=question, label="N", size=1)
    return question, grouped(words[0])


def test_a_guest_votes_with_a_code(client: Client, by_code: tuple[Consultation, str]) -> None:
    question, code = by_code
    assert _send(client, question, code=code.lower()).status_code == 302
    assert RollEntry.objects.get().person_id is None


def test_a_slip_is_answered_on_the_page_with_the_code_that_was_meant(
    client: Client, by_code: tuple[Consultation, str]
) -> None:
    question, code = by_code
    typed = code[:-1] + ("0" if code[-1] != "0" else "1")
    answer = _send(client, question, code=typed)
    body = answer.content.decode()
    assert answer.status_code == 400
    assert code in body
    assert typed in body
    assert not RollEntry.objects.exists()


def test_a_lock_out_is_a_page_that_says_until_when(
    client: Client, by_code: tuple[Consultation, str], monkeypatch: Any
) -> None:
    question, code = by_code
    monkeypatch.setattr(limits, "NETWORK", replace(limits.NETWORK, most=3))
    for word in make(3):
        assert _send(client, question, code=word).status_code == 400
    answer = _send(client, question, code=code)
    assert answer.status_code == 429
    assert "Try again after" in answer.content.decode()


def test_a_person_on_the_list_votes_without_an_account(
    client: Client, with_rule: Any, official: User
) -> None:
    question = with_rule(kind="census", fields=["name", "birth_date"])
    load_list(
        actor=official, consultation=question, data="nom;prénom;né le\nDupré;Zoé;1/2/1980".encode()
    )
    refused = _send(client, question, name="Zoé Dupré", birth_date="2/2/1980")
    assert refused.status_code == 400
    assert "Zoé Dupré" in refused.content.decode()
    assert _send(client, question, name="Zoe DUPRE", birth_date="01.02.1980").status_code == 302


def test_a_declared_district_stands_on_the_roll(
    client: Client, with_rule: Any, verified: User
) -> None:
    question = with_rule(kind="area", area={"by": "district", "names": ["Nord", "Sud"]})
    client.force_login(verified)
    assert _send(client, question).status_code == 400
    assert _send(client, question, district="Ouest").status_code == 403
    assert _send(client, question, district="Sud").status_code == 302
    assert RollEntry.objects.get().area == "Sud"
