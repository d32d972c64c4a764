"""The vote in three steps: what each page says, keeps and refuses."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.ballots import new_secret
from participation.eligibility.counters import counts
from participation.models import Consultation, Envelope, Option
from portal.models import User
from tests.participation.faces.voting import asked, cast, page_of, review, secret_cookie


def test_choosing_leads_to_a_review_of_what_was_ticked(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    page = page_of(review(client, question, tick=[options[1].pk]))
    assert "carf" in page.split("Not ticked")[0]
    assert json.loads(asked(page, "content")) == {"ticks": [options[1].pk]}


def test_casting_ends_at_a_page_with_receipt_and_key(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    page = page_of(cast(client, question, {"ticks": [options[1].pk]}, follow=True))
    assert "Your vote is in the box" in page
    assert "It is shown only now" in page
    assert Envelope.objects.count() == 1


def test_the_key_is_shown_once(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    cast(client, question, {"ticks": [options[1].pk]}, follow=True)
    again = page_of(client.get(reverse("vote-done", args=[question.slug])))
    assert "Your key was shown once" in again
    assert secret_cookie(client).value not in again


def test_the_last_page_does_not_say_what_was_chosen(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    assert "carf" not in page_of(cast(client, question, {"ticks": [options[1].pk]}, follow=True))


def test_the_receipt_draws_a_qr_code_without_inline_style(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    page = page_of(cast(client, question, {"ticks": [options[1].pk]}, follow=True))
    assert "<svg" in page.split('class="receipt__qr"')[1].split("</div>")[0]
    assert "style=" not in page


def test_this_device_changes_the_vote_by_its_cookie(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    cast(client, question, {"ticks": [options[0].pk]})
    page = page_of(cast(client, question, {"ticks": [options[1].pk]}, token="second", follow=True))
    assert "It took the place of your vote of before." in page
    assert Envelope.objects.count() == 1


def test_the_cookie_of_the_key_is_out_of_reach_of_scripts_and_other_questions(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    cast(client, question, {"ticks": [options[0].pk]})
    kept = secret_cookie(client)
    assert (kept["httponly"], kept["samesite"], kept["path"]) == (True, "Lax", "/c/streets/")


def test_two_people_at_one_computer_do_not_change_each_others_vote(
    client: Client,
    question: Consultation,
    options: list[Option],
    make_voters: Callable[[int], list[User]],
) -> None:
    for voter in make_voters(2):
        client.force_login(voter)
        cast(client, question, {"ticks": [options[0].pk]})
    assert Envelope.objects.count() == 2


def test_on_another_device_the_page_asks_for_the_key(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    cast(client, question, {"ticks": [options[0].pk]})
    other = Client()
    other.force_login(verified)
    assert "You have voted already" in page_of(review(other, question, tick=[options[1].pk]))
    answer = cast(other, question, {"ticks": [options[1].pk]})
    assert answer.status_code == 409
    assert 'name="how" value="again"' in page_of(answer)


@pytest.mark.parametrize("how", ["key", "again"])
def test_another_device_changes_the_vote_with_the_key_or_without_it(
    client: Client, question: Consultation, options: list[Option], verified: User, how: str
) -> None:
    client.force_login(verified)
    cast(client, question, {"ticks": [options[0].pk]})
    other = Client()
    other.force_login(verified)
    typed = secret_cookie(client).value.lower().replace("-", " ") if how == "key" else ""
    answer = cast(other, question, {"ticks": [options[1].pk]}, how=how, key=typed)
    assert (answer.status_code, Envelope.objects.count()) == (302, 1)


def test_a_mistyped_key_is_told_at_its_field_and_stays_there(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    given = {"ticks": [options[0].pk]}
    page = page_of(cast(client, question, given, how="key", key="ABCD-EFGH"))
    assert 'value="ABCD-EFGH"' in page
    assert 'href="#key"' in page


def test_choosing_again_goes_back_with_everything_that_was_chosen(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    content = json.dumps({"ticks": [options[1].pk]})
    address = reverse("vote", args=[question.slug])
    page = page_of(Client().post(address, {"content": content}))
    assert f'value="{options[1].pk}" checked' in page


def test_ticking_nothing_is_told_at_the_choice(
    client: Client, question: Consultation, verified: User
) -> None:
    client.force_login(verified)
    answer = review(client, question)
    assert answer.status_code == 400
    assert "Tick at least one option" in page_of(answer)


def test_abstaining_is_said_at_the_review_and_cast(
    client: Client, question: Consultation, verified: User
) -> None:
    client.force_login(verified)
    page = page_of(review(client, question, abstain="1"))
    assert "You abstain." in page
    assert cast(client, question, json.loads(asked(page, "content"))).status_code == 302


def test_a_guest_keeps_the_choice_through_signing_in(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    away = review(client, question, tick=[options[2].pk])
    back = client.post(away.url, {"login": verified.email, "password": "a long pass phrase"})
    page = page_of(client.get(back.url))
    assert json.loads(asked(page, "content")) == {"ticks": [options[2].pk]}


def test_neither_session_nor_address_ever_holds_a_choice(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    away = review(client, question, tick=[options[2].pk])
    assert "tick" not in away.url
    assert dict(client.session) == {}


def test_without_a_confirmed_address_the_choice_stays_on_the_page(
    client: Client, question: Consultation, options: list[Option], resident: User
) -> None:
    client.force_login(resident)
    answer = cast(client, question, {"ticks": [options[1].pk]})
    assert answer.status_code == 403
    assert json.loads(asked(page_of(answer), "content")) == {"ticks": [options[1].pk]}


def test_after_the_close_the_page_says_so_and_nothing_is_stored(
    client: Client, make_question: Callable[..., Consultation], verified: User
) -> None:
    closed = make_question("result")
    client.force_login(verified)
    answer = cast(client, closed, {"ticks": [closed.options.all()[0].pk]})
    assert (answer.status_code, Envelope.objects.count()) == (409, 0)
    assert "Voting closed on" in page_of(answer)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "no json",
        "[]",
        '{"ticks": 5}',
        '{"ticks": [[]]}',
        '{"ticks": [1, "a"]}',
        "[" * 5000,
        '{"x": 1}',
    ],
)
def test_a_broken_ballot_leads_back_to_the_choice(
    client: Client, question: Consultation, verified: User, content: str
) -> None:
    client.force_login(verified)
    answer = client.post(
        reverse("vote-cast", args=[question.slug]),
        {"content": content, "secret": new_secret(), "token": "t"},
    )
    assert answer.status_code == 400


def test_an_option_of_another_question_is_refused(
    client: Client,
    question: Consultation,
    make_question: Callable[..., Consultation],
    verified: User,
) -> None:
    other = make_question(slug="other")
    client.force_login(verified)
    answer = cast(client, question, {"ticks": [other.options.all()[0].pk]})
    assert (answer.status_code, Envelope.objects.count()) == (400, 0)


def test_a_form_that_is_sent_twice_is_one_vote_with_one_receipt(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    shown = set()
    for _time in range(2):
        cast(client, question, {"ticks": [options[1].pk]})
        shown.add(client.cookies["done"].value.split(".")[0])
    assert len(shown) == Envelope.objects.count() == 1


def test_a_form_that_is_sent_again_and_again_looks_like_no_rush_of_ballots(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    for _time in range(3):
        cast(client, question, {"ticks": [options[1].pk]})
    assert [number for _window, _network, number in counts("casts", question.pk)] == [1]


def test_casting_takes_six_queries_at_most(
    client: Client,
    question: Consultation,
    options: list[Option],
    make_voters: Callable[[int], list[User]],
) -> None:
    first, second = make_voters(2)
    client.force_login(first)
    # The first ballot of a vote also makes its box.
    cast(client, question, {"ticks": [options[0].pk]})
    client.force_login(second)
    with CaptureQueriesContext(connection) as asked_:
        answer: Any = cast(client, question, {"ticks": [options[1].pk]})
    # The test's own transaction adds savepoints; a real request has BEGIN and COMMIT instead.
    sent = [q["sql"] for q in asked_ if "SAVEPOINT" not in q["sql"]]
    assert answer.status_code == 302
    assert len(sent) <= 6, sent
