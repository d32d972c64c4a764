"""No public page, list, picture or file says where a comment lies before a batch does."""

from __future__ import annotations

import re

from django.contrib.gis.geos import Point
from django.test import Client

from participation.disclosure.grid import cell_at
from participation.models import Comment, Consultation, Place
from participation.releases import release_comments
from tests.participation.releases.conftest import Speak, a_day_later

PAGES = ["", "comments/", "map/", "cells.geojson", "areas.svg"]
LISTS = ["comments/", "cells/", "options/"]
# What differs from one request to the next whatever is shown.
CHANGES = re.compile(r'name="csrfmiddlewaretoken" value="\w+"|nonce="[^"]+"')


def _seen(question: Consultation) -> dict[str, str]:
    client = Client()
    paths = [f"/c/{question.slug}/{page}" for page in PAGES]
    paths += [f"/api/consultations/{question.slug}/{name}" for name in LISTS]
    answers = {path: client.get(path) for path in paths}
    return {
        path: CHANGES.sub("", answer.content.decode())
        for path, answer in answers.items()
        if answer.status_code == 200
    }


def _move(comment: Comment, lng: float, lat: float) -> None:
    """As if the comment had been written about another place."""
    Comment.objects.filter(pk=comment.pk).update(geometry=Point(lng, lat, srid=4326))
    Place.objects.filter(pk=comment.pk).update(fine=cell_at(lat, lng))
    comment.refresh_from_db()
    release_comments([comment])


def test_the_place_of_a_new_comment_changes_no_byte_of_any_public_face(
    speak: Speak, question: Consultation
) -> None:
    speak(12)
    a_day_later(question)
    victim = speak(1)[0]
    here = _seen(question)
    _move(victim, -1.545, 47.221)
    assert _seen(question) == here
    assert len(here) >= 6


def test_whether_a_comment_is_about_home_changes_no_byte_of_any_public_face(
    speak: Speak, question: Consultation
) -> None:
    speak(12)
    a_day_later(question)
    victim = speak(1)[0]
    before = _seen(question)
    Comment.objects.filter(pk=victim.pk).update(about_home=True)
    victim.refresh_from_db()
    release_comments([victim])
    a_day_later(question)
    assert _seen(question) == before
