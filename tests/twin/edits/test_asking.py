"""The desk's forms without scripts: choose, Next, and be asked about what was chosen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from portal.models import User
from tests.twin.small_city import freeze_small_city, urn
from twin import scenarios
from twin.edits import KINDS
from twin.models import Scenario

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(db: None, planner: User) -> Scenario:
    version = freeze_small_city()
    return scenarios.create_scenario(actor=planner, base=version, name={"en": "Quiet"})


@pytest.fixture
def desk(client: Client, planner: User) -> Client:
    client.force_login(planner)
    return client


def shown(answer: Any) -> str:
    """The page as it is without scripts: what stands in a template is not shown."""
    return re.sub(r"<template.*?</template>", "", answer.content.decode(), flags=re.DOTALL)


def address(draft: Scenario) -> str:
    return reverse("scenario-edit", args=[draft.series, draft.revision])


STREET = {"act": "add_street", "street": "Rue B", "seen": 0}


def test_before_a_kind_is_chosen_nothing_is_asked_about_one(desk: Client, draft: Scenario) -> None:
    page = shown(desk.get(address(draft), {"street": "Rue B"}))
    assert page.count('name="next" value="1"') == 2
    for name in ("speed_kmh", "lanes", "direction", "height_m", "spacing_m", "category"):
        assert f'name="{name}"' not in page


def test_next_asks_about_the_kind_that_was_chosen_and_keeps_the_pieces(
    desk: Client, draft: Scenario
) -> None:
    sent = {**STREET, "kind": "speed", "asked": "", "next": "1", "pieces": [urn("B", 2)]}
    page = shown(desk.post(address(draft), sent))
    assert ('name="speed_kmh"' in page, 'name="lanes"' in page) == (True, False)
    checked = re.findall(r'name="pieces" value="([^"]+)"[^>]* checked', page)
    assert checked == [urn("B", 2)]
    assert "needs another look" not in page


def test_next_without_a_choice_is_told_what_lacks(desk: Client, draft: Scenario) -> None:
    sent = {**STREET, "asked": "", "next": "1", "pieces": [urn("B", 2)]}
    page = shown(desk.post(address(draft), sent))
    assert "Choose what should change." in page


def test_another_choice_is_asked_about_before_anything_is_stored(
    desk: Client, draft: Scenario
) -> None:
    places = "47.2138, -1.5586"
    sent = {"act": "add_ground", "seen": 0, "kind": "plant_trees", "asked": "lay_green"}
    page = shown(desk.post(address(draft), {**sent, "places": places, "category": "park"}))
    assert draft.edits.count() == 0
    assert ('name="spacing_m"' in page, 'name="category"' in page) == (True, False)
    assert places in page


def test_what_was_typed_about_one_kind_is_not_taken_for_another(
    desk: Client, draft: Scenario
) -> None:
    """Trees and buildings both have a height."""
    sent = {"act": "add_ground", "seen": 0, "kind": "add_building", "asked": "plant_trees"}
    page = shown(desk.post(address(draft), {**sent, "height_m": "6", "drawn": "{}"}))
    assert 'name="height_m" value="12"' in page
    assert 'name="drawn" value="{}"' in page


def test_what_is_asked_says_its_limits(desk: Client, draft: Scenario) -> None:
    sent = {**STREET, "kind": "lanes", "asked": "", "next": "1"}
    page = shown(desk.post(address(draft), sent))
    assert re.search(r'name="lanes"[^>]* min="1" max="6"', page)


def test_a_kind_that_is_not_there_is_refused_in_words(desk: Client, draft: Scenario) -> None:
    answer = desk.post(address(draft), {**STREET, "kind": "tunnel", "pieces": [urn("B", 1)]})
    assert answer.status_code < 500
    assert draft.edits.count() == 0


def test_how_a_kind_is_drawn_follows_from_its_shapes() -> None:
    (trees,), (_street, zone) = KINDS["plant_trees"].questions, KINDS["speed"].questions
    with override("en"):
        assert (trees.how, zone.how) == (
            "Draw a point or a line on the map.",
            "Draw an area on the map.",
        )
    with override("fr"):
        assert trees.how == "Tracez un point ou une ligne sur la carte."
