"""A question with a rule, and people who come to vote on it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from participation.eligibility import Voter, recognise
from participation.eligibility.codes.batches import make_batch
from participation.ledger.codes import grouped
from participation.models import CodeBatch, Consultation
from portal.models import User

GUEST = AnonymousUser()
Come = Callable[..., Voter]


@pytest.fixture
def with_rule(question: Consultation) -> Callable[..., Consultation]:
    """with_rule(kind="code", …) -> the question, going by that rule."""

    def choose(**rule: Any) -> Consultation:
        question.eligibility = rule
        question.save(update_fields=["eligibility"])
        return question

    return choose


@pytest.fixture
def come(question: Consultation) -> Come:
    """come(code="…", actor=…) -> the voter whom the question recognises."""

    def one(actor: Any = GUEST, network: str = "", device: str = "", **answers: str) -> Voter:
        return who(question, answers, actor=actor, network=network, device=device)

    return one


def who(
    question: Consultation,
    answers: Mapping[str, str],
    *,
    actor: Any = GUEST,
    network: str = "",
    device: str = "",
) -> Voter:
    """As the cast does: after a lock on the question, in a transaction."""
    with transaction.atomic():
        current = Consultation.objects.select_for_update(no_key=True).get(pk=question.pk)
        return recognise(
            consultation_id=current.pk,
            eligibility=current.eligibility,
            actor=actor,
            answers=answers,
            network=network,
            device=device,
        )


@pytest.fixture
def batch(with_rule: Callable[..., Consultation], official: User) -> tuple[CodeBatch, list[str]]:
    """Five codes, as printed."""
    found, words = make_batch(
        actor=official, consultation=with_rule(kind="code"), label="North", size=5
    )
    return found, [grouped(word) for word in words]
