"""Dates, numbers and texts in the reader's language, for templates."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from babel import Locale, dates, numbers
from django import template
from django.conf import settings
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from portal.markup import as_html, as_words
from portal.multilingual import pick

register = template.Library()

# English as this continent writes it: "Sunday 6 December", not "Sunday, December 6".
TERRITORY = {"en": "en_GB"}


@lru_cache(maxsize=32)
def _locale_of(language: str) -> Locale:
    return Locale.parse(TERRITORY.get(language, language.replace("-", "_")))


def locale() -> Locale:
    """The reader's locale."""
    return _locale_of(get_language() or "en")


@lru_cache(maxsize=2048)
def _day(value: dt.date, skeleton: str, place: Locale) -> str:
    pattern = place.datetime_skeletons.get(skeleton)
    text = str(pattern) if pattern else "d MMMM"
    # A skeleton is abbreviated by default; here the whole words are wanted.
    text = text.replace("MMM", "MMMM").replace("E", "EEEE")
    if place.language == "fr" and value.day == 1:
        text = text.replace("d", "d'er'")
    return str(dates.format_date(value, text, locale=place))


def _local(value: dt.date) -> dt.date:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


@register.filter
def say(texts: Mapping[str, str] | None) -> str:
    """The reader's language out of {"en": …, "fr": …}."""
    return pick(texts)


@register.filter
def formatted(text: str) -> SafeString:
    """A text that officials wrote, with its bold, links, lists and headings (portal.markup)."""
    return as_html(text)


@register.filter
def plain(text: str) -> str:
    """The same without its signs, where one line of words is wanted."""
    return as_words(text)


@register.filter
def day(value: dt.date | None) -> str:
    """A date in words: "6 December", with the year when it is another than this one."""
    if value is None:
        return ""
    date = _local(value)
    other_year = date.year != timezone.localdate().year
    return _day(date, "yMMMd" if other_year else "MMMd", locale())


@register.filter
def weekday(value: dt.date | None) -> str:
    """A date with its day of the week: "Sunday 6 December"."""
    if value is None:
        return ""
    date = _local(value)
    other_year = date.year != timezone.localdate().year
    return _day(date, "yMMMEd" if other_year else "MMMEd", locale())


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A date and time in the city's zone: "Sunday 6 December, 18:00"."""
    if value is None:
        return ""
    clock = dates.format_time(timezone.localtime(value).time(), "HH:mm", locale=locale())
    return _("%(day)s, %(time)s") % {"day": weekday(value), "time": clock}


@register.filter
def left(value: dt.datetime | None) -> str:
    """How long until `value`: "12 days left", "5 hours left", "closed"."""
    if value is None:
        return ""
    rest = value - timezone.now()
    if rest <= dt.timedelta(0):
        return _("closed")
    if rest >= dt.timedelta(days=2):
        return ngettext("%(n)s day left", "%(n)s days left", rest.days) % {"n": rest.days}
    hours = max(1, int(rest.total_seconds() // 3600))
    return ngettext("%(n)s hour left", "%(n)s hours left", hours) % {"n": hours}


@register.filter
def since(value: dt.datetime | None) -> str:
    """How long ago: "2 days", "5 minutes"."""
    if value is None:
        return ""
    return str(dates.format_timedelta(timezone.now() - value, locale=locale()))


@lru_cache(maxsize=4096)
def _number(value: float, decimals: int, sign: bool, place: Locale) -> str:
    pattern = "#,##0" + ("." + "0" * decimals if decimals else "")
    if sign and round(value, decimals) > 0:
        pattern = f"+{pattern};-{pattern}"
    # "+ 0.0" turns -0.0 into 0.0: nothing is not a minus.
    text = numbers.format_decimal(round(value, decimals) + 0.0, format=pattern, locale=place)
    return str(text).replace("-", "\N{MINUS SIGN}")


@register.filter
def number(value: Any, decimals: int = 0) -> str:
    """A number as the reader writes it: "1,234" or "1 234"."""
    return "" if value is None or value == "" else _number(float(value), decimals, False, locale())


@register.filter
def signed(value: Any, decimals: int = 0) -> str:
    """A difference with its sign: "+4" or "−3"."""
    return "" if value is None or value == "" else _number(float(value), decimals, True, locale())


@register.filter
def share(value: Any, total: Any) -> str:
    """`value` of `total` as a percentage: "62%" or "62 %"."""
    if not total:
        return _number(0, 0, False, locale()) + " %"
    return str(numbers.format_percent(float(value) / float(total), "#,##0 %", locale=locale()))


@register.filter
def took_part(turnout: Any) -> str:
    """How many took part: "412", or in blocks "350+", "fewer than 50" below the first block.

    turnout: has `people` and `exact`.
    """
    if turnout.exact:
        return number(turnout.people)
    return f"{number(turnout.people)}+" if turnout.people else _("fewer than 50")


@register.filter
def about(value: Any) -> str:
    """A count no more exact than we know it: tens from 100 on, hundreds from 10,000 on."""
    if value is None or value == "":
        return ""
    return _number(float(roughly(value)), 0, False, locale())


def roughly(value: float) -> int:
    """What `about` writes, as a number: for the form of the word after it."""
    step = 100 if abs(value) >= 10_000 else 10 if abs(value) >= 100 else 1
    return math.floor(value / step + 0.5) * step


@register.filter
def money(value: Any) -> str:
    """An amount in the city's currency, without cents when there are none: "€120,000"."""
    if value is None or value == "":
        return ""
    amount = float(value)
    cents = "" if amount == int(amount) else ".00"
    pattern = "¤#,##0" + cents if locale().language == "en" else f"#,##0{cents}\N{NO-BREAK SPACE}¤"
    return str(numbers.format_currency(amount, currency(), pattern, locale(), False))


def currency() -> str:
    """The city's currency, as ISO 4217 writes it."""
    return str(settings.CITY.get("currency", "EUR"))
