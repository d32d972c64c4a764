"""A withdrawn comment: no page shows it at once, and its words and place go after their time."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.comments import reply, withdraw_comment, write_comment
from participation.erasers import erase_words
from participation.models import Comment, Consultation, Ruling
from participation.models.comment import GONE
from participation.moderation import hide_comment, keep_comment
from portal.errors import Conflict
from portal.models import AuditEntry, User
from portal.retention import run_due
from tests.participation.conftest import point
from tests.participation.faces.voting import page_of

CANARY = "The canary sings at noon."
DAY = timedelta(days=1)


@pytest.fixture
def written(verified: User, question: Consultation) -> Comment:
    return write_comment(actor=verified, consultation=question, text=CANARY, geometry=point())


def later(days: int, comment: Comment) -> None:
    """As if so many days had passed since it was withdrawn or hidden."""
    past = timezone.now() - days * DAY
    Comment.objects.filter(pk=comment.pk, withdrawn_at__isnull=False).update(withdrawn_at=past)
    Ruling.objects.update(at=past)


def test_an_official_does_not_read_a_withdrawn_comment(
    client: Client, written: Comment, verified: User, official: User
) -> None:
    withdraw_comment(actor=verified, comment=written)
    client.force_login(official)
    page = page_of(client.get(reverse("desk-item", args=[written.pk])))
    assert CANARY not in page
    assert "Withdrawn by its author on" in page
    assert "map-frame" not in page
    assert 'value="hide"' not in page
    assert not AuditEntry.objects.filter(act="comment.see-place").exists()


def test_nor_beside_an_answer_or_the_comment_that_it_answers(
    client: Client, written: Comment, verified: User, neighbour: User, official: User
) -> None:
    answer = reply(actor=neighbour, parent=written, text="Another canary.")
    withdraw_comment(actor=verified, comment=written)
    client.force_login(official)
    assert CANARY not in page_of(client.get(reverse("desk-item", args=[answer.pk])))
    withdraw_comment(actor=neighbour, comment=answer)
    assert "Another canary" not in page_of(client.get(reverse("desk-item", args=[written.pk])))


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("en", "No page shows it any more, to anybody, the city team included"),
        ("fr", "Aucune page ne l’affiche plus, à personne"),
    ],
)
def test_the_author_is_told_what_is_true_and_until_when(
    client: Client, written: Comment, verified: User, language: str, said: str
) -> None:
    client.force_login(verified)
    answer = client.post(
        reverse("comment-withdraw", args=[written.pk]),
        follow=True,
        headers={"accept-language": language},
    )
    page = page_of(answer)
    assert page.count(said) == 2
    assert CANARY not in page
    assert str(settings.KEPT_DAYS["backups"]) in page


def test_words_and_place_are_there_for_the_stated_days_and_then_gone(
    written: Comment, verified: User
) -> None:
    withdraw_comment(actor=verified, comment=written)
    later(29, written)
    run_due()
    written.refresh_from_db()
    assert written.text == CANARY
    later(31, written)
    assert run_due(again=True)["withdrawn"] == 1
    written.refresh_from_db()
    assert (written.text, written.geometry) == (GONE, None)
    assert run_due(again=True)["withdrawn"] == 0


def test_a_hidden_comment_is_kept_for_an_appeal_and_then_gone(
    written: Comment, official: User
) -> None:
    hide_comment(actor=official, comment=written, reason="insult", note="Calls people names.")
    later(170, written)
    assert run_due()["hidden"] == 0
    written.refresh_from_db()
    keep_comment(actor=official, comment=written)
    written.refresh_from_db()
    hide_comment(actor=official, comment=written, reason="insult", note="Calls people names.")
    later(190, written)
    assert run_due(again=True)["hidden"] == 1
    written.refresh_from_db()
    assert (written.text, written.geometry, written.status) == (GONE, None, "hidden")
    assert set(written.rulings.values_list("note", flat=True)) == {""}
    with pytest.raises(Conflict, match="deleted"):
        keep_comment(actor=official, comment=written)


def test_what_is_public_is_never_blanked(written: Comment) -> None:
    later(400, written)
    run_due()
    written.refresh_from_db()
    assert written.text == CANARY


def test_an_erased_account_takes_the_notes_on_its_words_along(
    written: Comment, verified: User, official: User
) -> None:
    hide_comment(actor=official, comment=written, reason="insult", note=f"You wrote: {CANARY}")
    erase_words(verified, "withdraw")
    assert not Ruling.objects.filter(note__contains=CANARY).exists()


@pytest.mark.django_db(transaction=True)
def test_a_comment_that_an_official_keeps_at_the_last_moment_keeps_its_words(
    written: Comment, official: User, eventually: Callable[[Callable[[], bool]], None]
) -> None:
    hide_comment(actor=official, comment=written, reason="insult")
    later(settings.KEPT_DAYS["hidden"] + 1, written)

    def clock() -> None:
        run_due()
        connection.close()

    thread = threading.Thread(target=clock)
    written.refresh_from_db()
    with transaction.atomic():
        keep_comment(actor=official, comment=written)
        thread.start()
        eventually(_somebody_waits)
    thread.join()
    assert Comment.objects.get(pk=written.pk).text == CANARY


def _somebody_waits() -> bool:
    """Whether a row is held from another connection."""
    with connection.cursor() as cursor:
        cursor.execute(
            "select count(*) from pg_locks where not granted and pid in (select pid from pg_locks"
            " where database = (select oid from pg_database where datname = current_database()))"
        )
        return bool(cursor.fetchone()[0])
