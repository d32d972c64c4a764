"""A frozen version never changes, and is the same on every machine."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import shapely
from django.conf import settings
from django.contrib.gis.db.models.functions import Transform
from django.utils import timezone

from portal.errors import BadInput, NotAllowed
from portal.models import AuditEntry, User
from tests.city_fixture import WINDOW
from twin.connectors.bdtopo import BdTopo
from twin.connectors.contract import Bounds, Harvest, Say
from twin.models import EntityState, Feature, TwinVersion
from twin.sources import import_from
from twin.state import artefacts, load, to_city_state
from twin.state.loading import _load
from twin.versions import freeze

GOLDEN = "2664b673aa63da37b8d48201a0647bcfe1e16193aabb5a6a39fdd671810c9206"
"""Digest of the fixture's city, as computed here first. It changes with the connector's mapping,
the kinds and the assumed speed limits, and with nothing else."""


class Shuffled(BdTopo):
    """The same source, read in another order."""

    def read(self, folder: Path, *, bounds: Bounds | None, say: Say) -> Harvest:
        harvest = super().read(folder, bounds=bounds, say=say)
        records = list(harvest.records)
        random.Random(7).shuffle(records)
        return replace(harvest, records=records)


def touch() -> EntityState:
    """Make one building higher, as an import would."""
    old = EntityState.objects.filter(entity__kind="building").order_by("entity_id").first()
    moment = timezone.now()
    EntityState.objects.filter(pk=old.pk).update(recorded_to=moment)
    return EntityState.objects.create(
        entity=old.entity,
        source=old.source,
        geometry=old.geometry,
        attributes={**old.attributes, "height_m": 99.9},
        digest="0" * 64,
        recorded_from=moment,
    )


def test_the_same_source_gives_the_same_digest_everywhere(city: TwinVersion) -> None:
    assert city.digest == GOLDEN


@pytest.mark.django_db
def test_the_order_of_the_source_does_not_matter() -> None:
    import_from(Shuffled(), actor=None, folder=settings.DATA_DIR, bounds=WINDOW)
    assert to_city_state().digest == GOLDEN


def test_freezing_twice_gives_one_version(city: TwinVersion) -> None:
    features = Feature.objects.count()
    assert freeze(actor=None, label="again") == city
    assert TwinVersion.objects.count() == 1
    assert Feature.objects.count() == features


def test_a_change_makes_another_version_and_leaves_the_first(city: TwinVersion) -> None:
    touch()
    second = freeze(actor=None, label="higher")
    assert second.digest != city.digest
    first = load(city).tables["building"].columns["height_m"]
    changed = load(second).tables["building"].columns["height_m"]
    assert np.flatnonzero(first != changed).tolist() == [0]
    assert changed[0] == 99.9


def test_an_older_version_can_be_made_again_after_a_change(city: TwinVersion) -> None:
    touch()
    artefacts().delete(f"{city.artefact}/building.parquet")
    _load.cache_clear()
    assert load(city).digest == city.digest


def test_features_follow_the_rows_of_the_tables(city: TwinVersion) -> None:
    state = load(city)
    for kind, table in state.tables.items():
        found = Feature.objects.filter(version=city, kind=kind).order_by("fid")
        assert list(found.values_list("fid", "urn")) == list(enumerate(table.urn.tolist()))


def test_features_lie_where_the_city_is(city: TwinVersion) -> None:
    feature = (
        Feature.objects.filter(version=city, kind="building")
        .annotate(metric=Transform("geometry", 2154))
        .get(fid=0)
    )
    drawn = shapely.from_wkb(bytes(feature.metric.wkb))
    assert drawn.symmetric_difference(load(city).tables["building"].geometry[0]).area < 0.01


def test_counts_and_bounds_are_of_this_city(city: TwinVersion) -> None:
    assert city.counts["building"] == len(load(city).tables["building"])
    west, south, east, north = city.bounds.extent
    assert -1.57 < west < east < -1.54
    assert 47.20 < south < north < 47.23


def test_a_version_says_whom_to_name(city: TwinVersion) -> None:
    assert "IGN – BD TOPO®" in city.attributions
    assert "© OpenStreetMap contributors" in city.attributions


def test_freezing_is_in_the_audit_log(city: TwinVersion) -> None:
    touch()
    version = freeze(actor=None, label="higher")
    entry = AuditEntry.objects.filter(act="city.freeze").latest("at")
    assert (entry.subject_id, entry.facts["digest"]) == (str(version.pk), version.digest)


@pytest.mark.django_db
def test_an_empty_city_cannot_be_frozen() -> None:
    with pytest.raises(BadInput, match="import_city"):
        freeze(actor=None, label="nothing")


def test_only_planners_freeze(resident: User) -> None:
    with pytest.raises(NotAllowed):
        freeze(actor=resident, label="mine")
