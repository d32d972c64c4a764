"""Who has an item open: told to colleagues, for a few minutes, in nobody's way."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest
from django.utils import timezone

from participation import comments, moderation
from participation.models import Claim, Comment, Consultation
from participation.moderation.claims import LASTS
from portal.models import User
from tests.at_once import at_once
from tests.participation.conftest import *  # noqa: F403


@pytest.fixture
def comment(resident: User, question: Consultation) -> Comment:
    return comments.write_comment(actor=resident, consultation=question, text="A calm street.")


def test_colleagues_see_who_has_an_item_open(
    comment: Comment, official: User, planner: User
) -> None:
    assert moderation.claim(actor=official, comment_id=comment.pk) == 1
    found = moderation.held_by_others(actor=planner, comment_ids=[comment.pk])
    assert found[comment.pk].official == official
    assert moderation.held_by_others(actor=official, comment_ids=[comment.pk]) == {}


def test_a_claim_is_not_taken_over_while_it_lasts(
    comment: Comment, official: User, planner: User
) -> None:
    moderation.claim(actor=official, comment_id=comment.pk)
    assert moderation.claim(actor=planner, comment_id=comment.pk) == 0
    assert Claim.objects.get().official == official


def test_a_claim_is_over_after_a_few_minutes(
    comment: Comment, official: User, planner: User
) -> None:
    moderation.claim(actor=official, comment_id=comment.pk)
    Claim.objects.update(until=timezone.now() - timedelta(seconds=1))
    assert moderation.held_by_others(actor=planner, comment_ids=[comment.pk]) == {}
    assert moderation.claim(actor=planner, comment_id=comment.pk)


def test_looking_again_renews_a_claim_and_keeps_its_beginning(
    comment: Comment, official: User
) -> None:
    moderation.claim(actor=official, comment_id=comment.pk)
    began = timezone.now() - timedelta(minutes=2)
    Claim.objects.update(since=began, until=began + LASTS)
    assert moderation.claim(actor=official, comment_id=comment.pk) == 2
    now = Claim.objects.get()
    assert now.since == began
    assert now.until > timezone.now() + LASTS - timedelta(minutes=1)


def test_a_claim_stops_nobody_and_deciding_ends_ones_own(
    comment: Comment, official: User, planner: User
) -> None:
    moderation.claim(actor=official, comment_id=comment.pk)
    moderation.keep_comment(actor=planner, comment=comment)
    comment.refresh_from_db()
    moderation.hide_comment(actor=official, comment=comment, reason="insult")
    assert not Claim.objects.exists()


def test_opening_another_item_leaves_the_first(
    comment: Comment, official: User, neighbour: User, question: Consultation
) -> None:
    other = comments.write_comment(actor=neighbour, consultation=question, text="Two trees.")
    moderation.claim(actor=official, comment_id=comment.pk)
    moderation.claim(actor=official, comment_id=other.pk)
    assert Claim.objects.get().comment_id == other.pk


def test_leaving_an_earlier_look_does_not_end_a_later_one(comment: Comment, official: User) -> None:
    for _look in range(2):
        looks = moderation.claim(actor=official, comment_id=comment.pk)
    moderation.leave(actor=official, comment_id=comment.pk, looks=1)
    assert Claim.objects.count() == 1
    moderation.leave(actor=official, comment_id=comment.pk, looks=looks)
    assert Claim.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_of_officials_who_open_an_item_at_once_one_has_it(comment: Comment) -> None:
    team = [
        User.objects.create_user(f"o{n}@example.net", role=User.Role.OFFICIAL) for n in range(6)
    ]
    look = partial(moderation.claim, comment_id=comment.pk)
    got = at_once(*(partial(look, actor=person) for person in team))
    assert sorted(got) == [0, 0, 0, 0, 0, 1]
