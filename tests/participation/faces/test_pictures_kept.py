"""How long a reader's browser keeps the pictures of a question: a minute, and of a draft never."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Point
from django.test import Client

from participation.models import Consultation

PICTURES = ["picture.svg", "option/b.svg", "areas.svg", "cells.geojson"]


def _asked_for(headers: str) -> set[str]:
    return {word.strip() for word in headers.split(",")}


@pytest.mark.parametrize("picture", PICTURES)
def test_a_picture_is_asked_for_again_after_a_minute_and_not_sent_twice(
    picture: str, client: Client, question: Consultation
) -> None:
    address = f"/c/{question.slug}/{picture}"
    first = client.get(address)
    assert _asked_for(first["Cache-Control"]) == {"max-age=60", "public"}
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]


def test_the_picture_of_an_option_is_not_the_one_that_had_its_letter_before(
    client: Client, question: Consultation
) -> None:
    second = question.options.get(position=2)
    shape = Point(-1.555, 47.215, srid=4326)
    second.scenario.edits.create(position=1, kind="plant_trees", geometry=shape)
    address = f"/c/{question.slug}/option/b.svg"
    first = client.get(address)
    second.delete()
    again = client.get(address, headers={"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content == first.content) == (200, False)


@pytest.mark.parametrize("picture", PICTURES)
def test_what_belongs_to_a_draft_is_kept_by_nobody(
    picture: str, desk: Client, make_question: Callable[..., Consultation]
) -> None:
    draft = make_question("discuss", status="draft")
    answer = desk.get(f"/c/{draft.slug}/{picture}")
    assert answer.status_code == 200
    assert _asked_for(answer["Cache-Control"]) >= {"no-store", "private"}
    assert "public" not in answer["Cache-Control"]
    assert "max-age=60" not in answer["Cache-Control"]
