"""Figures about people: above limits, annoyed, who gains and who loses."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from twin.analyses.contract import Indicator
from twin.analyses.exposure import harm
from twin.analyses.exposure.changes import Changes
from twin.analyses.exposure.figures import INDICATORS
from twin.analyses.exposure.parameters import WORST_SHARE, ExposureParameters, Threshold
from twin.analyses.sampling import indicator

Floats = NDArray[np.float64]
Part = tuple[str, str]
"""Area and group; ("", "") is everyone."""
EVERYONE: Part = ("", "")


@dataclass(frozen=True)
class Crowd:
    """People at places, by parts of the city and of its people.

    people: shape (places, parts), the first part is everyone. parts: one per column.
    """

    people: Floats
    parts: tuple[Part, ...]

    @property
    def all(self) -> Floats:
        """Everyone, shape (places,)."""
        return self.people[:, 0]

    def where(self, keep: Callable[[Part], bool]) -> tuple[Floats, list[Part]]:
        """The columns of some parts."""
        chosen = [k for k, part in enumerate(self.parts) if keep(part)]
        return self.people[:, chosen], [self.parts[k] for k in chosen]


def crowd(
    people: Floats,
    district: NDArray[np.int64],
    districts: Sequence[str],
    shares: Mapping[str, Floats],
) -> Crowd:
    """People at places, shape (places,), with their district's number and share of each group.

    A district without people among the places is no part.
    """
    columns, parts = [people], [EVERYONE]
    for name, share in shares.items():
        columns.append(people * share)
        parts.append(("", name))
    for number, name in enumerate(districts):
        here = np.where(district == number, people, 0.0)
        if name and here.any():
            columns.append(here)
            parts.append((name, ""))
    return Crowd(np.stack(columns, axis=1), tuple(parts))


def above(values: Mapping[str, Floats], crowds: Mapping[str, Crowd], limits: Sequence[Threshold]
          ) -> list[Indicator]:  # fmt: skip
    """People above each threshold. values, crowds: by measure; values (worlds, places)."""
    found = []
    for limit in limits:
        value = values[limit.measure]
        over = value >= limit.value if limit.reached else value > limit.value
        people = crowds[limit.measure].all
        found += _told(limit.code, [over @ people], [EVERYONE])
    return found


def harmed(
    lden: Floats, lnight: Floats, noise: Crowd, air: Mapping[str, Floats], breathing: Crowd,
    parameters: ExposureParameters,
) -> list[Indicator]:  # fmt: skip
    """Highly annoyed and highly sleep-disturbed people; shares of illness and death explained."""
    people, parts = noise.where(lambda part: not part[0])
    found = _told("highly_annoyed", (harm.highly_annoyed(lden) @ people).T, parts)
    found += _told(
        "highly_sleep_disturbed", [harm.highly_sleep_disturbed(lnight) @ noise.all], [EVERYONE]
    )
    risks = harm.risk_draws(parameters.samples, parameters.seed)
    heart = [
        harm.attributable_share(harm.heart_risk(level, risk["heart"]), noise.all)
        for level, risk in zip(lden, risks, strict=False)
    ]
    found += _told("heart_share", [100.0 * np.array(heart)], [EVERYONE])
    for name, lowest in harm.COUNTED_FROM.items():
        deaths = [
            harm.attributable_share(harm.air_risk(mean, lowest, risk[name]), breathing.all)
            for mean, risk in zip(air[name], risks, strict=False)
        ]
        found += _told(f"deaths_share_{name}", [100.0 * np.array(deaths)], [EVERYONE])
    return found


def levels(name: str, values: Floats, crowd: Crowd) -> list[Indicator]:
    """The mean over people, of everyone and of each group, and that of the worst-off tenth."""
    people, parts = crowd.where(lambda part: not part[0])
    total = people.sum(axis=0)
    if not total[0] > 0:
        return []
    lived = total > 0
    means = (values @ people[:, lived]) / total[lived]
    found = _told(f"mean_{name}", means.T, [p for p, on in zip(parts, lived, strict=True) if on])
    worst = np.array([worst_off(row, crowd.all) for row in values])
    return found + _told(f"worst_tenth_{name}", [worst], [EVERYONE])


def worst_off(values: Floats, people: Floats, share: float = WORST_SHARE) -> float:
    """Mean value of the `share` of people with the highest values; needs at least one person.

    The place where the share is reached counts with the people that are still missing.
    """
    order = np.argsort(-values)
    before = np.cumsum(people[order]) - people[order]
    wanted = share * people.sum()
    taken = np.clip(wanted - before, 0.0, people[order])
    return float(np.dot(values[order], taken) / wanted)


def moved(gain_code: str, lose_code: str, change: Changes, crowd: Crowd) -> list[Indicator]:
    """Gainers and, right after them, losers: of everyone, then by group and by district."""
    gains, loses = change.gains @ crowd.people, change.loses @ crowd.people
    found = []
    for k, part in enumerate(crowd.parts):
        found += _told(gain_code, [gains[:, k]], [part])
        found += _told(lose_code, [loses[:, k]], [part])
    return found


def _told(code: str, rows: Sequence[Floats] | Floats, parts: Sequence[Part]) -> list[Indicator]:
    """An indicator per part from its worlds, the central one first."""
    return [
        indicator(code, INDICATORS[code].unit, row[0], row[1:].tolist(), area=area, group=group)
        for row, (area, group) in zip(rows, parts, strict=True)
    ]


def in_bands(levels_db: Floats, people: Floats, limits: Sequence[float]) -> list[int]:
    """People below the first limit, between limits, and from the last on, in whole people.

    levels_db: the central world, shape (places,). The counts add up to the rounded total.
    """
    band = np.searchsorted(limits, levels_db, side="right")
    exact = np.bincount(band, people, minlength=len(limits) + 1)
    return [int(count) for count in np.diff(np.round(np.cumsum(exact)), prepend=0.0)]
