"""The README's recipe: one module and one line, and a kind is in form, sentence, map and API."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from portal.models import User
from tests.twin.edits import test_laws
from tests.twin.edits.bus_street import BusStreetKind
from tests.twin.small_city import freeze_small_city, urn
from twin import scenarios
from twin.cartography.markers import edit_markers
from twin.edits import KINDS
from twin.models import Feature, Scenario

LAWS = [
    test_laws.test_what_is_stored_is_read_as_the_same_change,
    test_laws.test_a_change_has_one_canonical_form_that_names_its_kind,
    test_laws.test_an_edit_made_before_is_refused_in_words_at_a_field,
    test_laws.test_a_value_beyond_its_limits_is_refused_at_its_name,
    test_laws.test_a_detail_that_is_missing_or_not_known_is_refused,
    test_laws.test_what_must_be_drawn_is_asked_for,
    test_laws.test_a_kind_reaches_the_analyses_that_read_what_it_changes,
    test_laws.test_its_icon_is_drawn,
]


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> BusStreetKind:
    """The one line in the catalogue, taken out again after the test."""
    monkeypatch.setattr(KINDS, "_items", dict(KINDS.items()))
    kind = BusStreetKind()
    KINDS.add("bus_street", kind)
    return kind


@pytest.fixture
def draft(db: None, planner: User) -> Scenario:
    version = freeze_small_city()
    return scenarios.create_scenario(actor=planner, base=version, name={"en": "Buses"})


@pytest.fixture
def desk(client: Client, planner: User) -> Client:
    client.force_login(planner)
    return client


@pytest.mark.parametrize("law", LAWS, ids=[law.__name__ for law in LAWS])
def test_a_kind_that_was_added_is_held_to_the_laws(added: BusStreetKind, law: Any) -> None:
    law(added)


def test_a_kind_that_was_added_is_asked_for_stored_and_told(
    added: BusStreetKind, desk: Client, draft: Scenario
) -> None:
    address = reverse("scenario-edit", args=[draft.series, draft.revision])
    assert "Only buses" in desk.get(address, {"street": "Rue B"}).content.decode()
    what = {"act": "add_street", "street": "Rue B", "kind": "bus_street", "seen": 0}
    asked = desk.post(address, {**what, "next": "1"}).content.decode()
    assert 'name="minutes" value="10" min="2" max="60"' in asked
    wrong = desk.post(address, {**what, "pieces": urn("B", 1), "minutes": "1"})
    assert "Choose from 2 to 60 minutes." in wrong.content.decode()
    desk.post(address, {**what, "pieces": urn("B", 1), "minutes": "5"})
    assert draft.edits.get().params == {"streets": [urn("B", 1)], "minutes": 5}
    said = "Rue B: a bus every 5 minutes, no other cars between Rue 2 and Rue 3"
    assert scenarios.sentences(draft) == [said]
    assert said in desk.get(address).content.decode()


def test_a_kind_that_was_added_is_on_the_map_and_in_the_api(
    added: BusStreetKind, client: Client, draft: Scenario
) -> None:
    Feature.objects.create(
        version=draft.base, kind="street", fid=0, urn=urn("B", 1),
        geometry="SRID=2154;LINESTRING(355100 6689100, 355200 6689100)",
    )  # fmt: skip
    params = {"streets": [urn("B", 1)], "minutes": 5}
    scenarios.add_edit(actor=None, scenario=draft, kind="bus_street", params=params)
    plan = scenarios.publish_scenario(actor=None, scenario=draft)
    (marker,) = edit_markers([plan.pk], plan.base.pk)[plan.pk]["features"]
    assert marker["properties"] == {"kind": "bus_street", "label": "only buses"}
    assert marker["geometry"]["type"] == "LineString"
    (row,) = client.get("/api/scenarios/").json()["results"]
    assert row["edits"] == [{"position": 0, "kind": "bus_street", "params": params}]
    kinds = client.get("/api/edit-kinds/").json()["results"]
    (told,) = [one for one in kinds if one["name"] == "bus_street"]
    assert told["label"] == "Only buses"
    assert told["reaches"] == ["traffic", "air", "noise", "exposure"]
    (minutes,) = [one for one in told["parameters"] if one["name"] == "minutes"]
    assert (minutes["unit"], minutes["least"], minutes["most"]) == ("min", 2, 60)
