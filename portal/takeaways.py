"""Files that are taken away: not made again for who has them, and not while others wait for pages.

Small ones, and what only some may read, are made at once, few at a time in a process. What is
large and public is made once by a worker, see portal.making; a page says so meanwhile.
"""

from __future__ import annotations

import hashlib
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO

from django.http import FileResponse, HttpRequest, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers, get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal import making
from portal.code import code_version
from portal.errors import TooOften
from portal.models import Takeaway
from portal.problems import wants_json

AT_ONCE = 2
"""Of the threads of a process; the others go on answering pages."""
WAIT_S, RETRY_S = 3.0, 15
SMALL_ROWS = 500
"""So many rows are made at once: they take no longer than a page, and come without one."""
LOOK_S = 3
"""How soon a reader's browser asks again for a file that is being made."""
SOON_S = 1.0
"""How long a request waits for the worker."""
AGAIN = "again"
_IN_MEMORY_BYTES = 1_000_000
_slots = threading.BoundedSemaphore(AT_ONCE)
# Of a web worker's four threads two make files and one may wait to: one is there for pages.
_waiting = threading.BoundedSemaphore(1)


@dataclass(frozen=True)
class Wanted:
    """A large file of which everybody may read all; who may have it now, the view has asked.

    maker: of portal.making.MAKERS; about: what it is made from, as that one reads it; version:
    changes whenever the file would; name: what it is called on the reader's device; kind: its media
    type; back: the page it is asked for on.
    """

    maker: str
    about: str
    version: str
    name: str
    kind: str
    back: str


def take(request: HttpRequest, wanted: Wanted) -> HttpResponseBase:
    """The file, a page that says that it is being made, or 304; raises TooOften."""

    def make() -> HttpResponseBase:
        row = making.ask(wanted.maker, wanted.about, wanted.version, again=AGAIN in request.GET)
        row = _soon(row) if row is not None and row.waits else row
        if row is not None and row.waits:
            return _being_made(request, wanted, row)
        kept = row and making.read(row)
        return _as_file(kept, wanted) if kept else _made_at_once(wanted)

    return unless_known(request, wanted.version, make)


def unless_known(
    request: HttpRequest, version: str, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """What `make` makes, or 304 where the reader has it: nothing is made for those.

    version: changes whenever what it is made from does. The reader's language and the release,
    which may write it otherwise, are a part of it.
    """
    known = f"{code_version()} {version} {get_language()} {request.path}"
    etag = f'"{hashlib.sha256(known.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag) or make()
    if answer.status_code in (200, 304):
        answer["ETag"] = etag
        answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return answer


def _soon(row: Takeaway) -> Takeaway | None:
    """The row after SOON_S at most, if one of the few places is free: most files need no page."""
    if not _slots.acquire(blocking=False):
        return row
    try:
        end = time.monotonic() + SOON_S
        now: Takeaway | None = row
        while now is not None and now.waits and time.monotonic() < end:
            time.sleep(SOON_S / 10)
            now = making.as_it_is(row)
        return now
    finally:
        _slots.release()


def _as_file(file: IO[bytes], wanted: Wanted) -> HttpResponseBase:
    """A download always: what is in it must not run on this site."""
    answer = FileResponse(file, content_type=wanted.kind)
    answer["Content-Disposition"] = f'attachment; filename="{wanted.name}"'
    answer["Content-Security-Policy"] = "sandbox"
    return answer


def _made_at_once(wanted: Wanted) -> HttpResponseBase:
    """It is made into a file first: no slow reader holds a place among the few that make one."""
    file = tempfile.SpooledTemporaryFile(_IN_MEMORY_BYTES)  # noqa: SIM115  (the answer closes it)
    with one_of_few():
        making.write(wanted.maker, wanted.about, file)
    file.seek(0)
    return _as_file(file, wanted)


def _being_made(request: HttpRequest, wanted: Wanted, row: Takeaway) -> HttpResponseBase:
    """202 and when to ask again: a page that does so by itself, for a program JSON."""
    query = request.GET.copy()
    query[AGAIN] = "1"
    again = f"{request.path}?{query.urlencode()}"
    answer: HttpResponseBase
    if wants_json(request) or "text/html" not in request.headers.get("Accept", ""):
        told = {"status": "being made", "next": again, "retry_after_s": LOOK_S}
        answer = JsonResponse(told, status=202)
    else:
        context = {"wanted": wanted, "again": again, "row": row, "before": making.before(row)}
        context["seconds"] = LOOK_S
        answer = render(request, "portal/being_made.html", context, status=202)
        answer["Refresh"] = f"{LOOK_S}; url={again}"
    answer["Retry-After"] = str(LOOK_S)
    add_never_cache_headers(answer)
    return answer


@contextmanager
def one_of_few() -> Iterator[None]:
    """A place among the AT_ONCE that make a large file now; raises TooOften, see `_take_place`."""
    _take_place()
    try:
        yield
    finally:
        _slots.release()


def _take_place() -> None:
    """A place, after WAIT_S at most; raises TooOften, at once where somebody else waits already."""
    if _slots.acquire(blocking=False):
        return
    if _waiting.acquire(blocking=False):
        try:
            if _slots.acquire(timeout=WAIT_S):
                return
        finally:
            _waiting.release()
    raise TooOften(
        _("Other large files are being made right now. Try again in a quarter of a minute."),
        retry_after_s=RETRY_S,
    )
