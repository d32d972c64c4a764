"""Mail waits in the outbox until a worker has sent it; no request waits for a mail server."""

from __future__ import annotations

import datetime as dt
import logging
import socket
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core import mail as sent
from django.core.mail import EmailMessage, send_mail
from django.db import transaction
from django.utils import timezone
from kombu.exceptions import OperationalError

from portal import mail, tasks
from portal.models import OutgoingMail

pytestmark = pytest.mark.django_db

LOCMEM = "django.core.mail.backends.locmem.EmailBackend"


@pytest.fixture(autouse=True)
def _outbox(settings: Any) -> None:
    settings.EMAIL_BACKEND = "portal.mail.Outbox"


@pytest.fixture
def deaf(settings: Any) -> Iterator[None]:
    """A mail server that takes the call and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        settings.MAIL_CARRIER = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.getsockname()
        settings.EMAIL_TIMEOUT = 0.2
        yield


def write() -> OutgoingMail:
    send_mail("Your code", "QRST-VWXZ", "city@example.org", ["ana@example.org"])
    return OutgoingMail.objects.get()


def test_a_message_is_stored_and_nothing_is_sent_within_the_request() -> None:
    write()
    assert sent.outbox == []


def test_a_message_goes_with_the_act_that_was_taken_back() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert not OutgoingMail.objects.exists()


def test_who_reads_the_outbox_finds_no_address_and_no_code() -> None:
    sealed = bytes(write().sealed)
    assert b"QRST" not in sealed
    assert b"ana@" not in sealed


def test_a_worker_sends_it_whole_and_its_row_goes() -> None:
    row = write()
    tasks.send_mail(row.pk)
    (message,) = sent.outbox
    assert (message.subject, message.body, message.to, message.from_email) == (
        "Your code", "QRST-VWXZ", ["ana@example.org"], "city@example.org",
    )  # fmt: skip
    assert not OutgoingMail.objects.exists()


def test_a_task_that_runs_twice_sends_one_message() -> None:
    row = write()
    tasks.send_mail(row.pk)
    tasks.send_mail(row.pk)
    assert len(sent.outbox) == 1


def test_what_one_worker_is_sending_no_other_takes() -> None:
    row = write()
    assert mail._claim(row.pk) is not None
    assert mail.carry(row.pk) is False
    assert sent.outbox == []


def test_a_mail_server_that_says_nothing_holds_nobody_and_the_message_waits(deaf: None) -> None:
    row, began = write(), time.monotonic()
    assert mail.carry(row.pk) is False
    assert time.monotonic() - began < 3
    row.refresh_from_db()
    assert row.due_at > timezone.now() + dt.timedelta(seconds=10)


def test_the_pauses_between_tries_grow(deaf: None) -> None:
    row, pauses = write(), []
    for _try in range(3):
        OutgoingMail.objects.update(due_at=timezone.now())
        mail.carry(row.pk)
        row.refresh_from_db()
        pauses.append((row.due_at - timezone.now()).total_seconds())
    assert pauses == sorted(pauses)
    assert pauses[-1] > 250


def test_after_two_days_it_is_given_up_with_a_line_that_names_no_address(
    deaf: None, caplog: pytest.LogCaptureFixture
) -> None:
    row = write()
    OutgoingMail.objects.update(made_at=timezone.now() - dt.timedelta(days=3))
    with caplog.at_level(logging.ERROR):
        mail.carry(row.pk)
    assert "given up" in caplog.text
    assert "ana@" not in caplog.text
    assert not OutgoingMail.objects.exists()


def test_a_message_sealed_with_a_key_that_is_gone_is_given_up(
    settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    row = write()
    settings.SECRET_KEY = "another-key-" * 5
    assert mail.carry(row.pk) is False
    assert "another DJANGO_SECRET_KEY" in caplog.text


def test_while_the_queue_is_away_the_request_goes_on_and_the_sweep_hands_it_out_later(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    def away(*args: object, **options: object) -> None:
        raise OperationalError("Connection refused")

    with monkeypatch.context() as outage:
        outage.setattr(tasks.send_mail, "apply_async", away)
        with django_capture_on_commit_callbacks(execute=True):
            row = write()
        assert mail.sweep() == []
    handed: list[object] = []
    monkeypatch.setattr(tasks.send_mail, "apply_async", lambda *words, **more: handed.append(words))
    mail.sweep()
    assert handed == [((row.pk,),)]


def test_what_redis_lost_is_handed_out_again_but_not_at_once() -> None:
    row = write()
    assert mail.sweep() == []
    OutgoingMail.objects.update(offered_at=timezone.now() - dt.timedelta(minutes=2))
    assert mail.sweep() == [row.pk]
    assert mail.sweep() == []


def test_a_header_with_a_line_break_is_refused() -> None:
    with pytest.raises(ValueError, match="newlines"):
        EmailMessage("Hi\nBcc: all@example.org", "", to=["ana@example.org"]).send()


def test_a_code_is_with_the_mail_server_long_before_the_sweep(
    start_worker: Callable[..., object], eventually: Callable[..., None]
) -> None:
    start_worker()
    write()
    eventually(lambda: not OutgoingMail.objects.exists(), 10)
