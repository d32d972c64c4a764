"""The laws of participation.tallies.laws as checks on one vote; each raises AssertionError."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

from participation.tallies.catalogue import RULES
from participation.tallies.laws import Law
from tests.participation.laws.near_tied import beats, profiles, raised
from tests.participation.laws.votes import Rows, counted

Check = Callable[[str, Rows, Sequence[int], random.Random], None]


def hold(law: Law, rule: str, rng: random.Random) -> None:
    """Raise AssertionError where the rule breaks the law on one of the votes drawn."""
    for rows, options in profiles(rule, rng):
        CHECKS[law](rule, rows, options, rng)


def is_broken(law: Law, rule: str, examples: int) -> bool:
    """Whether one of so many examples shows that the rule breaks the law."""
    for seed in range(examples):
        try:
            hold(law, rule, random.Random(seed))
        except AssertionError:
            return True
    return False


def _more_support(rule: str, rows: Rows, options: Sequence[int], _rng: random.Random) -> None:
    """The winner is raised on every ballot that says the same, on half of them, and on one."""
    form = RULES[rule].form
    winner = counted(rule, rows, options).winner
    if winner is None:
        return
    for at, (said, times) in enumerate(rows):
        better = raised(form, said, winner)
        if better == said:
            continue
        others = [*rows[:at], *rows[at + 1 :]]
        for number in {times, (times + 1) // 2, 1}:
            more = [*others, (said, times - number), (better, number)]
            assert counted(rule, more, options).winner == winner, (rows, said, number)


def _beats_all(rule: str, rows: Rows, options: Sequence[int], _rng: random.Random) -> None:
    form = RULES[rule].form
    best = [
        one
        for one in options
        if all(beats(form, rows, one, other) for other in options if other != one)
    ]
    if best:
        assert counted(rule, rows, options).winner == best[0], rows


def _loses_all(rule: str, rows: Rows, options: Sequence[int], _rng: random.Random) -> None:
    form = RULES[rule].form
    winner = counted(rule, rows, options).winner
    if winner is not None:
        assert not all(beats(form, rows, one, winner) for one in options if one != winner), rows


def _list_last(rule: str, rows: Rows, options: Sequence[int], rng: random.Random) -> None:
    before = counted(rule, rows, options)
    if not before.tied:
        after = counted(rule, rows, rng.sample(options, len(options)))
        assert after.winners == before.winners, rows


CHECKS: dict[Law, Check] = {
    Law.MORE_SUPPORT: _more_support,
    Law.BEATS_ALL: _beats_all,
    Law.LOSES_ALL: _loses_all,
    Law.LIST_LAST: _list_last,
}
