"""Phone numbers with any signs between their digits (06·12·34·56·78), and rows of numbers that only
look like one: lines of buses, hours, dates, postcodes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator

from participation.disclosure.redact.spans import Find

_GAP = r"[^\w\n]|_"
_GAPS = rf"(?:{_GAP}){{1,6}}"
_PAIRS = re.compile(rf"(?<!\w)(?<!\d[.,:])\(?0\d(?:{_GAPS}\d\d){{4,40}}(?!\d)")
_SINGLE = re.compile(rf"(?<!\w)0(?P<gap>{_GAPS})[1-9](?:(?P=gap)\d){{8}}(?!\d)")
_ABROAD = re.compile(
    rf"(?<!\w)(?:\+|00)(?:{_GAP})?33(?:{_GAP}){{0,4}}(?:\(?0\)?(?:{_GAP}){{0,3}})?[1-9]"
    rf"(?:(?:{_GAP}){{0,3}}\d\d){{4}}(?!\d)"
)
_FAR = re.compile(rf"(?<!\w)\+\d{{2,3}}(?:(?:{_GAP}){{1,3}}\d{{2,4}}){{2,5}}(?!\d)")
# Ten digits in groups of any length: perhaps one.
_GROUPS = re.compile(rf"(?<!\w)(?<!\d[.,:])0[1-9](?:(?:{_GAP}){{0,3}}\d){{8}}(?![:.,/]?\d)")
_LISTED = re.compile(
    r"\b(?:lignes|bus|trams?|tramways?|lots?|zones?|quais|secteurs?|arr[êe]ts?|stations?|parcelles?|"
    r"articles?|options?|pages?|places|salles?|[ée]tapes?|phases?|voies|b[âa]timents?|d[ée]partements?|"
    r"arrondissements?|codes?|lines?|routes?|stops?|platforms?|plots?|rooms?|linien?|haltestellen)"
    r"\W{1,3}(?:(?:de|du|des|les|n°|num[ée]ros?|numbers?|nos?\.?) ){0,2}$"
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_POSTCODES = re.compile(r"\d{5}\D{1,3}\d{5}")
_DAY = re.compile(r"(\d\d)([./-])(\d\d)\2\d\d[ ,àa]{1,3}(\d\d)[:.h](\d\d)(?!\d)")
# Letters are no gap, so that hours written with an h never come here.
_SMALL_STEP = 9


def find(_text: str, lower: str) -> Iterator[Find]:
    """Numbers of five pairs or ten digits; what may be a row of other numbers is not sure."""
    for run in _PAIRS.finditer(lower):
        if not is_row(lower, run) and not _is_time(run.group()):
            sure = _is_number(run.group()) and not is_listed(lower, run)
            yield Find(run.start(), run.end(), "phone", sure)
    for run in _SINGLE.finditer(lower):
        yield Find(run.start(), run.end(), "phone")
    for run in _ABROAD.finditer(lower):
        yield Find(run.start(), run.end(), "phone")
    for run in _FAR.finditer(lower):
        if 10 <= sum(sign.isdigit() for sign in run.group()) <= 15:
            yield Find(run.start(), run.end(), "phone", sure=False)
    for run in _GROUPS.finditer(lower):
        said = run.group()
        other = _YEAR.search(said) or _POSTCODES.fullmatch(said) or _is_time(said)
        if not other and re.search(r"[^\d ./_()\-]", said) and not is_row(lower, run):
            yield Find(run.start(), run.end(), "phone", sure=False)


def is_row(lower: str, run: re.Match[str]) -> bool:
    """Whether numbers are counted up after a word such as "lines", as in "lines 01 02 03 04 05"."""
    steps = _steps(run.group())
    if not steps or not all(0 < step <= _SMALL_STEP for step in steps):
        return False
    return is_listed(lower, run) or len(steps) > 4


def is_listed(lower: str, run: re.Match[str]) -> bool:
    """Whether numbers that rise stand after such a word: lines 02 10 23 54 80, or a disguise."""
    named = _LISTED.search(lower[max(0, run.start() - 40) : run.start()]) is not None
    return named and all(step > 0 for step in _steps(run.group()))


def _steps(said: str) -> list[int]:
    numbers = [int(one) for one in re.findall(r"\d+", said)]
    return [after - before for before, after in itertools.pairwise(numbers)]


def _is_number(said: str) -> bool:
    """Five pairs with the same between all: nobody writes anything else so."""
    pairs, gaps = re.findall(r"\d\d", said), re.findall(r"(?<=\d)\D+(?=\d)", said)
    counted = all(step == 1 for step in _steps(said))
    return len(pairs) == 5 and pairs[0] != "00" and len(set(gaps)) == 1 and not counted


def _is_time(said: str) -> bool:
    """Hours such as 06:12, 06:34, 07:05, or a day with its hour: 06/12/26 18:30."""
    if day := _DAY.search(said):
        days, months, hours, minutes = (int(day[place]) for place in (1, 3, 4, 5))
        return days <= 31 and months <= 12 and hours < 24 and minutes < 60
    pairs, gaps = re.findall(r"\d\d", said), re.findall(r"(?<=\d)\D+(?=\d)", said)
    if set(gaps[::2]) != {":"} or ":" in gaps[1::2]:
        return False
    whole = len(pairs) // 2 * 2
    hours_, minutes_ = pairs[:whole:2], pairs[1:whole:2]
    return all(int(one) < 24 for one in hours_) and all(int(one) < 60 for one in minutes_)
