"""Receipts, the public log of a vote and its feeds, as anyone meets them."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.ledger import merkle
from participation.ledger.codes import grouped
from participation.ledger.sequencing import sequence
from participation.models import Consultation, CountRecord
from participation.verifier.merkle import consistency_holds
from tests.participation.ledger.planting import plant

ATOM = "{http://www.w3.org/2005/Atom}"


def page(client: Client, name: str, *args: object) -> str:
    return client.get(reverse(name, args=args)).content.decode()


def test_a_waiting_vote_has_a_promise(client: Client, question: Consultation) -> None:
    event = plant(question, 1)[0]
    shown = page(client, "receipt", grouped(event.code))
    assert "This vote was accepted" in shown
    assert "together with others, 50 at a time" in shown
    assert "signed promise" in shown


def test_a_placed_vote_shows_its_line_of_full_blocks(
    client: Client, question: Consultation
) -> None:
    events = plant(question, 77)
    sequence(question.pk)
    for event in events:
        event.refresh_from_db()
    placed = next(event for event in events if event.place is not None)
    shown = page(client, "receipt", grouped(placed.code))
    assert "This vote is in the public log" in shown
    assert f"It is line {placed.place + 1} of the 50 in the log" in shown


def test_the_receipt_as_a_file_is_named_after_its_code(
    client: Client, question: Consultation
) -> None:
    code = grouped(plant(question, 1)[0].code)
    answer = client.get(reverse("receipt-file", args=[code]))
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{code}.json"'
    assert answer.json()["code"] == code


def test_an_unknown_code_says_what_it_may_mean(client: Client, db: None) -> None:
    answer = client.get(reverse("receipt", args=["0000-0000-0000-0000"]))
    assert answer.status_code == 404
    assert "There is no vote with this code" in answer.content.decode()


def test_the_receipt_of_a_withdrawn_question_does_not_show_it(
    client: Client, question: Consultation
) -> None:
    event = plant(question, 1)[0]
    Consultation.objects.filter(pk=question.pk).update(status="withdrawn")
    shown = page(client, "receipt", event.code)
    assert "This vote was accepted" in shown
    assert "Should cars leave the street?" not in shown


@pytest.mark.parametrize("name", ["log", "log-roots", "log-events", "log-feed"])
def test_the_log_of_a_draft_is_not_public(
    client: Client, question: Consultation, name: str
) -> None:
    Consultation.objects.filter(pk=question.pk).update(status="draft")
    assert client.get(reverse(name, args=[question.slug])).status_code == 404


def test_before_the_first_block_the_log_is_empty(client: Client, question: Consultation) -> None:
    plant(question, 49)
    sequence(question.pk)
    assert "Nothing in the log yet" in page(client, "log", question.slug)
    assert client.get(reverse("log-roots", args=[question.slug])).json() == []


def test_nothing_public_tells_turnout_finer_than_blocks(
    client: Client, question: Consultation
) -> None:
    event = plant(question, 149)[0]
    sequence(question.pk)
    feeds = [("feed",), ("witness-feed",), ("question-feed", question.slug)]
    addresses = [("log", question.slug), ("log-feed", question.slug), *feeds]
    for name, *args in [*addresses, ("receipt", event.code)]:
        assert not re.search(r"\b149\b", page(client, name, *args))
    lines = client.get(reverse("log-events", args=[question.slug]))
    assert len(b"".join(lines).splitlines()) == 100  # type: ignore[arg-type]


def test_the_files_are_enough_to_make_every_root_anew(
    client: Client, question: Consultation
) -> None:
    for start in (0, 100):
        plant(question, 100, start=start)
        sequence(question.pk)
    answer = client.get(reverse("log-events", args=[question.slug]))
    lines = b"".join(answer).decode().split()  # type: ignore[arg-type]
    hashes = [merkle.leaf_hash(bytes.fromhex(line)) for line in lines]
    roots = client.get(reverse("log-roots", args=[question.slug])).json()
    assert [root["size"] for root in roots] == [100, 200]
    assert all(merkle.root(hashes[: one["size"]]).hex() == one["root"] for one in roots)


def test_a_list_of_events_says_its_length_so_that_a_part_of_it_is_not_taken_for_all(
    client: Client, question: Consultation
) -> None:
    plant(question, 149)
    sequence(question.pk)
    answer = client.get(reverse("log-events", args=[question.slug]))
    assert answer["Content-Length"] == str(len(b"".join(answer)))  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["log-roots", "log-events"])
def test_who_has_the_files_already_gets_them_again_only_after_a_new_root(
    client: Client, question: Consultation, name: str
) -> None:
    address = reverse(name, args=[question.slug])
    plant(question, 50)
    sequence(question.pk)
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    sequence(question.pk, final=True)
    assert client.get(address, headers={"if-none-match": tag}).status_code == 200


def test_two_roots_have_a_proof_between_them(client: Client, question: Consultation) -> None:
    for start in (0, 100):
        plant(question, 100, start=start)
        sequence(question.pk)
    address = reverse("log-consistency", args=[question.slug])
    proof = client.get(address, {"first": 100, "second": 200}).json()["proof"]
    one, two = client.get(reverse("log-roots", args=[question.slug])).json()
    steps = [bytes.fromhex(step) for step in proof]
    roots = bytes.fromhex(one["root"]), bytes.fromhex(two["root"])
    assert consistency_holds(100, roots[0], 200, roots[1], steps)


@pytest.mark.parametrize(
    ("sizes", "status"), [({"first": "x"}, 400), ({"first": "7", "second": "100"}, 404)]
)
def test_sizes_that_nobody_signed_are_refused_in_words(
    client: Client, question: Consultation, sizes: dict[str, str], status: int
) -> None:
    plant(question, 100)
    sequence(question.pk)
    answer = client.get(reverse("log-consistency", args=[question.slug]), sizes)
    assert answer.status_code == status


def test_the_newest_root_of_a_day_stands_in_the_feed_for_witnesses(
    client: Client, question: Consultation
) -> None:
    for start in (0, 100):
        plant(question, 100, start=start)
        head = sequence(question.pk)
    assert head is not None
    feed = ElementTree.fromstring(client.get(reverse("witness-feed")).content)
    told = [entry.findtext(f"{ATOM}summary") or "" for entry in feed.iter(f"{ATOM}entry")]
    assert len(told) == 1
    assert sum(bytes(head.root).hex() in text for text in told) == 1


def test_the_vote_s_own_feed_has_every_root(client: Client, question: Consultation) -> None:
    for start in (0, 100):
        plant(question, 100, start=start)
        sequence(question.pk)
    feed = ElementTree.fromstring(client.get(reverse("log-feed", args=[question.slug])).content)
    names = [entry.findtext(f"{ATOM}id") for entry in feed.iter(f"{ATOM}entry")]
    assert names == ["civic-twin:streets:log:200", "civic-twin:streets:log:100"]


def test_a_count_stands_in_the_feeds_once_it_can_be_downloaded(
    client: Client, question: Consultation
) -> None:
    told = {"rule": "approval", "ballots_root": b"r" * 32, "counted_at": timezone.now()}
    record = CountRecord.objects.create(consultation=question, **told)
    assert "Counted" not in page(client, "feed") + page(client, "witness-feed")
    CountRecord.objects.filter(pk=record.pk).update(digest="ab" * 32)
    for shown in (page(client, "feed"), page(client, "question-feed", question.slug)):
        assert "Counted: “Should cars leave the street?”" in shown
    for shown in (page(client, "witness-feed"), page(client, "log-feed", question.slug)):
        assert "ab" * 32 in shown
        assert (b"r" * 32).hex() in shown


def test_the_checkpoint_can_be_fetched(client: Client, question: Consultation) -> None:
    address = reverse("log-checkpoint", args=[question.slug])
    assert client.get(address).status_code == 404
    plant(question, 50)
    sequence(question.pk)
    assert client.get(address).content.decode().startswith("civic-twin/nantes/streets\n50\n")


def test_pages_of_the_log_make_few_queries(
    client: Client, question: Consultation, django_assert_max_num_queries: object
) -> None:
    plant(question, 1000)
    sequence(question.pk)
    assert "Lines come 50 at a time" in page(client, "log", question.slug)
    with django_assert_max_num_queries(7):  # type: ignore[operator]
        page(client, "log", question.slug)
