"""A busy question while votes close: 48,000 comments, and 85 more with a place in 45 seconds."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.contrib.gis.geos import Point
from django.db import IntegrityError, connection, transaction

from participation.bench.ballots.arena import Arena, arena, close_vote
from participation.bench.faults.stage import Stage, wait
from participation.bench.faults.voting import PROMISE_S, published
from participation.bench.faults.working import comment, fill, middle, states, talking, today_plan
from participation.models import Comment, PublicComment
from twin import door

COMMENTS, PEOPLE = 48_000, 500
MORE, IN_S = 85, 45.0
CLOSES_AT_S = (10.0, 30.0)
COUNTED_S = 200.0
SEED = 5
Lines = Iterator[dict[str, Any]]


def crowd(stage: Stage) -> Lines:
    """Votes that close meanwhile, with models at work, are counted within 30 s of their close."""
    today = today_plan()
    door.ensure_runs(today, again=True)
    with arena(PEOPLE, 2) as busy, arena(1) as first, arena(1) as second:
        people = talking(busy)
        _fill_with_comments(busy, [person.pk for person in people])
        for ground in (first, second):
            fill(ground)
        began = time.monotonic()
        talk = threading.Thread(target=_talk, args=(busy, people, began), daemon=True)
        talk.start()
        closed: dict[int, float] = {}
        for ground, moment in zip((first, second), CLOSES_AT_S, strict=True):
            time.sleep(max(0.0, began + moment - time.monotonic()))
            close_vote(ground.consultation)
            closed[ground.consultation.pk] = time.monotonic()
        took = _watch(closed)
        talk.join()
        there = Comment.objects.filter(consultation=busy.consultation).count()
        yield {
            "part": "a busy question, votes closing",
            "comments_before": COMMENTS,
            "comments_in_45_s": MORE,
            "runs": sorted(set(states(today.pk).values())),
            "acknowledged": MORE,
            "lost": max(0, COMMENTS + MORE - there),
            "doubled": max(0, there - COMMENTS - MORE),
            "close_to_bundle_s": took,
            "late": sum(seconds is None or seconds > PROMISE_S for seconds in took),
        }
        _clear(busy)


def _watch(closed: dict[int, float]) -> list[float | None]:
    """Seconds from each close to its bundle."""
    took: dict[int, float] = {}

    def look() -> bool:
        for pk in closed.keys() - took.keys():
            if published(pk):
                took[pk] = round(time.monotonic() - closed[pk], 1)
        return len(took) == len(closed)

    wait(look, COUNTED_S, look_s=0.2)
    return [took.get(pk) for pk in closed]


def _fill_with_comments(ground: Arena, people: list[int]) -> None:
    west, south, east, north = middle()
    chance = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    Comment.objects.bulk_create(
        (
            Comment(
                consultation=ground.consultation,
                author_id=people[number % len(people)],
                text=f"Trees would help here, I think, and it is the {number}th place.",
                geometry=Point(chance.uniform(west, east), chance.uniform(south, north)),
                synthetic=True,
            )
            for number in range(COMMENTS)
        ),
        batch_size=4_000,
    )


def _clear(ground: Arena) -> None:
    """Remove the many comments at once; what is left goes with the question."""
    pk = ground.consultation.pk
    with suppress(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        for model in (PublicComment, Comment):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(f"delete from {table} where consultation_id = %s", [pk])  # noqa: S608


def _talk(ground: Arena, people: list[Any], began: float) -> None:
    """MORE residents comment, evenly over IN_S."""
    for number in range(MORE):
        time.sleep(max(0.0, began + IN_S * number / MORE - time.monotonic()))
        comment(people[number], ground.consultation, number)
    connection.close()
