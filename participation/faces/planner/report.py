"""The report: read like a printed one, every claim with its comments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from participation.deciding import versions
from participation.faces.answering import may_be_answered
from participation.faces.counts import context_of
from participation.faces.finding import (
    STANCES,
    THEMES,
    Choice,
    choices,
    is_out,
    is_overdue,
    known,
    timeline,
)
from participation.guests.pages import kept_for_guests
from participation.models import Consultation
from participation.reports import Leaning, OptionPart, Report, build_report
from portal.errors import NotNow
from portal.roles import is_official
from twin.door import PAIRED, EffectRow, sides_table, summary


@dataclass(frozen=True)
class EffectLine:
    """One figure of the city or a district: today, and in each option (None: not computed)."""

    label: str
    unit: str
    decimals: int
    where: str
    today: EffectRow
    cells: list[EffectRow | None]

    @property
    def size(self) -> float:
        """The largest clear change of any option, as a share of today's figure."""
        least = max(abs(self.today.today.central), 1e-9)
        clear = [cell for cell in self.cells if cell is not None and cell.clear]
        return max((abs(cell.delta.central) / least for cell in clear), default=0.0)

    @property
    def clear(self) -> bool:
        """Whether some option changes it clearly, or is still being computed."""
        return any(cell is None or cell.clear for cell in self.cells)


def readable(request: HttpRequest, slug: str) -> Consultation:
    """The consultation if this reader may see its report; NotNow says from when."""
    found = known(slug, request)
    if not is_official(request.user) and not is_out(found):
        raise NotNow(_("The report is public as soon as the result is. Come back then."))
    return found


@kept_for_guests
def report(request: HttpRequest, slug: str) -> HttpResponse:
    """The whole report on one page; print and PDF are the same thing."""
    found = readable(request, slug)
    told = build_report(found)
    lines = effect_lines(told)
    letters = {choice.option.pk: choice for choice in choices(found)}
    context: dict[str, Any] = {
        "consultation": found,
        "report": told,
        "timeline": timeline(found),
        "overdue": is_overdue(found),
        "options": [(letters[part.option.pk], part, _lean(part.leaning)) for part in told.options],
        "themes": [
            (THEMES.get(theme.leaning.key, theme.leaning.key), theme, _lean(theme.leaning))
            for theme in told.themes
        ],
        "areas": [(area, _lean(area.leaning)) for area in told.areas],
        "effects": [line for line in lines if not line.where and line.clear],
        "same": [line.label for line in lines if not line.where and not line.clear],
        "by_district": [line for line in lines if line.where and line.clear],
        "sides": sides_table({p.option.pk: p.effects for p in told.options if _changes(p)}),
        "said": [(letters[p.option.pk], summary(p.effects)) for p in told.options if _changes(p)],
        "names": [letters[part.option.pk].title for part in told.options if _changes(part)],
        "changes": [letters[part.option.pk] for part in told.options if _changes(part)],
        "stances": list(STANCES.items()),
        "versions": versions(told.decision) if told.decision else [],
        "may_answer": may_be_answered(request.user, found),
        "home": _home(told, letters),
    }
    if told.count is not None:
        context |= context_of(found, told.count) | {"turnout": told.turnout}
    return render(request, "participation/report.html", context)


def _home(told: Report, letters: Mapping[int, Choice]) -> list[tuple[Choice, list[int | None]]]:
    """Comments about homes by option and stance; empty until they have been counted."""
    homes = told.at_home
    if homes is None:
        return []
    return [
        (letters[part.option.pk], [homes.get((part.option.pk, stance)) for stance in STANCES])
        for part in told.options
    ]


def _changes(part: OptionPart) -> bool:
    return not part.option.is_baseline


def _lean(leaning: Leaning) -> list[int]:
    """Comments for, against, neither."""
    return [leaning.stances.get(stance, 0) for stance in STANCES]


def effect_lines(told: Report) -> list[EffectLine]:
    """The figures of the options that change something, what differs most first.

    Those who gain and who bear are left to `sides_table`.
    """
    by_option = [
        {(row.code, row.area, row.group): row for row in part.effects}
        for part in told.options
        if _changes(part)
    ]
    keys = list(dict.fromkeys(key for rows in by_option for key in rows if key[0] not in PAIRED))
    lines = []
    for key in keys:
        cells = [rows.get(key) for rows in by_option]
        first = next(cell for cell in cells if cell is not None)
        where = first.area or first.group
        lines.append(EffectLine(first.label, first.unit, first.decimals, where, first, cells))
    return sorted(lines, key=lambda line: -line.size)
