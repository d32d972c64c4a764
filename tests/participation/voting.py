"""Casting, closing and opening in a line, for tests that need a vote."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from participation import ballots
from participation.models import Consultation, Phase


def cast(
    actor: Any,
    question: Consultation,
    ticks: Sequence[int] | None = None,
    *,
    given: dict[str, Any] | None = None,
    secret: str = "",
    token: str = "",
    **more: Any,
) -> ballots.Cast:
    """A ballot that ticks these options (or says `given`), with a new secret unless one is told."""
    return ballots.cast_ballot(
        actor=actor,
        consultation=question,
        given=given or {"ticks": list(ticks or [])},
        secret=secret or ballots.new_secret(),
        token=token,
        **more,
    )


def close(question: Consultation, ago: timedelta = timedelta(seconds=1)) -> None:
    """The vote closed `ago`, and the result phase began."""
    moment = timezone.now() - ago
    Phase.objects.filter(consultation=question, kind="result").update(opens_at=moment)
    Phase.objects.filter(consultation=question, kind="vote").update(closes_at=moment)


def close_and_open(question: Consultation) -> None:
    """The vote has closed and its box is open."""
    close(question)
    assert ballots.open_box(question.pk)
