"""Every form of ballot in a browser: choose, review, done, on a phone, with and without scripts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from participation.models import Consultation, Envelope, Option
from participation.tallies.catalogue import RULES
from portal.models import User
from tests.participation.conftest import make_question, scenarios, verify, version

__all__ = ["make_question", "scenarios", "version"]
Open = Callable[..., Page]
A_VOTE = 200_000
LEAST_PX = 44
SHOWN = {(rule.form, rule.budget): name for name, rule in RULES.items()}
"""A rule for every form of ballot, with a budget and without: what a voter sees is the same."""


@pytest.fixture
def ask(
    transactional_db: None, make_question: Callable[..., Consultation]
) -> Callable[..., Consultation]:
    """ask("star") -> a question in its vote, by that rule; the options cost 300 and 900."""

    def change(rule: str, eligibility: str = "email") -> Consultation:
        question = make_question()
        settings = {"budget": "1000"} if RULES[rule].budget else {}
        changed = {"ballot_rule": rule, "ballot_settings": settings}
        Consultation.objects.filter(pk=question.pk).update(
            **changed, eligibility={"kind": eligibility}
        )
        for option, cost in zip(question.options.all()[1:], (300, 900), strict=True):
            Option.objects.filter(pk=option.pk).update(cost=cost)
        return question

    return change


@pytest.fixture
def voter(transactional_db: None, resident: User) -> User:
    """The resident with a confirmed address."""
    verify(resident)
    return resident


def mark(page: Page, rule: str, scripts: bool) -> None:
    """Fill in the sheet as that rule wants it."""
    form = RULES[rule].form
    if form == "ticks":
        page.get_by_role("checkbox").nth(1).check()
    elif form == "ranking" and scripts:
        page.get_by_role("button", name="Put it next B carf").click()
        page.get_by_role("button", name="Put it next A asis").click()
    elif form == "ranking":
        page.get_by_label("B carf").select_option("1")
        page.get_by_label("A asis").select_option("2")
    elif form == "points" and scripts:
        page.get_by_role("button", name="One point more for B carf").click()
    elif form == "points":
        page.get_by_label("B carf").fill("1")
    else:
        page.get_by_role("group", name="B carf").get_by_role("radio").first.check(force=True)


def too_small(page: Page) -> list[str]:
    """What is to be touched on the sheet and lower or narrower than 44 px."""
    return list(
        page.evaluate(
            """least => [...document.querySelectorAll(
              ".ballot button:not([hidden]), .ballot select, .ballot .choice, .scale__row label"
            )].filter(one => one.offsetParent)
              .filter(one => Math.min(one.offsetWidth, one.offsetHeight) < least)
              .map(one => one.outerHTML.slice(0, 90))""",
            LEAST_PX,
        )
    )


@pytest.mark.parametrize("rule", SHOWN.values())
def test_each_ballot_on_a_phone(
    open_page: Open, sign_in: Callable[..., None], axe: Callable[[Page], list[str]],
    ask: Callable[..., Consultation], voter: User, rule: str,
) -> None:  # fmt: skip
    ask(rule)
    page = open_page("/privacy/", width=360)
    sign_in(page, voter)
    page.goto("/c/streets/vote/")
    mark(page, rule, scripts=True)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    assert too_small(page) == []
    assert axe(page) == []
    page.get_by_role("button", name="Review").first.click()
    expect(page.get_by_role("button", name="Cast my vote")).to_be_visible()
    assert axe(page) == []


@pytest.mark.parametrize("rule", ["knapsack", "schulze"])
def test_a_guest_votes_without_scripts_and_signs_in_on_the_way(
    open_page: Open, ask: Callable[..., Consultation], voter: User, rule: str
) -> None:
    ask(rule)
    page = open_page("/c/streets/vote/", width=360, java_script_enabled=False)
    mark(page, rule, scripts=False)
    page.get_by_role("button", name="Review").first.click()
    page.locator("[name=login]").fill(voter.email)
    page.locator("[name=password]").fill("a long pass phrase")
    page.locator("[name=password]").press("Enter")
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is in the box")).to_be_visible()
    assert Envelope.objects.count() == 1


def test_the_basket_says_in_a_browser_what_the_server_says(
    open_page: Open, ask: Callable[..., Consultation]
) -> None:
    ask("knapsack")
    page = open_page("/c/streets/vote/", width=360)
    basket = page.locator("[data-basket-says]")
    for box in (1, 2):
        page.get_by_role("checkbox").nth(box).check()
        shown = basket.inner_text()
        page.evaluate("document.querySelector('[data-sum]').hidden = false")
        page.get_by_role("button", name="Add up").click()
        expect(basket).to_have_text(shown)
    assert shown.startswith("Ticked: 2, together €1,200.")


def test_a_basket_that_is_left_is_still_there_and_says_it_is_not_cast(
    open_page: Open, ask: Callable[..., Consultation]
) -> None:
    ask("knapsack")
    page = open_page("/c/streets/vote/")
    with page.expect_response("**/vote/draft/"):
        page.get_by_role("checkbox").nth(1).check()
    page.goto("/")
    expect(page.get_by_text("Your vote is not cast yet")).to_be_visible()
    page.get_by_role("link", name="Finish and cast it").click()
    expect(page.get_by_role("checkbox").nth(1)).to_be_checked()


def test_a_long_list_of_projects_is_searched_without_sending_it(
    open_page: Open, ask: Callable[..., Consultation]
) -> None:
    question = ask("knapsack")
    scenario = question.options.all()[0].scenario
    Option.objects.bulk_create(
        Option(
            consultation=question, scenario=scenario, position=place, cost=100,
            name={"en": "Fontaine à boire" if place == 9 else f"Bench {place}"},
        )
        for place in range(4, 15)
    )  # fmt: skip
    page = open_page("/c/streets/vote/", width=360)
    page.get_by_label("Find a project").fill("FONTAINE a")
    page.get_by_label("Find a project").press("Enter")
    expect(page.get_by_text("Shown: 1 of 14.")).to_be_visible()
    page.get_by_role("checkbox", name="Fontaine").check()
    page.get_by_label("Find a project").fill("")
    page.get_by_label("Show only what I ticked").check()
    expect(page.get_by_text("Shown: 1 of 14.")).to_be_visible()
    expect(page.locator("[data-basket-says]")).to_contain_text("Ticked: 1, together €100.")


def test_a_ranking_is_made_by_keys_alone_and_is_read_out(
    open_page: Open, ask: Callable[..., Consultation]
) -> None:
    ask("schulze")
    page = open_page("/c/streets/vote/", width=360)
    for name in ("Put it next C onew", "Put it next A asis"):
        page.get_by_role("button", name=name).press("Enter")
    expect(page.locator("[data-rank-says]")).to_have_text("A asis is now number 2.")
    page.get_by_role("button", name="Up A asis").press("Enter")
    expect(page.locator("[data-rank-says]")).to_have_text("A asis is now number 1.")
    titles = page.locator("[data-rank-row] .choice__title").all_inner_texts()
    assert titles == ["A asis", "C onew", "B carf"]
    assert page.evaluate("document.activeElement.closest('[data-rank-row]').dataset.name") == (
        "A asis"
    )


def test_a_letters_code_leaves_the_address_and_waits_in_the_field(
    open_page: Open, ask: Callable[..., Consultation]
) -> None:
    ask("approval", eligibility="code")
    page = open_page("/c/streets/vote/#code=ABCDEFGHJKMN")
    assert "#" not in page.url
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Review").click()
    expect(page.get_by_label("The code in your letter")).to_have_value("ABCDEFGHJKMN")


def test_a_first_vote_weighs_little_and_ends_without_a_violation(
    open_page: Open, sign_in: Callable[..., None], axe: Callable[[Page], list[str]],
    ask: Callable[..., Consultation], voter: User,
) -> None:  # fmt: skip
    ask("knapsack")
    page = open_page("/receipt/")
    sign_in(page, voter)
    page.goto("about:blank")
    wire: Any = page.context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.send("Network.clearBrowserCache")
    sizes: list[float] = []
    wire.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    page.goto("/c/streets/vote/", wait_until="networkidle")
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_role("button", name="Review").first.click()
    page.get_by_role("button", name="Cast my vote").click()
    expect(page.get_by_role("heading", name="Your vote is in the box")).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert len(sizes) > 5
    assert sum(sizes) < A_VOTE
    assert axe(page) == []


def test_on_a_touch_screen_the_way_back_is_as_large_as_a_finger(
    ask: Callable[..., Consultation], open_page: Open
) -> None:
    page = open_page(f"/c/{ask('approval').slug}/vote/", width=360, has_touch=True, is_mobile=True)
    heights = page.eval_on_selector_all(".crumbs a", "all => all.map(one => one.offsetHeight)")
    assert heights
    assert min(heights) >= LEAST_PX
