"""Hostile requests to every address: no failure of ours, and how long a guest can keep us busy."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator

from participation.bench.attack.ground import ROLES, Ground
from participation.bench.attack.routes import (
    HOSTILE_VALUES,
    Route,
    every_route,
    hostile_addresses,
    hostile_fields,
)
from participation.bench.attack.sending import Browser, Seen
from participation.bench.ballots.saying import say

SLOWEST = 8
# 40 KB that once took seconds, and what else grows with its square in careless readers.
STALLS = {
    "no-break spaces": "a" + "\u00a0" * 19_900 + "b",
    "marks": "a" + "\u0301\u0316" * 10_000,
    "at signs": "a@" * 10_000,
    "digits": "0 " * 10_000,
    "letters and hyphens": "a-" * 10_000,
    "just short enough": "a" + "\u00a0" * 9_990 + "b",
}


def measure(ground: Ground, each: int) -> None:
    """Print requests, failures and the slowest of a guest's."""
    asked = 0
    failures: Counter[str] = Counter()
    slow: dict[str, float] = {}
    for role in ROLES:
        choose = random.Random(f"attack {role}")  # noqa: S311
        browser = Browser(ground.web.port, ground.people[role])
        for number, route in enumerate(every_route()):
            if number % 50 == 0:
                ground.unhurried()
            for what, seen in _sent(ground, route, browser, choose, each):
                asked += 1
                if seen.status >= 500 and route.name != "health-ready":
                    failures[f"{seen.status} {role} {what}"] += 1
                if role == "guest":
                    slow[what] = max(seen.seconds, slow.get(what, 0.0))
        browser.close()
    say(
        what="fuzz",
        requests=asked,
        values=len(HOSTILE_VALUES),
        answers_5xx=sum(failures.values()),
        which=list(failures)[:20],
    )
    worst = sorted(slow.items(), key=lambda item: -item[1])[:SLOWEST]
    again = Browser(ground.web.port)
    for path, first in worst:
        ground.unhurried()
        method, _space, address = path.partition(" ")
        alone = min((again.get if method == "GET" else again.post)(address).seconds for _t in "123")
        say(what="slow for a guest", path=path, seconds=round(first, 3), alone=round(alone, 3))
    _stalls(ground)


def _sent(
    ground: Ground, route: Route, browser: Browser, choose: random.Random, each: int
) -> Iterator[tuple[str, Seen]]:
    """What was asked of one address, and the answers."""
    for path in hostile_addresses(route, ground.known, choose, each):
        yield f"GET {path[:120]}", browser.get(path)
    path = route.filled(ground.known)
    for _time in range(each):
        yield (
            f"POST {path[:120]}",
            browser.post(path, hostile_fields(choose, choose.choice([0, 5]))),
        )


def writer(ground: Ground) -> Browser:
    """A guest who has said what they want to write about."""
    browser = Browser(ground.web.port)
    browser.post(f"/c/{ground.known['slug']}/comment/", [("where", "all")])
    return browser


def words_page(ground: Ground) -> str:
    """Where the words of a comment are sent."""
    return f"/c/{ground.known['slug']}/comment/words/"


def words(text: str) -> list[tuple[str, str]]:
    """The form with the words of a comment."""
    return [("text", text), ("option", "all"), ("stance", "neutral"), ("theme", "other")]


def _stalls(ground: Ground) -> None:
    """Forty kilobytes that look harmless, as a guest's comment."""
    browser, page, slowest = writer(ground), words_page(ground), 0.0
    for name, text in STALLS.items():
        ground.unhurried()
        seen = min((browser.post(page, words(text)) for _t in "123"), key=lambda s: s.seconds)
        slowest = max(slowest, seen.seconds)
        say(what="stall", sent=name, status=seen.status, seconds=round(seen.seconds, 3))
    say(what="stall", slowest_s=round(slowest, 3))
