"""A vote that is not counted in time, and a count whose file is not there, are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone

from participation.bundles import build_bundle
from participation.bundles.watching import LATE_S, bundles, votes
from participation.models import Consultation, ReleaseState
from participation.releases.watching import releases
from participation.results import count_box
from portal import artefacts
from tests.participation.voting import close, close_and_open

pytestmark = pytest.mark.django_db


def test_a_vote_that_is_overdue_is_named(question: Consultation, client: Client) -> None:
    close(question)
    assert votes().well
    close(question, ago=timedelta(seconds=LATE_S + 60))
    assert not votes().well
    assert client.get("/health/ready").json()["votes"] == "1 votes have closed and are not counted."


def test_a_counted_vote_is_well(question: Consultation) -> None:
    close_and_open(question)
    count_box(question.pk)
    close(question, ago=timedelta(days=1))
    assert votes().well


def test_places_that_are_released_late_are_named(question: Consultation) -> None:
    state = ReleaseState.objects.create(consultation=question, batch_on=timezone.localdate())
    assert releases().well
    state.batch_on -= timedelta(days=3)
    state.save()
    assert releases().words == "The places of 1 questions are released late."


def test_a_broken_bundle_is_named(counted: Consultation) -> None:
    build_bundle(counted.pk)
    assert bundles().well
    record = build_bundle(counted.pk)
    Path(artefacts.store().path(record.bundle)).write_bytes(b"cut")
    assert bundles().words == "The files of 1 counts are missing or damaged."
    build_bundle(counted.pk)
    assert bundles().well
