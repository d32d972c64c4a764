"""Decisions and their corrections: which comments they name, races, and what stays."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from participation import comments, deciding, options, withdrawals
from participation.citing import references
from participation.deciding import correct, decide, versions
from participation.eligibility.rules import set_rule
from participation.models import Comment, Consultation, Correction, Decision
from portal.errors import BadInput, Conflict, NotAllowed, NotNow
from portal.models import User
from tests.at_once import at_once, refused

Make = Callable[..., Consultation]
WORDS = {"en": "The lime trees stay."}


@pytest.fixture
def closed(make_question: Make) -> Consultation:
    return make_question("result")


def said(question: Consultation, author: User, **fields: object) -> Comment:
    return Comment.objects.create(consultation=question, author=author, text="A.", **fields)


def published(question: Consultation, official: User) -> Decision:
    return decide(actor=official, consultation=question, option=None, text=WORDS)


def test_a_comment_is_named_by_the_short_id_that_the_report_prints(
    closed: Consultation, official: User, resident: User
) -> None:
    one = said(closed, resident)
    typed = references(f"comment {str(one.public_id)[:8]}")
    made = decide(actor=official, consultation=closed, option=None, text=WORDS, cited=typed)
    assert list(made.cited.all()) == [one]


@pytest.mark.parametrize(
    "typed", ["{id}", "https://city.example/c/streets/comments/{id}/", "commentaire {id}", "{ID}"]
)
def test_a_comment_is_named_by_its_id_or_address(
    closed: Consultation, official: User, resident: User, typed: str
) -> None:
    one = said(closed, resident)
    given = references(typed.format(id=one.public_id, ID=str(one.public_id).upper()))
    made = decide(actor=official, consultation=closed, option=None, text=WORDS, cited=given)
    assert list(made.cited.all()) == [one]


@pytest.mark.parametrize("typed", ["nonsense", "comment", "%s%s", "12", "🌳", "a" * 9_000])
def test_what_is_no_id_is_refused_by_name(closed: Consultation, official: User, typed: str) -> None:
    with pytest.raises(BadInput, match="is no comment's id") as refused:
        decide(actor=official, consultation=closed, option=None, text=WORDS, cited=[typed])
    assert refused.value.field == "cited"
    assert typed[:10] in str(refused.value)
    assert not Decision.objects.exists()


def test_a_comment_of_another_question_is_refused_by_name(
    closed: Consultation, make_question: Make, official: User, resident: User
) -> None:
    other = make_question("result", slug="parks")
    one = said(other, resident)
    with pytest.raises(BadInput, match=f"{one.public_id} belongs to another question"):
        decide(actor=official, consultation=closed, option=None, text=WORDS, cited=[one.public_id])


def test_a_hidden_comment_is_refused_by_name(
    closed: Consultation, official: User, resident: User
) -> None:
    one = said(closed, resident, status="hidden")
    with pytest.raises(BadInput, match="is not shown to the public"):
        decide(actor=official, consultation=closed, option=None, text=WORDS, cited=[one.public_id])


def test_an_id_that_fits_two_comments_is_refused_by_name(
    closed: Consultation, official: User, resident: User
) -> None:
    for last in "12":
        said(closed, resident, public_id=f"c7a4897d-0000-4000-8000-00000000000{last}")
    with pytest.raises(BadInput, match="“c7a4897d” fits several comments"):
        decide(actor=official, consultation=closed, option=None, text=WORDS, cited=["c7a4897d"])


def test_a_correction_leaves_the_first_words_as_they_were(
    closed: Consultation, official: User
) -> None:
    decision = published(closed, official)
    correct(
        actor=official,
        consultation=closed,
        seen=0,
        option=None,
        text={"en": "Three lime trees stay."},
        reason={"en": "The number was missing."},
    )
    now, first = versions(decision)
    assert (now.text, now.reason) == (
        {"en": "Three lime trees stay."},
        {"en": "The number was missing."},
    )
    assert first.text == WORDS


@pytest.mark.parametrize(
    ("text", "reason", "field"),
    [(WORDS, {"en": "Why not."}, "text"), ({"en": "Other."}, {"en": " "}, "reason")],
)
def test_a_correction_needs_a_difference_and_a_reason(
    closed: Consultation,
    official: User,
    text: dict[str, str],
    reason: dict[str, str],
    field: str,
) -> None:
    published(closed, official)
    with pytest.raises(BadInput) as refused:
        correct(actor=official, consultation=closed, seen=0, option=None, text=text, reason=reason)
    assert refused.value.field == field


def test_residents_neither_decide_nor_correct(
    closed: Consultation, official: User, resident: User
) -> None:
    with pytest.raises(NotAllowed):
        decide(actor=resident, consultation=closed, option=None, text=WORDS)
    published(closed, official)
    with pytest.raises(NotAllowed):
        correct(actor=resident, consultation=closed, seen=0, option=None, text=WORDS, reason=WORDS)


@pytest.mark.parametrize("field", ["text", "decided_at"])
def test_the_database_lets_nobody_rewrite_a_decision(
    closed: Consultation, official: User, field: str
) -> None:
    published(closed, official)
    value = {"en": "Other."} if field == "text" else timezone.now()
    with pytest.raises(IntegrityError, match="publish a correction"), transaction.atomic():
        Decision.objects.update(**{field: value})


def test_the_database_lets_nobody_rewrite_a_correction(
    closed: Consultation, official: User
) -> None:
    published(closed, official)
    text, reason = {"en": "Other."}, {"en": "A slip."}
    correct(actor=official, consultation=closed, seen=0, option=None, text=text, reason=reason)
    with pytest.raises(IntegrityError, match="publish a correction"), transaction.atomic():
        Correction.objects.update(reason={"en": "Because."})


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("what", ["decision", "correction"])
def test_of_two_officials_who_publish_at_once_one_does_and_the_other_is_told(
    closed: Consultation, official: User, planner: User, what: str
) -> None:
    if what == "correction":
        published(closed, official)

    def publish(actor: User, words: str) -> Decision | Correction:
        given = {"actor": actor, "consultation": closed, "option": None, "text": {"en": words}}
        if what == "decision":
            return decide(**given)
        return correct(**given, seen=0, reason={"en": "A slip."})

    told = at_once(partial(publish, official, "One."), partial(publish, planner, "Two."))
    assert [type(one) for one in refused(told)] == [Conflict]
    assert len(versions(Decision.objects.get())) == (1 if what == "decision" else 2)


@pytest.mark.parametrize("end", ["decided", "withdrawn"])
def test_nothing_of_a_question_that_is_over_is_edited(
    make_question: Make, official: User, end: str
) -> None:
    found = make_question("discuss")
    option = found.options.last()
    if end == "decided":
        Consultation.objects.update(status="decided")
    else:
        withdrawals.withdraw_consultation(actor=official, consultation=found)
    found.refresh_from_db()
    seen = {"seen_version": found.edit_version}
    edits: list[Callable[[], object]] = [
        lambda: options.edit_option(
            actor=official, option=option, seen_version=1, summary={"en": "x"}
        ),
        lambda: options.remove_option(actor=official, option=option),
        lambda: options.set_rule(
            actor=official, consultation=found, rule="star", settings={}, **seen
        ),
        lambda: set_rule(actor=official, consultation=found, rule={"kind": "code"}, **seen),
    ]
    for edit in edits:
        with pytest.raises(NotNow, match="closed"):
            edit()


def test_a_comment_that_was_named_once_stays_answered(
    closed: Consultation, official: User, resident: User
) -> None:
    one = said(closed, resident)
    decide(actor=official, consultation=closed, option=None, text=WORDS, cited=[one.public_id])
    assert deciding.answers(one.public_id)
    comments.withdraw_comment(actor=resident, comment=one)
    assert Decision.objects.get().cited.count() == 1
