"""What the ground floor checks: stores, schema, queues, room on the disks, messages to people."""

from __future__ import annotations

import shutil
from functools import cache as once
from pathlib import Path

from django.conf import settings
from django.core.cache import cache
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Count, Min
from django.utils import timezone

from portal import artefacts
from portal.health.catalogue import WELL, Found
from portal.models import OutgoingMail
from portal.queues import MAIL, QUEUES, named
from portal.rediscache import client_of

FLOORS = ("portal", "twin", "participation")
MOST_WAITING = {**dict.fromkeys(QUEUES, 200), MAIL: 1_000}
MAIL_OLD_S = 900
GB = 1e9


def database() -> Found:
    """Whether the database answers, with PostGIS in it."""
    with connection.cursor() as cursor:
        cursor.execute("select postgis_lib_version()")
    return Found()


def redis() -> Found:
    """Whether Redis remembers."""
    cache.set("health:probe", "1", 5)
    return Found(WELL if cache.get("health:probe") == "1" else "Redis does not remember.")


@once
def _on_disk() -> frozenset[tuple[str, str]]:
    """The migrations of this code; read once, since code does not change while it runs."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def migrations() -> Found:
    """Whether code and database are of one version."""
    applied = set(MigrationRecorder(connection).applied_migrations())
    waiting = _on_disk() - applied
    # Other apps may drop old migrations from their code; ours stay for good.
    unknown = {one for one in applied - _on_disk() if one[0] in FLOORS}
    words = []
    if waiting:
        words.append(f"{len(waiting)} migrations are to be applied.")
    if unknown:
        words.append(f"This code is older than the database by {len(unknown)} migrations.")
    return Found(" ".join(words) or WELL, {"to_apply": len(waiting), "unknown": len(unknown)})


def queues() -> Found:
    """How many messages wait in each queue."""
    url = settings.CELERY_BROKER_URL
    if not url.startswith(("redis", "unix")):
        return Found(WELL, {"waiting": None})
    asked = client_of(url)
    waiting = {queue: int(asked.llen(named(queue))) for queue in QUEUES}
    long = [queue for queue, number in waiting.items() if number > MOST_WAITING[queue]]
    words = f"Too many messages wait in: {', '.join(long)}." if long else WELL
    return Found(words, {"waiting": waiting}, {"waiting": MOST_WAITING})


def disks() -> Found:
    """How much room there is for counts and cities, for operators, and for the database."""
    free = {name: _free(path) for name, path in _folders().items()}
    least = settings.DISK_LEAST_BYTES
    full = [name for name, room in free.items() if room is not None and room < least]
    return Found(
        f"The disk is almost full: {', '.join(full)}." if full else WELL,
        {"free_gb": {k: None if v is None else round(v / GB, 2) for k, v in free.items()}},
        {"free_gb": round(least / GB, 2)},
    )


def _folders() -> dict[str, Path | None]:
    """None where no folder of this machine is meant, or none that we may know of."""
    try:
        kept: Path | None = Path(artefacts.store().path(""))
    except NotImplementedError:
        kept = None
    with connection.cursor() as cursor:
        cursor.execute("select setting from pg_settings where name = 'data_directory'")
        row = cursor.fetchone()
    # Empty for an account that may not read it; elsewhere when the database is on another machine.
    data = Path(row[0]) if row and row[0] and Path(row[0]).is_dir() else None
    return {"artefacts": kept, "operators": Path(settings.OPERATOR_DIR), "database": data}


def _free(path: Path | None) -> int | None:
    if path is None:
        return None
    there = next(one for one in (path, *path.parents) if one.exists())
    return shutil.disk_usage(there).free


def mail() -> Found:
    """Whether messages to people go out."""
    rows = OutgoingMail.objects.aggregate(waiting=Count("pk"), oldest=Min("made_at"))
    age = 0.0 if rows["oldest"] is None else (timezone.now() - rows["oldest"]).total_seconds()
    return Found(
        f"Messages to people wait since {age / 60:.0f} minutes." if age > MAIL_OLD_S else WELL,
        {"waiting": rows["waiting"], "oldest_s": round(age)},
        {"oldest_s": MAIL_OLD_S},
    )
