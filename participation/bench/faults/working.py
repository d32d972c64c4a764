"""Each kind of worker, and beat, killed in the middle of what it does."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

from django.core.mail import send_mail
from django.db import transaction

from participation.bench.ballots.arena import Arena, arena, close_vote
from participation.bench.ballots.load import invented_votes
from participation.bench.faults.stage import BEAT, MAIL, RELEASE, RUNS, VOTES, Stage, wait
from participation.bench.faults.voting import COUNTED_S, PROMISE_S, hold, published
from participation.comments import write_comment
from participation.demo.sealed import fill_box
from participation.ledger.sequencing import sequence
from participation.models import Ballot, Comment, Consultation, Phase, PublicComment
from portal.models import User
from twin import door

BALLOTS = 12_000
BEAT_AWAY_S = 15.0
MAILS = 30
COMMENTS = 40
RUN_S = 240.0
Lines = Iterator[dict[str, Any]]


def votes(stage: Stage) -> Lines:
    """kill -9 of the votes worker while it opens and counts a closed vote."""
    with arena(1) as ground:
        fill(ground)
        heard = stage.ears(VOTES)
        close_vote(ground.consultation)
        began = time.monotonic()
        wait(lambda: heard("finish_vote"), PROMISE_S)
        hold(0.3)
        stage.kill(VOTES)
        yield {"part": "votes worker, mid-count", **counted(ground, began)}


def beat(stage: Stage) -> Lines:
    """Beat is away when a vote closes; it is counted after its return."""
    with arena(1) as ground:
        fill(ground)
        with stage.without(BEAT):
            close_vote(ground.consultation)
            hold(BEAT_AWAY_S)
            meanwhile = published(ground.consultation.pk)
        began = time.monotonic()
        told = counted(ground, began)
        yield {"part": "beat", "away_s": BEAT_AWAY_S, "counted_while_away": meanwhile, **told}


def release(stage: Stage) -> Lines:
    """kill -9 of the release worker while people comment: each comment is public, once."""
    with arena(COMMENTS) as ground:
        heard = stage.ears(RELEASE)
        people = talking(ground)
        for number, person in enumerate(people):
            comment(person, ground.consultation, number)
            if number == COMMENTS // 2:
                wait(lambda: heard("release"), 20)
                stage.kill(RELEASE)
                killed, again = time.monotonic(), stage.ears(RELEASE)
        well = wait(lambda: again("release") and again("succeeded"), 150)
        mine = Comment.objects.filter(consultation=ground.consultation)
        public = PublicComment.objects.filter(consultation_id=ground.consultation.pk)
        yield {
            "part": "release worker, mid-release",
            "acknowledged": len(people),
            "lost": len(people) - min(mine.count(), public.count()),
            "doubled": max(0, mine.count() - len(people)),
            "seconds_to_well": well and round(time.monotonic() - killed, 1),
        }


def mail(stage: Stage) -> Lines:
    """kill -9 of the mail worker while it sends: no message is lost; one may come twice."""
    mark = f"fault-{int(time.time())}"
    heard = stage.ears(MAIL)
    for number in range(MAILS):
        # As a request does: the message and what it tells of in one transaction.
        with transaction.atomic():
            send_mail(f"{mark}-{number}.", "Words.", None, [f"{number}@demo.invalid"])
        if number == MAILS // 2:
            wait(lambda: heard(mark), 20)
            stage.kill(MAIL)
            killed = time.monotonic()

    def sent() -> Counter[int]:
        words = stage.processes.log(MAIL).read_text(errors="replace")
        return Counter(
            {number: words.count(f"Subject: {mark}-{number}.") for number in range(MAILS)}
        )

    well = wait(lambda: all(sent()[number] for number in range(MAILS)), 240, look_s=0.5)
    times = sent()
    yield {
        "part": "mail worker, mid-sending",
        "acknowledged": MAILS,
        "lost": sum(not times[number] for number in range(MAILS)),
        "sent_twice": sum(times[number] > 1 for number in range(MAILS)),
        "seconds_to_well": well and round(time.monotonic() - killed, 1),
    }


def runs(stage: Stage) -> Lines:
    """kill -9 of both run workers while a model computes: it is taken back."""
    today = today_plan()
    door.ensure_runs(today, again=True)
    asked = states(today.pk)
    wait(lambda: "running" in states(today.pk).values(), 60)
    mid = [name for name, status in states(today.pk).items() if status == "running"]
    if not mid:
        yield {"part": "run workers", "skipped": f"no run was at work: {asked}"}
        return
    for name in RUNS:
        stage.kill(name)
    killed = time.monotonic()
    # Whoever holds it is gone: first it still says "running", then it is taken back and up again.
    wait(lambda: states(today.pk)[mid[0]] != "running", RUN_S)
    well = wait(lambda: states(today.pk)[mid[0]] in ("running", "done"), RUN_S)
    failed = [name for name, status in states(today.pk).items() if status == "failed"]
    yield {
        "part": "run workers, mid-run",
        "acknowledged": len(asked),
        "lost": len(failed) + (well is None),
        "doubled": 0,
        "well_means": f"{mid[0]} is taken up again",
        "seconds_to_well": well and round(time.monotonic() - killed, 1),
    }


def comment(person: User, consultation: Consultation, number: int) -> None:
    """One resident's words with a place."""
    west, south, east, north = middle()
    lon = west + (east - west) * (number * 37 % 101) / 101
    lat = south + (north - south) * (number * 53 % 103) / 103
    write_comment(
        actor=person,
        consultation=consultation,
        text=f"A bench and some shade would do here, number {number}.",
        geometry=f'{{"type": "Point", "coordinates": [{lon:.6f}, {lat:.6f}]}}',
    )


