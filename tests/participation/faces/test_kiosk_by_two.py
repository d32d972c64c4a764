"""An assisted kiosk: opened and closed by two officials, at the pace of people."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.kiosks import ask_kiosk, turns
from participation.models import Consultation, Envelope, Kiosk, Option
from participation.tasks import end_kiosks
from portal.errors import BadInput
from portal.models import AuditEntry, User
from tests.participation.faces.kiosk_device import (
    PIN,
    a_minute_later,
    asked_for,
    booth,
    choose,
    close_as,
    enter,
    last_form,
    open_as,
)
from tests.participation.faces.voting import asked, page_of

__all__ = ["asked_for", "booth"]


@pytest.mark.parametrize("who", ["asked_by", "opened_by"])
def test_an_official_who_left_leaves_no_kiosk_behind(booth: Client, who: str) -> None:
    person = getattr(Kiosk.objects.get(), who)
    person.role = "resident"
    person.save()
    assert booth.get(reverse("kiosk")).status_code == 403
    assert Kiosk.objects.get().why == "left"


def test_one_official_alone_cannot_open_a_kiosk_not_even_with_two_browsers(
    asked_for: Client, official: User
) -> None:
    refused = open_as(official)
    assert refused.status_code == 403
    assert "A colleague has to open it" in page_of(refused)
    assert asked_for.post(reverse("kiosk-enter"), {"pin": PIN}).status_code == 403
    assert asked_for.get(reverse("kiosk-vote")).status_code == 403
    assert Kiosk.objects.get().state == "asked"
    assert not Envelope.objects.exists()


def test_the_database_itself_refuses_one_official_as_both(
    asked_for: Client, official: User
) -> None:
    with pytest.raises(IntegrityError, match="kiosk_two_to_open"), transaction.atomic():
        Kiosk.objects.update(opened_by=official, opened_at=timezone.now(), state="open")


def test_a_second_official_needs_the_number_that_the_device_shows(
    asked_for: Client, planner: User
) -> None:
    kiosk = Kiosk.objects.get()
    page = page_of(asked_for.get(reverse("kiosk")))
    assert f'aria-label="{kiosk.number}"' in page
    other = f"{(int(kiosk.number) + 1) % 1_000_000:06}"
    assert open_as(planner, other).status_code == 400
    assert "enter" not in page
    assert open_as(planner).status_code == 302
    assert "PIN of the staff" in page_of(asked_for.get(reverse("kiosk")))


def test_the_number_is_guessed_ten_times_at_most(asked_for: Client, planner: User) -> None:
    seen = [open_as(planner, "x").status_code for _guess in range(12)]
    assert seen == [400] * 10 + [429] * 2
    assert open_as(planner).status_code == 429


def test_the_number_holds_for_a_quarter_of_an_hour(asked_for: Client, planner: User) -> None:
    Kiosk.objects.update(asked_at=timezone.now() - timedelta(minutes=16))
    assert open_as(planner).status_code == 404
    assert asked_for.get(reverse("kiosk")).status_code == 403


@pytest.mark.parametrize("pin", ["", "471", "4711 ", "abcd", "٤٧١١", "1" * 13])
def test_no_kiosk_has_a_pin_that_is_none(question: Consultation, official: User, pin: str) -> None:
    with pytest.raises(BadInput, match="4 to 12 digits"):
        ask_kiosk(actor=official, consultation=question, mode="assisted", pin=pin)
    assert not Kiosk.objects.exists()


def test_residents_open_and_close_no_kiosk(asked_for: Client, verified: User) -> None:
    assert open_as(verified).status_code == 403
    assert close_as(verified).status_code == 403
    assert Kiosk.objects.get().state == "asked"


def test_closing_asks_for_both_and_ends_voting_with_the_first(
    booth: Client, official: User, planner: User
) -> None:
    sheet = enter(booth)
    assert close_as(planner).status_code == 302
    sent = {"booth": asked(sheet, "booth"), "tick": []}
    assert booth.post(reverse("kiosk-review"), sent).status_code == 403
    assert "being closed" in page_of(booth.get(reverse("kiosk")))
    assert close_as(planner).status_code == 403
    assert Kiosk.objects.get().state == "closing"
    assert close_as(official).status_code == 302
    assert booth.get(reverse("kiosk")).status_code == 403
    entry = AuditEntry.objects.get(act="kiosk.close")
    assert (entry.who, entry.facts["turns"], entry.facts["why"]) == (official.email, 1, "two")


@pytest.mark.parametrize(
    ("opened", "turn"), [(timedelta(hours=3), None), (timedelta(hours=15), timedelta(minutes=1))]
)
def test_an_abandoned_kiosk_closes_itself(
    booth: Client, opened: timedelta, turn: timedelta | None
) -> None:
    now = timezone.now()
    Kiosk.objects.update(opened_at=now - opened, turn_at=now - turn if turn else None)
    end_kiosks()
    kiosk = Kiosk.objects.get()
    assert (kiosk.state, kiosk.why, kiosk.pin) == ("closed", "time", "")
    assert booth.get(reverse("kiosk")).status_code == 403


def test_one_official_cannot_stuff_six_ballots_in_three_seconds(
    booth: Client, options: list[Option]
) -> None:
    """Six ballots in 2.9 seconds went in, and nothing was written down before the end."""
    review = choose(booth, enter(booth), tick=[options[1].pk])
    booth.post(reverse("kiosk-cast"), last_form(review))
    for _try in range(6):
        refused = booth.post(reverse("kiosk-enter"), {"pin": PIN})
        assert refused.status_code == 429
        assert "One person needs a moment to vote" in page_of(refused)
    assert Envelope.objects.count() == 1
    assert AuditEntry.objects.filter(act="kiosk.turn").count() == 1


def test_sixty_people_an_hour_is_what_one_kiosk_takes(
    booth: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = dataclasses.replace(turns.TURNS, most=3)
    monkeypatch.setattr(turns, "TURNS", few)
    for _turn in range(3):
        enter(booth)
    a_minute_later()
    refused = booth.post(reverse("kiosk-enter"), {"pin": PIN})
    assert refused.status_code == 429
    assert "set up a second kiosk" in page_of(refused)


def test_each_turn_is_written_down_when_it_begins_and_never_with_a_ballot(
    booth: Client, options: list[Option]
) -> None:
    sheet = enter(booth)
    assert AuditEntry.objects.filter(act="kiosk.turn").count() == 1
    before = AuditEntry.objects.count()
    booth.post(reverse("kiosk-cast"), last_form(choose(booth, sheet, tick=[options[1].pk])))
    assert AuditEntry.objects.count() == before
    assert Kiosk.objects.get().booth == ""
    assert set(AuditEntry.objects.get(act="kiosk.turn").done) == {"question", "mode", "turns"}


def test_someone_who_needs_an_hour_is_not_hurried(booth: Client, options: list[Option]) -> None:
    sheet = enter(booth)
    Kiosk.objects.update(turn_at=timezone.now() - timedelta(minutes=70))
    review = choose(booth, sheet, tick=[options[1].pk])
    assert "Your vote is in the box" in page_of(
        booth.post(reverse("kiosk-cast"), last_form(review))
    )


def test_everyone_reads_how_many_turns_there_were(
    booth: Client, client: Client, question: Consultation
) -> None:
    address = reverse("checks", args=[question.slug])
    assert "fewer than ten turns" in page_of(Client().get(address))
    Kiosk.objects.update(turns=47)
    assert "at least 40 turns" in page_of(Client().get(address))


def test_no_password_is_typed_on_a_kiosk(booth: Client) -> None:
    page = page_of(booth.get(reverse("kiosk-end")))
    assert 'type="password"' not in page
    assert "Two officials close it" in page


def test_the_desk_tells_a_colleague_that_a_kiosk_waits_and_not_the_one_who_asked(
    asked_for: Client, official: User, planner: User
) -> None:
    seen = {}
    for person in (official, planner):
        desk = Client()
        desk.force_login(person)
        seen[person] = "A kiosk waits for you to open it" in page_of(desk.get(reverse("desk")))
    assert seen == {official: False, planner: True}
