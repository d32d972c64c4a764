"""What figures and their differences are called, in the active language."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, pgettext

from portal.templatetags.words import number
from twin.analyses.catalogue import indicator_text
from twin.analyses.exposure import figures as exposure
from twin.analyses.units import UNIT_WORDS
from twin.comparison import Interval

GROUPS = {
    "over_70": gettext_noop("people over 70"),
    **exposure.GROUPS,
}
"""Population groups that figures are given for -> how they are called."""


def figure_label(code: str, group: str = "") -> str:
    """The name of a figure in the active language: "Walk to daily needs (people over 70)"."""
    text = indicator_text(code)
    label = _(text.label) if text else code
    if not group:
        return label
    return pgettext("figure (group)", "%(figure)s (%(group)s)") % {
        "figure": label,
        "group": group_name(group),
    }


def unit_word(unit: str) -> str:
    """A unit as a neighbour would say it, in the active language."""
    return _(UNIT_WORDS[unit]) if unit in UNIT_WORDS else unit


def group_name(group: str) -> str:
    """What a population group is called: "people over 70"."""
    return _(GROUPS.get(group, group)) if group else _("everyone")


def difference_words(delta: Interval, unit: str, decimals: int, *, clear: bool) -> str:
    """A difference in a few words: "probably 2 to 5 min more", "no clear change"."""
    if not clear:
        return _("no clear change")
    ends = sorted((abs(delta.low), abs(delta.high)))
    few, many = (number(end, decimals) for end in ends)
    says = {"few": few, "many": many, "unit": unit}
    if few == many:
        if delta.central > 0:
            return pgettext("difference", "about %(many)s %(unit)s more") % says
        return pgettext("difference", "about %(many)s %(unit)s less") % says
    if delta.central > 0:
        return pgettext("difference", "probably %(few)s to %(many)s %(unit)s more") % says
    return pgettext("difference", "probably %(few)s to %(many)s %(unit)s less") % says
