"""Importing: what a connector read becomes entities and states, only where something changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any

import pyproj
import shapely
from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from portal import audit
from portal.errors import BadInput, CivicError
from portal.roles import is_planner, require
from twin.connectors.catalogue import CONNECTORS
from twin.connectors.contract import Bounds, Connector, Harvest, Record, Say, SourceFacts
from twin.kinds import kind_of, urn_of
from twin.models import Entity, EntityState, Import, Source
from twin.state.turn import take_turn

STATE_COLUMNS = (
    "entity_id, source_id, geometry, attributes, digest, valid_from, valid_to,"
    " recorded_from, recorded_to"
)


@dataclass(frozen=True)
class State:
    """A record, checked, named and ready to store. ewkb: hex, EPSG:4326."""

    urn: str
    kind: str
    source: str
    ewkb: str
    attributes: str
    digest: str


def import_city(
    *,
    actor: Any,
    connector: str = "bdtopo",
    folder: Path | None = None,
    bounds: Bounds | None = None,
    say: Say = lambda text: None,
) -> Import:
    """Bring the twin in line with what the connector reads; returns the report.

    folder: where the fetched files lie. bounds: a window in the source's CRS (tests); what lies
    outside is taken as gone. Unchanged entities are left alone, changed ones get a new state,
    vanished ones are closed. All or nothing: on any failure the report says "failed" and nothing
    else is stored. Raises NotAllowed, or BadInput when the source cannot serve.
    """
    require(is_planner, actor)
    if connector not in CONNECTORS:
        raise BadInput(f"There is no connector {connector!r}; there are: {', '.join(CONNECTORS)}.")
    return import_from(
        CONNECTORS[connector],
        actor=actor,
        folder=folder or settings.DATA_DIR,
        bounds=bounds,
        say=say,
    )


def import_from(
    connector: Connector,
    *,
    actor: Any,
    folder: Path,
    bounds: Bounds | None = None,
    say: Say = lambda text: None,
) -> Import:
    """As import_city, for a connector that need not be in the catalogue."""
    report: Import = Import.objects.create(connector=connector.name)
    try:
        with transaction.atomic():
            harvest = connector.read(folder, bounds=bounds, say=say)
            counts = store(harvest, connector.name, say)
            report.status = Import.Status.DONE
            report.counts, report.skipped = counts, list(harvest.skipped)
            report.finished_at = timezone.now()
            report.save()
            audit.record(actor=actor, act="city.import", subject=report, **counts["all"])
    except Exception as error:
        told = isinstance(error, CivicError)
        report.status, report.counts, report.skipped = Import.Status.FAILED, {}, []
        report.message = str(error) if told else f"stopped by {type(error).__name__}"
        report.finished_at = timezone.now()
        report.save()
        raise
    return report


def store(harvest: Harvest, connector: str, say: Say) -> dict[str, dict[str, int]]:
    """Append what changed; returns counts per kind and for "all": new, changed, same, gone."""
    say("Comparing with what is known")
    take_turn()
    sources = {facts.key: _source(facts, connector) for facts in harvest.sources}
    known = {
        urn: (pk, digest)
        for urn, pk, digest in EntityState.objects.filter(
            recorded_to=None, source__connector=connector
        ).values_list("entity_id", "pk", "digest")
    }
    states = _states(harvest)
    counts: dict[str, dict[str, int]] = {}
    append, close = [], []
    for state in states.values():
        before = known.pop(state.urn, None)
        fate = "new" if before is None else "same" if before[1] == state.digest else "changed"
        _count(counts, state.kind, fate)
        if fate != "same":
            append.append(state)
        if before is not None and fate == "changed":
            close.append(before[0])
    for urn, (pk, _) in known.items():
        _count(counts, urn.split(":")[3], "gone")
        close.append(pk)
    counts.setdefault("all", dict.fromkeys(("new", "changed", "same", "gone"), 0))
    if append or close:
        say(f"Storing {len(append)} new states, closing {len(close)}")
        _write(append, close, sources)
    return counts


def _count(counts: dict[str, dict[str, int]], kind: str, fate: str) -> None:
    for name in (kind, "all"):
        own = counts.setdefault(name, dict.fromkeys(("new", "changed", "same", "gone"), 0))
        own[fate] += 1


def _source(facts: SourceFacts, connector: str) -> Source:
    """The source in this state; made once."""
    source: Source = Source.objects.get_or_create(
        connector=connector,
        name=facts.name,
        checksum=facts.checksum,
        mapping_version=facts.mapping_version,
        defaults={
            "licence": facts.licence,
            "attribution": facts.attribution,
            "derived": facts.derived,
            "data_date": facts.data_date,
            "note": facts.note,
        },
    )[0]
    return source


def _states(harvest: Harvest) -> dict[str, State]:
    """Checked states by URN; raises BadInput naming an entity that does not fit its kind."""
    to_degrees = _to_degrees(harvest.crs)
    flat = shapely.transform([r.geometry for r in harvest.records], to_degrees)
    hexes = shapely.to_wkb(shapely.set_srid(flat, 4326), hex=True, include_srid=True)
    exact = shapely.to_wkb([r.geometry for r in harvest.records], byte_order=1)
    states: dict[str, State] = {}
    for record, ewkb, wkb in zip(harvest.records, hexes, exact, strict=True):
        state = _state(record, harvest.city, ewkb, wkb)
        if state.urn in states:
            raise BadInput(f"The source gives {state.urn} twice.")
        states[state.urn] = state
    return states


def _state(record: Record, city: str, ewkb: str, wkb: bytes) -> State:
    """One record, checked against its kind. The digest is of its metric geometry and values."""
    kind = kind_of(record.kind)
    urn = urn_of(city, record.kind, record.source_id)
    if record.geometry.geom_type != kind.geometry:
        raise BadInput(f"{urn} is a {record.geometry.geom_type}, not a {kind.geometry}.")
    attributes = json.dumps(
        kind.check(record.attributes), ensure_ascii=False, sort_keys=True, allow_nan=False
    )
    digest = hashlib.sha256(wkb + b"\0" + attributes.encode()).hexdigest()
    return State(urn, record.kind, record.source, ewkb, attributes, digest)


def _to_degrees(crs: str) -> Callable[[Any], Any]:
    transformer = pyproj.Transformer.from_crs(crs, "EPSG:4326", always_xy=True)

    def convert(xy: Any) -> Any:
        xy = xy.copy()
        xy[:, 0], xy[:, 1] = transformer.transform(xy[:, 0], xy[:, 1])
        return xy

    return convert


def _write(append: list[State], close: list[int], sources: Mapping[str, Source]) -> None:
    """Close old states, add unknown entities, append new states by COPY."""
    now = _next_moment()
    EntityState.objects.filter(pk__in=close).update(recorded_to=now)
    urns = [state.urn for state in append]
    known = set(Entity.objects.filter(pk__in=urns).values_list("pk", flat=True))
    _copy(
        f"copy {Entity._meta.db_table} (urn, kind) from stdin",
        ((state.urn, state.kind) for state in append if state.urn not in known),
    )
    since = {key: _midnight(source) for key, source in sources.items()}
    _copy(
        f"copy {EntityState._meta.db_table} ({STATE_COLUMNS}) from stdin",
        (
            (
                state.urn,
                sources[state.source].pk,
                state.ewkb,
                state.attributes,
                state.digest,
                since[state.source],
                None,
                now,
                None,
            )
            for state in append
        ),
    )


def _copy(statement: str, rows: Iterable[tuple[Any, ...]]) -> None:
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)


def _next_moment() -> datetime:
    """Now, or just after the latest recording if the clock stands still."""
    last = EntityState.objects.order_by("-recorded_from").values_list("recorded_from", flat=True)
    now = timezone.now()
    latest: datetime | None = last.first()
    return now if latest is None else max(now, latest + timedelta(microseconds=1))


def _midnight(source: Source) -> datetime | None:
    """When the source's data became valid, as far as it says."""
    date = source.data_date
    return datetime.combine(date, time(), UTC) if date else None
