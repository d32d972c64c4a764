"""Pictures of the place and the released cells: what other pages draw."""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.cache import (
    add_never_cache_headers,
    get_conditional_response,
    patch_cache_control,
)
from django.utils.translation import gettext as _
from django.views.decorators.gzip import gzip_page

from participation.disclosure.grid import outline
from participation.faces.finding import choice_of, choices, known
from participation.models import Consultation
from participation.releases import public_cells
from portal.errors import NotThere
from twin.door import Scenario, areas_picture, picture

A_MINUTE = 60


@gzip_page
def picture_of(request: HttpRequest, slug: str) -> HttpResponse:
    """A small drawn map of the place that a question is about."""
    found = known(slug, request)
    options = choices(found)
    return _svg(request, found, options[0].option.scenario if options else None)


@gzip_page
def picture_of_option(request: HttpRequest, slug: str, key: str) -> HttpResponse:
    """The same with an option's edits drawn on it."""
    found = known(slug, request)
    chosen = choice_of(found, key)
    if chosen is None:
        raise NotThere(_("There is no option with this letter."))
    return _svg(request, found, chosen.option.scenario)


def _svg(
    request: HttpRequest, consultation: Consultation, scenario: Scenario | None
) -> HttpResponse:
    drawn = picture(scenario=scenario, area=consultation.area)
    return _for_a_minute(request, consultation, _as_svg(drawn))


def _as_svg(drawn: str) -> HttpResponse:
    return HttpResponse(drawn, content_type="image/svg+xml; charset=utf-8")


def _for_a_minute(
    request: HttpRequest, consultation: Consultation, answer: HttpResponse
) -> HttpResponse:
    """304 where the reader has it; asked again after a minute, since options and cells change.

    What belongs to a draft is kept by nobody.
    """
    if consultation.status == Consultation.Status.DRAFT:
        add_never_cache_headers(answer)
        return answer
    tag = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["ETag"] = tag
    known = get_conditional_response(request, tag, response=answer) or answer
    patch_cache_control(known, max_age=A_MINUTE, public=True)
    return known


@gzip_page
def picture_of_areas(request: HttpRequest, slug: str) -> HttpResponse:
    """The released cells over the streets, the stronger the more people spoke there."""
    found = known(slug, request)
    rows = list(public_cells(found.pk))
    most = max((row.people for row in rows), default=1)
    rings = [(outline(row.cell), row.people / most) for row in rows]
    drawn = areas_picture(area=found.area, rings=rings)
    return _for_a_minute(request, found, _as_svg(drawn))


def cells(request: HttpRequest, slug: str) -> HttpResponse:
    """Released cells as GeoJSON: how many people and comments, and how they lean."""
    found = known(slug, request)
    features = [
        {
            "type": "Feature",
            "id": row.cell,
            "geometry": {"type": "Polygon", "coordinates": [outline(row.cell)]},
            "properties": {
                "cell": row.cell,
                "people": row.people,
                "comments": row.comments,
                **{name: row.stances.get(name, 0) for name in ("for", "against", "neutral")},
            },
        }
        for row in public_cells(found.pk)
    ]
    response = JsonResponse(
        {"type": "FeatureCollection", "features": features}, content_type="application/geo+json"
    )
    return _for_a_minute(request, found, response)
