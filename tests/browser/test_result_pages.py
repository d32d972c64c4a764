"""Results on a phone: nothing sticks out, screen readers get all, paper shows what is folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from participation.models import Consultation, Option
from tests.participation.conftest import make_question, scenarios, version
from tests.participation.results.boxes import counted

__all__ = ["make_question", "scenarios", "version"]
pytestmark = pytest.mark.django_db(transaction=True)
Open = Callable[..., Page]


@pytest.fixture
def pages(make_question: Callable[..., Consultation]) -> list[str]:
    """Addresses of four counted votes with all that a result page can show."""
    stated = {"North": 500, "South": 500, "Isle": 300}
    areas = {"kind": "area", "area": {"by": "district", "residents": stated}}

    def made(slug: str, ballots: Any, **more: Any) -> str:
        question = make_question("result", slug=slug)
        question.eligibility = areas
        if more["rule"] == "equal-shares":
            Option.objects.filter(consultation=question, is_baseline=False).update(cost=600)
        counted(question, ballots, areas={"North": 20, "South": 12, "Isle": 3}, spoilt=2, **more)
        return f"/c/{slug}/result/"

    budget = {"budget": "1000"}
    grades = [({"grades": {"B": 4, "C": 2}}, 20), ({"grades": {"C": 3}}, 12), (None, 3)]
    ranks = [({"ranking": ["A", "B", "C"]}, 13), ({"ranking": ["B", "C", "A"]}, 12)]
    middle = [({"ranking": ["A", "B"]}, 12), ({"ranking": ["C", "B"]}, 13)]
    return [
        made("grades", grades, rule="majority-judgement"),
        made("rounds", [*middle, ({"ranking": ["B"]}, 10)], rule="instant-runoff"),
        made("ranks", [*ranks, ({"ranking": ["C", "A", "B"]}, 10)], rule="ranked-pairs"),
        made(
            "money",
            [({"ticks": "B"}, 25), ({"ticks": "C"}, 10)],
            rule="equal-shares",
            settings=budget,
        ),
    ]


def test_results_and_trust_fit_a_phone_and_have_no_violation(
    pages: list[str], open_page: Open, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page("/trust/", width=360)
    for address in ["/trust/", *pages]:
        page.goto(address)
        page.eval_on_selector_all("details", "all => all.forEach(one => one.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, address
        assert axe(page) == [], address


def test_on_paper_the_folded_explanation_is_open(pages: list[str], open_page: Open) -> None:
    page = open_page(pages[0], width=800)
    told = page.get_by_text("Give each option a grade.")
    assert not told.is_visible()
    page.emulate_media(media="print")
    assert told.is_visible()
