"""What holds for every connector in the catalogue; a new one needs files to read in READS."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from django.conf import settings

from tests.city_fixture import WINDOW
from tests.twin.test_filosofi import HEAD, ROW
from twin.connectors.catalogue import CONNECTORS
from twin.connectors.contract import Harvest
from twin.connectors.filosofi import FILE
from twin.kinds import KINDS

each = pytest.mark.parametrize("name", list(CONNECTORS))


def _demo_data() -> Harvest:
    return CONNECTORS["bdtopo"].read(settings.DATA_DIR, bounds=WINDOW, say=lambda text: None)


def _one_cell() -> Harvest:
    with TemporaryDirectory() as folder:
        (Path(folder) / FILE).write_text(f"{HEAD}\n{ROW}")
        return CONNECTORS["filosofi"].read(Path(folder), bounds=None, say=lambda text: None)


READS: dict[str, Callable[[], Harvest]] = {"bdtopo": _demo_data, "filosofi": _one_cell}


@lru_cache
def harvest(name: str) -> Harvest:
    return READS[name]()


@each
def test_what_it_reads_is_of_known_kinds_and_fits_them(name: str) -> None:
    assert harvest(name).records
    for record in harvest(name).records:
        kind = KINDS[record.kind]
        assert kind.check(dict(record.attributes))
        assert record.geometry.geom_type == kind.geometry
        assert not record.geometry.has_z
        assert not record.geometry.is_empty


@each
def test_no_two_of_its_records_have_one_name(name: str) -> None:
    names = [(record.kind, record.source_id) for record in harvest(name).records]
    assert len(set(names)) == len(names)


@each
def test_every_record_has_a_source_with_licence_and_attribution(name: str) -> None:
    sources = {source.key: source for source in harvest(name).sources}
    assert {record.source for record in harvest(name).records} <= {*sources}
    for source in sources.values():
        assert source.licence
        assert source.attribution
        assert len(source.checksum) == 64


@each
def test_it_is_in_the_catalogue_by_its_own_name(name: str) -> None:
    assert CONNECTORS[name].name == name
