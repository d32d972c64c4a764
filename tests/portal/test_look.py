"""The small drawings that templates make."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.template import Context, Template

from portal import theme

ICONS = (theme.SOURCES.parent / "img" / "icons.svg").read_text(encoding="utf-8")


def render(source: str) -> str:
    """The markup of a template with our tags loaded."""
    return Template("{% load look %}" + source).render(Context())


def place(markup: str, part: str) -> dict[str, str]:
    """The attributes of the element with that class."""
    for element in ElementTree.fromstring(markup).iter():
        if element.get("class") == part:
            return dict(element.attrib)
    raise AssertionError(f"no {part}")


def test_a_fall_is_drawn_from_the_middle_towards_the_start() -> None:
    bar = place(render("{% effect_bar -4 -3 -2 10 %}"), "effect-bar__value")
    assert (float(bar["x"]), float(bar["width"])) == (70, 30)


def test_the_interval_is_drawn_from_low_to_high() -> None:
    line = place(render("{% effect_bar -4 -3 -2 10 %}"), "effect-bar__range")
    assert line["d"].startswith("M60.0 10H80.0")


def test_a_value_beyond_the_span_stops_at_the_end() -> None:
    bar = place(render("{% effect_bar 5 50 500 10 %}"), "effect-bar__value")
    assert float(bar["x"]) + float(bar["width"]) == 200


def test_a_span_of_zero_draws_a_bar_at_zero() -> None:
    bar = place(render("{% effect_bar 0 0 0 0 %}"), "effect-bar__value")
    assert float(bar["x"]) == 100


def test_a_share_fills_its_part() -> None:
    assert place(render("{% share_bar 1 4 %}"), "share-bar__value")["width"] == "50.0"


def test_a_share_of_nothing_is_empty() -> None:
    assert place(render("{% share_bar 0 0 %}"), "share-bar__value")["width"] == "0.0"


def test_a_bar_is_silent_because_words_stand_beside_it() -> None:
    assert 'aria-hidden="true"' in render("{% effect_bar 0 1 2 10 %}")


@pytest.mark.parametrize("floor", ["portal", "twin", "participation", "components", "account"])
def test_every_icon_that_a_template_names_is_drawn(floor: str) -> None:
    templates = theme.SOURCES.parent.parent / "templates" / floor
    named = {
        name
        for path in templates.rglob("*.html")
        for name in re.findall(r'{% icon "([^"]+)"', path.read_text(encoding="utf-8"))
    }
    drawn = set(re.findall(r'id="([^"]+)"', ICONS))
    assert named <= drawn
