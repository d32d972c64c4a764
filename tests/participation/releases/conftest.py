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
    """speak(12, days=30) -> that many people's comments at a place, of accounts that old.

    They come by and by; at_once: all within minutes, as somebody's many accounts do.
    """

    def speak_(
        number: int,
        *,
        days: float = 30,
        lng: float = -1.555,
        lat: float = 47.215,
        at_once: bool = False,
    ) -> list[Comment]:
        start = User.objects.count()
        people = User.objects.bulk_create(
            User(email=f"speaker{start + place}@example.org", password="!")
            for place in range(number)
        )
        made = []
        for place, person in enumerate(people):
            establish(person, days=days if at_once else days - 0.3 * ((start + place) % 40))
            ago = timedelta() if at_once else timedelta(minutes=20 * place)
            made.append(say(question, person, lng=lng, lat=lat, ago=ago))
        return made

    return speak_


def say(
    question: Consultation,
    person: User,
    *,
    lng: float = -1.555,
    lat: float = 47.215,
    ago: timedelta = timedelta(),
) -> Comment:
    """A comment at a place, as the verb stores it; the words differ."""
    made = Comment.objects.create(
        consultation=question,
        author=person,
        text=f"What I think of it, {Comment.objects.count()} times.",
        stance="for",
        geometry=point(lng, lat),
        language="en",
    )
    Comment.objects.filter(pk=made.pk).update(created_at=timezone.now() - ago)
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
