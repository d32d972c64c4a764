"""Comments and people in number, for pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from participation.faces.planner import exports
from participation.models import Comment, Consultation
from participation.releases import release_consultation
from portal import takeaways
from portal.health import note_worker
from portal.models import User
from portal.queues import FILES
from tests.participation.conftest import establish


@pytest.fixture
def people_speak(db: None) -> Callable[..., list[Comment]]:
    """people_speak(question, 10) -> that many released comments, every fifth with an answer."""

    def speak(question: Consultation, number: int, **facts: Any) -> list[Comment]:
        start = Comment.objects.count()
        authors = User.objects.bulk_create(
            User(email=f"speaker{start + place}@example.org", password="!")
            for place in range(number)
        )
        establish(*authors)
        options = list(question.options.all())
        made = Comment.objects.bulk_create(
            Comment(
                consultation=question,
                option=options[place % len(options)] if options else None,
                scenario=options[place % len(options)].scenario if options else None,
                author=author,
                text=f"What speaker {start + place} thinks of it.",
                stance=("for", "against", "neutral")[place % 3],
                theme=("traffic", "walking")[place % 2],
                language="en",
                **facts,
            )
            for place, author in enumerate(authors)
        )
        Comment.objects.bulk_create(
            Comment(consultation=question, author=parent.author, parent=parent, text="An answer.")
            for parent in made[::5]
        )
        release_consultation(question.pk)
        return made

    return speak


@pytest.fixture
def large(
    make_question: Callable[..., Consultation],
    people_speak: Callable[..., list[Comment]],
    monkeypatch: pytest.MonkeyPatch,
) -> Consultation:
    """A question whose twelve comments and three answers count as many; a worker of files lives."""
    monkeypatch.setattr(exports, "SMALL_ROWS", 5)
    monkeypatch.setattr(takeaways, "SOON_S", 0.0)
    found = make_question("result")
    people_speak(found, 12)
    note_worker(FILES)
    return found
