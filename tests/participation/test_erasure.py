"""Erasing an account: what goes, what stays without a name, and that counts stay true."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from participation import ballots, comments
from participation.models import (
    Ballot,
    Comment,
    Consultation,
    Envelope,
    Option,
    PublicComment,
    Reaction,
    RollEntry,
    VoteBox,
)
from portal.erasure import erase_account
from portal.errors import BadInput, NotAllowed
from portal.models import AuditEntry, User
from tests.participation.conftest import point
from tests.participation.voting import cast, close, close_and_open


@pytest.fixture
def written(verified: User, question: Consultation) -> Comment:
    return comments.write_comment(
        actor=verified, consultation=question, text="A calm street.", geometry=point()
    )


def test_kept_words_lose_their_name_their_place_and_their_code(
    written: Comment,
    verified: User,
) -> None:
    code = PublicComment.objects.get().pseudonym
    erase_account(actor=verified, person=verified, words="keep")
    written.refresh_from_db()
    assert (written.author, written.geometry, written.text) == (None, None, "A calm street.")
    assert PublicComment.objects.get().pseudonym != code
    assert not User.objects.filter(pk=verified.pk).exists()


def test_withdrawn_words_are_gone_for_the_public_and_in_the_database(
    written: Comment,
    verified: User,
) -> None:
    erase_account(actor=verified, person=verified, words="withdraw")
    written.refresh_from_db()
    assert written.status == "withdrawn"
    assert "calm" not in written.text
    assert not PublicComment.objects.exists()


def test_agreements_of_the_person_are_counted_no_more(written: Comment, neighbour: User) -> None:
    comments.react(actor=neighbour, comment=written, value=1)
    erase_account(actor=neighbour, person=neighbour)
    assert not Reaction.objects.exists()
    assert PublicComment.objects.get().agree == 0


def test_ballot_in_an_open_vote_is_taken_out(
    verified: User,
    question: Consultation,
    options: list[Option],
) -> None:
    first = cast(verified, question, [options[0].pk])
    cast(verified, question, [options[1].pk], secret=first.secret)
    assert erase_account(actor=verified, person=verified)["ballots"] == 1
    assert not Envelope.objects.exists()
    assert not RollEntry.objects.exists()
    close_and_open(question)
    facts = VoteBox.objects.get().facts
    assert (facts["events"], facts["withdrawn"], facts["ballots"]) == (2, 1, 0)


def test_others_keep_their_ballots(
    verified: User, make_voters: Callable, question: Consultation, options: list[Option]
) -> None:
    for voter in (verified, *make_voters(3)):
        cast(voter, question, [options[0].pk])
    erase_account(actor=verified, person=verified)
    assert RollEntry.objects.count() == Envelope.objects.count() == 3


def test_ballot_of_a_closed_vote_stays_and_the_roll_keeps_its_count(
    verified: User,
    question: Consultation,
    options: list[Option],
) -> None:
    cast(verified, question, [options[0].pk])
    close(question)
    erase_account(actor=verified, person=verified)
    assert ballots.open_box(question.pk)
    assert Ballot.objects.count() == 1
    assert RollEntry.objects.get().person is None


def test_ballot_whose_note_is_broken_stays_but_its_voter_goes_from_the_roll(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[0].pk])
    RollEntry.objects.update(undo=b"broken")
    erase_account(actor=verified, person=verified)
    assert Envelope.objects.count() == 1
    assert not RollEntry.objects.exists()


def test_audit_log_keeps_the_acts_by_number_without_an_address(
    written: Comment,
    verified: User,
) -> None:
    number = verified.pk
    erase_account(actor=verified, person=verified)
    entry = AuditEntry.objects.get(act="comment.write")
    assert (entry.actor_id, entry.who) == (number, "")
    assert AuditEntry.objects.get(act="account.erase").facts["comments"] == 1


def test_nobody_erases_someone_else(verified: User, official: User) -> None:
    with pytest.raises(NotAllowed):
        erase_account(actor=official, person=verified)


def test_unknown_choice_is_refused_and_nothing_happens(verified: User) -> None:
    with pytest.raises(BadInput):
        erase_account(actor=verified, person=verified, words="burn")
    assert User.objects.filter(pk=verified.pk).exists()


@pytest.mark.parametrize("role", ["official", "planner", "operator"])
def test_whoever_works_here_leaves_no_trace_by_erasing_their_own_account(
    verified: User, role: str
) -> None:
    User.objects.update(role=role)
    with pytest.raises(NotAllowed, match="take your role away"):
        erase_account(actor=verified, person=verified)
    assert User.objects.filter(pk=verified.pk).exists()


def test_the_page_tells_whoever_works_here_whom_to_ask(client: Client, official: User) -> None:
    client.force_login(official)
    page = client.get("/me/").content.decode()
    assert "Ask an operator of this site" in page
    assert "I know that this cannot be undone" not in page
