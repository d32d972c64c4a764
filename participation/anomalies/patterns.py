"""What is odd, by numbers alone: one network, a burst, guessed codes. No database, no clock.

Thresholds are in decisions/0015-anomalies.md, with what is often behind them. All numbers that
leave here are rounded to blocks of 50, as turnout is before the close.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

BLOCK = 50
HOUR, DAY = 6, 144
NETWORK_HOUR, NETWORK_HOUR_SHARE = 50, 0.10
NETWORK_DAY, NETWORK_DAY_SHARE = 200, 0.05
BURST, BURST_TIMES, BURST_SIGMAS = 150, 3.0, 6.0
MISSES_NETWORK, MISSES_ALL = 50, 200

Counts = Iterable[tuple[int, str, int]]


@dataclass(frozen=True)
class Pattern:
    """window: where it begins, in steps of ten minutes of Unix time. length: in such steps.

    network: a keyed word, or "" for all together. number, of: rounded down to blocks of 50, of
    rounded up in a burst, where it is what is usual.
    """

    kind: str
    window: int
    length: int
    network: str
    number: int
    of: int


def odd_casts(counts: Counts) -> list[Pattern]:
    """Networks and bursts among accepted ballots; the strongest of each network and hour."""
    rows = list(counts)
    by_window: dict[int, int] = defaultdict(int)
    for window, _network, number in rows:
        by_window[window] += number
    hours = _from_one_network(rows, HOUR, NETWORK_HOUR, NETWORK_HOUR_SHARE)
    days = _from_one_network(rows, DAY, NETWORK_DAY, NETWORK_DAY_SHARE)
    named = {pattern.network for pattern in hours}
    return [*hours, *(one for one in days if one.network not in named), *_bursts(by_window)]


def odd_misses(counts: Counts) -> list[Pattern]:
    """Hours with many well-formed but unknown codes, or unknown people, by network and in all."""
    by_network: dict[tuple[int, str], int] = defaultdict(int)
    by_hour: dict[int, int] = defaultdict(int)
    for window, network, number in counts:
        hour = window - window % HOUR
        by_hour[hour] += number
        if network:
            by_network[hour, network] += number
    found = [
        Pattern("guessing", hour, HOUR, network, _down(number), _down(by_hour[hour]))
        for (hour, network), number in by_network.items()
        if number >= MISSES_NETWORK
    ]
    named = {pattern.window for pattern in found}
    found += [
        Pattern("guessing", hour, HOUR, "", _down(number), _down(number))
        for hour, number in by_hour.items()
        if number >= MISSES_ALL and hour not in named
    ]
    return _strongest(found)


def _from_one_network(
    rows: list[tuple[int, str, int]], length: int, most: int, share: float
) -> list[Pattern]:
    """Spans of `length` in which one network sent `most` ballots and that share of all."""
    sent: dict[tuple[int, str], int] = defaultdict(int)
    total: dict[int, int] = defaultdict(int)
    for window, network, number in rows:
        start = window - window % length
        total[start] += number
        if network:
            sent[start, network] += number
    return _strongest(
        [
            Pattern("network", start, length, network, _down(number), _down(total[start]))
            for (start, network), number in sent.items()
            if number >= most and number >= share * total[start]
        ]
    )


def _bursts(by_window: dict[int, int]) -> list[Pattern]:
    """Ten minutes with far more ballots than the six hours before, or the same hour a day before.

    The first hour of the counts has no rhythm yet and is never a burst. Counts of ten minutes
    scatter about their mean by its square root (Poisson), so six of these are no chance.
    """
    if not by_window:
        return []
    first = min(by_window)
    found = []
    for window, number in by_window.items():
        if number < BURST or window < first + HOUR:
            continue
        usual = _usual(by_window, window, first)
        if number >= BURST_TIMES * usual and number > usual + BURST_SIGMAS * math.sqrt(usual):
            up = BLOCK * max(1, math.ceil(usual / BLOCK))
            found.append(Pattern("burst", window - window % HOUR, 1, "", _down(number), up))
    return _strongest(found)


def _usual(by_window: dict[int, int], window: int, first: int) -> float:
    """Ballots in ten minutes: the mean of up to six hours before, or of that hour a day before."""
    since = max(first, window - 6 * HOUR)
    before = sum(by_window.get(one, 0) for one in range(since, window)) / (window - since)
    hour = window - window % HOUR - DAY
    yesterday = sum(by_window.get(one, 0) for one in range(hour, hour + HOUR)) / HOUR
    return max(before, yesterday)


def _strongest(patterns: list[Pattern]) -> list[Pattern]:
    """One for each network and day, or hour where no network is named: the one with most."""
    best: dict[tuple[str, int], Pattern] = {}
    for pattern in sorted(patterns, key=lambda one: (one.window, one.network)):
        when = pattern.window // DAY if pattern.network else pattern.window
        kept = best.get((pattern.network, when))
        if kept is None or pattern.number > kept.number:
            best[pattern.network, when] = pattern
    return list(best.values())


def _down(number: int) -> int:
    return number - number % BLOCK
