"""The chart of a count, by the form of its ballots: rows for a table and parts for its bars."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from participation.faces.counts.bars import Part, stacked
from participation.faces.counts.duels import Duel, Matrix, duel, matrix_of
from participation.faces.counts.money import Spending, spending_of
from participation.faces.counts.rounds import Cell, Rounds, cells_of, rounds_of
from participation.faces.counts.story import grade_word
from participation.faces.finding import Choice
from participation.tallies.catalogue import RULES
from participation.tallies.outcome import Tally

GRADES = range(5, -1, -1)
MOST_LOCKS = 200


@dataclass(frozen=True)
class Row:
    """An option in the count. value: what the chart draws, of `most`. note: by rule, a second
    number: ballots that gave points, or the middle grade in words. graded: (grade in words,
    ballots), the best first. cells: what each round says of it.
    """

    choice: Choice
    place: int
    won: bool
    value: float
    most: float
    parts: tuple[Part, ...]
    note: Any = None
    graded: tuple[tuple[str, int], ...] = ()
    cells: tuple[Cell, ...] = ()


@dataclass(frozen=True)
class Picture:
    """What the page draws. kind: names the template in participation/count. ballots: those that
    made a choice. duels: the runoff, or the winner against each other one. matrix: for each row
    the ballots that put it before each column. chains: the strength of the strongest chain from
    the row to the column, where chains decide. grades: words, the best first. rounds: who went out
    in each, where a ranking is counted so.
    """

    kind: str
    ballots: int
    rows: tuple[Row, ...]
    duels: tuple[Duel, ...] = ()
    matrix: Matrix = ()
    chains: Matrix = ()
    locks: tuple[Duel, ...] = ()
    grades: tuple[str, ...] = ()
    spending: Spending | None = None
    rounds: Rounds | None = None


def picture_of(tally: Tally, choices: Sequence[Choice]) -> Picture:
    """The chart of a tally; options that are gone are left out."""
    by_id = {choice.option.pk: choice for choice in choices}
    rule = RULES[tally.rule]
    if rule.budget:
        rows = _rows(tally, by_id, _approvals)
        return Picture("budget", tally.ballots, rows, spending=spending_of(tally, by_id))
    return _BY_FORM[rule.form](tally, by_id)


ById = Mapping[int, Choice]
Reading = Callable[[Tally, int], tuple[float, float, Any]]


def _at(tally: Tally, option: int) -> int:
    return list(tally.detail["options"]).index(option)


def _approvals(tally: Tally, option: int) -> tuple[float, float, Any]:
    return tally.detail["approvals"][_at(tally, option)], tally.ballots, None


def _points(tally: Tally, option: int) -> tuple[float, float, Any]:
    at = _at(tally, option)
    return tally.detail["points"][at], max(tally.detail["points"]), tally.detail["givers"][at]


def _stars(tally: Tally, option: int) -> tuple[float, float, Any]:
    points = tally.detail["points"][_at(tally, option)]
    return points, 5 * tally.ballots, points / tally.ballots if tally.ballots else 0.0


def _middle(tally: Tally, option: int) -> tuple[float, float, Any]:
    grade = tally.detail["middle"][_at(tally, option)]
    return grade, 5, grade_word(grade) if tally.ballots else ""


def _wins(tally: Tally, option: int) -> tuple[float, float, Any]:
    standing = next(one for one in tally.standings if one.option == option)
    return float(standing.score), max(1, len(tally.standings) - 1), None


def _last(tally: Tally, option: int) -> tuple[float, float, Any]:
    standing = next(one for one in tally.standings if one.option == option)
    return float(standing.score), max(1, tally.ballots), None


def _rows(tally: Tally, by_id: ById, reading: Reading) -> tuple[Row, ...]:
    rows = []
    for one in tally.standings:
        if one.option not in by_id:
            continue
        value, most, note = reading(tally, one.option)
        won = one.option in tally.winners
        parts = stacked([("won" if won else "rest", value)], most)
        rows.append(Row(by_id[one.option], one.place, won, value, most, parts, note))
    return tuple(rows)


def _ticks(tally: Tally, by_id: ById) -> Picture:
    return Picture("ticks", tally.ballots, _rows(tally, by_id, _approvals))


def _purse(tally: Tally, by_id: ById) -> Picture:
    return Picture("points", tally.ballots, _rows(tally, by_id, _points))


def _scores(tally: Tally, by_id: ById) -> Picture:
    detail, duels = tally.detail, []
    if len(detail["preferred"]) == 2:
        one, other = detail["finalists"]
        ahead, behind = detail["preferred"]
        duels = [duel(by_id, one, other, (ahead, detail["level"], behind))]
    return Picture("scores", tally.ballots, _rows(tally, by_id, _stars), tuple(duels))


def _grades(tally: Tally, by_id: ById) -> Picture:
    rows = []
    for row in _rows(tally, by_id, _middle):
        counts = tally.detail["counts"][_at(tally, row.choice.option.pk)]
        graded = tuple((grade_word(grade), counts[grade]) for grade in GRADES)
        parts = stacked([(f"g{grade}", counts[grade]) for grade in GRADES], max(1, tally.ballots))
        rows.append(Row(**{**vars(row), "graded": graded, "parts": parts}))
    words = tuple(grade_word(grade) for grade in GRADES)
    return Picture("grades", tally.ballots, tuple(rows), grades=words)


def _ranking(tally: Tally, by_id: ById) -> Picture:
    rows = _rows(tally, by_id, _wins)
    wins = tally.detail["wins"]
    at = {row.choice.option.pk: _at(tally, row.choice.option.pk) for row in rows}

    def said(one: int, other: int) -> tuple[int, int, int]:
        ahead, behind = wins[at[one]][at[other]], wins[at[other]][at[one]]
        return ahead, tally.ballots - ahead - behind, behind

    options, places = [row.choice for row in rows], list(at.values())
    # Chains decide only where nobody beats everybody.
    chains = tally.detail.get("strength", ()) if tally.detail["condorcet"] is None else ()
    locks = tally.detail.get("locks", ())[:MOST_LOCKS]
    return Picture(
        kind="ranking",
        ballots=tally.ballots,
        rows=rows,
        duels=tuple(
            duel(by_id, first, pk, said(first, pk))
            for first in tally.winners
            for pk in at
            if pk != first
        ),
        matrix=matrix_of(options, places, wins),
        chains=matrix_of(options, places, chains) if chains and tally.ballots else (),
        locks=tuple(
            duel(by_id, one, other, said(one, other), locked)
            for one, other, _votes, _against, locked in locks
        ),
    )


def _ordered(tally: Tally, by_id: ById) -> Picture:
    """A ranking: in rounds where the count went so, else by its duels."""
    found = _ranking(tally, by_id)
    if "rounds" not in tally.detail:
        return found
    rows = tuple(
        Row(**{**vars(row), "cells": cells_of(tally, row.choice.option.pk)})
        for row in _rows(tally, by_id, _last)
    )
    return replace(found, kind="rounds", rows=rows, rounds=rounds_of(tally))


_BY_FORM: dict[str, Callable[[Tally, ById], Picture]] = {
    "ticks": _ticks,
    "points": _purse,
    "scores": _scores,
    "grades": _grades,
    "ranking": _ordered,
}
