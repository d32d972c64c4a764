"""The report's map as one file that opens without a network: folium, with everything inside it."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import folium
from branca.element import Element
from django.contrib.staticfiles import finders
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from jinja2 import Template

from participation.models import PublicComment
from participation.reports import Area, Report
from portal.multilingual import pick
from portal.templatetags.words import day, number
from twin.door import base_map

# Fixed colours: the file knows no theme. Water, green and streets as the site's own map, drawn in
# this order.
STYLES: dict[str, dict[str, Any]] = {
    "water": {"stroke": False, "fillColor": "#b9d0da", "fillOpacity": 1, "interactive": False},
    "green": {"stroke": False, "fillColor": "#cfe0c3", "fillOpacity": 1, "interactive": False},
    "street": {"color": "#b9b2a4", "weight": 2.5, "interactive": False},
    "main": {"color": "#b9b2a4", "weight": 5, "interactive": False},
}
PAPER = "html, body { height: 100%; margin: 0; font: 16px/1.5 sans-serif; }"
LAND = ".leaflet-container { background: #f1efe9; font: inherit; }"
LEAN = {"for": "#0b5fa5", "against": "#b3470f", "neutral": "#6b6b6b"}
VERBATIMS, MOST = 3, 400
_IN_SCRIPT = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
# No word in it may fetch anything, whatever becomes of the file.
POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


class Raw(Element):
    """Text that stands in the page as it is: branca would else read it as a Jinja template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text


def offline_map(report: Report, comments: list[PublicComment]) -> str:
    """HTML of released cells over the twin's own streets; no address outside the file is asked.

    comments: released comments with a cell; the most agreed with of each cell stand in its popup.
    """
    area = report.consultation.area
    made = folium.Map(
        location=_middle(report), zoom_start=15, tiles=None, control_scale=True, prefer_canvas=True
    )
    made.default_js, made.default_css = [], []
    page: Any = made.get_root()
    head = page.header
    policy = f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">'
    head.add_child(Raw(policy), name="policy")
    head.add_child(Raw(f"<style>{_style()}</style>"), name="leaflet_css")
    head.add_child(Raw(f"<script>{_leaflet('leaflet.js')}</script>"), name="leaflet")
    title = escape(pick(report.consultation.question))
    head.add_child(Raw(f"<title>{title}</title>"), name="title")
    said = _by_cell(comments)
    drawn = {
        "map": made.get_name(),
        "base": _base(base_map(area)),
        "cells": [_cell(one, said.get(one.cell, [])) for one in report.areas],
    }
    page.html.add_child(Raw(_caption(report, title) + _data(drawn)), name="caption")
    made.render()
    page.script.add_child(Raw(_text_of("js/offline-map.js")), name="drawing")
    return _quiet(page.render(title=title))


def _data(value: dict[str, Any]) -> str:
    """`value` as JSON in a script element that nothing in it can end.

    It never passes through branca, which takes the script of each element for a Jinja template
    once more: words in two braces would be run on this server.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":")).translate(_IN_SCRIPT)
    return f'<script type="application/json" id="drawn">{text}</script>'


def _text_of(name: str) -> str:
    path = finders.find(name)
    if path is None:
        raise FileNotFoundError(f"static/{name} is missing: run npm ci again")
    with open(path, encoding="utf-8") as file:
        return file.read()


def _leaflet(name: str) -> str:
    return re.sub(r"//# sourceMappingURL=\S+", "", _text_of(f"vendor/leaflet/{name}"))


def _style() -> str:
    # Leaflet's control images are not used here; their addresses would be asked for.
    plain = re.sub(r"background-image:\s*url\([^)]*\);?", "", _leaflet("leaflet.css"))
    return f"{re.sub(r'url[(][^)]*[)]', 'none', plain)}\n{PAPER}\n{LAND}"


def _quiet(html: str) -> str:
    """The page without what folium's figure adds from elsewhere, in the reader's language."""
    language = escape(get_language() or "en")
    html = re.sub(r"<(?:script|link)[^>]+(?:src|href)=\"https?:[^>]+>(?:</script>)?", "", html)
    return html.replace("<html>", f'<html lang="{language}">', 1)


def _middle(report: Report) -> tuple[float, float]:
    if report.areas:
        n = len(report.areas)
        return (
            sum(area.latitude for area in report.areas) / n,
            sum(area.longitude for area in report.areas) / n,
        )
    area = report.consultation.area
    return (area.centroid.y, area.centroid.x) if area else (47.2155, -1.5565)


def _base(features: dict[str, Any]) -> dict[str, Any]:
    """The streets, water and green with nothing of them but what decides how they are drawn."""
    drawn = [
        {
            "type": "Feature",
            "geometry": one["geometry"],
            "properties": {"kind": _kind(one["properties"])},
        }
        for one in features["features"]
    ]
    styles = [{"kind": kind, "style": style} for kind, style in STYLES.items()]
    return {"features": drawn, "styles": styles}


def _kind(properties: dict[str, Any]) -> str:
    main = properties["kind"] == "street" and properties["class"] == "main"
    return "main" if main else str(properties["kind"])


def _cell(area: Area, comments: list[PublicComment]) -> dict[str, Any]:
    """A released cell: its outline, its colour, and what it says when it is tapped, as text."""
    stances = area.leaning.stances
    lean = max(stances, key=lambda stance: stances[stance]) if any(stances.values()) else "neutral"
    people = ngettext("%(n)s person", "%(n)s people", area.people) % {"n": number(area.people)}
    return {
        "ring": [[lat, lon] for lon, lat in area.ring],
        "style": {
            "color": LEAN[lean],
            "weight": 2,
            "fill": True,
            "fillOpacity": min(0.65, 0.15 + area.leaning.comments / 200),
        },
        "people": people,
        "counts": _("for %(for)s, against %(against)s, neither %(neutral)s") % stances,
        "said": [
            [one.text[:MOST], f"{one.author_name}, {day(one.day)}, {one.public_id}"]
            for one in comments[:VERBATIMS]
        ],
    }


def _by_cell(comments: list[PublicComment]) -> dict[str, list[PublicComment]]:
    found: dict[str, list[PublicComment]] = {}
    for comment in sorted(comments, key=lambda one: (-one.agree, str(one.public_id))):
        found.setdefault(comment.cell, []).append(comment)
    return found


def _caption(report: Report, title: str) -> str:
    made = _("Made on %(day)s from released comments only.") % {"day": day(report.made_at)}
    notes = " ".join([made, *report.method[1:2], *report.synthetic])
    legend = " ".join(
        f'<span style="color:{LEAN[stance]}">■</span> {escape(label)}'
        for stance, label in (
            ("for", _("mostly for")),
            ("against", _("mostly against")),
            ("neutral", _("mixed")),
        )
    )
    return (
        '<header style="position:absolute;z-index:1000;right:8px;top:8px;max-width:22rem;'
        'background:#fff;padding:8px 12px;border:1px solid #c9c3b6">'
        f"<strong>{title}</strong><br>{legend}<br><small>{escape(notes)}<br>"
        "IGN – BD TOPO®</small></header>"
    )
