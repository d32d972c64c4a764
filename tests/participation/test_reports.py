"""The report: counts that add up, voices of each side, and nothing that was not released."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation import comments, exports, moderation, releases, reports, results
from participation.models import Comment, Consultation, Option
from portal.models import User
from tests.participation.conftest import point
from tests.participation.voting import cast, close, close_and_open


@pytest.fixture
def spoken(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> list[Comment]:
    """Twelve people, two stances, one place; one comment is about a home."""
    return [
        comments.write_comment(
            actor=person,
            consultation=question,
            option=options[1 + number % 2],
            text=f"Voice number {number} of many.",
            stance="for" if number % 3 else "against",
            theme="walking" if number < 8 else "green",
            geometry=point(),
            about_home=number == 11,
        )
        for number, person in enumerate(make_voters(12))
    ]


def test_comments_by_theme_and_by_option_add_up(
    spoken: list[Comment], question: Consultation
) -> None:
    report = reports.build_report(question)
    assert report.voices.comments == 12
    assert report.voices.people == 12
    assert sum(theme.leaning.comments for theme in report.themes) == 12
    assert sum(part.leaning.comments for part in report.options) == 12
    assert report.themes[0].leaning.key == "walking"


def test_each_theme_quotes_both_sides(spoken: list[Comment], question: Consultation) -> None:
    walking = reports.build_report(question).themes[0]
    assert {verbatim.stance for verbatim in walking.verbatims} == {"for", "against"}


def test_areas_are_the_released_cells(spoken: list[Comment], question: Consultation) -> None:
    releases.release_consultation(question.pk)
    area = reports.build_report(question).areas[0]
    assert (area.people, area.leaning.comments) == (11, 11)
    assert abs(area.longitude + 1.555) < 0.01


def test_comments_about_homes_are_counted_once_after_the_end_and_few_are_not_counted_out(
    spoken: list[Comment], question: Consultation
) -> None:
    releases.release_consultation(question.pk)
    assert reports.build_report(question).at_home is None
    close(question)
    releases.release_consultation(question.pk)
    shown = reports.build_report(question).at_home
    assert shown is not None
    assert not any(value for value in shown.values())
    assert None in shown.values()


def test_hidden_comment_is_in_no_row(
    spoken: list[Comment], question: Consultation, official: User
) -> None:
    moderation.hide_comment(actor=official, comment=spoken[0], reason="insult")
    rows = list(exports.comment_rows(question))
    assert len(rows) == 11
    assert all(str(spoken[0].public_id) not in row for row in rows)


def test_result_appears_when_the_vote_has_closed(
    verified: User, question: Consultation, options: list[Option]
) -> None:
    cast(verified, question, [options[2].pk])
    assert reports.build_report(question).tally is None
    close_and_open(question)
    results.count_box(question.pk)
    report = reports.build_report(question)
    assert next(iter(exports.result_rows(report)))[1:] == [
        "C",
        options[2].pk,
        "onew",
        True,
        1,
        100.0,
        1,
        0,
    ]


def test_report_takes_as_many_queries_for_many_comments_as_for_few(
    make_voters: Callable[[int], list[User]], question: Consultation, options: list[Option]
) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            reports.build_report(question)
        return len(seen)

    people = make_voters(40)
    for person in people[:2]:
        comments.write_comment(actor=person, consultation=question, text="A first voice.")
    few = queries()
    for person in people[2:]:
        comments.write_comment(actor=person, consultation=question, text="Another voice.")
    assert queries() == few
