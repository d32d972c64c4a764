"""Invented ballots of every form, by people who like some options more than others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from typing import Any

from participation.countable import ballot_choices
from participation.models import Consultation, Option
from participation.tallies.catalogue import RULES

# One in so many abstains.
ABSTAIN = 30
SPREAD = 0.24
"""How far people's likings lie from the average, as a standard deviation."""


def invent_contents(
    chance: Random, consultation: Consultation, liking: Sequence[float], voters: int
) -> list[str]:
    """`voters` canonical ballots. liking: of each option in published order, 0 to 1."""
    options = list(consultation.options.order_by("position"))
    rule = RULES[consultation.ballot_rule]
    settings = rule.filled(consultation.ballot_settings)
    choices = ballot_choices(options)
    fill = _basket if rule.budget else FILL[rule.form]
    found = []
    for _voter in range(voters):
        likes = [
            (chance.gauss(mean, SPREAD), one) for mean, one in zip(liking, options, strict=True)
        ]
        given: Mapping[str, Any] = {"abstain": True}
        if chance.randrange(ABSTAIN):
            given = fill(chance, likes, settings)
        found.append(rule.check(given, choices, consultation.ballot_settings))
    return found


Likes = list[tuple[float, Option]]


def _ticks(chance: Random, likes: Likes, settings: Mapping[str, Any]) -> dict[str, Any]:
    best = max(likes, key=_by_liking)[1]
    return {"ticks": sorted({best.pk, *(one.pk for like, one in likes if like > 0.55)})}


def _basket(chance: Random, likes: Likes, settings: Mapping[str, Any]) -> dict[str, Any]:
    """Some of the projects somebody likes, or none of them."""
    keep = next(one for _like, one in likes if one.is_baseline)
    wanted = [(like, one) for like, one in likes if not one.is_baseline and like > 0.45]
    most = chance.randint(2, 6)
    ticked = [one.pk for _like, one in sorted(wanted, key=_by_liking)[-most:]]
    return {"ticks": sorted(ticked) or [keep.pk]}


def _ranking(chance: Random, likes: Likes, settings: Mapping[str, Any]) -> dict[str, Any]:
    """From the best down; some stop early, some put two on one place."""
    order = [one.pk for _like, one in sorted(likes, key=_by_liking, reverse=True)]
    groups = [[pk] for pk in order[: chance.choice([2, len(order), len(order)])]]
    if len(groups) > 2 and chance.random() < 0.2:
        groups[1:3] = [groups[1] + groups[2]]
    return {"ranking": groups}


def _scores(chance: Random, likes: Likes, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"scores": _marked(likes)}


def _grades(chance: Random, likes: Likes, settings: Mapping[str, Any]) -> dict[str, Any]:
    return {"grades": _marked(likes)}


def _points(chance: Random, likes: Likes, settings: Mapping[str, Any]) -> dict[str, Any]:
    """All points to the one best liked, or the larger half to it and the rest to the next."""
    first, second = sorted(likes, key=_by_liking, reverse=True)[:2]
    purse = int(settings["points"])
    rest = chance.choice([0, 2, 3, 4]) * purse // 10
    return {"points": [[first[1].pk, purse - rest], *([[second[1].pk, rest]] if rest else [])]}


def _marked(likes: Likes) -> list[list[int]]:
    return [[one.pk, max(0, min(5, round(like * 5)))] for like, one in likes]


def _by_liking(pair: tuple[float, Option]) -> float:
    return pair[0]


FILL: dict[str, Callable[[Random, Likes, Mapping[str, Any]], dict[str, Any]]] = {
    "ticks": _ticks,
    "ranking": _ranking,
    "scores": _scores,
    "grades": _grades,
    "points": _points,
}
