"""Values and differences of the map's layers, said in words."""

from __future__ import annotations

import math

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from twin.cartography.layers import MapLayer


def figure(value: float, decimals: int = 0) -> str:
    """A number as the reader's language writes it, no more exact than we know it."""
    short = rounded(value, decimals)
    if decimals and short == int(short):
        decimals = 0
    return str(number_format(short, decimals, use_l10n=True, force_grouping=True))


def rounded(value: float, decimals: int = 0) -> int | float:
    """A number as exact as pages show it: without decimals tens from 100 on, hundreds from 10,000.

    decimals: of those that pages show.
    """
    if decimals:
        # "+ 0.0" turns -0.0 into 0.0: nothing is not a minus.
        return round(value, decimals) + 0.0
    step = 100 if abs(value) >= 10_000 else 10 if abs(value) >= 100 else 1
    return math.floor(value / step + 0.5) * step


def number(layer: MapLayer, value: float | None) -> str:
    """A value alone, where a heading says the unit."""
    if value is None or math.isnan(value):
        return _("no figure")
    if value < layer.floor:
        return _("under %(floor)s") % {"floor": figure(layer.floor * layer.scale, layer.decimals)}
    return figure(value * layer.scale, layer.decimals)


def amount(layer: MapLayer, value: float | None) -> str:
    """A value with its unit: "420 cars an hour"."""
    if value is None or math.isnan(value):
        return _("no figure")
    return _("%(number)s %(unit)s") % {"number": number(layer, value), "unit": layer.unit}


def interval(layer: MapLayer, low: float | None, high: float | None) -> str:
    """ "330 to 480", or "" when there are no bounds or none that one could tell apart."""
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    ends = [figure(max(end, layer.floor) * layer.scale, layer.decimals) for end in (low, high)]
    if ends[0] == ends[1]:
        return ""
    return _("%(low)s to %(high)s") % {"low": ends[0], "high": ends[1]}


def change(layer: MapLayer, low: float, central: float, high: float, *, clear: bool) -> str:
    """A difference: "probably 330 to 420 fewer cars an hour", "no clear change"."""
    if not clear:
        return _("no clear change")
    what = layer.less if central < 0 else layer.more
    ends = sorted(abs(end) * layer.scale for end in (low, high))
    few, many = (figure(end, layer.decimals) for end in ends)
    says = {"number": many, "few": few, "many": many, "what": what}
    if few == many:
        told = _("about %(number)s %(what)s") % says
    else:
        told = _("probably %(few)s to %(many)s %(what)s") % says
    noticed = felt(layer, central)
    return _("%(change)s: %(noticed)s") % {"change": told, "noticed": noticed} if noticed else told


def felt(layer: MapLayer, central: float) -> str:
    """How a difference is noticed: "clearly noticeable", "" where the layer does not say."""
    shown = round(abs(central) * layer.scale, layer.decimals)
    words = [
        less if central < 0 else more
        for limit, less, more in layer.felt
        if shown >= limit * layer.scale
    ]
    return str(words[-1]) if words else ""


def in_words(layer: MapLayer, value: float | None) -> str:
    """What a value means: "a calm street" with the limits of its class."""
    if value is None or math.isnan(value):
        return _("no figure")
    return str(layer.words[sum(value >= limit for limit in layer.breaks)])


def meaning(layer: MapLayer, value: float | None) -> str:
    """What follows the limits of a value's class: "a calm street", "" where nothing does."""
    return in_words(layer, value).partition(":")[2].strip()


def change_classes(layer: MapLayer) -> list[tuple[int, str]]:
    """(strength, words) of the five classes of a difference, from much less to much more."""
    small, large = (
        figure(step * layer.scale, layer.decimals) for step in (layer.small, layer.large)
    )
    between, over = _("%(small)s to %(large)s %(what)s"), _("over %(large)s %(what)s")
    says = {"small": small, "large": large}
    return [
        (-2, over % {**says, "what": layer.less}),
        (-1, between % {**says, "what": layer.less}),
        (0, _("no clear change")),
        (1, between % {**says, "what": layer.more}),
        (2, over % {**says, "what": layer.more}),
    ]


def trend(layer: MapLayer, strength: int) -> str:
    """ "better", "worse" or "unclear": how people who live there take a difference."""
    if strength == 0 or layer.better == "neither":
        return "unclear"
    return "better" if (strength < 0) == (layer.better == "lower") else "worse"
