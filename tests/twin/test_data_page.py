"""The page about the data names every source, and what we added."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from twin.models import Source, TwinVersion


def page(client: Client, language: str = "en") -> str:
    answer = client.get(reverse("sources"), headers={"accept-language": language})
    assert answer.status_code == 200
    return answer.content.decode()


def test_every_source_is_named_with_licence_and_checksum(client: Client, city: TwinVersion) -> None:
    text = page(client)
    for source in Source.objects.all():
        assert source.attribution in text
        assert source.licence in text
        assert source.checksum in text


def test_what_was_worked_out_is_marked(client: Client, city: TwinVersion) -> None:
    text = page(client)
    assert text.count("Worked out by us") == 1
    assert "storeys from height" in text


def test_absent_kinds_of_place_are_said(client: Client, city: TwinVersion) -> None:
    assert "the extract names no school" in page(client)


def test_the_version_on_the_maps_is_named(client: Client, city: TwinVersion) -> None:
    text = page(client)
    assert city.label in text
    assert city.digest in text


def test_the_page_asks_the_database_a_fixed_number_of_times(
    client: Client, city: TwinVersion
) -> None:
    page(client)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page(client)
    assert len(asked) <= 6


@pytest.mark.django_db
def test_an_empty_city_says_what_will_be_here(client: Client) -> None:
    assert "There is no city data yet" in page(client)
