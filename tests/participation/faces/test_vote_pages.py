"""The vote on three screens, its receipt and its result."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participation.ballots import cast_ballot
from participation.models import Ballot, Consultation, Option
from portal.models import User


def cast(client: Client, question: Consultation, *ids: int, token: str = "t") -> object:
    """Send the last form of the vote."""
    address = reverse("vote-cast", args=[question.slug])
    return client.post(address, {"options": ids, "token": token})


def test_choosing_leads_to_a_review_of_what_was_ticked(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    page = client.post(
        reverse("vote-review", args=[question.slug]), {"options": [options[1].pk]}
    ).content.decode()
    assert "I could live with it" in page
    assert page.count('name="options"') == 1


def test_casting_ends_at_a_receipt_that_is_in_the_box(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    receipt = client.get(cast(client, question, options[1].pk).url)
    assert b"Your vote is in the box" in receipt.content


def test_the_receipt_does_not_say_what_was_chosen(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    page = client.get(cast(client, question, options[1].pk).url).content.decode()
    assert "carf" not in page


def test_the_receipt_draws_a_qr_code_without_inline_style(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    page = client.get(cast(client, question, options[1].pk).url).content.decode()
    drawn = page.split('class="receipt__qr"')[1].split("</svg>")[0]
    assert "<svg" in drawn
    assert "style=" not in page


def test_ticking_nothing_is_told_at_the_choice(
    client: Client, question: Consultation, verified: User
) -> None:
    client.force_login(verified)
    answer = client.post(reverse("vote-review", args=[question.slug]))
    assert answer.status_code == 400
    assert b"Tick at least one option" in answer.content


def test_a_guest_keeps_the_choice_through_signing_in(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    away = client.post(reverse("vote-review", args=[question.slug]), {"options": [options[2].pk]})
    back = client.post(away.url, {"login": verified.email, "password": "a long pass phrase"})
    page = client.get(back.url).content.decode()
    assert f'name="options" value="{options[2].pk}"' in page


def test_the_choice_leaves_the_session_when_the_review_is_shown(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    away = client.post(reverse("vote-review", args=[question.slug]), {"options": [options[2].pk]})
    client.post(away.url, {"login": verified.email, "password": "a long pass phrase"})
    client.get(reverse("vote-review", args=[question.slug]))
    assert "vote:streets" not in client.session


def test_no_address_of_the_vote_holds_the_choice(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    away = client.post(reverse("vote-review", args=[question.slug]), {"options": [options[2].pk]})
    assert "options" not in away.url


def test_without_a_confirmed_address_the_choice_stays_on_the_page(
    client: Client, question: Consultation, options: list[Option], resident: User
) -> None:
    client.force_login(resident)
    answer = cast(client, question, options[1].pk)
    assert answer.status_code == 403
    assert f'value="{options[1].pk}"' in answer.content.decode()


def test_after_the_close_the_page_says_so_and_nothing_is_stored(
    client: Client, make_question: Callable[..., Consultation], verified: User
) -> None:
    closed = make_question("result")
    client.force_login(verified)
    answer = cast(client, closed, closed.options.first().pk)
    assert (answer.status_code, Ballot.objects.count()) == (409, 0)
    assert b"Voting closed on" in answer.content


def test_an_option_of_another_question_is_refused(
    client: Client,
    question: Consultation,
    make_question: Callable[..., Consultation],
    verified: User,
) -> None:
    other = make_question(slug="other")
    client.force_login(verified)
    answer = cast(client, question, other.options.first().pk)
    assert (answer.status_code, Ballot.objects.count()) == (400, 0)


def test_a_replaced_vote_has_no_receipt_any_more(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    first = cast(client, question, options[0].pk).url
    cast(client, question, options[1].pk, token="other")
    assert client.get(first).status_code == 404


def test_casting_takes_six_queries_at_most(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    client.get(reverse("vote", args=[question.slug]))
    with CaptureQueriesContext(
        connection,
    ) as asked:
        cast(client, question, options[1].pk)
    # The test's own transaction adds savepoints; a real request has BEGIN and COMMIT instead.
    sent = [q["sql"] for q in asked if "SAVEPOINT" not in q["sql"]]
    assert len(sent) <= 6, sent


def test_before_the_close_the_result_page_shows_no_count(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    cast_ballot(actor=verified, consultation=question, option_ids=[options[1].pk])
    page = client.get(reverse("result", args=[question.slug]))
    assert "tally" not in page.context


def test_after_the_close_the_result_page_shows_the_count(
    client: Client, make_question: Callable[..., Consultation]
) -> None:
    closed = make_question("result")
    first, second = closed.options.all()[:2]
    Ballot.objects.create(consultation=closed, slot=b"1", options=[second.pk], receipt="A")
    Ballot.objects.create(
        consultation=closed, slot=b"2", options=[first.pk, second.pk], receipt="B"
    )
    rows = client.get(reverse("result", args=[closed.slug])).context["rows"]
    assert [(row.choice.key, row.approvals) for row in rows][:2] == [("B", 2), ("A", 1)]


def test_a_receipt_can_be_looked_up_by_its_code(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    receipt = cast_ballot(actor=verified, consultation=question, option_ids=[options[1].pk])
    spoken = receipt.code.lower().replace("-", " ")
    found = client.get(reverse("receipt-look-up"), {"code": spoken}, follow=True)
    assert b"Your vote is in the box" in found.content
