"""What is kept of people, why, for how long and what ends it: one table, read by all who say so.

The privacy page, the processing record (`manage.py retention --record`) and the clock go by it. A
floor adds its categories in a module `kept`, as in portal/kept.py.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeAlias

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.module_loading import autodiscover_modules

from portal.models import RetentionRun
from portal.registry import Registry

Text: TypeAlias = str | Promise


@dataclass(frozen=True)
class Clock:
    """What deletes a category by itself. setting: its days, by their name in KEPT_DAYS.

    due: how many rows are older than a moment. drop: deletes them and says how many.
    """

    setting: str
    due: Callable[[datetime], int]
    drop: Callable[[datetime], int]

    @property
    def days(self) -> int:
        """How long the category is kept."""
        return int(settings.KEPT_DAYS[self.setting])

    def before(self) -> datetime:
        """What is older than this has been kept for its time."""
        return timezone.now() - timedelta(days=self.days)


@dataclass(frozen=True)
class Category:
    """One kind of data about people.

    holds: what it is. why: the purpose. basis: the legal basis. kept: how long, in words, with
    %(days)s for the days of its clock. ends: what deletes it. models: labels of the tables.
    """

    holds: Text
    why: Text
    basis: Text
    kept: Text
    ends: Text
    models: tuple[str, ...]
    clock: Clock | None = None

    @property
    def period(self) -> str:
        """How long it is kept, in words."""
        return str(self.kept) % {"days": self.clock.days if self.clock else 0}


@dataclass(frozen=True)
class Standing:
    """How one category stands. due: rows whose time is over. last: its last run, if there was."""

    name: str
    category: Category
    due: int | None
    last: RetentionRun | None


CATEGORIES: Registry[Category] = Registry("category of data")


def keep(
    name: str,
    holds: Text,
    why: Text,
    basis: Text,
    kept: Text,
    ends: Text,
    tables: str,
    *,
    clock: Clock | None = None,
) -> None:
    """One row of the table: what, why, by which law, how long, ended by what; tables by spaces."""
    CATEGORIES.add(name, Category(holds, why, basis, kept, ends, tuple(tables.split()), clock))


def categories() -> Iterator[tuple[str, Category]]:
    """All of them, those of the lower floors first."""
    autodiscover_modules("kept")
    return iter(CATEGORIES.items())


def tables() -> set[str]:
    """Labels of all tables that stand in some category, in small."""
    return {label.lower() for _name, one in categories() for label in one.models}


def run_due(*, again: bool = False) -> dict[str, int]:
    """Delete what is due, each category once a day (again: whatever ran today); what was deleted.

    Two at once are settled by the constraint `retention_once_a_day`; each may be broken off. What
    one category raises is raised when the others have had their turn.
    """
    done: dict[str, int] = {}
    broken: list[Exception] = []
    for name, category in categories():
        if category.clock is None:
            continue
        today = timezone.localdate()
        ran = RetentionRun.objects.filter(day=today, category=name)
        if ran.exists() and not again:
            continue
        try:
            number = category.clock.drop(category.clock.before())
        except Exception as error:  # noqa: BLE001 - nothing may keep the others beyond their time
            broken.append(error)
            continue
        done[name] = number
        try:
            with transaction.atomic():
                RetentionRun.objects.create(day=today, category=name, number=number)
        except IntegrityError:
            ran.update(number=F("number") + number, at=timezone.now())
    if broken:
        raise broken[0]
    return done


def standing() -> list[Standing]:
    """Each category with what is due and its last run."""
    last = {run.category: run for run in RetentionRun.objects.order_by("day")}
    return [
        Standing(
            name, one, one.clock.due(one.clock.before()) if one.clock else None, last.get(name)
        )
        for name, one in categories()
    ]
