"""Result pages of small votes, where one and many are told apart."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import Consultation, Option
from tests.participation.results.boxes import counted

Make = Callable[..., Consultation]


def page_of(client: Client, question: Consultation) -> str:
    return str(client.get(reverse("result", args=[question.slug])).content.decode())


def test_one_voter_is_one_person(client: Client, make_question: Make) -> None:
    question = make_question("result")
    counted(question, [({"ticks": "B"}, 1)])
    assert '<b class="num">1</b> person voted' in page_of(client, question)


@pytest.mark.parametrize(
    ("ticks", "told"),
    [
        ("B", "Of 2 projects, one is paid for. It costs €300 of €1,000."),
        ("A", "None of the 2 projects is paid for."),
        ("BC", "Of 2 projects, 2 are paid for. They cost €900 of €1,000."),
    ],
)
def test_a_budget_says_none_one_or_how_many_are_paid_for(
    client: Client, make_question: Make, ticks: str, told: str
) -> None:
    question = make_question("result")
    for option, cost in zip(question.options.order_by("position")[1:], (300, 600), strict=True):
        Option.objects.filter(pk=option.pk).update(cost=cost)
    counted(question, [({"ticks": ticks}, 20)], rule="greedy", settings={"budget": "1000"})
    assert told in page_of(client, question)
