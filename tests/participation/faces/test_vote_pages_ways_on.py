"""Whoever cannot vote as they came is told what is so, and has a way on."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import Consultation, Option
from portal.models import User
from tests.participation.faces.voting import cast, page_of, review

KEPT = "Your choice is kept on this device. It is not cast yet."


@pytest.mark.parametrize("step", ["vote", "vote-review"])
def test_before_it_opens_the_page_says_when_and_leads_to_the_question(
    client: Client, make_question: Callable[..., Consultation], step: str
) -> None:
    early = make_question("discuss")
    page = page_of(client.get(reverse(step, args=[early.slug])))
    assert "Voting opens on" in page
    assert f'class="button" href="{reverse("consultation", args=[early.slug])}"' in page
    assert "was not stored" not in page


@pytest.mark.parametrize("step", ["vote", "vote-review"])
def test_who_looks_in_after_the_close_is_led_to_the_result_and_not_told_of_a_lost_vote(
    client: Client, make_question: Callable[..., Consultation], step: str
) -> None:
    over = make_question("result")
    page = page_of(client.get(reverse(step, args=[over.slug])))
    assert "Voting closed on" in page
    assert f'href="{reverse("result", args=[over.slug])}"' in page
    assert "was not stored" not in page


def test_who_comes_to_the_review_too_late_is_told_that_nothing_was_stored(
    client: Client, make_question: Callable[..., Consultation]
) -> None:
    over = make_question("result")
    assert "Your vote was not stored" in page_of(review(client, over, tick=["1"]))


def test_after_the_close_the_question_does_not_tell_of_a_lost_vote(
    client: Client, make_question: Callable[..., Consultation]
) -> None:
    over = make_question("result")
    page = page_of(client.get(reverse("consultation", args=[over.slug])))
    assert "Voting closed on" in page
    assert "was not stored" not in page


def test_a_guest_reads_at_the_sign_in_that_the_choice_is_kept(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    away = review(client, question, tick=[options[2].pk])
    assert KEPT in page_of(client.get(away.url))


def test_who_was_signed_out_before_casting_reads_that_the_choice_is_kept(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    away = cast(client, question, {"ticks": [options[2].pk]})
    assert KEPT in page_of(client.get(away.url))


def test_nothing_is_said_to_be_kept_where_nothing_was_chosen(
    client: Client, question: Consultation
) -> None:
    answer = client.post(reverse("vote", args=[question.slug]), {"act": "later"}, follow=True)
    assert KEPT not in page_of(answer)


def _with_key(client: Client, question: Consultation, option: Option, key: str) -> str:
    """Vote on one device; the page that another one gets with this key."""
    given = {"ticks": [option.pk]}
    cast(client, question, given)
    other = Client()
    other.cookies["sessionid"] = client.cookies["sessionid"].value
    return page_of(cast(other, question, given, how="key", key=key))


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ("", "Type your key, or choose that you lost it."),
        ("ABCD-EFGH-JKMN-PQRS", "as the code of a receipt has"),
        ("0000-0000-0000-00000", "This is not the key of your vote."),
    ],
)
def test_each_slip_with_the_key_is_told_at_its_field(
    client: Client,
    question: Consultation,
    options: list[Option],
    verified: User,
    key: str,
    told: str,
) -> None:
    client.force_login(verified)
    page = _with_key(client, question, options[0], key)
    assert page.count(told) == 2
    assert 'href="#key"' in page
    assert 'aria-invalid="true"' in page


def test_without_a_key_the_way_to_its_field_is_a_link(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    cast(client, question, {"ticks": [options[0].pk]})
    other = Client()
    other.force_login(verified)
    assert 'href="#key"' in page_of(cast(other, question, {"ticks": [options[1].pk]}))
