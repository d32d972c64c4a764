"""What every tally rule returns, and the same as JSON (pure)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

Value = int | str | Fraction | tuple[int, ...]
"""What a Line says: a number, a word, an exact amount, or ids of options."""


@dataclass(frozen=True)
class Line:
    """A sentence of why it came out so; words: a text to translate, with %(name)s places.

    What a value is, its name says: option, option_…: an option's id. options, options_…: ids.
    money, money_…: an amount of the city's currency. share, share_…: a part of 1. grade, grade_…:
    a grade from 0 to 5 (content.GRADE_WORDS). Everything else: a whole number.
    """

    words: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True)
class Standing:
    """One option's place. score: what its rule ranks by; share: of the most there could be."""

    option: int
    score: Fraction
    share: Fraction
    place: int


@dataclass(frozen=True)
class Tally:
    """The count. standings: best first (in a budget those that are paid for first).

    ballots: those that made a choice; abstentions: those that said so. winners: one option, or
    those that a budget pays for; none without a ballot. tied: options as good as the winner, among
    which the published rule chose. story: why it came out so. detail: figures by rule, JSON-able.
    """

    rule: str
    ballots: int
    abstentions: int
    standings: tuple[Standing, ...]
    winners: tuple[int, ...]
    tied: tuple[int, ...] = ()
    story: tuple[Line, ...] = ()
    detail: Mapping[str, Any] = field(default_factory=dict)

    @property
    def winner(self) -> int | None:
        """The first winner; None when there is none."""
        return self.winners[0] if self.winners else None

    def to_json(self) -> str:
        """The tally as compact JSON with sorted keys; fractions as "a/b"."""
        return json.dumps(
            {
                "rule": self.rule,
                "ballots": self.ballots,
                "abstentions": self.abstentions,
                "standings": [
                    [one.option, exact(one.score), exact(one.share), one.place]
                    for one in self.standings
                ],
                "winners": self.winners,
                "tied": self.tied,
                "story": [
                    {"words": line.words, "values": {k: _packed(v) for k, v in line.values.items()}}
                    for line in self.story
                ],
                "detail": self.detail,
            },
            sort_keys=True,
            separators=(",", ":"),
            ensure_ascii=False,
        )

    @classmethod
    def from_json(cls, text: str | bytes) -> Tally:
        """The tally that to_json wrote; raises ValueError or KeyError on another text."""
        told = json.loads(text)
        return cls(
            rule=told["rule"],
            ballots=told["ballots"],
            abstentions=told["abstentions"],
            standings=tuple(
                Standing(option, Fraction(score), Fraction(share), place)
                for option, score, share, place in told["standings"]
            ),
            winners=tuple(told["winners"]),
            tied=tuple(told["tied"]),
            story=tuple(
                Line(line["words"], {k: _unpacked(v) for k, v in line["values"].items()})
                for line in told["story"]
            ),
            detail=told["detail"],
        )


def exact(amount: Fraction) -> str:
    """A fraction as "a/b", a whole number as "a"."""
    return str(amount)


def _packed(value: Value) -> Any:
    if isinstance(value, Fraction):
        return {"exact": exact(value)}
    return list(value) if isinstance(value, tuple) else value


def _unpacked(value: Any) -> Value:
    if isinstance(value, dict):
        return Fraction(value["exact"])
    return tuple(value) if isinstance(value, list) else value
