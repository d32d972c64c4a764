"""What honest people lose: six weeks of a discussion, day by day, with nobody at the desk.

joined: *long since* means accounts made evenly within two years before; *for it* means that six in
ten signed up on the day they wrote; *with the launch*, that all did, half of them in the first
week. looking: whether crowds are looked for before each batch, by the ages of accounts.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from statistics import median

from django.conf import settings

from participation.anomalies.crowds import DAY_S, Arrival, Spoken, odd_crowds
from participation.bench.anonymity.ground import Ground
from participation.disclosure.batches import next_release
from participation.disclosure.coarsen import Pin
from participation.disclosure.grid import cell_at

DAYS, BEFORE = 42, 730
JOINED = ("long since", "for it", "with the launch")
SEED = 3


@dataclass(frozen=True)
class Kept:
    """Shares of comments: with an area while people discuss, with one in the end, in a crowd.

    days: from writing to the area, in the median of those who get one while people discuss.
    """

    before_the_end: float
    in_the_end: float
    in_a_crowd: float
    days: float


def speak(ground: Ground, joined: str, looking: bool) -> Kept:
    """Everyone speaks once."""
    chance = Random(SEED)  # noqa: S311 - a seed, not a secret
    people = [_person(chance, joined) for _spot in ground.spoken]
    pins = [
        Pin(n, n, cell_at(spot.latitude, spot.longitude)) for n, spot in enumerate(ground.spoken)
    ]
    shown: dict[int, int] = {}
    odd: set[int] = set()
    standing: set[str] = set()
    for day in range(DAYS + settings.ESTABLISHED_DAYS + 1):
        here = [pin for pin in pins if people[pin.person][1] <= day]
        waits = [pin for pin in here if pin.comment not in shown.keys() | odd]
        if looking:
            odd |= _odd(waits, here, people)
        since = day - settings.ESTABLISHED_DAYS
        ready = [p for p in waits if p.comment not in odd and people[p.person][0] <= since]
        found = next_release(
            dict.fromkeys(standing, 10),
            standing,
            ready,
            residents=ground.residents,
            ended=day == DAYS + settings.ESTABLISHED_DAYS,
        )
        standing |= found.opened
        shown |= dict.fromkeys(found.joined, day)
    waited = [day - people[comment][1] for comment, day in shown.items() if day < DAYS]
    return Kept(
        round(len(waited) / len(pins), 3),
        round(len(shown) / len(pins), 3),
        round(len(odd) / len(pins), 3),
        round(median(waited), 1) if waited else 0.0,
    )


def _person(chance: Random, joined: str) -> tuple[float, float]:
    """On which day its account was made, and on which it wrote; the discussion begins with 0."""
    wrote = chance.uniform(0, DAYS)
    if joined == "with the launch":
        wrote = chance.uniform(0, 7 if chance.random() < 0.5 else DAYS)
        return wrote, wrote
    if joined == "for it" and chance.random() < 0.6:
        return wrote, wrote
    return chance.uniform(-BEFORE, 0), wrote


def _odd(waits: list[Pin], here: list[Pin], people: list[tuple[float, float]]) -> set[int]:
    """Comments in crowds."""
    everyone = {
        pin.comment: Arrival(
            pin.comment,
            pin.fine,
            int(people[pin.person][0] * DAY_S),
            int(people[pin.person][1] * DAY_S),
            frozenset({str(pin.comment)}),
        )
        for pin in here
    }
    crowds = odd_crowds(
        [everyone[pin.comment] for pin in waits],
        accounts=[one.made for one in everyone.values()],
        spoken=Spoken(everyone.values()),
    )
    return {comment for crowd in crowds for comment in crowd.comments}
