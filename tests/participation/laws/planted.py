"""Rules for tests that are wrong on purpose: more support for the winner can make it lose."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from participation.tallies.content import Choice
from participation.tallies.outcome import Line, Standing, Tally
from participation.tallies.rule import Contents, TallyRule
from tests.participation.laws.near_tied import worth


def planted(form: str) -> TallyRule:
    """A rule that drops whoever stands first on the fewest ballots, again and again."""
    name = f"planted-{form}"

    def count(contents: Contents, choices: Sequence[Choice], settings: Mapping[str, Any]) -> Tally:
        pairs = contents.items() if isinstance(contents, Mapping) else contents
        rows = [(json.loads(text).get(form), times) for text, times in pairs]
        left, gone = [one.id for one in choices], []
        while len(left) > 1:
            first = dict.fromkeys(left, 0)
            for said, times in rows:
                first[max(left, key=lambda one: worth(form, said, one))] += times
            gone.append(min(reversed(left), key=lambda one: first[one]))
            left.remove(gone[-1])
        order = [*left, *reversed(gone)]
        standings = [Standing(o, Fraction(0), Fraction(0), at) for at, o in enumerate(order, 1)]
        ballots = sum(times for _said, times in rows)
        return Tally(name, ballots, 0, tuple(standings), tuple(left), story=(Line("It won."),))

    return TallyRule(name, form, "Planted", "Vote.", "It is counted.", "Ties.", "None.", count)


RULES = [planted(form) for form in ("ranking", "scores", "grades")]
