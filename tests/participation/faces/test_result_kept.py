"""What the result page keeps of a count: the same for all, in each language, and never too long."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.faces.resident import result as page
from participation.models import Consultation, CountRecord, RollEntry
from portal.models import User
from tests.participation.results.boxes import counted

Make = Callable[..., Consultation]


@pytest.fixture
def question(make_question: Make) -> Consultation:
    found = make_question("result")
    counted(found, [({"ticks": "B"}, 20), ({"ticks": "AC"}, 12)], rule="approval")
    return found


def _shown(client: Client, question: Consultation, language: str = "en") -> str:
    answer = client.get(
        reverse("result", args=[question.slug]), headers={"accept-language": language}
    )
    return answer.content.decode()


def test_a_count_is_told_once_and_kept(
    client: Client, question: Consultation, monkeypatch: Any
) -> None:
    first = _shown(client, question)
    monkeypatch.setattr(page, "context_of", None)
    second = _shown(Client(), question)
    assert "B carf" in second
    assert first.count("<table") == second.count("<table") >= 1


def test_each_language_is_kept_for_itself(client: Client, question: Consultation) -> None:
    english, french = _shown(client, question), _shown(client, question, "fr")
    assert "What won" in english
    assert "What won" not in french
    assert _shown(client, question).count("What won") == english.count("What won")


def test_a_name_that_changed_is_told_anew(client: Client, question: Consultation) -> None:
    _shown(client, question)
    option = question.options.get(position=2)
    option.name = {"en": "a quiet street"}
    option.save(update_fields=["name"])
    assert '<p class="result-winner">B a quiet street</p>' in _shown(client, question)


def test_a_bundle_that_was_made_is_another_thing_to_keep(
    client: Client, question: Consultation, monkeypatch: Any
) -> None:
    _shown(client, question)
    CountRecord.objects.filter(consultation=question).update(digest="0" * 64)
    monkeypatch.setattr(page, "context_of", None)
    with pytest.raises(TypeError):
        _shown(client, question)


def test_a_turnout_that_fell_is_told_anew(client: Client, question: Consultation) -> None:
    RollEntry.objects.create(consultation=question, voter=b"v" * 32, undo=b"")
    before = _shown(client, question)
    RollEntry.objects.filter(consultation=question, voter=b"v" * 32).delete()
    assert _shown(client, question) != before


def test_nothing_about_the_reader_is_kept(
    client: Client, question: Consultation, resident: User
) -> None:
    client.force_login(resident)
    assert resident.email in _shown(client, question)
    assert resident.email not in _shown(Client(), question)
