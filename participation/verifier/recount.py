"""The count done again: from ballots and sums to winners, places and figures.

Everything here is told in the words of tally.json, so that the two can be laid side by side.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

from participation.verifier.ballots import BUDGET_RULES, FORM_OF_RULE, Question
from participation.verifier.rules.budgets import BUYERS, Groups, Told, recount_budget
from participation.verifier.rules.graded import middle_grades, star_order, star_points
from participation.verifier.rules.ranked import (
    locked_order,
    locked_wins,
    schulze_order,
    schulze_strengths,
)
from participation.verifier.rules.runoff import rounds_of
from participation.verifier.sums import HIGHEST, Sums


def can_recount(rule: str) -> bool:
    """Whether this program reads ballots by the rule and counts them."""
    return rule in FORM_OF_RULE and rule in (BUYERS if rule in BUDGET_RULES else RECOUNTS)


def recount(question: Question, sums: Sums, groups: Groups = ()) -> Told:
    """The tally as it must be.

    sums: of all ballots that make a choice. groups: distinct ballots that are shown, and how often
    each was cast, for the rules that sums are not enough for (Equal Shares, instant runoff).
    """
    if question.rule in BUDGET_RULES:
        told = recount_budget(question, sums.ticks, sums.ballots, groups)
    else:
        told = RECOUNTS[question.rule](question, sums, groups)
    if not sums.ballots:
        order = [[one, "0", "0", 1] for one in question.options]
        told |= {"standings": order, "winners": [], "tied": []}
    return {"rule": question.rule, "ballots": sums.ballots, **told}


def standings(
    order: Sequence[int], score: Sequence[int], most: int, rank: Sequence[Any] | None = None
) -> list[list[Any]]:
    """[place in the list, score, share, rank] in order; equal ranks (or scores) share a rank."""
    found: list[list[Any]] = []
    by = score if rank is None else rank
    for at, one in enumerate(order):
        share = Fraction(score[one], most) if most else Fraction(0)
        level = at > 0 and by[one] == by[order[at - 1]]
        found.append([one, str(score[one]), str(share), found[-1][3] if level else at + 1])
    return found


def _told(question: Question, rows: list[list[Any]], tied: Sequence[int], detail: Told) -> Told:
    """With ids instead of places."""
    ids = question.options
    return {
        "standings": [[ids[row[0]], *row[1:]] for row in rows],
        "winners": [ids[rows[0][0]]],
        "tied": [ids[one] for one in tied] if len(tied) > 1 else [],
        "detail": {"options": list(ids), **detail},
    }


def _approval(question: Question, sums: Sums, _groups: Groups) -> Told:
    ticks, size = sums.ticks, range(len(sums.ticks))
    out = too_few(question, ticks, sums.ballots)
    order = sorted(size, key=lambda one: (one in out, -ticks[one], one))
    able = [one for one in order if one not in out]
    tied = [one for one in able if ticks[one] == ticks[able[0]]]
    ranks = [(one in out, ticks[one]) for one in size]
    told = _told(
        question,
        standings(order, ticks, sums.ballots, ranks),
        tied,
        {
            "approvals": ticks,
            "excluded": [
                [question.options[one], least] for one, least in out.items() if sums.ballots
            ],
        },
    )
    return told | ({} if able else {"winners": []})


def too_few(question: Question, ticks: Sequence[int], ballots: int) -> dict[int, int]:
    """Places of options that too few ballots tick, with the fewest each needs; never keep-as-is."""
    share = -(-question.number("exclude_below") * ballots // 100)
    least = max(question.number("min_approvals"), share)
    return {
        one: least
        for one, option in enumerate(question.options)
        if ticks[one] < least and option != question.baseline
    }


def _cumulative(question: Question, sums: Sums, _groups: Groups) -> Told:
    points, givers = sums.points, sums.givers
    order = sorted(range(len(points)), key=lambda one: (-points[one], -givers[one], one))
    purse = question.number("points") or 10
    return _told(
        question,
        standings(order, points, purse * sums.ballots),
        [one for one in order if points[one] == points[order[0]]],
        {"points": points, "givers": givers, "purse": purse},
    )


def _star(question: Question, sums: Sums, _groups: Groups) -> Told:
    points, fields = star_points(sums.grades), question.options
    order = star_order(sums.grades, sums.before)
    finalists = order[:2]
    preferred: list[int] = []
    if len(finalists) == 2:
        one, other = finalists
        preferred = [sums.before[one][other], sums.before[other][one]]
        if preferred[1] > preferred[0]:
            order = [other, one, *order[2:]]
    level = len(preferred) == 2 and preferred[0] == preferred[1]
    tied = finalists if level and points[finalists[0]] == points[finalists[1]] else []
    some = sums.ballots > 0
    return _told(
        question,
        standings(
            order,
            points,
            HIGHEST * sums.ballots,
            [(one == order[0], points[one]) for one in range(len(points))],
        ),
        tied,
        {
            "points": points,
            "counts": sums.grades,
            "finalists": [fields[one] for one in finalists if some],
            "preferred": preferred if some else [],
            "level": sums.ballots - sum(preferred),
        },
    )


def _judgement(question: Question, sums: Sums, _groups: Groups) -> Told:
    values = [middle_grades(row) for row in sums.grades]
    size = range(len(values))
    order = sorted(size, key=lambda one: (values[one], -one), reverse=True)
    middle = [value[0] if value else 0 for value in values]
    return _told(
        question,
        standings(order, middle, HIGHEST, values),
        [one for one in order if values[one] == values[order[0]]],
        {
            "counts": sums.grades,
            "middle": middle,
        },
    )


def _beats_all(question: Question, wins: Sequence[Sequence[int]]) -> int | None:
    size = range(len(wins))
    for one in size:
        if all(wins[one][other] > wins[other][one] for other in size if other != one):
            return question.options[one]
    return None


def _schulze(question: Question, sums: Sums, _groups: Groups) -> Told:
    strength = schulze_strengths(sums.before)
    size = range(len(strength))
    order = schulze_order(strength)
    unbeaten = [all(strength[a][b] >= strength[b][a] for b in size) for a in size]
    beaten = [sum(strength[a][b] > strength[b][a] for b in size) for a in size]
    return _told(
        question,
        standings(
            order, beaten, max(1, len(size) - 1), [(unbeaten[one], beaten[one]) for one in size]
        ),
        [one for one in size if unbeaten[one]],
        {
            "wins": sums.before,
            "strength": strength,
            "condorcet": _beats_all(question, sums.before) if sums.ballots else None,
        },
    )


def _ranked_pairs(question: Question, sums: Sums, _groups: Groups) -> Told:
    wins, ids = sums.before, question.options
    size = range(len(wins))
    order = locked_order(wins)
    locks = locked_wins(wins)
    under = {loser for _, loser, locked in locks if locked}
    beaten = [sum(wins[a][b] > wins[b][a] for b in size) for a in size]
    return _told(
        question,
        standings(order, beaten, max(1, len(size) - 1), [order.index(one) for one in size]),
        [one for one in order if one not in under],
        {
            "wins": wins,
            "condorcet": _beats_all(question, wins) if sums.ballots else None,
            "locks": [[ids[a], ids[b], wins[a][b], wins[b][a], locked] for a, b, locked in locks],
        },
    )


def _instant_runoff(question: Question, sums: Sums, groups: Groups) -> Told:
    ids, size = question.options, range(len(question.options))
    rounds = rounds_of(groups, ids, sums.tops)
    gone = [ids.index(out) for out, _, _ in rounds]
    order = [*(one for one in size if one not in gone), *reversed(gone)]
    last = [sums.ballots] * len(ids)
    for _out, votes, _spent in rounds:
        last = [was if now is None else now for was, now in zip(last, votes, strict=True)]
    level = [one for one in order[:2] if last[one] == last[order[0]]]
    return _told(
        question,
        standings(order, last, sums.ballots, [order.index(one) for one in size]),
        sorted(level),
        {
            "wins": sums.before,
            "condorcet": _beats_all(question, sums.before) if sums.ballots else None,
            "rounds": [[out, votes, spent] for out, votes, spent in rounds],
        },
    )


TO_THE_CENT = ("shared", "purses")
"""Figures that the site rounds to the cent from floating point, as this file does."""


def differences(found: Told, stated: Told) -> list[str]:
    """Names of the figures that are not the same, one cent of a rounded amount aside."""
    names = [*found, *(name for name in stated if name not in found)]
    return [
        name
        for name in names
        if name not in found
        or name not in stated
        or not (
            _same_rounded(found[name], stated[name])
            if name in TO_THE_CENT
            else same(found[name], stated[name])
        )
    ]


def same(one: object, other: object) -> bool:
    """Equal, and true or false only where the other says true or false too."""
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(same, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(same(one[key], other[key]) for key in one)
    return type(one) is type(other) and one == other


def _same_rounded(found: list[list[Any]], stated: Any) -> bool:
    """Rows whose second entry is an amount."""
    try:
        return len(found) == len(stated) and all(
            same([mine[0], *mine[2:]], [theirs[0], *theirs[2:]])
            and abs(Fraction(mine[1]) - Fraction(theirs[1])) <= Fraction(1, 100)
            for mine, theirs in zip(found, stated, strict=True)
        )
    except (TypeError, ValueError, IndexError):
        return False


RECOUNTS: dict[str, Callable[[Question, Sums, Groups], Told]] = {
    "approval": _approval,
    "cumulative": _cumulative,
    "star": _star,
    "majority-judgement": _judgement,
    "schulze": _schulze,
    "ranked-pairs": _ranked_pairs,
    "instant-runoff": _instant_runoff,
}
