"""How near somebody with many accounts comes to the place of one comment, by the old rule and now.

`./civic bench anonymity [--accounts 100] [--victims 60]`: JSON lines. The ground is a question of
the demo: its real H3 grid, the twin's residents, its invented comments. Each victim is one of
these comments, written when all others are public; the attacker reads every public cell, adapts,
and plants comments. Rules run as the site runs them (`disclosure`); HTTP would add nothing, so
requests are reckoned: PER_ACCOUNT, PER_COMMENT, PER_READ.

old rule: areas of ten accounts, moved by each comment at once, down to resolution 10.
new rule: accounts are aged beforehand, and no official rules on the crowds that are found. Who
*only reads* plants nothing; who is *hasty* makes all accounts on one day; who is *patient* makes
four a day for each cell and writes so slowly that no day is odd; who is *very patient* makes four
in four weeks.
honest: what the same looking for crowds costs those who plant nothing, see `honest`.
knows: the question's area only, or also the quarter (resolution 8) from the comment's words.
metres: from the place to the attacker's best guess. located: share of victims whose smallest
possible area the attacker could make public.
"""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Sequence
from itertools import product
from random import Random
from statistics import median, quantiles

from django.conf import settings

from participation.bench.anonymity.attack import PACES, Found, attack_new, attack_old
from participation.bench.anonymity.ground import Ground, ground
from participation.bench.anonymity.honest import JOINED, speak
from participation.bench.ballots.saying import say
from participation.disclosure import TEN
from participation.disclosure.grid import FINEST

SEED = 1


def run(words: Sequence[str] = ()) -> None:
    """Print the figures as JSON lines."""
    parser = ArgumentParser(prog="bench anonymity", description=__doc__)
    parser.add_argument("--accounts", type=int, default=100)
    parser.add_argument("--victims", type=int, default=60)
    parser.add_argument("--question", default="", help="its slug; the one with most places")
    asked = parser.parse_args(list(words))
    measure(ground(asked.question), asked.accounts, asked.victims)


def measure(place: Ground, accounts: int, victims: int) -> None:
    """Attack each victim under each rule."""
    chance = Random(SEED)  # noqa: S311 - a seed, not a secret
    chosen = chance.sample(place.spoken, min(victims, len(place.spoken)))
    say(
        what="ground",
        question=place.slug,
        places=len(place.spoken),
        victims=len(chosen),
        accounts=accounts,
        k=TEN,
        finest=FINEST,
        established_days=settings.ESTABLISHED_DAYS,
        batch="daily",
    )
    base = _say("old rule", [attack_old(place, one, accounts) for one in chosen])
    _say(
        "new rule, only reads",
        [attack_new(place, one, 0, quarter=False) for one in chosen],
        base,
    )
    for knows, pace in product(("the area", "the quarter"), PACES):
        found = [
            attack_new(place, one, accounts, quarter=knows == "the quarter", pace=pace)
            for one in chosen
        ]
        _say(f"new rule, {pace}, knows {knows}", found, base)
    for joined, looking in product(JOINED, (False, True)):
        say(what="honest", joined=joined, looking=looking, **vars(speak(place, joined, looking)))


def _say(rule: str, found: Sequence[Found], base: float = 0.0) -> float:
    metres = sorted(one.metres for one in found)
    middle = median(metres)
    say(
        rule=rule,
        metres_median=round(middle),
        metres_least=round(metres[0]),
        metres_tenth=round(quantiles(metres, n=10)[0]) if len(metres) > 1 else round(metres[0]),
        **({"times_the_old_rule": round(middle / base, 1)} if base else {}),
        located=round(sum(one.located for one in found) / len(found), 2),
        residents_median=round(median(one.residents for one in found)),
        accounts=max(one.accounts for one in found),
        days=max(one.days for one in found),
        requests=round(median(one.requests for one in found)),
    )
    return middle
