"""Votes without an account: the code of a letter, asked at the review."""

from __future__ import annotations

import json
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from participation.eligibility.codes.batches import make_batch
from participation.models import Consultation, Envelope, Option
from portal.models import User
from tests.participation.faces.voting import asked, cast, page_of, review, secret_cookie


@pytest.fixture
def codes(question: Consultation) -> list[str]:
    """Three codes; the question is for their holders."""
    question.eligibility = {"kind": "code"}
    question.save(update_fields=["eligibility"])
    _batch, words = make_batch(actor=None, consultation=question, label="letters", size=3)
    return list(words)


def test_the_review_asks_for_the_code_and_for_no_account(
    client: Client, question: Consultation, options: list[Option], codes: list[str]
) -> None:
    page = page_of(review(client, question, tick=[options[1].pk]))
    assert 'name="answer-code"' in page


def test_a_code_that_a_script_took_from_the_address_stands_in_the_field(
    client: Client, question: Consultation, options: list[Option], codes: list[str]
) -> None:
    sent = {"tick": [options[1].pk], "answer-code": codes[0]}
    assert f'value="{codes[0]}"' in page_of(review(client, question, **sent))


def test_a_code_casts_once_and_changes_on_the_same_device(
    client: Client, question: Consultation, options: list[Option], codes: list[str]
) -> None:
    code = {"answer-code": codes[0]}
    cast(client, question, {"ticks": [options[1].pk]}, **code)
    typed = {"answer-code": codes[0].lower().replace("-", " ")}
    answer = cast(client, question, {"ticks": [options[2].pk]}, token="second", **typed)
    assert (answer.status_code, Envelope.objects.count()) == (302, 1)


def test_another_code_on_the_same_device_is_another_vote(
    client: Client, question: Consultation, options: list[Option], codes: list[str]
) -> None:
    for code in codes[:2]:
        cast(client, question, {"ticks": [options[1].pk]}, **{"answer-code": code})
    assert Envelope.objects.count() == 2


def test_so_it_is_for_a_family_that_is_signed_in_with_one_account(
    client: Client,
    question: Consultation,
    options: list[Option],
    codes: list[str],
    resident: User,
) -> None:
    client.force_login(resident)
    for code in codes[:2]:
        cast(client, question, {"ticks": [options[1].pk]}, **{"answer-code": code})
    assert Envelope.objects.count() == 2


def test_the_last_page_of_a_code_vote_goes_with_whoever_was_signed_in(
    client: Client, question: Consultation, options: list[Option], codes: list[str], resident: User
) -> None:
    client.force_login(resident)
    code = {"answer-code": codes[0]}
    address = cast(client, question, {"ticks": [options[1].pk]}, **code).url
    assert client.get(address).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(address).status_code == 302


def test_a_wrong_code_is_told_at_its_field_and_stays_there(
    client: Client, question: Consultation, options: list[Option], codes: list[str]
) -> None:
    sent = {"answer-code": "AAAA BBBB CCCC"}
    answer = cast(client, question, {"ticks": [options[1].pk]}, **sent)
    page = page_of(answer)
    assert answer.status_code in (400, 403)
    assert 'value="AAAA BBBB CCCC"' in page
    assert 'href="#answer-code"' in page


def test_a_code_stands_in_no_cookie_and_no_session(
    client: Client, question: Consultation, options: list[Option], codes: list[str]
) -> None:
    cast(client, question, {"ticks": [options[1].pk]}, **{"answer-code": codes[0]})
    assert dict(client.session) == {}
    plain = codes[0].replace("-", "")
    assert all(plain not in kept.OutputString() for kept in client.cookies.values())
    assert secret_cookie(client) is not None


def test_the_sheet_of_a_code_vote_has_a_place_for_the_letters_address(
    client: Client, question: Consultation, codes: list[str]
) -> None:
    page = page_of(client.get(reverse("vote", args=[question.slug])))
    assert 'data-fragment="code"' in page


def test_who_has_no_letter_learns_it_before_choosing(
    client: Client, question: Consultation, codes: list[str]
) -> None:
    page = page_of(client.get(reverse("vote", args=[question.slug])))
    assert "Everyone with a code from the city's letter may vote, once." in unescape(page)


def test_a_lock_out_says_what_to_do_and_keeps_the_choice(
    client: Client,
    question: Consultation,
    options: list[Option],
    codes: list[str],
    make_question: Callable[..., Consultation],
    verified: User,
) -> None:
    other = make_question(slug="other")
    Consultation.objects.filter(pk=other.pk).update(eligibility={"kind": "code"})
    _batch, strange = make_batch(actor=None, consultation=other, label="theirs", size=9)
    client.force_login(verified)
    for code in strange:
        answer = cast(client, question, {"ticks": [options[1].pk]}, **{"answer-code": code})
    page = page_of(answer)
    assert answer.status_code == 429
    assert "your right to vote is not lost" in page
    assert json.loads(asked(page, "content")) == {"ticks": [options[1].pk]}
    assert Envelope.objects.count() == 0
