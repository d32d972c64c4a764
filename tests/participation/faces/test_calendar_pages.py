"""A question's dates: one check of the whole calendar, whichever page or verb changes it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import Consultation
from participation.phases import calendar_flaws
from portal.clocks import change_at
from portal.models import User
from tests.participation.faces.browsing import fields

PARIS = ZoneInfo("Europe/Paris")
Make = Callable[..., Consultation]


def test_a_close_without_an_opening_is_refused_and_kept(desk: Client, draft: Consultation) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address) | {"vote_opens": ""}
    answer = desk.post(address, sent)
    assert answer.status_code == 400
    assert "has a close but no opening" in answer.content.decode()
    assert f'value="{sent["vote_closes"]}"' in answer.content.decode()
    assert draft.phases.filter(kind="vote").exists()


def test_every_fault_of_a_calendar_is_told_at_once(desk: Client, draft: Consultation) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address)
    answer = desk.post(address, sent | {"inform_opens": "", "decision_date": "2020-01-01"})
    assert set(answer.context["form"].errors) == {"inform_opens", "decision_date"}


NIGHTS = [
    ("2027-03-28T02:30", "forward from 02:00 to 03:00", "Choose 01:59 or earlier, or 03:00"),
    ("2027-10-31T02:30", "back from 03:00 to 02:00", "Choose 01:59 or earlier, or 03:00"),
]


@pytest.mark.parametrize(("hour", "why", "instead"), NIGHTS)
def test_an_hour_of_a_clock_change_is_explained(
    desk: Client, draft: Consultation, hour: str, why: str, instead: str
) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address) | {"vote_closes": hour}
    page = desk.post(address, sent).content.decode()
    assert why in page
    assert instead in page
    desk.post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert "Cette nuit-là, on passe à l’heure d’" in desk.get(address).content.decode()


def test_such_an_hour_is_explained_however_it_was_written(
    desk: Client, draft: Consultation
) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address)
    answer = desk.post(address, sent | {"vote_closes": "10/31/2027 02:30"})
    assert "back from 03:00 to 02:00" in answer.content.decode()


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_change_of_clocks_is_found_to_the_second(zone: str) -> None:
    for hour in range(24 * 366):
        wall = datetime(2027, 1, 1, 0, 15) + timedelta(hours=hour)
        change = change_at(wall, ZoneInfo(zone))
        if change is not None:
            low, high = sorted((change.before, change.after))
            assert low <= wall < high
            assert change_at(low, ZoneInfo(zone)) == change
            assert change_at(high, ZoneInfo(zone)) is None
            assert change_at(low - timedelta(seconds=1), ZoneInfo(zone)) is None


def _codes(rows: list[Any], day: date | None, now: datetime | None, **more: Any) -> list[str]:
    return [flaw.code for flaw in calendar_flaws(rows, day, zone=PARIS, now=now, **more)]


def test_the_decision_may_fall_on_the_last_day_of_the_vote_and_not_before() -> None:
    now = datetime(2027, 1, 1, tzinfo=PARIS)
    closes = datetime(2027, 2, 1, 0, 30, tzinfo=PARIS)
    rows = [("vote", now, closes)]
    assert _codes(rows, date(2027, 2, 1), now) == []
    assert _codes(rows, date(2027, 1, 31), now) == ["early"]


def test_a_day_that_has_passed_may_stay_but_not_be_chosen() -> None:
    now, day = datetime(2027, 1, 5, tzinfo=PARIS), date(2027, 1, 4)
    assert _codes([], day, now) == ["gone"]
    assert _codes([], day, now, kept=frozenset({day})) == []
    assert _codes([], day, None) == []


def test_a_draft_whose_vote_has_passed_meanwhile_does_not_open(
    desk: Client, draft: Consultation
) -> None:
    for phase in draft.phases.all():
        phase.opens_at -= timedelta(days=50)
        phase.closes_at = phase.closes_at and phase.closes_at - timedelta(days=50)
        phase.save()
    answer = desk.post(reverse("desk-state", args=[draft.slug]), {"act": "open"})
    assert answer.status_code == 400
    assert "close in the past" in answer.content.decode()


def test_the_decision_day_of_an_open_question_is_checked_by_every_verb(
    official: User, question: Consultation
) -> None:
    from participation.consultations import edit_consultation
    from portal.errors import BadInput

    with pytest.raises(BadInput, match="before the last day of"):
        edit_consultation(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            decision_date=timezone.localdate() + timedelta(days=1),
        )


def test_the_decision_day_moves_after_the_vote_has_closed(
    official: User, make_question: Make
) -> None:
    from participation.consultations import edit_consultation

    counted = make_question("result")
    moved = edit_consultation(
        actor=official,
        consultation=counted,
        seen_version=counted.edit_version,
        reason="The council meets later.",
        decision_date=timezone.localdate() + timedelta(days=90),
    )
    assert moved.decision_date == timezone.localdate() + timedelta(days=90)
