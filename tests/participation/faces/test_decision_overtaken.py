"""Words that were begun before a colleague published: told at the desk, and lost nowhere."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from participation.deciding import correct, decide
from participation.models import Consultation
from portal.models import User
from tests.participation.faces.test_decision_pages import Speak, closed, post

assert closed


def test_a_draft_older_than_a_colleagues_decision_says_so_and_keeps_both_texts(
    desk: Client, closed: Consultation, planner: User
) -> None:
    """The attack: words begun before the decision fill the form of its correction unseen."""
    post(desk, closed, "find")
    decide(actor=planner, consultation=closed, option=None, text={"en": "No money."})
    address = reverse("desk-decide", args=[closed.slug])
    page = desk.get(address).content.decode()
    assert "A colleague has published meanwhile" in page
    assert "No money." in page
    assert "The lime trees stay.</textarea>" in page
    page = desk.get(f"{address}?stored=1").content.decode()
    assert "A colleague has published meanwhile" not in page
    assert "No money.</textarea>" in page
    assert "The lime trees stay." not in page


def test_a_correction_older_than_a_colleagues_says_so(
    desk: Client, closed: Consultation, official: User, planner: User
) -> None:
    decide(actor=official, consultation=closed, option=None, text={"en": "No money."})
    post(desk, closed, "find", seen="0")
    said = {"text": {"en": "No money yet."}, "reason": {"en": "A slip."}, "option": None}
    address = reverse("desk-decide", args=[closed.slug])
    assert "A colleague has published meanwhile" not in desk.get(address).content.decode()
    correct(actor=planner, consultation=closed, seen=0, **said)
    assert "A colleague has published meanwhile" in desk.get(address).content.decode()


def test_comments_collected_after_a_decision_are_no_older_draft(
    desk: Client, closed: Consultation, official: User, people_speak: Speak
) -> None:
    one = people_speak(closed, 1)[0]
    decide(actor=official, consultation=closed, option=None, text={"en": "No money."})
    desk.post(reverse("desk-answer", args=[closed.slug]), {"answer": str(one.public_id)})
    page = desk.get(reverse("desk-decide", args=[closed.slug])).content.decode()
    assert "A colleague has published meanwhile" not in page


def test_in_a_language_that_the_older_draft_leaves_empty_what_is_public_stays(
    desk: Client, closed: Consultation, planner: User
) -> None:
    post(desk, closed, "find", text_fr="")
    text = {"en": "No money.", "fr": "Pas d’argent."}
    decide(actor=planner, consultation=closed, option=None, text=text)
    page = desk.get(reverse("desk-decide", args=[closed.slug])).content.decode()
    assert "The lime trees stay.</textarea>" in page
    assert "Pas d’argent.</textarea>" in page
    sent = {"option": "B", "text_en": "The lime trees stay.", "text_fr": "", "cited": ""}
    answer = desk.post(reverse("desk-publish", args=[closed.slug]), sent)
    assert answer.status_code == 409
    assert "The lime trees stay.</textarea>" in answer.content.decode()
    assert "Pas d’argent.</textarea>" in answer.content.decode()
