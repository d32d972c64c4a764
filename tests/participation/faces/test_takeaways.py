"""Large files leave in pieces, not twice to the same reader, and few are made at once."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator

import pytest
from django.test import Client
from django.urls import reverse

from participation.models import Comment, Consultation
from participation.releases import release_consultation
from portal import takeaways
from portal.models import User
from portal.sheets import Sheet, csv_pieces

FILES = ["report-comments-csv", "report-comments-xlsx", "report-areas-csv", "report-map"]


@pytest.fixture
def spoken(
    make_question: Callable[..., Consultation], people_speak: Callable[..., list[Comment]]
) -> Consultation:
    question = make_question("result")
    people_speak(question, 12)
    return question


@pytest.mark.parametrize("name", FILES)
def test_who_has_the_file_as_it_is_gets_none(
    client: Client, spoken: Consultation, name: str
) -> None:
    first = client.get(reverse(name, args=[spoken.slug]))
    b"".join(first) if first.streaming else first.content
    again = client.get(reverse(name, args=[spoken.slug]), headers={"if-none-match": first["ETag"]})
    assert again.status_code == 304
    assert not again.content


@pytest.mark.parametrize("name", FILES)
def test_after_an_upgrade_nobody_keeps_the_file_of_before(
    client: Client, spoken: Consultation, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = reverse(name, args=[spoken.slug])
    before = client.get(address)["ETag"]
    monkeypatch.setattr(takeaways, "code_version", lambda: "another release")
    assert client.get(address, headers={"if-none-match": before}).status_code == 200


@pytest.mark.parametrize("change", ["hidden", "withdrawn"])
def test_a_comment_that_goes_makes_another_file(
    client: Client, spoken: Consultation, change: str
) -> None:
    address = reverse("report-comments-csv", args=[spoken.slug])
    before = client.get(address)["ETag"]
    Comment.objects.filter(pk=Comment.objects.filter(parent=None)[0].pk).update(status=change)
    release_consultation(spoken.pk)
    assert client.get(address, headers={"if-none-match": before}).status_code == 200


def test_a_reader_of_another_language_gets_another_file(
    client: Client, spoken: Consultation
) -> None:
    address = reverse("report-comments-csv", args=[spoken.slug])
    english = client.get(address, headers={"accept-language": "en"})
    french = client.get(address, headers={"accept-language": "fr"})
    assert english["ETag"] != french["ETag"]


@pytest.fixture
def all_places_taken(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(takeaways, "WAIT_S", 0.01)
    for _place in range(takeaways.AT_ONCE):
        takeaways._slots.acquire()
    yield
    for _place in range(takeaways.AT_ONCE):
        takeaways._slots.release()


@pytest.mark.parametrize("name", ["report-comments-csv", "report-comments-xlsx", "report-map"])
def test_a_file_too_many_at_once_is_refused_with_a_time(
    client: Client, spoken: Consultation, all_places_taken: None, name: str
) -> None:
    answer = client.get(reverse(name, args=[spoken.slug]))
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) >= takeaways.RETRY_S - 1


def test_of_those_who_want_a_file_only_one_waits_so_that_a_thread_is_left_for_pages(
    client: Client,
    spoken: Consultation,
    all_places_taken: None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(takeaways, "WAIT_S", 60.0)
    with takeaways._waiting:
        answer = client.get(reverse("report-comments-csv", args=[spoken.slug]))
    assert answer.status_code == 429


def test_a_place_is_free_again_after_a_failure() -> None:
    for _try in range(takeaways.AT_ONCE + 1):
        with pytest.raises(ZeroDivisionError), takeaways.one_of_few():
            raise ZeroDivisionError


def test_other_threads_have_their_turn_while_a_large_table_leaves() -> None:
    longest, over = [0.0], threading.Event()

    def tick() -> None:
        while not over.is_set():
            began = time.perf_counter()
            time.sleep(0.005)
            longest[0] = max(longest[0], time.perf_counter() - began)

    thread = threading.Thread(target=tick)
    thread.start()
    for _piece in csv_pieces(Sheet("x", ["n", "t"], ([n, "text;=1" * 40] for n in range(20_000)))):
        pass
    over.set()
    thread.join()
    # A piece is some 32 KB; the rest of the margin is for other processes of the machine.
    assert longest[0] < 0.5


def test_the_csv_of_comments_is_not_held_as_a_whole(
    client: Client, spoken: Consultation, planner: User
) -> None:
    client.force_login(planner)
    answer = client.get(reverse("report-comments-csv", args=[spoken.slug]))
    assert answer.streaming
