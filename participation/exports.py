"""Rows and features that leave the site: plain values of what was released; faces write files."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from participation.models import Consultation
from participation.releases import public_cells, public_comments
from participation.reports import Report, area_of
from portal.multilingual import pick

COMMENT_COLUMNS = [
    "id",
    "parent",
    "author",
    "day",
    "language",
    "option",
    "stance",
    "theme",
    "area",
    "agree",
    "disagree",
    "replies",
    "text",
    "synthetic",
]


def comment_rows(consultation: Consultation) -> Iterator[list[Any]]:
    """One row per released comment, in COMMENT_COLUMNS; area is an H3 index or ""."""
    positions = dict(consultation.options.values_list("pk", "position"))
    for comment in public_comments(consultation.pk).iterator(chunk_size=2000):
        yield [
            str(comment.public_id),
            str(comment.parent_id or ""),
            comment.author_name,
            comment.day.isoformat(),
            comment.language,
            positions.get(comment.option_id, ""),
            comment.stance,
            comment.theme,
            comment.cell,
            comment.agree,
            comment.disagree,
            comment.replies_count,
            comment.text,
            comment.synthetic,
        ]


RESULT_COLUMNS = [
    "place",
    "option",
    "name",
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
    options = {part.option.pk: part.option for part in report.options}
    for standing in report.tally.standings:
        option = options[standing.option]
        yield [
            standing.place,
            option.position,
            pick(option.name),
            standing.option in report.tally.winners,
            _plain(standing.score),
            round(float(standing.share * 100), 2),
            report.tally.ballots,
            report.tally.abstentions,
        ]


def _plain(score: Fraction) -> int | float:
    """A score as a spreadsheet likes it."""
    return int(score) if score.denominator == 1 else round(float(score), 6)


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
                    "people": area.people,
                    "comments": area.leaning.comments,
                    **area.leaning.stances,
                },
            }
            for area in areas
        ],
    }
