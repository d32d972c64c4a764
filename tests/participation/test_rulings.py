"""Decisions are made on what was seen, can be taken back for a moment, and asked for again."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation import comments, moderation
from participation.models import Comment, Consultation, PublicComment, Ruling
from participation.moderation.rulings import TAKEN_BACK
from participation.releases import release_consultation
from portal.errors import BadInput, Conflict, NotThere
from portal.models import AuditEntry, User
from tests.at_once import at_once, refused
from tests.participation.conftest import *  # noqa: F403


@pytest.fixture
def comment(resident: User, question: Consultation) -> Comment:
    return comments.write_comment(actor=resident, consultation=question, text="A calm street.")


@pytest.fixture
def made(comment: Comment, official: User) -> Ruling:
    """The official's decision to hide it."""
    return moderation.hide_comment(actor=official, comment=comment, reason="insult")


@pytest.fixture
def clock() -> Iterator[Callable[[timedelta], None]]:
    """clock(timedelta(seconds=10)): let so much time pass."""
    passed, real = [timedelta()], timezone.now

    def now() -> datetime:
        return real() + passed[0]

    def go(time: timedelta) -> None:
        passed[0] += time

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "now", now)
        yield go


def as_stored(comment: Comment) -> Comment:
    return Comment.objects.get(pk=comment.pk)


def facts(comment: Comment) -> tuple[Any, ...]:
    """All that a decision changes, and what the public and the queue make of it."""
    now = as_stored(comment)
    return (
        now.status,
        now.looked_at,
        sorted(now.reports.values_list("person", "settled", "settled_by")),
        list(PublicComment.objects.order_by("public_id").values()),
    )


def test_a_stale_keep_never_overturns_a_hide(
    comment: Comment, official: User, planner: User, clock: Callable[[timedelta], None]
) -> None:
    official.name = "Ana Q"
    official.save()
    stale = as_stored(comment)
    moderation.hide_comment(actor=official, comment=comment, reason="insult")
    clock(timedelta(seconds=10))
    with pytest.raises(Conflict, match=r"^Hidden 1\d seconds ago by Ana Q: look again\.$"):
        moderation.keep_comment(actor=planner, comment=stale)
    assert as_stored(comment).status == "hidden"
    assert not PublicComment.objects.exists()


def test_a_stale_hide_never_overturns_a_keep(
    comment: Comment, official: User, planner: User
) -> None:
    stale = as_stored(comment)
    moderation.keep_comment(actor=official, comment=comment)
    with pytest.raises(Conflict, match="Kept"):
        moderation.hide_comment(actor=planner, comment=stale, reason="insult")
    assert as_stored(comment).status == "visible"


def test_after_looking_again_a_colleagues_decision_can_be_overturned(
    comment: Comment, official: User, planner: User
) -> None:
    moderation.hide_comment(actor=official, comment=comment, reason="insult")
    moderation.keep_comment(actor=planner, comment=as_stored(comment))
    assert as_stored(comment).status == "visible"


def test_a_report_that_came_after_the_look_is_not_settled_unseen(
    comment: Comment, official: User, neighbour: User
) -> None:
    stale = as_stored(comment)
    comments.report_comment(actor=neighbour, comment=comment, reason="insult")
    with pytest.raises(Conflict, match="Somebody reported"):
        moderation.keep_comment(actor=official, comment=stale)
    assert comment.reports.filter(settled=False).count() == 1


def test_the_same_button_pressed_twice_is_one_decision(comment: Comment, official: User) -> None:
    first = moderation.hide_comment(actor=official, comment=comment, reason="insult", seen=0)
    again = moderation.hide_comment(actor=official, comment=comment, reason="insult", seen=0)
    assert (first, Ruling.objects.count()) == (again, 1)
    assert AuditEntry.objects.filter(act="comment.hide").count() == 1


def test_the_database_takes_one_ruling_for_one_version(comment: Comment, official: User) -> None:
    Ruling.objects.create(comment=comment, official=official, verdict="keep", seen=0)
    with pytest.raises(IntegrityError), transaction.atomic():
        Ruling.objects.create(comment=comment, official=official, verdict="keep", seen=0)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("verdicts", ["kkkkkk", "khkhkh"])
def test_of_officials_who_rule_at_once_on_what_they_saw_one_decides(
    comment: Comment, verdicts: str
) -> None:
    team = [
        User.objects.create_user(f"o{n}@example.net", role=User.Role.OFFICIAL)
        for n in range(len(verdicts))
    ]

    def rule(person: User, verdict: str) -> Ruling:
        if verdict == "k":
            return moderation.keep_comment(actor=person, comment=comment)
        return moderation.hide_comment(actor=person, comment=comment, reason="insult")

    given = at_once(*(partial(rule, *pair) for pair in zip(team, verdicts, strict=True)))
    told = refused(given)
    (made,) = (one for one in given if isinstance(one, Ruling))
    assert (len(told), Ruling.objects.count()) == (len(team) - 1, 1)
    assert all("look again" in str(one) for one in told)
    shown = made.verdict == "keep"
    assert as_stored(comment).status == ("visible" if shown else "hidden")
    assert PublicComment.objects.exists() == shown


