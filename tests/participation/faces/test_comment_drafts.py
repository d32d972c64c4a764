"""What a comment in the making leaves in the database: no contact data, and no point."""

from __future__ import annotations

import base64
import zlib
from collections.abc import Callable

import pytest
from django.apps import apps
from django.db import connection
from django.test import Client
from django.urls import reverse

from participation.models import Comment, Consultation
from portal.models import User
from tests.participation.conftest import point
from tests.participation.faces.voting import page_of

EMAIL, PHONE, IBAN = "canary@example.org", "0611223344", "FR1420041010050500013M02606"
HOME = ("-1.553456", "47.213456")
TEXT = f"Write to {EMAIL}, call {PHONE}, pay {IBAN}: keep the lime trees."


def walk(client: Client, question: Consultation, where: str = "home") -> str:
    """Place and words; the address of the preview."""
    place = {"where": where, "geometry": point(*map(float, HOME)), "street": "Rue Canari"}
    client.post(reverse("comment-new", args=[question.slug]), place)
    facts = {"text": TEXT, "option": "b", "stance": "for", "theme": "green"}
    return client.post(reverse("comment-words", args=[question.slug]), facts).url


def sessions_hold() -> str:
    """All that the tables of sessions hold, each row also unpacked."""
    told = []
    with connection.cursor() as cursor:
        for model in apps.get_models():
            names = {field.name for field in model._meta.fields}
            if "session_data" not in names:
                continue
            cursor.execute(f'select t::text, session_data from "{model._meta.db_table}" t')
            for row, data in cursor.fetchall():
                told += [row, str(data), *_unpacked(str(data))]
    assert told, "no session was looked at"
    return "\n".join(told)


def _unpacked(data: str) -> list[str]:
    payload = data.lstrip(".").split(":")[0]
    try:
        raw = base64.urlsafe_b64decode(payload + "=" * (-len(payload) % 4))
        return [(zlib.decompress(raw) if data.startswith(".") else raw).decode()]
    except (ValueError, zlib.error):
        return []


def assert_no_canary(*more: str) -> None:
    told = sessions_hold()
    assert "keep the lime trees" in told
    for canary in (EMAIL, PHONE, IBAN, *HOME, "Rue Canari", *more):
        assert canary not in told


def test_a_guests_draft_leaves_no_contact_data_and_no_home_in_the_sessions(
    client: Client, question: Consultation
) -> None:
    page = page_of(client.get(walk(client, question)))
    assert "3 pieces of contact data were taken out" in page
    assert_no_canary()


def test_a_signed_in_persons_draft_leaves_none_either(
    client: Client, question: Consultation, verified: User
) -> None:
    preview = walk(client, question)
    away = client.post(preview)
    client.post(away.url, {"login": verified.email, "password": "a long pass phrase"})
    page_of(client.get(preview))
    assert_no_canary(verified.email)


def test_after_signing_in_the_comment_has_its_place(
    client: Client, question: Consultation, verified: User
) -> None:
    preview = walk(client, question)
    away = client.post(preview)
    client.post(away.url, {"login": verified.email, "password": "a long pass phrase"})
    client.post(preview)
    made = Comment.objects.get()
    assert made.geometry.coords == tuple(map(float, HOME))
    assert (made.about_home, made.redactions) == (True, 3)
    assert client.cookies[f"place-{question.slug}"].value == ""


def test_without_the_devices_key_the_place_is_asked_again_and_no_word_is_lost(
    client: Client, question: Consultation
) -> None:
    preview = walk(client, question)
    del client.cookies[f"place-{question.slug}"]
    for method in (client.get, client.post):
        answer = method(preview, follow=True)
        assert answer.redirect_chain[-1][0] == reverse("comment-new", args=[question.slug])
    assert "show the place once more" in page_of(answer)
    place = {"where": "place", "geometry": point()}
    client.post(reverse("comment-new", args=[question.slug]), place)
    assert "keep the lime trees" in page_of(client.get(preview))


@pytest.mark.parametrize("key", ["", "short", "A" * 43 + "=", "\u00e9" * 44, "B" * 4000])
def test_a_wrong_key_is_no_error(client: Client, question: Consultation, key: str) -> None:
    preview = walk(client, question)
    client.cookies[f"place-{question.slug}"] = key
    assert client.get(preview).status_code == 302


def test_the_key_goes_to_the_questions_own_pages_and_no_script(
    client: Client, question: Consultation
) -> None:
    walk(client, question)
    kept = client.cookies[f"place-{question.slug}"]
    assert kept["path"] == reverse("consultation", args=[question.slug])
    assert kept["httponly"] is True
    assert kept.value not in sessions_hold()


def test_words_that_are_changed_once_more_keep_the_count_of_what_was_taken_out(
    client: Client, question: Consultation
) -> None:
    preview = walk(client, question)
    words = reverse("comment-words", args=[question.slug])
    again = {"text": "[e-mail] and [phone], keep the lime trees.", "option": "b", "theme": "green"}
    client.post(words, again | {"stance": "for"})
    assert "2 pieces of contact data were taken out" in page_of(client.get(preview))


def test_a_home_whose_place_did_not_arrive_keeps_the_place_that_was_shown(
    client: Client, resident: User, make_question: Callable[..., Consultation]
) -> None:
    """The attack: the second sending of the first step breaks off before the place."""
    question = make_question("discuss")
    client.force_login(resident)
    preview = walk(client, question)
    address = reverse("comment-new", args=[question.slug])
    assert client.post(address, {"where": "home"}).status_code == 400
    client.post(preview)
    assert Comment.objects.get().geometry is not None
