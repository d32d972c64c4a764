"""A plan in one sentence: what it clearly does, who bears it, what is not computed yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext, pgettext

from portal.templatetags.words import about, number, roughly
from twin.analyses.catalogue import ANALYSES
from twin.comparison import Interval
from twin.effects.claims import TRIPS, Shift, Touched, at_least_one, claims
from twin.effects.rows import EffectRow
from twin.effects.sides import both_sides

ABOVE = {
    "people_who_lden": gettext_noop("above the WHO guide value for noise"),
    "people_who_lnight": gettext_noop("above the WHO guide value for noise at night"),
    "people_limit_lden": gettext_noop("above the legal limit for noise"),
    "people_limit_lnight": gettext_noop("above the legal limit for noise at night"),
    "people_no2_who": gettext_noop("above the WHO guide value for NO2"),
    "people_no2_2030": gettext_noop("above the EU’s 2030 limit for NO2"),
    "people_pm25_who": gettext_noop("above the WHO guide value for fine dust"),
    "people_pm25_2030": gettext_noop("above the EU’s 2030 limit for fine dust"),
}
WIDE = 2.0
"""From a range that reaches twice as far as it begins, both ends are said."""


def summary(rows: Sequence[EffectRow], *, models: Iterable[str] = ANALYSES) -> str:
    """What a plan would do, in one sentence and the active language.

    rows: all effects of one plan that changes something, see `option_effects`. models: those that
    should have given some; which of them gave none yet is said after it.
    """
    there = {row.analysis for row in rows}
    if not there:
        return _("What this would change is not computed yet.")
    missing = [_(ANALYSES[name].card.title) for name in models if name not in there]
    sentences = _sentences(rows)
    if not sentences and missing:
        sentences = [_("So far nothing changes by more than the models are unsure of.")]
    elif not sentences:
        sentences = [_("Nothing changes by more than the models are unsure of.")]
    if missing:
        sentences.append(_("Not computed so far: %(models)s.") % {"models": _joined(missing)})
    return " ".join(sentences)


def _sentences(rows: Sequence[EffectRow]) -> list[str]:
    """One of claims that have words of their own; figures that have only a name follow it."""
    whole = {row.code: row for row in rows if not (row.area or row.group)}
    parts, named = [], []
    for claim in claims(rows):
        if isinstance(claim, Touched):
            parts.append(_touched(claim))
        elif claim.code in ABOVE:
            parts.append(_above(claim))
        elif claim.code == TRIPS:
            parts.append(_trips(claim.by))
        else:
            row = whole[claim.code]
            named.append(_("%(figure)s: %(words)s.") % {"figure": row.label, "words": row.words})
    return [f"{capfirst(_joined(parts))}.", *named] if parts else named


def _joined(parts: Sequence[str]) -> str:
    return pgettext("between two parts of a sentence", "; ").join(parts)


def _touched(claim: Touched) -> str:
    gain, loss = _people(claim.gain), _people(claim.loss)
    return both_sides(claim.code, gain, loss)


def _people(count: Interval) -> tuple[int, str]:
    """How many at most of what is said, for the form of the word after it; and in words."""
    if not at_least_one(count):
        return roughly(count.high), _("up to %(count)s") % {"count": about(count.high)}
    return _range(count, about)


def _range(size: Interval, say: Callable[[float], str]) -> tuple[int, str]:
    """ "about 1,900" or "1,060 to 2,800"; with the number that is said last."""
    few, many = say(size.low), say(size.high)
    if size.high < WIDE * size.low or few == many:
        return roughly(size.central), _("about %(count)s") % {"count": say(size.central)}
    return roughly(size.high), _("%(few)s to %(many)s") % {"few": few, "many": many}


def _above(claim: Shift) -> str:
    people, count = _people(_size(claim.by))
    if claim.by.central > 0:
        said = ngettext(
            "%(count)s more person %(above)s", "%(count)s more people %(above)s", people
        )
    else:
        said = ngettext(
            "%(count)s fewer person %(above)s", "%(count)s fewer people %(above)s", people
        )
    return said % {"count": count, "above": _(ABOVE[claim.code])}


def _trips(minutes: Interval) -> str:
    size = _size(minutes)
    if size.central < 1:
        size = Interval(60 * size.low, 60 * size.central, 60 * size.high)
        seconds, count = _range(size, _seconds)
        time = ngettext("%(count)s second", "%(count)s seconds", seconds) % {"count": count}
    else:
        whole, count = _range(size, lambda one: number(one, 0 if size.high >= 5 else 1))
        time = ngettext("%(count)s minute", "%(count)s minutes", whole) % {"count": count}
    if minutes.central > 0:
        return _("the average car trip takes %(time)s longer") % {"time": time}
    return _("the average car trip takes %(time)s less") % {"time": time}


def _seconds(size: float) -> str:
    step = 5 if size >= 15 else 1
    return number(step * round(size / step))


def _size(by: Interval) -> Interval:
    """How large a change is, whichever way it goes."""
    low, high = sorted((abs(by.low), abs(by.high)))
    return Interval(low, abs(by.central), high)
