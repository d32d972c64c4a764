"""Dates and numbers as the reader writes them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import pytest
from django.utils import timezone, translation

from participation.ballots import Turnout
from portal.templatetags import words

PARIS = dt.timezone(dt.timedelta(hours=1))


@pytest.fixture(params=["en", "fr"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    with translation.override(request.param):
        yield request.param


@pytest.fixture
def december() -> dt.datetime:
    """The sixth of December of this year, 18:00 in Paris."""
    return dt.datetime(timezone.localdate().year, 12, 6, 18, tzinfo=PARIS)


def test_a_day_is_told_in_words(language: str, december: dt.datetime) -> None:
    assert words.day(december) == {"en": "6 December", "fr": "6 décembre"}[language]


def test_the_first_of_a_month_is_premier_in_french() -> None:
    with translation.override("fr"):
        assert words.day(dt.date(timezone.localdate().year, 3, 1)) == "1er mars"


def test_another_year_is_named(language: str) -> None:
    assert "2031" in words.day(dt.date(2031, 3, 2))


def test_a_moment_has_its_weekday_and_its_time_in_the_city(december: dt.datetime) -> None:
    with translation.override("en"):
        told = words.moment(december.astimezone(dt.UTC))
    assert told == f"{december.strftime('%A')} 6 December, 18:00"


def test_numbers_are_grouped_as_the_reader_does(language: str) -> None:
    assert words.number(12345.6, 1) == {"en": "12,345.6", "fr": "12\u202f345,6"}[language]


def test_a_difference_keeps_its_sign(language: str) -> None:
    assert (words.signed(3), words.signed(-3), words.signed(0)) == ("+3", "\u22123", "0")


def test_a_rounded_zero_has_no_sign() -> None:
    assert words.signed(0.2) == "0"


def test_time_left_is_told_in_days_then_hours() -> None:
    with translation.override("en"):
        now = timezone.now()
        assert words.left(now + dt.timedelta(days=12, minutes=5)) == "12 days left"
        assert words.left(now + dt.timedelta(hours=5, minutes=5)) == "5 hours left"
        assert words.left(now - dt.timedelta(minutes=1)) == "closed"


def test_turnout_before_the_close_is_at_least_so_many() -> None:
    with translation.override("en"):
        assert words.took_part(Turnout(350, False)) == "350+"
        assert words.took_part(Turnout(0, False)) == "fewer than 50"
        assert words.took_part(Turnout(412, True)) == "412"
