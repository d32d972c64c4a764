"""A kiosk's device in tests, and the officials who open and close it from their own."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import Consultation, Kiosk
from portal.models import User
from tests.participation.faces.voting import asked, page_of

PIN = "4711"


def start(client: Client, question: Consultation, official: User, mode: str) -> None:
    """Make the client's device a kiosk."""
    client.force_login(official)
    address = reverse("desk-kiosk", args=[question.slug])
    answer = client.post(address, {"mode": mode, "pin": PIN, "pin_again": PIN})
    assert answer.url == reverse("kiosk")


def open_as(person: User, number: str | None = None, question: str = "streets") -> Any:
    """The answer to somebody who opens the one kiosk from a device of their own."""
    desk, kiosk = Client(), Kiosk.objects.get()
    desk.force_login(person)
    address = reverse("desk-kiosk-open", args=[question, kiosk.pk])
    return desk.post(address, {"number": kiosk.number if number is None else number})


def close_as(person: User) -> Any:
    """The answer to somebody who closes the one kiosk from a device of their own."""
    desk, kiosk = Client(), Kiosk.objects.get()
    desk.force_login(person)
    return desk.post(reverse("desk-kiosk-close", args=[kiosk.consultation.slug, kiosk.pk]))


@pytest.fixture
def asked_for(client: Client, question: Consultation, official: User) -> Client:
    """A device that waits for a second official."""
    start(client, question, official, "assisted")
    return client


@pytest.fixture
def booth(asked_for: Client, planner: User) -> Client:
    """A kiosk where the staff lets people in, before the first of them."""
    assert open_as(planner).status_code == 302
    return asked_for


def a_minute_later() -> None:
    """As if the person before had taken their time."""
    Kiosk.objects.update(turn_at=timezone.now() - timedelta(minutes=1))


def enter(client: Client, pin: str = PIN) -> str:
    """Begin a turn; the sheet."""
    a_minute_later()
    return page_of(client.post(reverse("kiosk-enter"), {"pin": pin}, follow=True))


def choose(client: Client, page: str, **marks: Any) -> str:
    """Send the sheet; the review."""
    sent = {"booth": asked(page, "booth"), **marks}
    return page_of(client.post(reverse("kiosk-review"), sent))


def last_form(page: str, **more: str) -> dict[str, str]:
    """What the review sends."""
    names = ("booth", "content", "secret", "token")
    return {name: asked(page, name) for name in names} | more


def at_once(client: Client, address: str, sent: list[dict[str, str]]) -> list[int]:
    """The statuses of requests that the device sends at the same moment."""
    gate, seen = threading.Barrier(len(sent)), []

    def send(fields: dict[str, str]) -> None:
        device = Client()
        device.cookies = client.cookies
        gate.wait()
        try:
            seen.append(device.post(address, fields).status_code)
        finally:
            connection.close()

    threads = [threading.Thread(target=send, args=(fields,)) for fields in sent]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return seen
