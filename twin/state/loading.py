"""Frozen versions from the artefact store, kept per process by digest."""

from __future__ import annotations

from functools import lru_cache

from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages
from django.utils.translation import gettext as _

from portal.errors import CivicError
from twin.citystate import CityState
from twin.kinds import KINDS
from twin.models import TwinVersion
from twin.state.columnar import digest_of, from_parquet, to_parquet
from twin.state.reading import to_city_state

KEPT = 3
"""Versions a process keeps in memory."""


def artefacts() -> Storage:
    """The store of columnar files: a folder, or what STORAGES["artefacts"] names."""
    return storages["artefacts"]


def load(version: TwinVersion) -> CityState:
    """The frozen city; read once per process.

    A version whose files are lost is made again from the database, if that gives the same digest.
    Raises CivicError when it does not, or when a file is damaged.
    """
    return _load(version.digest, version.artefact, version.crs)


def save(state: CityState, prefix: str) -> None:
    """Write one GeoParquet file per kind under `prefix`, unless it is there already."""
    for kind, table in state.tables.items():
        name = _name(prefix, kind)
        if not artefacts().exists(name):
            artefacts().save(name, ContentFile(to_parquet(state.crs, kind, table)))


@lru_cache(maxsize=KEPT)
def _load(digest: str, prefix: str, crs: str) -> CityState:
    store = artefacts()
    if not all(store.exists(_name(prefix, kind)) for kind in KINDS):
        return _again(digest, prefix, crs)
    tables = {}
    for kind in KINDS:
        with store.open(_name(prefix, kind)) as file:
            try:
                tables[kind] = from_parquet(kind, file.read())
            except (KeyError, OSError, ValueError) as error:
                raise _damaged(kind) from error
    if digest_of(crs, tables) != digest:
        raise _damaged(prefix)
    return CityState(crs=crs, tables=tables, digest=digest)


def _again(digest: str, prefix: str, crs: str) -> CityState:
    """The version from the database, as it was recorded; its files are written anew."""
    version = TwinVersion.objects.get(digest=digest)
    state = to_city_state(at=version.recorded_at, crs=crs)
    if state.digest != digest:
        raise _damaged(prefix)
    for kind in state.tables:
        artefacts().delete(_name(prefix, kind))
    save(state, prefix)
    return state


def _damaged(what: str) -> CivicError:
    return CivicError(
        _("The stored city (%(what)s) is damaged. Import and freeze it again.") % {"what": what}
    )


def _name(prefix: str, kind: str) -> str:
    return f"{prefix}/{kind}.parquet"
