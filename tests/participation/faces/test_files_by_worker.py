"""Large public files are made once, by a worker, while the site goes on and says so."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from celery import current_app
from django.conf import settings as site
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.faces.planner import exports
from participation.models import Consultation
from portal import artefacts, making, takeaways
from portal.models import Takeaway
from portal.queues import FILES, named
from portal.rediscache import client_of
from tests.participation.faces.large_files import PERSON, at, body, texts
from tests.worker_fixture import forget_messages

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_waits() -> Iterator[None]:
    forget_messages()
    yield
    forget_messages()


def _sent() -> int:
    return int(client_of(site.CELERY_BROKER_URL).llen(named(FILES)))


def test_a_worker_makes_each_file_once_and_all_who_ask_get_the_same(
    client: Client,
    large: Consultation,
    start_worker: Callable[..., Any],
    eventually: Callable[..., None],
) -> None:
    start_worker(queues=(FILES,))
    names = ("comments-xlsx", "map")
    assert [client.get(at(large, name)).status_code for name in names] == [202, 202]
    eventually(lambda: not Takeaway.objects.filter(digest="").exists())
    for name in names:
        first, again = (client.get(at(large, name)) for _who in range(2))
        assert body(first) == body(again)
        assert "attachment" in first["Content-Disposition"]
        assert first["Content-Security-Policy"] == "sandbox"
        known = {"if-none-match": first["ETag"]}
        assert client.get(at(large, name), headers=known).status_code == 304


def test_the_table_of_the_worker_says_what_the_one_made_at_once_says(
    client: Client, large: Consultation
) -> None:
    client.get(at(large))
    making.make(Takeaway.objects.get().pk)
    by_worker = texts(client.get(at(large)))
    cache.clear()
    Takeaway.objects.all().delete()
    assert texts(client.get(at(large))) == by_worker
    assert len(by_worker) == 15


def test_a_reader_sees_a_page_that_asks_again_by_itself(
    client: Client, large: Consultation
) -> None:
    page = client.get(at(large), headers=PERSON)
    assert page.status_code == 202
    assert page["Refresh"] == f"{takeaways.LOOK_S}; url={at(large)}?again=1"
    assert page["Retry-After"] == str(takeaways.LOOK_S)
    assert "no-store" in page["Cache-Control"]
    assert "ETag" not in page
    words = page.content.decode()
    assert "Your file is being made" in words
    assert reverse("report", args=[large.slug]) in words
    assert "<script>" not in words


def test_the_page_speaks_french_and_says_how_many_are_before(
    client: Client, large: Consultation
) -> None:
    client.get(at(large, "map"))
    headers = {**PERSON, "accept-language": "fr"}
    words = client.get(at(large), headers=headers).content.decode()
    assert "Votre fichier est en préparation" in words
    assert "1 fichier passe avant" in words


def test_a_program_is_told_when_and_where_to_ask_again(client: Client, large: Consultation) -> None:
    told = client.get(at(large))
    assert (told.status_code, told["Retry-After"]) == (202, str(takeaways.LOOK_S))
    assert told.json()["next"] == f"{at(large)}?again=1"
    assert "Refresh" not in told


def test_ten_who_ask_at_once_cause_one_making(large: Consultation) -> None:
    begin, statuses = threading.Barrier(10), []

    def ask() -> None:
        begin.wait()
        statuses.append(Client().get(at(large)).status_code)
        connection.close()

    _together(10, ask)
    assert statuses == [202] * 10
    assert Takeaway.objects.count() == 1
    # A worker of the test before that is just ending may have taken it.
    assert _sent() <= 1


def test_a_message_that_comes_twice_makes_the_file_once(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(at(large))
    pk, write = Takeaway.objects.get().pk, making.write
    made: list[str] = []

    def noted(maker: str, about: str, file: Any) -> None:
        made.append(about)
        write(maker, about, file)

    monkeypatch.setattr(making, "write", noted)
    begin = threading.Barrier(2)

    def work() -> None:
        begin.wait()
        making.make(pk)
        connection.close()

    _together(2, work)
    assert len(made) == 1


def _together(number: int, act: Callable[[], None]) -> None:
    threads = [threading.Thread(target=act) for _one in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)


def test_a_small_table_is_made_at_once(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exports, "SMALL_ROWS", 500)
    assert client.get(at(large)).status_code == 200
    assert not Takeaway.objects.exists()


def test_without_a_worker_the_file_is_made_at_once(client: Client, large: Consultation) -> None:
    cache.clear()
    assert client.get(at(large)).status_code == 200
    assert not Takeaway.objects.exists()


def test_a_message_that_cannot_be_sent_leaves_no_claim_behind(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(current_app, "send_task", lambda *words, **more: None)
    assert client.get(at(large)).status_code == 200
    assert not Takeaway.objects.exists()


def test_who_waited_in_vain_gets_the_file_made_at_once(client: Client, large: Consultation) -> None:
    client.get(at(large))
    long_ago = timezone.now() - timedelta(seconds=making.PATIENCE_S + 1)
    Takeaway.objects.update(asked_at=long_ago)
    assert client.get(at(large)).status_code == 200
    assert client.get(at(large)).status_code == 202


def test_a_making_that_failed_ends_the_waiting(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(at(large))

    def full(*_words: object) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(artefacts, "keep", full)
    pk = Takeaway.objects.get().pk
    with pytest.raises(OSError, match="No space"):
        making.make(pk)
    assert client.get(at(large)).status_code == 200


def test_a_file_that_was_lost_or_damaged_is_not_given_out(
    client: Client, large: Consultation
) -> None:
    client.get(at(large))
    row = Takeaway.objects.get()
    making.make(row.pk)
    artefacts.keep(row.place, b"something else")
    assert len(texts(client.get(at(large)))) == 15
    assert client.get(at(large)).status_code == 202


def test_a_file_that_is_made_within_a_second_comes_without_a_page(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeaways, "SOON_S", 30.0)
    worker = threading.Thread(target=_work_once)
    worker.start()
    answer = client.get(at(large), headers=PERSON)
    worker.join(30)
    assert len(texts(answer)) == 15
    assert Takeaway.objects.get().digest


def _work_once() -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if row := Takeaway.objects.first():
            making.make(row.pk)
            break
        time.sleep(0.02)
    connection.close()


def test_who_waits_for_the_worker_leaves_two_threads_of_a_process_for_pages(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(takeaways, "SOON_S", 30.0)
    with takeaways.one_of_few(), takeaways.one_of_few():
        began = time.monotonic()
        assert client.get(at(large)).status_code == 202
        assert time.monotonic() - began < 15
