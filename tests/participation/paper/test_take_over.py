"""A colleague falls ill over a pile: another one does the reading in their stead."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import Consultation, PaperBatch
from participation.paper.batches import begin_batch, enter_sheet, read_again, settle, take_over
from portal.errors import NotAllowed
from portal.models import AuditEntry, User
from tests.participation.paper.test_batches import typed


@pytest.fixture
def colleague(db: None) -> User:
    return User.objects.create_user("two@example.net", "a long pass phrase", role="official")


@pytest.fixture
def pile(question: Consultation, official: User) -> PaperBatch:
    return begin_batch(actor=official, consultation=question, label="Town hall", sheets=4)


def test_a_colleague_takes_over_a_first_reading_from_its_first_sheet_on(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    enter_sheet(actor=official, batch=pile, number=1, typed="a")
    pile = take_over(actor=colleague, batch=pile)
    assert pile.first_by == colleague
    assert not pile.rows.exclude(first="").exists()


def test_who_gave_a_first_reading_away_may_do_the_second(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    pile = typed(take_over(actor=colleague, batch=pile), colleague, ["a", "b", "c", "-"])
    assert typed(pile, official, ["a", "b", "c", "-"]).state == "compare"


def test_a_second_reading_is_taken_over_without_touching_the_first(
    pile: PaperBatch, official: User, colleague: User, planner: User
) -> None:
    pile = typed(pile, official, ["a", "b", "c", "-"])
    enter_sheet(actor=colleague, batch=pile, number=1, typed="b")
    pile = take_over(actor=planner, batch=pile)
    assert pile.second_by == planner
    assert set(pile.rows.values_list("second", flat=True)) == {""}
    assert not pile.rows.filter(first="").exists()


def test_who_typed_the_first_reading_never_takes_over_the_second(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    pile = typed(pile, official, ["a", "b", "c", "-"])
    enter_sheet(actor=colleague, batch=pile, number=1, typed="b")
    with pytest.raises(NotAllowed, match="could take over"):
        take_over(actor=official, batch=pile)


def test_a_second_reading_out_of_step_is_done_anew_and_blind(
    pile: PaperBatch, official: User, colleague: User
) -> None:
    pile = typed(pile, official, ["a", "b", "c", "-"])
    pile = typed(pile, colleague, ["b", "c", "-", "-"])
    settle(actor=colleague, batch=pile, number=1, reading="second")
    pile = read_again(actor=colleague, batch=pile)
    assert (pile.state, pile.second_by) == ("second", None)
    assert set(pile.rows.values_list("second", "agreed")) == {("", "")}
    assert typed(pile, colleague, ["a", "b", "c", "-"]).rows.filter(agreed="").count() == 0
    assert AuditEntry.objects.get(act="paper.read_again").done == {"differences": 3}


def test_the_desk_offers_a_colleagues_reading_with_what_becomes_of_it(
    client: Client, pile: PaperBatch, official: User, colleague: User
) -> None:
    enter_sheet(actor=official, batch=pile, number=1, typed="a")
    client.force_login(colleague)
    address = reverse("desk-paper-pile", args=[pile.consultation.slug, pile.pk])
    assert "What they typed so far is deleted" in client.get(address).content.decode()
    client.post(address, {"act": "take"})
    assert "Sheet 1 of 4" in client.get(address).content.decode()


def test_after_the_close_the_desk_says_that_a_cancelled_pile_is_lost(
    client: Client, pile: PaperBatch, official: User
) -> None:
    pile.consultation.phases.filter(kind="result").delete()
    vote = pile.consultation.phases.get(kind="vote")
    vote.closes_at = timezone.now()
    vote.save()
    client.force_login(official)
    address = reverse("desk-paper-pile", args=[pile.consultation.slug, pile.pk])
    assert "its ballots would never be counted" in client.get(address).content.decode()
