"""Frozen versions from the artefact store, kept per process by digest."""

from __future__ import annotations

import logging
from functools import lru_cache

from django.utils.translation import gettext as _

from portal.artefacts import keep, store
from portal.errors import NotReady
from twin.citystate import CityState
from twin.kinds import KINDS
from twin.models import TwinVersion
from twin.state.columnar import digest_of, from_parquet, to_parquet
from twin.state.reading import to_city_state

log = logging.getLogger(__name__)
KEPT = 3
"""Versions a process keeps in memory."""


def load(version: TwinVersion) -> CityState:
    """The frozen city; read once per process.

    A version whose files are lost or damaged is made again from the database, if that gives the
    same digest. Raises NotReady when it does not.
    """
    return _load(version.digest, version.artefact, version.crs)


def save(state: CityState, prefix: str) -> None:
    """Write one GeoParquet file per kind under `prefix`, unless it is there already."""
    for kind, table in state.tables.items():
        name = _name(prefix, kind)
        if not store().exists(name):
            keep(name, to_parquet(state.crs, kind, table))


@lru_cache(maxsize=KEPT)
def _load(digest: str, prefix: str, crs: str) -> CityState:
    return _read(digest, prefix, crs) or _again(digest, prefix, crs)


def _read(digest: str, prefix: str, crs: str) -> CityState | None:
    """The version from its files; None where one is lost, damaged or another one's."""
    tables = {}
    for kind in KINDS:
        try:
            with store().open(_name(prefix, kind)) as file:
                tables[kind] = from_parquet(kind, file.read())
        except (KeyError, OSError, ValueError) as error:
            log.warning(
                "the stored city's %s cannot be used (%s); it is made again",
                _name(prefix, kind),
                type(error).__name__,
            )
            return None
    return (
        CityState(crs=crs, tables=tables, digest=digest)
        if digest_of(crs, tables) == digest
        else None
    )


def _again(digest: str, prefix: str, crs: str) -> CityState:
    """The version from the database, as it was recorded; its files are written anew.

    Where there is no room for them, the city is at hand all the same.
    """
    version = TwinVersion.objects.get(digest=digest)
    state = to_city_state(at=version.recorded_at, crs=crs)
    if state.digest != digest:
        raise _damaged(prefix)
    try:
        for kind, table in state.tables.items():
            keep(_name(prefix, kind), to_parquet(crs, kind, table))
    except OSError as error:
        log.warning("the stored city %s cannot be written (%s)", prefix, error.strerror)
    return state


def _damaged(what: str) -> NotReady:
    return NotReady(
        _("The stored city (%(what)s) is damaged. Import and freeze it again.") % {"what": what},
        retry_after_s=600,
    )


def _name(prefix: str, kind: str) -> str:
    return f"{prefix}/{kind}.parquet"
