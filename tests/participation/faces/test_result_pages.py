"""The result page for every rule: what won, why, a chart and its equal table, who took part."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from participation.models import Consultation, Decision, Option, PaperBatch
from participation.tallies.catalogue import RULES
from tests.participation.results.boxes import Said, counted

Make = Callable[..., Consultation]
# Options: A asis (keep), B carf, C onew. What wins is clear by hand in each.
SAYS: dict[str, Sequence[tuple[Said, int]]] = {
    "ticks": [({"ticks": "B"}, 20), ({"ticks": "AC"}, 12)],
    "scores": [({"scores": {"B": 5, "C": 4}}, 20), ({"scores": {"C": 5}}, 12)],
    "ranking": [({"ranking": ["B", "C"]}, 20), ({"ranking": ["C", "A"]}, 12)],
    "grades": [({"grades": {"B": 4, "C": 2}}, 20), ({"grades": {"C": 3}}, 12)],
    "points": [({"points": {"B": 10}}, 20), ({"points": {"C": 9}}, 12)],
}
BOXES = {name: SAYS[rule.form] for name, rule in RULES.items() if not rule.budget}
BUDGETS = [name for name, rule in RULES.items() if rule.budget]


def page_of(client: Client, question: Consultation) -> Any:
    return client.get(reverse("result", args=[question.slug]))


def with_costs(question: Consultation, *costs: int | None) -> None:
    for option, cost in zip(question.options.order_by("position"), costs, strict=True):
        Option.objects.filter(pk=option.pk).update(cost=cost)


@pytest.mark.parametrize("rule", BOXES)
def test_the_winner_stands_first_with_a_reason_and_a_chart(
    client: Client, make_question: Make, rule: str
) -> None:
    question = make_question("result")
    counted(question, BOXES[rule], rule=rule)
    answer = page_of(client, question)
    page = answer.content.decode()
    assert '<p class="result-winner">B carf</p>' in page
    assert answer.context["story"][0].startswith(("B carf", "C onew has"))
    in_rounds = "rounds" in answer.context["count"].tally.detail
    assert answer.context["picture"].kind == ("rounds" if in_rounds else RULES[rule].form)
    assert page.count("<table") >= 1
    assert "count-bar" in page
    assert "style=" not in page


@pytest.mark.parametrize("rule", BUDGETS)
def test_a_budget_shows_what_is_paid_for_and_what_is_left(
    client: Client, make_question: Make, rule: str
) -> None:
    question = make_question("result")
    with_costs(question, None, 700, 500)
    box = [({"ticks": "B"}, 20), ({"ticks": "C"}, 4), ({"ticks": "A"}, 2)]
    counted(question, box, rule=rule, settings={"budget": "1000"})
    answer = page_of(client, question)
    page = answer.content.decode()
    assert "What the budget pays for" in page
    assert [choice.key for choice in answer.context["winners"]] == ["B"]
    assert "€700 of €1,000 are spent, €300 are left." in page
    assert "2 ballots say “none of these”." in page


def test_equal_shares_tells_the_price_that_each_supporter_pays(
    client: Client, make_question: Make
) -> None:
    """700 over 20 supporters, 35 each: their shares are raised from 1000 / 26 until they last."""
    question = make_question("result")
    with_costs(question, None, 700, 500)
    box = [({"ticks": "B"}, 20), ({"ticks": "C"}, 4), ({"ticks": "A"}, 2)]
    counted(question, box, rule="equal-shares", settings={"budget": "1000"})
    projects = {
        one.choice.key: one
        for one in page_of(client, question).context["picture"].spending.projects
    }
    assert (projects["B"].price, projects["B"].supporters, projects["C"].price) == (35, 20, None)


def test_a_duel_says_both_numbers_and_those_level(client: Client, make_question: Make) -> None:
    question = make_question("result")
    box = [({"ranking": ["B", "C"]}, 20), ({"ranking": ["C", "A"]}, 12), ({"ranking": ["BC"]}, 3)]
    counted(question, box, rule="schulze")
    duel = page_of(client, question).context["picture"].duels[0]
    assert (duel.one.key, duel.other.key) == ("B", "C")
    assert (duel.ahead, duel.level, duel.behind) == (20, 3, 12)


def test_the_matrix_marks_wins_only(client: Client, make_question: Make) -> None:
    question = make_question("result")
    counted(question, BOXES["schulze"], rule="schulze")
    matrix = page_of(client, question).context["picture"].matrix
    cells = {row.key: dict(zip("BCA", told, strict=True)) for row, told in matrix}
    assert cells["B"]["C"] == (20, True)
    assert cells["C"]["B"] == (12, False)
    assert cells["B"]["B"] is None


def test_the_grades_of_an_option_add_up_to_the_ballots(client: Client, make_question: Make) -> None:
    question = make_question("result")
    counted(question, BOXES["majority-judgement"], rule="majority-judgement")
    rows = page_of(client, question).context["picture"].rows
    assert all(sum(number for _word, number in row.graded) == 32 for row in rows)
    assert rows[0].graded[1] == ("Very good", 20)


def test_abstentions_and_spoilt_sheets_are_told(client: Client, make_question: Make) -> None:
    question = make_question("result")
    counted(question, [({"ticks": "A"}, 30), (None, 7)], spoilt=4, unreadable=1)
    page = page_of(client, question).content.decode()
    assert '<dt>Abstentions</dt><dd class="num">7</dd>' in page
    assert '<dt>Spoilt paper ballots; they are not counted</dt><dd class="num">4</dd>' in page
    assert "could not be read" in page


def test_the_page_says_that_those_who_voted_chose_to(client: Client, make_question: Make) -> None:
    question = make_question("result")
    counted(question, BOXES["approval"])
    assert "Those who voted chose to do so." in page_of(client, question).content.decode()


def test_weighting_stands_apart_and_says_that_it_is_not_the_result(
    client: Client, make_question: Make
) -> None:
    question = make_question("result")
    stated = {"North": 500, "South": 500}
    question.eligibility = {"kind": "area", "area": {"by": "district", "residents": stated}}
    counted(question, [({"ticks": "B"}, 390), (None, 10)], areas={"North": 300, "South": 100})
    page = page_of(client, question).content.decode()
    assert "This is not the result." in page
    assert "the 400 voices would be worth as much as 300 equal ones" in page
    assert "B carf would stay first, however the ballots are spread over the areas." in page


def test_right_after_the_close_it_says_that_it_is_being_counted(
    client: Client, make_question: Make
) -> None:
    page = page_of(client, make_question("result")).content.decode()
    assert "The vote has closed and is being counted" in page
    assert "Look again" in page


def test_it_says_when_paper_is_still_typed_in(client: Client, make_question: Make) -> None:
    question = make_question("result")
    PaperBatch.objects.create(consultation=question, label="Town hall", sheets=10)
    assert "still typing in paper ballots" in page_of(client, question).content.decode()


def test_a_question_without_a_vote_says_so(client: Client, make_question: Make) -> None:
    question = make_question("discuss")
    question.phases.filter(kind="vote").delete()
    assert "There is no vote on this question" in page_of(client, question).content.decode()


def test_a_hostile_name_of_an_option_is_only_text(client: Client, make_question: Make) -> None:
    question = make_question("result")
    hostile = {"en": "<img src=x> 100% {{ x }} %(option)s"}
    Option.objects.filter(consultation=question, position=2).update(name=hostile)
    counted(question, BOXES["approval"])
    page = page_of(client, question).content.decode()
    assert "<img src=x>" not in page
    assert "&lt;img src=x&gt; 100% {{ x }} %(option)s wins" in page


def test_bars_are_drawn_the_same_in_every_language(client: Client, make_question: Make) -> None:
    """A number with a comma would be no SVG."""
    question = make_question("result")
    counted(question, BOXES["approval"])
    with override("fr"):
        page = client.get(
            reverse("result", args=[question.slug]), headers={"accept-language": "fr"}
        )
    assert 'width="625.0"' in page.content.decode()


def test_the_api_tells_the_same_count(client: Client, make_question: Make) -> None:
    question = make_question("result")
    counted(question, [*BOXES["approval"], (None, 3)])
    told = client.get(reverse("api-result", args=[question.slug])).json()
    assert (told["stage"], told["ballots"], told["abstentions"]) == ("counted", 32, 3)
    assert told["standings"][0]["score"] == "20"
    assert told["story"][0].startswith("B carf wins")
    assert "off_roll" not in told["facts"]


def test_the_api_tells_nothing_before_the_count(client: Client, question: Consultation) -> None:
    told = client.get(reverse("api-result", args=[question.slug])).json()
    assert (told["stage"], told["ballots"], told["standings"]) == ("before", None, [])


def test_the_trust_page_says_what_cannot_be_checked(client: Client, question: Consultation) -> None:
    for address in (reverse("trust"), reverse("vote-trust", args=[question.slug])):
        page = client.get(address).content.decode()
        assert "You must trust the city not to look in that moment." in page
        assert "cannot be checked from outside" in page
        assert 'id="lost-key"' in page


def test_the_trust_page_of_a_draft_is_not_for_everyone(client: Client, make_question: Make) -> None:
    draft = make_question("vote", status="draft")
    assert client.get(reverse("vote-trust", args=[draft.slug])).status_code == 404


def test_the_first_page_says_what_came_first(client: Client, make_question: Make) -> None:
    counted(make_question("result"), BOXES["approval"])
    page = client.get(reverse("home")).content.decode()
    assert "Came first in the vote: <b>carf</b>." in page


def test_the_first_page_says_nothing_of_an_open_vote(
    client: Client, question: Consultation
) -> None:
    assert "Came first" not in client.get(reverse("home")).content.decode()


def test_a_ranking_of_very_many_options_has_no_matrix_on_the_page(
    client: Client, make_question: Make
) -> None:
    question = make_question("result")
    keep = question.options.get(position=1)
    Option.objects.bulk_create(
        Option(consultation=question, scenario=keep.scenario, position=place, name={"en": "x"})
        for place in range(4, 35)
    )
    counted(question, BOXES["schulze"], rule="schulze")
    answer = page_of(client, question)
    assert answer.context["picture"].matrix == ()
    assert b"too large for a page" in answer.content


def test_a_result_takes_few_queries(
    client: Client, make_question: Make, django_assert_max_num_queries: Any
) -> None:
    question = make_question("result")
    counted(question, BOXES["approval"])
    page_of(client, question)
    with django_assert_max_num_queries(8):
        page_of(client, question)


@pytest.mark.parametrize(
    ("position", "words"), [(2, "is the option that"), (3, "is another option")]
)
def test_a_decision_is_held_against_the_vote(
    client: Client, make_question: Make, position: int, words: str
) -> None:
    question = make_question("result")
    counted(question, BOXES["approval"])
    chosen = question.options.get(position=position)
    Decision.objects.create(consultation=question, option=chosen, text={"en": "So be it."})
    assert f"It {words}" in page_of(client, question).content.decode()


def test_weights_at_their_limit_say_what_is_missing(client: Client, make_question: Make) -> None:
    """Ten of 5,000 voted in the south: they would have to weigh 36, and may weigh 5."""
    question = make_question("result")
    stated = {"North": 500, "South": 5000}
    question.eligibility = {"kind": "area", "area": {"by": "district", "residents": stated}}
    counted(question, [({"ticks": "B"}, 400)], areas={"North": 390, "South": 10})
    page = page_of(client, question).content.decode()
    assert "the weights do not reach the areas’ shares fully" in page


def test_where_wins_go_in_a_circle_the_chains_are_told(client: Client, make_question: Make) -> None:
    """A > B > C > A by 8 to 3, 7 to 4, 6 to 5: by hand, A to C goes by B with 7 ballots, C to A
    directly with 6."""
    question = make_question("result")
    box = [({"ranking": ["A", "B", "C"]}, 5), ({"ranking": ["B", "C", "A"]}, 2)]
    box += [({"ranking": ["C", "A", "B"]}, 3), ({"ranking": ["C", "B", "A"]}, 1)]
    counted(question, box, rule="schulze")
    chains = page_of(client, question).context["picture"].chains
    cells = {row.key: dict(zip("ABC", told, strict=True)) for row, told in chains}
    assert cells["A"]["C"] == (7, True)
    assert cells["C"]["A"] == (6, False)


def test_a_decision_that_is_late_is_said_to_be(client: Client, make_question: Make) -> None:
    question = make_question("result")
    assert "decides on" in page_of(client, question).content.decode()
    Consultation.objects.filter(pk=question.pk).update(decision_date="2020-03-01")
    page = page_of(client, question).content.decode()
    assert "The deputy mayor for streets was to decide by Sunday" in page
