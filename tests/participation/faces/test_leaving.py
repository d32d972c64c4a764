"""On a device that several people use, nothing of whoever signed out waits for the next one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.faces.resident.vote import drafts
from participation.models import Comment, Consultation, Option
from portal.models import Session, User
from tests.participation.faces.voting import asked, cast, page_of, review, secret_cookie


def begin(client: Client, question: Consultation, options: list[Option]) -> None:
    client.post(reverse("vote-draft", args=[question.slug]), {"tick": options[1].pk})
    assert is_marked(client, question)


def is_marked(client: Client, question: Consultation) -> bool:
    return " checked" in page_of(client.get(reverse("vote", args=[question.slug])))


def vote(client: Client, question: Consultation, options: list[Option]) -> Any:
    page = page_of(review(client, question, tick=[options[1].pk]))
    return cast(client, question, json.loads(asked(page, "content")))


def test_a_draft_of_a_vote_does_not_outlive_signing_out(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    begin(client, question, options)
    answer = client.post(reverse("account_logout"))
    assert answer["Clear-Site-Data"] == '"cache", "storage"'
    assert not is_marked(client, question)
    assert "Your vote is not cast yet" not in page_of(client.get(reverse("home")))


def test_ending_this_device_in_the_list_of_devices_forgets_as_much(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    begin(client, question, options)
    here = Session.objects.get(person=verified).pk
    answer = client.post(reverse("device-end"), {"which": here})
    assert "storage" in answer["Clear-Site-Data"]
    assert not is_marked(client, question)


def test_erasing_the_account_forgets_as_much(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    begin(client, question, options)
    answer = client.post(reverse("erase"), {"words": "keep", "sure": "on"})
    assert "storage" in answer["Clear-Site-Data"]
    assert not is_marked(client, question)


def test_whoever_was_only_timed_out_finds_the_draft_again(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    begin(client, question, options)
    Session.objects.update(expire_date=timezone.now() - timedelta(minutes=1))
    answer = client.get(reverse("home"))
    assert "Clear-Site-Data" not in answer
    client.force_login(verified)
    assert is_marked(client, question)


def test_a_guest_who_turns_back_at_the_sign_in_keeps_the_draft(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    begin(client, question, options)
    answer = client.post(reverse("account_logout"), {"next": reverse("account_login")})
    assert "Clear-Site-Data" not in answer
    assert is_marked(client, question)


def test_the_last_page_of_a_vote_is_not_shown_to_whoever_comes_next(
    client: Client, question: Consultation, options: list[Option], verified: User, neighbour: User
) -> None:
    client.force_login(verified)
    address = vote(client, question, options).url
    assert client.get(address).status_code == 200
    client.post(reverse("account_logout"))
    assert client.get(address).status_code == 302
    client.force_login(neighbour)
    assert client.get(address).status_code == 302


def test_after_signing_out_and_in_again_the_vote_can_still_be_changed_here(
    client: Client, question: Consultation, options: list[Option], verified: User
) -> None:
    client.force_login(verified)
    vote(client, question, options)
    client.post(reverse("account_logout"))
    assert secret_cookie(client) is not None


def test_no_draft_is_forgotten_by_the_list_before_it_is_deleted(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    others = [f"other-{number}" for number in range(drafts.MOST_BEGUN)]
    client.cookies["drafts"] = "~" + "~".join(others) + "~"
    begin(client, question, options)
    assert client.cookies["draft-other-0"]["max-age"] == 0
    assert "draft-other-1" not in client.cookies


def test_names_that_somebody_wrote_into_the_cookie_do_no_harm(
    client: Client, verified: User
) -> None:
    client.force_login(verified)
    client.cookies["drafts"] = "~../desk~a b~%0d%0a~"
    assert client.post(reverse("account_logout")).status_code == 302


@pytest.fixture
def mine(question: Consultation, verified: User) -> Comment:
    return Comment.objects.create(
        consultation=question, author=verified, text="Trees, please.", status="visible"
    )


def test_one_tap_does_not_withdraw_a_comment(client: Client, mine: Comment, verified: User) -> None:
    client.force_login(verified)
    page = page_of(client.get(reverse("comment-withdraw", args=[mine.pk])))
    mine.refresh_from_db()
    assert "Trees, please." in page
    assert "You cannot take this back" in " ".join(page.split())
    assert mine.status == "visible"
    client.post(reverse("comment-withdraw", args=[mine.pk]))
    mine.refresh_from_db()
    assert mine.status == "withdrawn"


def test_nobody_is_asked_about_a_comment_of_somebody_else(
    client: Client, mine: Comment, neighbour: User
) -> None:
    client.force_login(neighbour)
    assert client.get(reverse("comment-withdraw", args=[mine.pk])).status_code == 404
