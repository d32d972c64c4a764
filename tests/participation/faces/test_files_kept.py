"""A file that is kept for all who ask holds nothing that has gone, and is for nobody else."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from participation.models import Comment, Consultation, Phase
from participation.releases import release_consultation
from portal import artefacts, making
from portal.models import Takeaway
from portal.retention import run_due
from tests.participation.faces.large_files import PERSON, at, texts

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_hidden_comment_is_in_no_file_that_is_given_out_afterwards(
    client: Client, large: Consultation
) -> None:
    client.get(at(large))
    making.make(Takeaway.objects.get().pk)
    comment = Comment.objects.filter(parent=None).latest("pk")
    assert comment.text in texts(client.get(at(large)))
    Comment.objects.filter(pk=comment.pk).update(status="hidden")
    release_consultation(large.pk)
    assert client.get(at(large)).status_code == 202
    making.make(Takeaway.objects.latest("pk").pk)
    assert comment.text not in texts(client.get(at(large)))


def test_the_file_of_an_earlier_version_goes_when_the_next_is_made(
    client: Client, large: Consultation
) -> None:
    client.get(at(large))
    first = Takeaway.objects.get()
    making.make(first.pk)
    Comment.objects.filter(pk=Comment.objects.filter(parent=None)[0].pk).update(status="hidden")
    release_consultation(large.pk)
    client.get(at(large))
    making.make(Takeaway.objects.latest("pk").pk)
    assert Takeaway.objects.count() == 1
    assert not artefacts.store().exists(first.place)


def test_who_waited_while_the_question_went_on_gets_the_file_of_now(
    client: Client, large: Consultation
) -> None:
    again = client.get(at(large)).json()["next"]
    Comment.objects.filter(pk=Comment.objects.filter(parent=None)[0].pk).update(status="hidden")
    release_consultation(large.pk)
    assert client.get(again).status_code == 200


def test_nobody_gets_past_the_worker_by_saying_that_they_waited(
    client: Client, large: Consultation
) -> None:
    assert client.get(f"{at(large)}?again=1").status_code == 202


def test_a_file_that_is_kept_is_still_only_for_who_may_read_the_report(
    client: Client, large: Consultation
) -> None:
    name = "map"
    client.get(at(large, name))
    making.make(Takeaway.objects.get().pk)
    etag = client.get(at(large, name))["ETag"]
    later = timezone.now() + timedelta(days=1)
    Phase.objects.filter(consultation=large, kind="vote").update(closes_at=later)
    Phase.objects.filter(consultation=large, kind="result").update(opens_at=later)
    for headers in ({}, PERSON, {"if-none-match": etag}):
        assert client.get(at(large, name), headers=headers).status_code == 409
    assert Takeaway.objects.count() == 1


def test_every_night_the_files_go(client: Client, large: Consultation) -> None:
    client.get(at(large))
    row = Takeaway.objects.get()
    making.make(row.pk)
    assert run_due()["files"] == 1
    assert not artefacts.store().exists(row.place)


def test_a_file_that_is_not_wanted_any_more_is_not_kept(
    client: Client, large: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    client.get(at(large))
    row, write = Takeaway.objects.get(), making.write

    def meanwhile_cleared(maker: str, about: str, file: Any) -> None:
        write(maker, about, file)
        making.drop(timezone.now())

    monkeypatch.setattr(making, "write", meanwhile_cleared)
    making.make(row.pk)
    assert not artefacts.store().exists(row.place)
