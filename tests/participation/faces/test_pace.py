"""Nobody drives the site faster than people do; a class behind one address is not kept out."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.test import Client, RequestFactory
from django.urls import reverse

from participation.comments import write_comment
from participation.faces.resident import comments, drafts
from participation.faces.resident.forms import WORDS_BYTES
from participation.models import Consultation, Reaction
from portal import pace
from portal.guard import MOST_CHARACTERS
from portal.limits import standing, take
from portal.models import User
from portal.network import network_of

FORM = "application/x-www-form-urlencoded"
OFFICE, HOME = "5.5.5.5", "6.6.6.6"


def at(address: str, user: User | None = None) -> Client:
    """A browser at this address."""
    client = Client(REMOTE_ADDR=address, enforce_csrf_checks=False)
    if user:
        client.force_login(user)
    return client


def test_the_api_says_when_to_come_again(question: Consultation, monkeypatch: Any) -> None:
    monkeypatch.setattr(pace, "API_NETWORK", replace(pace.API_NETWORK, most=2))
    path = reverse("api-consultations")
    answers = [at(OFFICE).get(path) for _time in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 60
    assert answers[2].json()["retry_after_s"] == int(answers[2]["Retry-After"])
    assert "Try again after" in answers[2].json()["title"]
    assert at(HOME).get(path).status_code == 200


def test_one_person_goes_slower_than_their_network(
    question: Consultation, resident: User, neighbour: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(pace, "API_PERSON", replace(pace.API_PERSON, most=2))
    path = reverse("api-consultations")
    fast = at(OFFICE, resident)
    assert [fast.get(path).status_code for _time in range(3)] == [200, 200, 429]
    assert at(OFFICE, neighbour).get(path).status_code == 200


def test_a_class_of_thirty_behind_one_address_agrees_and_reads(question: Consultation) -> None:
    assert pace.API_NETWORK.most >= 30 * 30
    assert comments.REACTIONS_NETWORK.most >= 30 * 30
    assert comments.COMMENTS_NETWORK.most >= 30 * 10
    assert drafts.DRAFTS_NETWORK.most >= 300 * 5


def test_a_hundred_and_twenty_reactions_end_at_forty_with_a_page_that_says_when(
    question: Consultation, resident: User, neighbour: User
) -> None:
    comment = write_comment(actor=neighbour, consultation=question, text="More benches, please.")
    client = at(HOME, resident)
    path = reverse("comment-react", args=[question.slug])
    sent = {"react": f"{comment.public_id}:1"}
    seen = [client.post(path, sent) for _time in range(42)]
    assert [one.status_code for one in seen[:40]] == [302] * 40
    assert seen[41].status_code == 429
    assert seen[41]["Retry-After"]
    assert "Try again after" in seen[41].content.decode()


def test_a_reaction_without_a_value_takes_nothing_back(
    question: Consultation, resident: User, neighbour: User
) -> None:
    comment = write_comment(actor=neighbour, consultation=question, text="More shade, please.")
    client, path = at(HOME, resident), reverse("comment-react", args=[question.slug])
    client.post(path, {"react": f"{comment.public_id}:1"})
    for wrong in ("", ":", ":x", ":2"):
        answer = client.post(path, {"react": f"{comment.public_id}{wrong}"})
        assert answer.status_code == 400
    assert Reaction.objects.get().value == 1


def test_guests_of_one_network_begin_drafts_only_so_fast(
    question: Consultation, rf: RequestFactory
) -> None:
    limit = drafts.DRAFTS_NETWORK
    take(limit, network_of(rf.get("/", REMOTE_ADDR=OFFICE)), cost=limit.most - 3)
    path = reverse("comment-new", args=[question.slug])
    seen = [at(OFFICE).post(path, {"where": "all"}) for _guest in range(4)]
    assert [one.status_code for one in seen] == [302, 302, 302, 429]
    assert "Try again after" in seen[3].content.decode()
    assert at(HOME).post(path, {"where": "all"}).status_code == 302


def test_a_guest_keeps_six_drafts_and_the_oldest_goes(
    question: Consultation, client: Client
) -> None:
    client.post(reverse("comment-new", args=[question.slug]), {"where": "all"})
    session = client.session
    for number in range(9):
        session[f"comment:old-{number}"] = {"where": "all"}
    session.save()
    client.post(reverse("comment-new", args=[question.slug]), {"where": "all"})
    kept = [key for key, _kept in client.session.items() if key.startswith("comment:")]
    assert len(kept) == drafts.MOST_DRAFTS
    assert kept[-1] == f"comment:{question.slug}"
    assert "comment:old-8" in kept


WORDS = {"option": "all", "stance": "neutral", "theme": "other"}


def begun(question: Consultation, **options: Any) -> Client:
    """A guest who has said what they want to write about."""
    guest = Client(**options)
    guest.cookies["csrftoken"] = "d" * 32
    token = {"csrfmiddlewaretoken": "d" * 32}
    guest.post(reverse("comment-new", args=[question.slug]), {"where": "all", **token})
    return guest


def test_a_flood_of_long_comments_is_refused_before_it_is_taken_apart(
    question: Consultation,
) -> None:
    guest = begun(question)
    take(drafts.DRAFTS_PERSON, "browser", "d" * 32, cost=drafts.DRAFTS_PERSON.most - 1)
    path = reverse("comment-words", args=[question.slug])
    long = {**WORDS, "text": "a" + "\u00a0" * 19_900 + "b"}
    answer = guest.post(path, urlencode(long), content_type=FORM, HTTP_ACCEPT_LANGUAGE="fr")
    assert answer.status_code == 429
    assert not hasattr(answer.wsgi_request, "_post")
    assert int(answer["Retry-After"]) > 0
    assert "ce que vous avez écrit" in answer.content.decode()


def test_a_form_of_another_site_uses_up_nobodys_limit(question: Consultation) -> None:
    guest = begun(question, enforce_csrf_checks=True)
    before = standing(drafts.DRAFTS_PERSON, "browser", "d" * 32)
    forged = urlencode({**WORDS, "text": "a" * 40_000})
    path = reverse("comment-words", args=[question.slug])
    assert guest.post(path, forged, content_type=FORM).status_code == 403
    assert standing(drafts.DRAFTS_PERSON, "browser", "d" * 32) == before


def test_words_that_nobody_writes_by_hand_are_not_read(question: Consultation) -> None:
    guest = begun(question)
    path = reverse("comment-words", args=[question.slug])
    sent = urlencode({**WORDS, "text": "a" * (WORDS_BYTES + 1)})
    answer = guest.post(path, sent, content_type=FORM)
    assert answer.status_code == 413
    assert not hasattr(answer.wsgi_request, "_post")


def test_a_text_twice_too_long_comes_back_with_what_to_do(question: Consultation) -> None:
    guest = begun(question)
    path = reverse("comment-words", args=[question.slug])
    text = "\U0001f333" * 2 * MOST_CHARACTERS
    sent = urlencode({**WORDS, "text": text})
    answer = guest.post(path, sent, content_type=FORM)
    assert answer.status_code == 400
    assert text in answer.content.decode()
