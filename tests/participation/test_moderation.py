"""The queue: who waits and why, and what the author is told."""

from __future__ import annotations

import pytest
from django.db import connection
from django.utils import timezone

from participation import comments, moderation
from participation.models import Comment, CommentReport, Consultation, PublicComment
from participation.reasons import hiding_sentence
from portal.errors import BadInput, Conflict, NotAllowed
from portal.models import AuditEntry, User


@pytest.fixture
def comment(resident: User, question: Consultation) -> Comment:
    return comments.write_comment(actor=resident, consultation=question, text="A calm street.")


def test_queue_is_oldest_first_and_says_why(
    comment: Comment, neighbour: User, official: User, question: Consultation
) -> None:
    held = comments.write_comment(
        actor=neighbour, consultation=question, text="See www.example.com now."
    )
    comments.report_comment(actor=neighbour, comment=comment, reason="insult")
    found = list(moderation.queue(actor=official))
    assert found == [comment, held]
    assert [moderation.why_waiting(one) for one in found] == [["reported", "new"], ["held"]]
    assert moderation.waiting(actor=official).total == 2


def test_what_waits_for_two_reasons_is_counted_once_and_what_was_withdrawn_not_at_all(
    question: Consultation, resident: User, neighbour: User, official: User
) -> None:
    def write(text: str, **facts: object) -> Comment:
        one = comments.write_comment(actor=resident, consultation=question, text=text)
        # The filter holds some of somebody's many; here only those that are named are held.
        Comment.objects.filter(pk=one.pk).update(**{"status": "visible", **facts})
        return one

    seen = timezone.now()
    new, again, _held, lost, _settled = (
        write("One."),
        write("Two.", looked_at=seen),
        write("Three.", status="held"),
        write("Four.", status="withdrawn"),
        write("Five.", looked_at=seen),
    )
    for one in (new, again, lost):
        for actor, reason in ((neighbour, "insult"), (official, "insult")):
            CommentReport.objects.create(comment=one, person=actor, reason=reason)
    found = moderation.waiting(actor=official)
    assert (found.total, found.new, found.reported, found.held) == (3, 1, 2, 1)
    assert found.total == moderation.queue(actor=official).count()
    assert found.oldest == Comment.objects.get(pk=new.pk).created_at


def test_a_report_on_a_withdrawn_comment_waits_for_nobody(
    comment: Comment, resident: User, neighbour: User, official: User
) -> None:
    comments.report_comment(actor=neighbour, comment=comment, reason="insult")
    comments.withdraw_comment(actor=resident, comment=comment)
    found = moderation.comment_in_context(actor=official, pk=comment.pk)
    assert moderation.why_waiting(found) == []
    assert not moderation.queue(actor=official).exists()


def test_resident_may_not_open_a_comment_of_the_queue(comment: Comment, resident: User) -> None:
    with pytest.raises(NotAllowed):
        moderation.comment_in_context(actor=resident, pk=comment.pk)


def test_the_first_page_of_the_queue_does_not_read_what_was_dealt_with(
    comment: Comment, official: User
) -> None:
    with connection.cursor() as cursor:
        # Of a table this small the database reads all, unless it is told not to.
        cursor.execute("set local enable_seqscan = off")
    plan = moderation.queue(actor=official)[:30].explain()
    assert "comment_queue" in plan


def test_filter_by_why_narrows_the_queue(
    comment: Comment, neighbour: User, official: User, question: Consultation
) -> None:
    held = comments.write_comment(
        actor=neighbour, consultation=question, text="See www.example.com now."
    )
    only = moderation.queue(actor=official, filters=moderation.Filters(why="held"))
    assert list(only) == [held]


def test_resident_may_not_see_the_queue(resident: User) -> None:
    with pytest.raises(NotAllowed):
        moderation.queue(actor=resident)


def test_author_reads_why_a_comment_was_hidden(
    comment: Comment, resident: User, official: User
) -> None:
    moderation.hide_comment(
        actor=official, comment=comment, reason="insult", note="The second sentence."
    )
    mine = comments.comments_of(resident).get()
    ruling = mine.rulings.get()
    assert (mine.status, ruling.verdict, ruling.note) == ("hidden", "hide", "The second sentence.")
    assert "insult" in hiding_sentence(ruling.reason)
    assert not PublicComment.objects.exists()


def test_keeping_a_held_comment_makes_it_public(
    neighbour: User, official: User, question: Consultation
) -> None:
    held = comments.write_comment(
        actor=neighbour, consultation=question, text="See www.example.com now."
    )
    moderation.keep_comment(actor=official, comment=held)
    assert PublicComment.objects.get().public_id == held.public_id
    assert not moderation.queue(actor=official).exists()


def test_hidden_comment_takes_its_answers_along_and_brings_them_back(
    comment: Comment, neighbour: User, official: User
) -> None:
    comments.reply(actor=neighbour, parent=comment, text="I agree with that.")
    moderation.hide_comment(actor=official, comment=comment, reason="off-topic")
    assert not PublicComment.objects.exists()
    comment.refresh_from_db()
    moderation.keep_comment(actor=official, comment=comment)
    assert PublicComment.objects.count() == 2


def test_second_official_is_told_that_the_first_was_quicker(
    comment: Comment, official: User, planner: User
) -> None:
    moderation.keep_comment(actor=official, comment=comment)
    with pytest.raises(Conflict, match=r"Kept \d+ seconds? ago by a colleague: look again"):
        moderation.keep_comment(actor=planner, comment=comment)


def test_hiding_needs_a_reason_from_the_table(comment: Comment, official: User) -> None:
    with pytest.raises(BadInput):
        moderation.hide_comment(actor=official, comment=comment, reason="because")


def test_each_ruling_is_in_the_audit_log(comment: Comment, official: User) -> None:
    moderation.hide_comment(actor=official, comment=comment, reason="insult")
    entry = AuditEntry.objects.get(act="comment.hide")
    assert (entry.actor, entry.facts["reason"]) == (official, "insult")


def test_reporting_twice_counts_once(comment: Comment, neighbour: User) -> None:
    for _again in range(2):
        comments.report_comment(actor=neighbour, comment=comment, reason="insult")
    assert comment.reports.count() == 1


def test_what_the_city_team_writes_waits_for_nobodys_first_look(
    official: User, neighbour: User, question: Consultation
) -> None:
    said = comments.write_comment(actor=official, consultation=question, text="Work begins in May.")
    answer = comments.reply(actor=official, parent=said, text="On the north side first.")
    assert not moderation.queue(actor=official).exists()
    comments.report_comment(actor=neighbour, comment=answer, reason="off-topic")
    (waits,) = moderation.queue(actor=official)
    assert (waits.pk, moderation.why_waiting(waits)) == (answer.pk, ["reported"])
    assert moderation.waiting(actor=official).new == 0


def test_the_filters_hold_the_city_teams_words_as_anybodys(
    official: User, question: Consultation
) -> None:
    said = comments.write_comment(
        actor=official, consultation=question, text="See www.example.com now."
    )
    assert said.status == Comment.Status.HELD
    assert moderation.waiting(actor=official).held == 1