def test_undoing_restores_state_reports_queue_and_the_public_copy(
    comment: Comment, neighbour: User, planner: User, official: User
) -> None:
    comments.reply(actor=neighbour, parent=comment, text="I agree with that.")
    comments.report_comment(actor=neighbour, comment=comment, reason="insult")
    moderation.keep_comment(actor=planner, comment=as_stored(comment))
    comments.report_comment(actor=planner, comment=comment, reason="off-topic")
    before, waits = facts(comment), list(moderation.queue(actor=official))
    made = moderation.hide_comment(actor=official, comment=as_stored(comment), reason="insult")
    assert facts(comment) != before
    moderation.undo_ruling(actor=official, ruling_id=made.pk)
    assert facts(comment) == before
    assert list(moderation.queue(actor=official)) == waits


def test_undoing_takes_what_was_released_meanwhile_out_of_the_public(
    neighbour: User, official: User, question: Consultation
) -> None:
    held = comments.write_comment(
        actor=neighbour, consultation=question, text="See www.example.com now."
    )
    made = moderation.keep_comment(actor=official, comment=held)
    release_consultation(question.pk)
    assert PublicComment.objects.filter(public_id=held.public_id).exists()
    moderation.undo_ruling(actor=official, ruling_id=made.pk)
    release_consultation(question.pk)
    assert not PublicComment.objects.filter(public_id=held.public_id).exists()
    found = moderation.comment_in_context(actor=official, pk=held.pk)
    assert moderation.why_waiting(found) == ["held"]


def test_undoing_is_written_down_and_the_author_does_not_read_of_it(
    comment: Comment, resident: User, official: User
) -> None:
    made = moderation.hide_comment(actor=official, comment=comment, reason="insult", note="So.")
    moderation.undo_ruling(actor=official, ruling_id=made.pk)
    assert AuditEntry.objects.get(act="comment.undo").facts["verdict"] == "hide"
    assert list(comments.comments_of(resident).get().rulings.all()) == []
    assert moderation.rulings_on(comment).get().undone_at is not None


def test_undoing_twice_is_once(comment: Comment, official: User, made: Ruling) -> None:
    for _time in range(2):
        moderation.undo_ruling(actor=official, ruling_id=made.pk)
    assert AuditEntry.objects.filter(act="comment.undo").count() == 1


def test_undo_is_offered_for_ten_seconds_and_done_for_thirty(
    comment: Comment, official: User, clock: Callable[[timedelta], None], made: Ruling
) -> None:
    clock(timedelta(seconds=9))
    assert list(moderation.just_ruled(actor=official)) == [made]
    clock(timedelta(seconds=2))
    assert list(moderation.just_ruled(actor=official)) == []
    clock(TAKEN_BACK)
    with pytest.raises(Conflict, match="too late"):
        moderation.undo_ruling(actor=official, ruling_id=made.pk)
    assert as_stored(comment).status == "hidden"


def test_nobody_undoes_a_colleagues_decision(
    comment: Comment, official: User, planner: User, made: Ruling
) -> None:
    with pytest.raises(NotThere):
        moderation.undo_ruling(actor=planner, ruling_id=made.pk)


def test_undo_never_overturns_a_later_decision(
    comment: Comment, official: User, planner: User, made: Ruling
) -> None:
    moderation.keep_comment(actor=planner, comment=as_stored(comment))
    with pytest.raises(Conflict, match="Kept"):
        moderation.undo_ruling(actor=official, ruling_id=made.pk)
    assert as_stored(comment).status == "visible"


def test_undo_brings_no_withdrawn_words_back(
    comment: Comment, resident: User, official: User, made: Ruling
) -> None:
    comments.withdraw_comment(actor=resident, comment=comment)
    with pytest.raises(Conflict, match="withdrawn"):
        moderation.undo_ruling(actor=official, ruling_id=made.pk)
    assert as_stored(comment).status == "withdrawn"


def test_reopening_brings_a_comment_back_and_changes_nothing_for_the_public(
    comment: Comment, official: User, planner: User
) -> None:
    moderation.hide_comment(actor=official, comment=comment, reason="insult")
    moderation.reopen_comment(actor=planner, comment=comment, why="The author wrote to us.", seen=1)
    assert list(moderation.queue(actor=official)) == [comment]
    found = moderation.comment_in_context(actor=official, pk=comment.pk)
    assert (moderation.why_waiting(found), found.status) == (["reopened"], "hidden")
    assert not PublicComment.objects.exists()
    assert AuditEntry.objects.filter(act="comment.reopen", actor=planner).count() == 1
    moderation.keep_comment(actor=official, comment=found)
    assert PublicComment.objects.count() == 1
    assert not moderation.queue(actor=official).exists()


def test_reopening_needs_a_reason(comment: Comment, official: User) -> None:
    moderation.keep_comment(actor=official, comment=comment)
    with pytest.raises(BadInput):
        moderation.reopen_comment(actor=official, comment=comment, why="  ", seen=1)


def test_what_waits_already_is_not_reopened(comment: Comment, official: User) -> None:
    with pytest.raises(Conflict, match="waits"):
        moderation.reopen_comment(actor=official, comment=comment, why="Because.", seen=0)
