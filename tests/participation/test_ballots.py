"""Casting: what counts, what is refused, and what nobody can see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import Settings

from participation import ballots
from participation.eligibility import limits
from participation.models import Ballot, Consultation, Envelope, LogEvent, Option, RollEntry
from portal.authentication import ByAddress
from portal.errors import BadInput, NotAllowed, NotNow, TooOften
from portal.models import AuditEntry, User
from tests.participation.voting import cast, close, close_and_open


def _nothing_is_stored() -> bool:
    return not any(model.objects.exists() for model in (RollEntry, Envelope, LogEvent))


def _opened(question: Consultation) -> list[str]:
    close_and_open(question)
    return sorted(Ballot.objects.filter(consultation=question).values_list("content", flat=True))


def test_ballot_comes_out_of_the_box_as_it_went_in(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[1].pk, options[0].pk])
    assert _opened(question) == [f'{{"ticks":[{options[0].pk},{options[1].pk}]}}']


def test_abstention_goes_into_the_box(verified: User, question: Consultation) -> None:
    cast(verified, question, given={"abstain": True})
    assert _opened(question) == ['{"abstain":true}']


def test_last_ballot_under_one_secret_counts(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    first = cast(verified, question, [options[0].pk])
    second = cast(verified, question, [options[2].pk], secret=first.secret)
    assert (first.replaced, second.replaced) == (False, True)
    assert RollEntry.objects.count() == Envelope.objects.count() == 1
    assert _opened(question) == [f'{{"ticks":[{options[2].pk}]}}']


def test_secret_is_read_as_people_type_it(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    first = cast(verified, question, [options[0].pk])
    typed = first.secret.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    assert cast(verified, question, [options[1].pk], secret=typed).secret == first.secret
    assert Envelope.objects.count() == 1


def test_same_form_sent_twice_is_one_event_and_gives_the_same_receipt(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    secret = ballots.new_secret()
    first = cast(verified, question, [options[0].pk], secret=secret, token="form-1")
    sealed = bytes(Envelope.objects.get().sealed)
    second = cast(verified, question, [options[0].pk], secret=secret, token="form-1")
    assert first.code == second.code
    assert LogEvent.objects.count() == 1
    assert bytes(Envelope.objects.get().sealed) == sealed


def test_form_of_before_sent_again_after_a_change_changes_nothing(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    secret = ballots.new_secret()
    cast(verified, question, [options[0].pk], secret=secret, token="form-1")
    cast(verified, question, [options[1].pk], secret=secret, token="form-2")
    cast(verified, question, [options[0].pk], secret=secret, token="form-1")
    assert _opened(question) == [f'{{"ticks":[{options[1].pk}]}}']


def test_second_ballot_without_the_secret_is_refused_and_the_first_counts(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    with pytest.raises(ballots.AlreadyVoted, match="enter your key"):
        cast(verified, question, [options[1].pk])
    assert LogEvent.objects.count() == 1
    assert _opened(question) == [f'{{"ticks":[{options[0].pk}]}}']


def test_secret_of_somebody_else_does_not_touch_their_ballot(
    verified: User, neighbour: User, make_voters: Callable, question: Consultation, options: list
) -> None:
    [other] = make_voters(1)
    first = cast(verified, question, [options[0].pk])
    with pytest.raises(ballots.AlreadyVoted):
        cast(other, question, [options[1].pk], secret=first.secret)
    cast(other, question, [options[1].pk])
    with pytest.raises(ballots.AlreadyVoted):
        cast(other, question, [options[2].pk], secret=first.secret)
    with pytest.raises(ballots.AlreadyVoted):
        cast(other, question, [options[2].pk], secret=first.secret, again=True)
    assert _opened(question) == [f'{{"ticks":[{one.pk}]}}' for one in options[:2]]


def test_who_lost_the_secret_votes_again_and_only_the_last_counts(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    second = cast(verified, question, [options[1].pk], again=True)
    assert second.replaced
    third = cast(verified, question, [options[2].pk], again=True)
    assert cast(verified, question, [options[0].pk], secret=third.secret).replaced
    assert _opened(question) == [f'{{"ticks":[{options[0].pk}]}}']


def test_secret_that_was_given_up_no_longer_changes_anything(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    first = cast(verified, question, [options[0].pk])
    cast(verified, question, [options[1].pk], again=True)
    with pytest.raises(ballots.AlreadyVoted):
        cast(verified, question, [options[2].pk], secret=first.secret)
    assert _opened(question) == [f'{{"ticks":[{options[1].pk}]}}']


def test_first_vote_may_say_again_too(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    assert not cast(verified, question, [options[0].pk], again=True).replaced
    assert Envelope.objects.count() == 1


def test_nobody_fills_the_log_by_changing_one_vote_without_end(
    verified: User, question: Consultation, options: list[Option], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(limits, "CHANGES", replace(limits.CHANGES, most=2))
    first = cast(verified, question, [options[0].pk])
    for _change in range(2):
        cast(verified, question, [options[1].pk], secret=first.secret)
    with pytest.raises(TooOften, match="wait an hour"):
        cast(verified, question, [options[2].pk], secret=first.secret)
    with pytest.raises(TooOften):
        cast(verified, question, [options[2].pk], again=True)
    assert LogEvent.objects.count() == 3


def test_a_vote_is_changed_while_redis_is_away(
    verified: User, question: Consultation, options: list[Option], settings: Settings
) -> None:
    first = cast(verified, question, [options[0].pk])
    nobody_there = "redis://127.0.0.1:1/0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": nobody_there}}
    assert cast(verified, question, [options[1].pk], secret=first.secret).replaced


def test_vote_one_second_after_close_is_refused_and_nothing_is_stored(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    close(question)
    with pytest.raises(NotNow, match="Voting closed on"):
        cast(verified, question, [options[0].pk])
    assert _nothing_is_stored()


def test_vote_before_it_opens_says_when_it_opens(
    verified: User, make_question: Callable[..., Consultation]
) -> None:
    question = make_question("discuss")
    with pytest.raises(NotNow, match="Voting opens on"):
        cast(verified, question, [question.options.all()[0].pk])


def test_vote_into_an_opened_box_is_refused_even_if_the_close_was_moved(
    make_voters: Callable, question: Consultation, options: list[Option]
) -> None:
    first, late = make_voters(2)
    cast(first, question, [options[0].pk])
    closes = question.phases.get(kind="vote").closes_at
    close_and_open(question)
    question.phases.filter(kind="vote").update(closes_at=closes)
    with pytest.raises(NotNow, match="Your vote was not stored"):
        cast(late, question, [options[0].pk])
    assert not Envelope.objects.exists()


def test_person_without_a_verified_address_cannot_vote(
    resident: User, question: Consultation, options: list[Option]
) -> None:
    with pytest.raises(NotAllowed, match="Confirm your e-mail"):
        cast(resident, question, [options[0].pk])
    assert _nothing_is_stored()


@pytest.mark.parametrize("choice", [[], [987654321]])
def test_ballot_that_names_nothing_or_a_strange_option_is_refused(
    verified: User, question: Consultation, choice: list[int]
) -> None:
    with pytest.raises(BadInput):
        cast(verified, question, choice)
    assert _nothing_is_stored()


def test_casting_and_changing_take_two_queries(
    verified: User, make_voters: Callable, question: Consultation, options: list[Option]
) -> None:
    cast(make_voters(1)[0], question, [options[0].pk])
    voter = ByAddress().get_user(verified.pk)

    def queries(**more: object) -> int:
        with CaptureQueriesContext(connection) as seen:
            secret.append(cast(voter, question, [options[0].pk], **more).secret)
        return len([query for query in seen if "SAVEPOINT" not in query["sql"]])

    secret: list[str] = []
    assert queries() == 2
    assert queries(secret=secret[0]) == 2
    assert queries(again=True) == 3


def test_casting_leaves_no_time_no_order_and_no_audit_entry(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    before = AuditEntry.objects.count()
    cast(verified, question, [options[0].pk])
    assert AuditEntry.objects.count() == before
    for model in (Envelope, RollEntry, LogEvent):
        types = {field.get_internal_type() for field in model._meta.get_fields()}
        assert not types & {"DateTimeField", "DateField", "AutoField", "BigAutoField"}


def test_all_envelopes_of_a_vote_have_one_length(
    make_voters: Callable, question: Consultation, options: list[Option]
) -> None:
    everything = [option.pk for option in options]
    for voter, given in zip(
        make_voters(3),
        ({"abstain": True}, {"ticks": everything[:1]}, {"ticks": everything}),
        strict=True,
    ):
        cast(voter, question, given=given)
    assert len({len(one) for one in Envelope.objects.values_list("sealed", flat=True)}) == 1
    assert len({len(one) for one in RollEntry.objects.values_list("undo", flat=True)}) == 1


def test_turnout_is_told_in_blocks_of_fifty_until_the_vote_closes(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> None:
    for voter in make_voters(57):
        cast(voter, question, [options[0].pk])
    assert ballots.turnout(question) == ballots.Turnout(50, False)
    assert ballots.turnouts([question]) == {question.pk: ballots.Turnout(50, False)}
    close(question)
    assert ballots.turnout(question) == ballots.Turnout(57, True)


def test_roll_says_who_has_voted_and_the_box_that_somebody_has(
    verified: User, neighbour: User, question: Consultation, options: list[Option]
) -> None:
    assert not ballots.has_ballots(question)
    cast(verified, question, [options[0].pk])
    assert ballots.has_ballots(question)
    assert ballots.has_voted(actor=verified, consultation=question)
    assert not ballots.has_voted(actor=neighbour, consultation=question)
