"""A large box: ballots put in as casting seals them, then closed, opened, counted and bundled."""

from __future__ import annotations

import random
import resource
import sys
import time
from collections.abc import Iterator

from participation.ballots import cast_ballot, new_secret, open_box
from participation.bench.ballots.arena import Arena, arena, close_vote
from participation.bench.ballots.saying import Watch, say
from participation.bundles import build_bundle
from participation.demo.sealed import Invented, fill_box
from participation.ledger.sequencing import sequence
from participation.results import count_box
from participation.tallies.content import read
from portal.models import User

OPTIONS = 8
KINDS = 3_000  # ballots that differ; each is cast by many, as in a real vote
VERBS = 300
SEED = 11


def measure(ballots: int, verbs: int = VERBS) -> None:
    """Fill the box with `ballots`, then time everything that happens at the close."""
    with arena(verbs, OPTIONS) as ground:
        watch = Watch()
        say(what="casting by the verb, one thread", per_second=round(_by_verb(ground)))
        with watch.on("fill"):
            fill_box(ground.consultation.pk, invented_votes(ground, ballots))
        with watch.on("places in the log"):
            sequence(ground.consultation.pk)
        close_vote(ground.consultation)
        with watch.on("opening"):
            open_box(ground.consultation.pk)
        with watch.on("count"):
            record = count_box(ground.consultation.pk)
        with watch.on("bundle"):
            build_bundle(ground.consultation.pk)
        record.refresh_from_db()
        facts = {name: record.facts.get(name) for name in ("events", "ballots", "unreadable")}
        say(
            what="ballots of one vote, by load",
            how="sealed and logged one by one as casting does, stored by COPY in blocks of 5,000",
            ballots=ballots + verbs,
            rule=record.rule,
            seconds=watch.seconds,
            close_to_bundle_s=round(
                sum(watch.seconds[name] for name in ("opening", "count", "bundle")), 2
            ),
            peak_mb=_peak_mb(),
            **{f"counted_{name}": value for name, value in facts.items()},
        )


def _by_verb(ground: Arena) -> float:
    """Casts a second by the verb itself, in this process."""
    people = User.objects.filter(email__startswith=ground.consultation.slug)
    begin = time.perf_counter()
    for number, person in enumerate(people):
        cast_ballot(
            actor=person,
            consultation=ground.consultation.slug,
            given=read(ground.content(number + 1)),
            secret=new_secret(),
            token=str(number),
        )
    return len(people) / (time.perf_counter() - begin)


def invented_votes(ground: Arena, ballots: int) -> Iterator[Invented]:
    """That many ballots of this question by invented voters, of KINDS different contents."""
    chance = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    contents = [
        ground.content(chance.randrange(1, 6 ** len(ground.options))) for _kind in range(KINDS)
    ]
    for number in range(ballots):
        yield Invented(b"bench" + number.to_bytes(27), chance.choice(contents))


def _peak_mb() -> int:
    """The most memory this process has had."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (2**20 if sys.platform == "darwin" else 2**10))
