"""Large public files, each made once by a worker and kept for all who ask; see decisions/0021.

A row for each version and language is the claim: the database lets one asker write it and one
worker begin it. Whoever waits asks again; after PATIENCE_S the file is made in their request.
"""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import IO

from celery import current_app
from django.db.models import QuerySet
from django.utils import timezone, translation
from django.utils.module_loading import import_string

from portal import artefacts
from portal.code import code_version
from portal.health.beats import is_heard_of
from portal.models import Takeaway
from portal.queues import FILES
from portal.registry import Registry

Maker = Callable[[str, IO[bytes]], None]
MAKERS: Registry[str] = Registry("maker of files")
"""name -> dotted path of a Maker: it writes the file about what its first word names."""
TASK = "portal.tasks.make_file"
PATIENCE_S = 60
"""After that a reader waits for no worker any more."""


def write(maker: str, about: str, file: IO[bytes]) -> None:
    """Write the file, in the language that is spoken now."""
    make: Maker = import_string(MAKERS[maker])
    make(about, file)


def ask(maker: str, about: str, version: str, *, again: bool = False) -> Takeaway | None:
    """The file of that version in the reader's language, there or being made.

    None where it has to be made at once: no worker is heard of, or it was waited for in vain.
    again: somebody has waited; if an earlier version was made meanwhile, they would else wait for
    ever where a busy question has a new one each second.
    """
    language = translation.get_language() or ""
    # Another release may write it otherwise.
    words = "\0".join((maker, about, language, version, code_version()))
    key = hashlib.sha256(words.encode()).hexdigest()
    facts = {"maker": maker, "about": about, "language": language}
    row = Takeaway.objects.filter(key=key).first()
    if row is None:
        if not is_heard_of(FILES) or (again and _recent().filter(**facts).exists()):
            return None
        row, created = Takeaway.objects.get_or_create(key=key, defaults=facts)
        if created and current_app.send_task(TASK, (row.pk,), expires=PATIENCE_S) is None:
            _forget(row)
            return None
        return row
    if row.waits and _recent().filter(pk=row.pk).exists():
        return row
    if row.digest and artefacts.is_whole(row.place, row.digest):
        return row
    # Nobody took it, whoever took it failed, or the file is lost: the next one asks anew.
    _forget(row)
    return None


def _recent() -> QuerySet[Takeaway]:
    """What somebody may still wait for."""
    since = timezone.now() - timedelta(seconds=PATIENCE_S)
    return Takeaway.objects.filter(asked_at__gt=since)


def before(row: Takeaway) -> int:
    """How many files that wait to be made were asked for before this one."""
    return _recent().filter(made_at=None, pk__lt=row.pk).count()


def as_it_is(row: Takeaway) -> Takeaway | None:
    """The row as it is now; None where it is not wanted any more."""
    return Takeaway.objects.filter(pk=row.pk).first()


def read(row: Takeaway) -> IO[bytes] | None:
    """The file of a row that waits no more; None where it was cleared away this moment."""
    try:
        return artefacts.store().open(row.place)
    except FileNotFoundError:
        return None


def make(pk: int) -> None:
    """Make the file of one row and keep it, unless somebody is at it or it is not wanted any more.

    The files of earlier versions go. Raises what the maker and the store raise; the row then says
    that it is over, and whoever waits makes it.
    """
    if not Takeaway.objects.filter(pk=pk, begun_at=None).update(begun_at=timezone.now()):
        return
    row = Takeaway.objects.filter(pk=pk).first()
    if row is None:
        return
    digest = ""
    try:
        file = io.BytesIO()
        with translation.override(row.language):
            write(row.maker, row.about, file)
        artefacts.keep(row.place, file.getvalue())
        digest = hashlib.sha256(file.getvalue()).hexdigest()
    finally:
        done = Takeaway.objects.filter(pk=pk).update(digest=digest, made_at=timezone.now())
        if not done:
            artefacts.store().delete(row.place)
    same = Takeaway.objects.filter(maker=row.maker, about=row.about, language=row.language)
    for old in same.filter(pk__lt=pk):
        _forget(old)


def older(before: datetime) -> int:
    """How many files were asked for before a moment."""
    return Takeaway.objects.filter(asked_at__lt=before).count()


def drop(before: datetime) -> int:
    """Delete files that were asked for before a moment, with their rows; how many."""
    rows = list(Takeaway.objects.filter(asked_at__lt=before))
    for row in rows:
        _forget(row)
    return len(rows)


def _forget(row: Takeaway) -> None:
    """The row first: a file without a row is nobody's, a row without its file is made again."""
    place = row.place
    row.delete()
    artefacts.store().delete(place)