@cache
def middle() -> tuple[float, float, float, float]:
    """West, south, east and north of a box well inside the city, EPSG:4326."""
    bounds = door.city_bounds()
    if bounds is None:
        raise LookupError("no city is loaded")
    lon, lat = bounds.point_on_surface.coords
    west, south, east, north = bounds.extent
    wide, high = (east - west) / 12, (north - south) / 12
    return lon - wide, lat - high, lon + wide, lat + high


def talking(ground: Arena) -> list[User]:
    """The question's people, and a phase in which they may comment."""
    vote = ground.consultation.phases.get(kind=Phase.Kind.VOTE)
    Phase.objects.create(
        consultation=ground.consultation,
        kind=Phase.Kind.DISCUSS,
        opens_at=vote.opens_at,
        closes_at=vote.closes_at,
    )
    return list(User.objects.filter(email__startswith=ground.consultation.slug))


def fill(ground: Arena) -> None:
    """BALLOTS invented ballots, sealed and logged."""
    fill_box(ground.consultation.pk, invented_votes(ground, BALLOTS))
    sequence(ground.consultation.pk)


def counted(ground: Arena, began: float) -> dict[str, Any]:
    """Wait for the bundle; late beyond the promise after `began`."""
    pk = ground.consultation.pk
    wait(lambda: published(pk), COUNTED_S)
    seconds = round(time.monotonic() - began, 1)
    counted = Ballot.objects.filter(consultation_id=pk).count()
    return {
        "acknowledged": BALLOTS,
        "lost": max(0, BALLOTS - counted),
        "doubled": max(0, counted - BALLOTS),
        "late": int(seconds > PROMISE_S),
        "seconds_to_well": seconds,
    }


def today_plan() -> door.Scenario:
    """The city as it is; its runs are what is broken into."""
    version = door.demo_version()
    if version is None:
        raise LookupError("no city is loaded")
    return door.baseline(version)


def states(scenario_id: int) -> dict[str, str]:
    """Analysis -> how far its run is."""
    return {state.analysis: state.status for state in door.run_states([scenario_id])[scenario_id]}
