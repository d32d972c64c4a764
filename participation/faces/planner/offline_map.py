"""The report's map as one file that opens without a network: folium, with everything inside it."""

from __future__ import annotations

import json
import re
from html import escape
from typing import Any

import folium
from branca.element import Element, MacroElement
from django.contrib.staticfiles import finders
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from jinja2 import Template

from participation.models import PublicComment
from participation.reports import Area, Report
from portal.multilingual import pick
from portal.templatetags.words import day, number
from twin.door import base_map

# Fixed colours: the file knows no theme. Water, green and streets as the site's own map.
WATER, GREEN, STREET, CASING = "#b9d0da", "#cfe0c3", "#ffffff", "#b9b2a4"
PAPER = "html, body { height: 100%; margin: 0; font: 16px/1.5 sans-serif; }"
LAND = ".leaflet-container { background: #f1efe9; font: inherit; }"
LEAN = {"for": "#0b5fa5", "against": "#b3470f", "neutral": "#6b6b6b"}
VERBATIMS, MOST = 3, 400


class Raw(Element):
    """Text that stands in the page as it is: branca would else read it as a Jinja template."""

    _template = Template("{{ this.text }}")

    def __init__(self, text: str) -> None:
        super().__init__()
        self._name = "Raw"
        self.text = text


class Told(MacroElement):
    """What a shape says when it is tapped, as Leaflet's own popup (folium's needs jQuery).

    html: markup with every person's word escaped; it is quoted for the script by Jinja's tojson.
    """

    _template = Template(
        "{% macro script(this, kwargs) %}{{ this._parent.get_name() }}"
        ".bindPopup({{ this.html|tojson }}, {maxWidth: 320});{% endmacro %}"
    )

    def __init__(self, html: str) -> None:
        super().__init__()
        self._name = "Told"
        self.html = html


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
    head.add_child(Raw(f"<style>{_style()}</style>"), name="leaflet_css")
    head.add_child(Raw(f"<script>{_leaflet('leaflet.js')}</script>"), name="leaflet")
    title = escape(pick(report.consultation.question))
    head.add_child(Raw(f"<title>{title}</title>"), name="title")
    _base(base_map(area)).add_to(made)
    said = _by_cell(comments)
    cells = folium.FeatureGroup(name=_("What people say, by area"))
    for one in report.areas:
        _cell(one, said.get(one.cell, [])).add_to(cells)
    cells.add_to(made)
    page.html.add_child(Raw(_caption(report, title)), name="caption")
    return _quiet(page.render(title=title))


def _leaflet(name: str) -> str:
    path = finders.find(f"vendor/leaflet/{name}")
    if path is None:
        raise FileNotFoundError(f"static/vendor/leaflet/{name} is missing: run npm ci again")
    with open(path, encoding="utf-8") as file:
        return re.sub(r"//# sourceMappingURL=\S+", "", file.read())


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


def _base(features: dict[str, Any]) -> folium.GeoJson:
    """The streets, water and green; names are left out, so nothing needs escaping."""
    for feature in features["features"]:
        feature["properties"].pop("name", None)
    features["features"].sort(key=lambda one: one["properties"]["kind"] == "street")
    return folium.GeoJson(
        _safe(features), style_function=_drawn, name=_("Streets and water"), control=False
    )


def _drawn(feature: dict[str, Any]) -> dict[str, Any]:
    kind = feature["properties"]["kind"]
    if kind == "street":
        wide = 5 if feature["properties"]["class"] == "main" else 2.5
        return {"color": CASING, "weight": wide, "interactive": False}
    colour = WATER if kind == "water" else GREEN
    return {"stroke": False, "fillColor": colour, "fillOpacity": 1, "interactive": False}


def _cell(area: Area, comments: list[PublicComment]) -> folium.Polygon:
    stances = area.leaning.stances
    lean = max(stances, key=lambda stance: stances[stance]) if any(stances.values()) else "neutral"
    shape = folium.Polygon(
        locations=[(lat, lon) for lon, lat in area.ring],
        color=LEAN[lean],
        weight=2,
        fill=True,
        fill_opacity=min(0.65, 0.15 + area.leaning.comments / 200),
    )
    Told(_told(area, comments)).add_to(shape)
    return shape


def _told(area: Area, comments: list[PublicComment]) -> str:
    """What a cell's popup says; every string in it is escaped."""
    stances = area.leaning.stances
    people = ngettext("%(n)s person", "%(n)s people", area.people) % {"n": number(area.people)}
    counts = _("for %(for)s, against %(against)s, neither %(neutral)s") % stances
    lines = [f"<b>{escape(people)}</b>: {escape(counts)}"]
    lines += [
        f"<blockquote>{escape(comment.text[:MOST])}<br><small>{escape(comment.author_name)}, "
        f"{escape(day(comment.day))}, {comment.public_id}</small></blockquote>"
        for comment in comments[:VERBATIMS]
    ]
    return "".join(lines)


def _safe(value: dict[str, Any]) -> dict[str, Any]:
    """GeoJSON that cannot end the script element it stands in."""
    return json.loads(json.dumps(value).replace("<", "\\u003c"))  # type: ignore[no-any-return]


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
