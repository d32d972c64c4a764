"""The queue's pages for two officials: who is there, who was quicker, what can be taken back."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import Claim, Comment, Consultation, Ruling
from portal.models import User
from tests.participation.conftest import verify

Speak = Callable[..., list[Comment]]
HIDE = {"act": "hide", "reason": "insult", "seen": 0}


@pytest.fixture
def desk(official: User) -> Client:
    """One official at the desk."""
    return at_work(official, "Ana Q")


@pytest.fixture
def other(planner: User) -> Client:
    """A colleague in another browser."""
    return at_work(planner, "Bo R")


def at_work(person: User, name: str) -> Client:
    User.objects.filter(pk=person.pk).update(name=name)
    client = Client()
    client.force_login(person)
    return client


def address(comment: Comment, name: str = "desk-item") -> str:
    return reverse(name, args=[comment.pk])


def undo(ruling: Ruling) -> str:
    return reverse("desk-undo", args=[ruling.pk])


def test_a_stale_press_shows_the_item_as_it_is_and_keeps_what_was_typed(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.post(address(one), HIDE)
    answer = other.post(address(one), {"act": "keep", "seen": 0, "note": "What I typed."})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert re.search(r"Hidden \d+ seconds? ago by Ana Q: look again\.", page)
    assert "What I typed.</textarea>" in page
    assert 'name="seen" value="1"' in page
    one.refresh_from_db()
    assert one.status == "hidden"


def test_after_that_page_the_next_press_decides(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.post(address(one), HIDE)
    seen = other.post(address(one), {"act": "keep", "seen": 0}).context["form"]["seen"].value()
    other.post(address(one), {"act": "keep", "seen": seen})
    one.refresh_from_db()
    assert one.status == "visible"


def test_a_press_without_the_version_it_saw_is_refused(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    for seen in ({}, {"seen": "-1"}, {"seen": "one"}, {"seen": "9" * 40}):
        answer = desk.post(address(one), {"act": "keep", **seen})
        assert answer.status_code in (400, 409)
    assert not Ruling.objects.exists()


def test_a_double_click_is_one_decision_and_leads_on(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 2)[0]
    answers = [desk.post(address(one), HIDE) for _click in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert Ruling.objects.count() == 1


def test_a_colleague_is_told_who_has_an_item_open_and_gets_the_next_one(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    first, second = people_speak(question, 2)[:2]
    assert desk.get(reverse("desk-queue")).context["comment"].pk == first.pk
    Claim.objects.update(since=timezone.now() - timedelta(minutes=2))
    queue = other.get(reverse("desk-queue"))
    assert queue.context["comment"].pk == second.pk
    assert "Open with Ana Q for 2 minutes" in queue.content.decode()
    assert "Open with Ana Q for 2 minutes" in other.get(address(first)).content.decode()


def test_where_all_items_are_taken_the_oldest_opens(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    first = people_speak(question, 1)[0]
    Comment.objects.exclude(pk=first.pk).update(looked_at=timezone.now())
    desk.get(reverse("desk-queue"))
    assert other.get(reverse("desk-queue")).context["comment"].pk == first.pk


def test_a_claim_keeps_no_colleague_from_deciding(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.get(address(one))
    assert other.post(address(one), HIDE).status_code == 302


def test_leaving_an_item_is_told_to_colleagues(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    looks = desk.get(address(one)).context["looks"]
    other.post(address(one, "desk-item-leave"), {"looks": looks})
    assert Claim.objects.count() == 1
    for odd in ("", "x", "²", "9" * 30):
        assert desk.post(address(one, "desk-item-leave"), {"looks": odd}).status_code == 302
    desk.post(address(one, "desk-item-leave"), {"looks": looks})
    assert Claim.objects.count() == 0


def test_going_to_the_desk_leaves_the_item(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    people_speak(question, 1)
    desk.get(reverse("desk-queue"))
    desk.get(reverse("desk"))
    assert not Claim.objects.exists()


def test_the_page_after_a_decision_offers_to_undo_it_for_ten_seconds(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 2)[0]
    page = desk.post(address(one), HIDE, follow=True).content.decode()
    assert undo(Ruling.objects.get()) in page
    Ruling.objects.update(at=timezone.now() - timedelta(seconds=11))
    assert "/undo/" not in desk.get(reverse("desk-queue")).content.decode()


def test_undo_opens_the_item_as_it_was(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 2)[0]
    desk.post(address(one), HIDE)
    page = desk.post(undo(Ruling.objects.get()) + "?why=new", follow=True)
    assert page.redirect_chain[-1][0] == address(one) + "?why=new"
    assert page.context["comment"].status == "visible"
    assert page.context["whys"] == ["New"]


def test_undo_that_comes_too_late_says_so(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 2)[0]
    desk.post(address(one), HIDE)
    other.post(address(one), {"act": "keep", "seen": 1})
    page = desk.post(undo(Ruling.objects.get(verdict="hide")), follow=True).content.decode()
    assert re.search(r"Kept \d+ seconds? ago by Bo R: look again\.", page)


def test_nobody_undoes_a_colleagues_decision_by_its_address(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    desk.post(address(people_speak(question, 1)[0]), HIDE)
    assert other.post(undo(Ruling.objects.get())).status_code == 404


@pytest.mark.parametrize("name", ["desk-undo", "desk-item-leave", "desk-item-reopen"])
def test_acts_on_items_are_not_for_residents(
    client: Client, question: Consultation, people_speak: Speak, name: str
) -> None:
    one = people_speak(question, 1)[0]
    client.force_login(one.author)
    assert client.post(address(one, name), {"reopen-why": "x"}).status_code == 403


def test_what_is_told_about_the_letter_is_so(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    first, second = people_speak(question, 2)[:2]
    verify(first.author)
    assert (
        "gets an e-mail that says why"
        in desk.post(address(first), HIDE, follow=True).content.decode()
    )
    Ruling.objects.update(at=timezone.now() - timedelta(seconds=11))
    page = desk.post(address(second), HIDE, follow=True).content.decode()
    assert "Hidden." in page
    assert "e-mail" not in page.split("<main")[1].split("</main")[0]


def test_the_list_of_what_was_dealt_with_is_searched_and_paged(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    said = people_speak(question, 35)
    Comment.objects.update(looked_at=timezone.now())
    done = reverse("desk-done")
    assert desk.get(done).context["page"].paginator.num_pages == 2
    found = desk.get(done, {"q": said[7].short_id})
    assert [row.comment for row in found.context["rows"]] == [said[7]]
    assert "Nothing was found" in desk.get(done, {"q": "zebra"}).content.decode()


@pytest.mark.parametrize(
    "asked",
    [
        {"since": "yesterday"},
        {"until": "9999-99-99"},
        {"reason": "x"},
        {"q": "\0"},
        {"q": "a" * 500},
        {"consultation": "\ud7ff"},
    ],
)
def test_odd_searches_are_no_failure(desk: Client, db: None, asked: dict[str, Any]) -> None:
    assert desk.get(reverse("desk-done"), asked).status_code == 200


def test_an_item_is_found_in_the_list_and_put_back_into_the_queue(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.post(address(one), HIDE)
    assert address(one) in other.get(reverse("desk-done")).content.decode()
    sent = {"reopen-why": "The author wrote to us.", "reopen-seen": 1}
    page = other.post(address(one, "desk-item-reopen"), sent, follow=True).content.decode()
    assert "Back in the queue" in page
    assert "The author wrote to us." in page
    assert one.pk in {item.comment.pk for item in desk.get(reverse("desk-queue")).context["items"]}


def test_putting_back_needs_a_reason_and_the_state_that_was_seen(
    desk: Client, other: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.post(address(one), HIDE)
    again = address(one, "desk-item-reopen")
    assert other.post(again, {"reopen-why": "", "reopen-seen": 1}).status_code == 400
    stale = other.post(again, {"reopen-why": "My words.", "reopen-seen": 0})
    assert stale.status_code == 409
    assert "My words.</textarea>" in stale.content.decode()
