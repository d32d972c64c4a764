"""Rows and features that leave the site: plain values of what was released; faces write files."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from django.db import connection
from django.db.models import Window
from django.db.models.functions import RowNumber

from participation.models import Consultation, PublicCell, PublicComment
from participation.models.release import author_name
from participation.paper.notation import lettered
from participation.releases import public_cells, public_comments
from participation.reports import STANCES, Report, area_of
from portal.multilingual import pick

COMMENT_COLUMNS = [
    "id",
    "parent",
    "author",
    "day",
    "language",
    "option",
    "option_id",
    "option_name",
    "stance",
    "theme",
    "area",
    "agree",
    "disagree",
    "replies",
    "text",
    "synthetic",
]


_VERSION = """
select count(*), coalesce(sum(xmin::text::bigint), 0) from {table} where consultation_id = %s
"""


def version_of(consultation: Consultation) -> str:
    """A word that changes whenever a released comment or cell of the question does.

    A row that is written anew has a later transaction (xmin); one that goes lowers the count.
    """
    found: list[str] = [str(consultation.edit_version), str(consultation.status)]
    with connection.cursor() as cursor:
        for model in (PublicComment, PublicCell):
            table = connection.ops.quote_name(model._meta.db_table)
            cursor.execute(_VERSION.format(table=table), [consultation.pk])
            found += map(str, cursor.fetchone())
    return " ".join(found)


def most_agreed(consultation: Consultation, most: int) -> list[PublicComment]:
    """The `most` released comments of each cell with which most people agree."""
    order = ["-agree", "public_id"]
    place = Window(RowNumber(), partition_by="cell", order_by=order)
    found = public_comments(consultation.pk).exclude(cell="").annotate(place=place)
    return list(found.filter(place__lte=most).order_by("cell", *order))


def comment_rows(consultation: Consultation) -> Iterator[list[Any]]:
    """One row per released comment, in COMMENT_COLUMNS; area is an H3 index or ""."""
    known = _named(consultation)
    # Plain values by a cursor of the database: half the time and a fiftieth of the memory of rows
    # as objects, and other requests have their turn between two pieces.
    rows = public_comments(consultation.pk).values_list(
        "public_id",
        "parent_id",
        "pseudonym",
        "day",
        "language",
        "option_id",
        "stance",
        "theme",
        "cell",
        "agree",
        "disagree",
        "replies_count",
        "text",
        "synthetic",
    )
    for public_id, parent, author, day, language, option, *more in rows.iterator(chunk_size=500):
        yield [
            str(public_id),
            str(parent or ""),
            author_name(author),
            day.isoformat(),
            language,
            *known[option],
            *more,
        ]


def _named(consultation: Consultation) -> dict[int | None, tuple[str, int | str, str]]:
    """Option -> its letter, number and name, as pages show them; none -> empty ones."""
    names = {one.pk: pick(one.name) for one in consultation.options.order_by("position")}
    found = {pk: (key, pk, names[pk]) for key, pk in lettered(names).items()}
    return {None: ("", "", ""), **found}


RESULT_COLUMNS = [
    "place",
    "option",
    "option_id",
    "option_name",
    "won",
    "score",
    "share_percent",
    "ballots",
    "abstentions",
]


def result_rows(report: Report) -> Iterator[list[Any]]:
    """One row per option of a counted vote, best first (RESULT_COLUMNS); none before the count.

    score: what the rule ranks by (decimals where it is a fraction); share: of the most possible.
    """
    if report.tally is None:
        return
    known = _named(report.consultation)
    for standing in report.tally.standings:
        yield [
            standing.place,
            *known[standing.option],
            standing.option in report.tally.winners,
            _plain(standing.score),
            round(float(standing.share * 100), 1),
            report.tally.ballots,
            report.tally.abstentions,
        ]


def _plain(score: Fraction) -> int | float:
    """A score as a spreadsheet likes it; what it is exactly, the API and the bundle say."""
    return int(score) if score.denominator == 1 else round(float(score), 2)


def rounded(value: float, decimals: int) -> int | float:
    """As exact as pages show it; what is beyond is noise."""
    # "+ 0" turns -0.0 into 0.0: nothing is not a minus.
    return round(value, decimals or None) + 0


EFFECT_COLUMNS = [
    "option",
    "option_id",
    "option_name",
    "code",
    "label",
    "unit",
    "unit_code",
    "period",
    "area",
    "group",
    "today",
    "then",
    "delta",
    "delta_low",
    "delta_high",
    "clear",
    "run",
]


def effect_rows(report: Report) -> Iterator[list[Any]]:
    """One row per effect of each option (EFFECT_COLUMNS), with the run it comes from."""
    known = _named(report.consultation)
    for part in report.options:
        for effect in part.effects:
            delta = effect.delta
            change = (delta.central, delta.low, delta.high)
            figures = (effect.today.central, effect.then.central, *change)
            yield [
                *known[part.option.pk],
                effect.code,
                effect.label,
                effect.unit,
                effect.unit_code,
                effect.period,
                effect.area,
                effect.group,
                *(rounded(one, effect.decimals) for one in figures),
                effect.clear,
                effect.run,
            ]


AREA_COLUMNS = ["area", "longitude", "latitude", "people", "comments", *STANCES]


def area_rows(consultation: Consultation) -> Iterator[list[Any]]:
    """One row per released cell (AREA_COLUMNS): an H3 index, its middle in EPSG:4326, counts."""
    for cell in public_cells(consultation.pk):
        area = area_of(cell)
        counts = [area.leaning.stances[stance] for stance in STANCES]
        middle = [round(area.longitude, 6), round(area.latitude, 6)]
        yield [area.cell, *middle, area.people, area.leaning.comments, *counts]


def area_features(consultation: Consultation) -> dict[str, Any]:
    """Released cells as a GeoJSON FeatureCollection, EPSG:4326."""
    areas = [area_of(cell) for cell in public_cells(consultation.pk)]
    return {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": area.cell,
                "geometry": {"type": "Polygon", "coordinates": [[list(p) for p in area.ring]]},
                "properties": {
                    "area": area.cell,
                    "people": area.people,
                    "comments": area.leaning.comments,
                    **area.leaning.stances,
                },
            }
            for area in areas
        ],
    }
