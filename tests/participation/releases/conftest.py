"""People who pin comments, and days that go by."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from participation import tasks
from participation.models import Comment, Consultation, PublicComment, ReleaseState
from participation.releases import release_comments
from portal.models import User
from tests.participation.conftest import establish, point

Speak = Callable[..., list[Comment]]


@pytest.fixture
def speak(question: Consultation) -> Speak:
    """speak(12, days=30) -> that many people's comments at a place, of accounts that old."""

    def speak_(number: int, *, days: int = 30, lng: float = -1.555, lat: float = 47.215) -> list:
        start = User.objects.count()
        people = User.objects.bulk_create(
            User(email=f"speaker{start + place}@example.org", password="!")
            for place in range(number)
        )
        establish(*people, days=days)
        return [say(question, person, lng=lng, lat=lat) for person in people]

    return speak_


def say(
    question: Consultation, person: User, *, lng: float = -1.555, lat: float = 47.215
) -> Comment:
    """A comment at a place, as the verb stores it; the words differ."""
    words = f"What I think of it, {Comment.objects.count()} times."
    made = Comment.objects.create(
        consultation=question,
        author=person,
        text=words,
        stance="for",
        geometry=point(lng, lat),
        language="en",
    )
    made.refresh_from_db()
    release_comments([made])
    return made


def a_day_later(question: Consultation) -> None:
    """Let the question's next batch be due, and the task run."""
    ReleaseState.objects.update_or_create(
        consultation=question,
        defaults={"batch_on": timezone.localdate() - timedelta(days=2)},
    )
    tasks.release(question.pk)


def cell_of(comment: Comment) -> str:
    """The comment's public cell; "" while it has none."""
    return PublicComment.objects.get(pk=comment.public_id).cell
