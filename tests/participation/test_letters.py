"""The letter about a decision: in the author's language, once, and none for what was undone."""

from __future__ import annotations

import pytest
from django.core import mail
from django.utils import timezone

from participation import comments, moderation, tasks
from participation.models import Comment, Consultation, Ruling
from participation.moderation.letters import AFTER
from participation.moderation.rulings import TAKEN_BACK
from portal.models import User


@pytest.fixture
def comment(verified: User, question: Consultation) -> Comment:
    return comments.write_comment(actor=verified, consultation=question, text="A calm street.")


def in_time(ruling: Ruling) -> Ruling:
    """As if the time to undo had passed."""
    then = timezone.now() - AFTER
    Ruling.objects.filter(pk=ruling.pk).update(at=then)
    Comment.objects.filter(pk=ruling.comment_id, looked_at=ruling.at).update(looked_at=then)
    return ruling


def hide(official: User, comment: Comment, note: str = "") -> Ruling:
    return moderation.hide_comment(actor=official, comment=comment, reason="insult", note=note)


def test_no_letter_leaves_while_a_decision_can_be_undone(comment: Comment, official: User) -> None:
    made = hide(official, comment)
    assert AFTER > TAKEN_BACK
    assert moderation.due_letters() == []
    assert not moderation.send_letter(made.pk)


def test_the_letter_gives_the_reason_the_note_and_how_to_answer(
    comment: Comment, official: User
) -> None:
    made = in_time(hide(official, comment, note="The second sentence."))
    assert moderation.due_letters() == [made.pk]
    assert moderation.send_letter(made.pk)
    (sent,) = mail.outbox
    assert sent.subject == "Your comment was hidden: Should cars leave the street?"
    assert sent.to == ["ana@example.org"]
    assert "It insults a person or a group." in sent.body
    assert "The second sentence." in sent.body
    assert f"name comment {comment.short_id}" in sent.body
    assert "/me/" in sent.body
    assert "A calm street" not in sent.body


def test_the_letter_is_in_the_authors_language(
    comment: Comment, verified: User, official: User
) -> None:
    User.objects.filter(pk=verified.pk).update(language="fr")
    moderation.send_letter(in_time(hide(official, comment)).pk)
    assert mail.outbox[0].subject.startswith("Votre avis a été masqué")
    assert "l’équipe de la ville" in mail.outbox[0].body


def test_a_letter_is_sent_once(comment: Comment, official: User) -> None:
    made = in_time(hide(official, comment))
    assert [moderation.send_letter(made.pk) for _time in range(2)] == [True, False]


def test_a_decision_that_stands_again_after_an_undo_is_told_after_all(
    comment: Comment, official: User, planner: User
) -> None:
    first = in_time(hide(official, comment))
    second = moderation.keep_comment(
        actor=planner, comment=Comment.objects.get(pk=comment.pk), note="A mistake of ours."
    )
    assert not moderation.send_letter(first.pk)
    moderation.undo_ruling(actor=planner, ruling_id=second.pk)
    assert moderation.send_letter(first.pk)
    assert mail.outbox[0].subject.startswith("Your comment was hidden")


def test_a_decision_whose_place_another_has_taken_for_good_is_not_told(
    comment: Comment, official: User, planner: User
) -> None:
    first = in_time(hide(official, comment))
    in_time(moderation.keep_comment(actor=planner, comment=Comment.objects.get(pk=comment.pk)))
    assert not moderation.send_letter(first.pk)
    assert first.pk not in moderation.due_letters()


def test_what_was_undone_is_not_told(comment: Comment, official: User) -> None:
    made = hide(official, comment)
    moderation.undo_ruling(actor=official, ruling_id=made.pk)
    in_time(made)
    assert moderation.due_letters() == []
    assert not moderation.send_letter(made.pk)


def test_only_the_decision_that_stands_is_told(
    comment: Comment, official: User, planner: User
) -> None:
    first = hide(official, comment)
    comment.refresh_from_db()
    last = moderation.keep_comment(actor=planner, comment=comment)
    sent = [moderation.send_letter(in_time(one).pk) for one in (first, last)]
    assert sent == [False, True]
    assert "shows it again" in mail.outbox[0].body


def test_a_comment_that_stays_public_is_not_worth_a_mail_unless_there_is_a_note(
    comment: Comment, official: User
) -> None:
    assert moderation.keep_comment(actor=official, comment=comment).letter == ""
    comments.report_comment(actor=official, comment=comment, reason="insult")
    comment.refresh_from_db()
    made = moderation.keep_comment(actor=official, comment=comment, note="Thank you.")
    moderation.send_letter(in_time(made).pk)
    assert "Thank you." in mail.outbox[0].body


def test_an_address_that_nobody_confirmed_gets_no_letter(
    neighbour: User, official: User, question: Consultation
) -> None:
    said = comments.write_comment(actor=neighbour, consultation=question, text="Two trees.")
    assert hide(official, said).letter == ""


def test_who_left_or_withdrew_gets_no_letter(
    comment: Comment, verified: User, official: User
) -> None:
    made = hide(official, comment)
    comments.withdraw_comment(actor=verified, comment=comment)
    assert not moderation.send_letter(in_time(made).pk)
    assert mail.outbox == []


def test_the_worker_sends_what_is_due(comment: Comment, official: User) -> None:
    made = in_time(hide(official, comment))
    tasks.send_letter(made.pk)
    assert len(mail.outbox) == 1
