"""Crowds of accounts in one place: found before a batch, kept for an official to rule on.

While one waits, and when an official sets it apart, its places count for no area; the words are
public as ever.
"""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime
from typing import Any

import redis
from django.db import transaction
from django.db.models import QuerySet

from participation.anomalies.crowds import LEAST, Arrival, Crowd, Spoken, by_network, odd_crowds
from participation.eligibility.counters import bump, counts
from participation.models import Anomaly, Comment, Place
from portal.models import User

MOST = 20_000
"""Places that are looked through at once; more than these never wait in a living question."""
_FACTS = ("pk", "fine", "person__joined_at", "comment__created_at")
_WORD = re.compile(r"\w+")
log = logging.getLogger(__name__)


def note_place(network: str, comment: Comment) -> None:
    """Count one comment about a place from a network (of portal.network, or "").

    One command to Redis, after the commit: it names no person and no comment, and never fails.
    """
    place = Place.objects.filter(pk=comment.pk).first() if network else None
    if place is not None and place.fine:
        bump("places", comment.consultation_id, f"{place.fine}.{network}")


def find_floods(consultation_id: int) -> int:
    """Look through the places that wait in a question; how many crowds are new.

    A place that an official let count, or that is in a crowd already, is not looked at again.
    """
    arrivals = _arrivals(consultation_id)
    if len(arrivals) < LEAST:
        return 0
    crowds = odd_crowds(
        arrivals,
        accounts=_accounts(),
        spoken=_spoken(consultation_id),
        networks=by_network(_counts(consultation_id)),
    )
    return sum(_keep(consultation_id, crowd) for crowd in crowds)


def _arrivals(consultation_id: int) -> list[Arrival]:
    """Places that wait and may be looked at, with the words of their comments."""
    waiting = (
        _places(consultation_id)
        .filter(cell="", flood=None, comment__status=Comment.Status.VISIBLE)
        .order_by("-pk")
        .values_list(*_FACTS, "comment__text")[:MOST]
    )
    return [
        _arrival(*facts, words=frozenset(_WORD.findall(text.lower()))) for *facts, text in waiting
    ]


def _spoken(consultation_id: int) -> Spoken:
    """All who spoke about places here, public or not."""
    newest = _places(consultation_id).order_by("-pk").values_list(*_FACTS)[:MOST]
    return Spoken(_arrival(*facts) for facts in newest)


def _places(consultation_id: int) -> QuerySet[Place]:
    """One of each person."""
    return Place.objects.filter(
        consultation_id=consultation_id, counts=True, person__synthetic=False
    ).exclude(fine="")


def _arrival(pk: int, cell: str, made: datetime, wrote: datetime, **more: Any) -> Arrival:
    return Arrival(pk, cell, int(made.timestamp()), int(wrote.timestamp()), **more)


def _accounts() -> list[int]:
    """When each account of the site was made, in Unix time."""
    made = User.objects.filter(synthetic=False).values_list("joined_at", flat=True)
    return [int(moment.timestamp()) for moment in made.iterator(chunk_size=5_000)]


def _counts(consultation_id: int) -> list[tuple[int, str, int]]:
    try:
        return list(counts("places", consultation_id))
    except redis.RedisError as error:
        log.warning("The counts of networks are away: %s", type(error).__name__)
        return []


@transaction.atomic
def _keep(consultation_id: int, crowd: Crowd) -> bool:
    evidence = {
        "number": crowd.number,
        "of": crowd.of,
        "minutes": max(1, crowd.length_s // 60),
        "from": datetime.fromtimestamp(crowd.begins, tz=UTC).isoformat(),
    }
    found, fresh = Anomaly.objects.get_or_create(
        consultation_id=consultation_id,
        key=f"{crowd.kind}:{crowd.cell}:{min(crowd.comments)}",
        defaults={"kind": crowd.kind, "evidence": evidence},
    )
    Place.objects.filter(pk__in=crowd.comments, flood=None).update(flood=found)
    return fresh
