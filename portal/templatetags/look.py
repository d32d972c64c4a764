"""What templates need to draw by: the stylesheet's address, icons, small bars, kinds of file."""

from __future__ import annotations

from typing import Any

from django import template
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

from portal import sheets, theme

register = template.Library()

WIDTH = 200.0
register.simple_tag(sheets.csv_kind)


@register.simple_tag
def theme_url() -> str:
    """The address of the stylesheet."""
    return theme.theme_url()


@register.simple_tag
def icon(name: str, classes: str = "") -> SafeString:
    """An icon of static/img/icons.svg, hidden from assistive technology: text stands beside it."""
    return format_html(
        '<svg class="icon {}" viewBox="0 0 24 24" aria-hidden="true" focusable="false">'
        '<use href="{}#{}"/></svg>',
        classes,
        static("img/icons.svg"),
        name,
    )


def _place(value: float, span: float) -> float:
    share = max(-1.0, min(1.0, value / span)) if span else 0.0
    return round(WIDTH / 2 * (1 + share), 1)


@register.simple_tag
def effect_bar(low: float, central: float, high: float, span: float) -> SafeString:
    """A bar from zero (the middle) to `central`, and the interval `low` to `high` as a line.

    All in one unit; `span` is the value at either end, values beyond it stop there. The colour
    comes from the class of the enclosing .effect. The words beside it say the same.
    """
    start, end = sorted((_place(0, span), _place(float(central), span)))
    left, right = sorted((_place(float(low), span), _place(float(high), span)))
    line = f"M{left} 10H{right}"
    return format_html(
        '<svg class="effect-bar" viewBox="0 0 200 20" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false">'
        '<path class="effect-bar__rail" d="M0 10H200"/>'
        '<rect class="effect-bar__value" x="{}" y="5" width="{}" height="10"/>'
        '<path class="effect-bar__axis" d="M100 0V20"/>'
        '<path class="effect-bar__halo" d="{}"/><path class="effect-bar__range" d="{}"/></svg>',
        start,
        round(max(end - start, 0.8), 1),
        line,
        f"{line}M{left} 6V14M{right} 6V14",
    )


@register.simple_tag
def sides_bar(gain: float, loss: float, span: float) -> SafeString:
    """Two bars from the middle: those who gain to the start side, those who bear to the end side.

    `span` is the count at either end. The words beside it say the same.
    """
    left, right = _place(-float(gain), span), _place(float(loss), span)
    return format_html(
        '<svg class="effect-bar" viewBox="0 0 200 20" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false">'
        '<path class="effect-bar__rail" d="M0 10H200"/>'
        '<rect class="effect-bar__gain" x="{}" y="5" width="{}" height="10"/>'
        '<rect class="effect-bar__loss" x="100" y="5" width="{}" height="10"/>'
        '<path class="effect-bar__axis" d="M100 0V20"/></svg>',
        left,
        round(WIDTH / 2 - left, 1),
        round(right - WIDTH / 2, 1),
    )


@register.simple_tag
def share_bar(value: float, total: float, classes: str = "") -> SafeString:
    """A bar filled by `value` of `total` (same unit, total above 0); the number stands beside."""
    share = max(0.0, min(1.0, float(value) / float(total))) if total else 0.0
    return format_html(
        '<svg class="share-bar {}" viewBox="0 0 200 12" preserveAspectRatio="none" '
        'aria-hidden="true" focusable="false">'
        '<rect class="share-bar__rail" width="200" height="12"/>'
        '<rect class="share-bar__value" width="{}" height="12"/></svg>',
        classes,
        round(WIDTH * share, 1),
    )


@register.simple_tag(takes_context=True)
def page_url(context: Any, number: int, name: str = "", at: str = "") -> str:
    """The same address with another page of the list whose parameter is `name`."""
    query = context["request"].GET.copy()
    query[name or "page"] = str(number)
    return f"?{query.urlencode()}{f'#{at}' if at else ''}"
