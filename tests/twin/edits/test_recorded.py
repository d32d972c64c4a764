"""What edits meant and said before each kind got a module of its own, they mean and say still.

The records were made by the code before.
"""

from __future__ import annotations

import hashlib
import json
import random
from pathlib import Path
from typing import Any

import pytest
import shapely
from django.contrib.gis.geos import GEOSGeometry
from django.utils.translation import override

from tests.twin.edits.drawn import KINDS, drawn, told
from twin import scenarios, state
from twin.cartography.markers import edit_markers
from twin.demo.scenarios import PIECES, ensure_scenarios
from twin.models import Scenario, TwinVersion
from twin.sources import import_city
from twin.versions import freeze

RECORDS = Path(__file__).with_name("recorded.json")
IN_FULL, IN_ALL = 4, 150
STRASBOURG = (355400.0, 6689100.0, 355950.0, 6690000.0)
"""A window around the demo's street, EPSG:2154."""


def recorded() -> dict[str, Any]:
    return dict(json.loads(RECORDS.read_text()))


def of_kind(kind: str) -> dict[str, Any]:
    """The first edits that a seed draws, in full, and one digest of all of them."""
    dice = random.Random(kind)
    found = [json.loads(json.dumps(list(told(drawn(kind, dice))))) for _ in range(IN_ALL)]
    text = "\n".join(json.dumps(one, sort_keys=True) for one in found)
    return {"first": found[:IN_FULL], "all": hashlib.sha256(text.encode()).hexdigest()}


@pytest.mark.parametrize("kind", KINDS)
def test_edits_of_a_kind_mean_and_say_what_they_did(kind: str) -> None:
    found, before = of_kind(kind), recorded()["kinds"][kind]
    assert found["first"] == before["first"]
    assert found["all"] == before["all"]


def every_kind(version: TwinVersion) -> Scenario:
    """A plan with an edit of each kind and each shape around Rue de Strasbourg."""
    draft = scenarios.create_scenario(actor=None, base=version, name={"en": "All"}, slug="all")
    house = str(state.load(version).tables["building"].urn[200])
    spots = [[-1.5545, 47.2165], [-1.5543, 47.2169], [-1.5541, 47.2173]]
    row = [[-1.5550, 47.2165], [-1.5548, 47.2170], [-1.5546, 47.2175]]
    ring = [[-1.5545, 47.2165], [-1.5540, 47.2165], [-1.5540, 47.2168], [-1.5545, 47.2165]]
    yard = _open_ground(version)
    for kind, params, geometry in (
        ("ban_heavy", {"streets": list(PIECES[:3])}, None),
        ("direction", {"streets": list(PIECES[3:6]), "direction": "backward"}, None),
        ("direction", {"streets": list(PIECES[3:6]), "direction": "both"}, None),
        ("speed", {"streets": list(PIECES[6:8]), "speed_kmh": 20}, None),
        ("lanes", {"streets": list(PIECES[8:10]), "lanes": 5}, None),
        ("close_to_cars", {"streets": list(PIECES[10:])}, None),
        ("plant_trees", {"height_m": 4}, {"type": "Point", "coordinates": spots[0]}),
        ("plant_trees", {}, {"type": "MultiPoint", "coordinates": spots[1:]}),
        ("plant_trees", {"spacing_m": 20}, {"type": "LineString", "coordinates": row}),
        (
            "lay_green",
            {"category": "park", "name": "P"},
            {"type": "Polygon", "coordinates": [ring]},
        ),
        ("remove_building", {"buildings": [house]}, None),
        ("add_building", {"height_m": 12, "dwellings": 3}, yard),
    ):
        scenarios.add_edit(actor=None, scenario=draft, kind=kind, params=params, geometry=geometry)
    return scenarios.publish_scenario(actor=None, scenario=draft)


def _open_ground(version: TwinVersion) -> GEOSGeometry:
    """A square of 5 m where nothing stands and no street runs."""
    from tests.twin.test_plan_desk import open_ground

    return GEOSGeometry(shapely.to_geojson(open_ground(version)))


def of_demo(version: TwinVersion) -> list[dict[str, Any]]:
    """All that is kept and shown of the demo's plans and of one with every kind."""
    plans = [*ensure_scenarios(version, lambda text: None), every_kind(version)]
    found = []
    for plan in plans:
        said: dict[str, Any] = {"digest": plan.digest, "edits": []}
        for edit in plan.edits.all():
            said["edits"].append([edit.kind, edit.params, edit.facts])
        for language in ("en", "fr"):
            with override(language):
                drawn_ = edit_markers([plan.pk], version.pk)[plan.pk]
                said[language] = scenarios.sentences(plan)
                said[f"labels_{language}"] = [
                    one["properties"]["label"] for one in drawn_["features"]
                ]
                text = json.dumps(drawn_, sort_keys=True)
                said[f"markers_{language}"] = hashlib.sha256(text.encode()).hexdigest()
        found.append(said)
    return found


def test_the_demos_plans_keep_their_digests_sentences_and_markers(db: None) -> None:
    import_city(actor=None, bounds=STRASBOURG)
    version = freeze(actor=None, label="Around Rue de Strasbourg")
    found, before = of_demo(version), recorded()["demo"]
    assert version.digest == before["city"]
    assert found == before["plans"]
