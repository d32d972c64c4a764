"""Files that take a while to make: not again for who has them, and few at once in a process."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from portal.errors import TooOften

AT_ONCE = 2
"""Of the threads of a process; the others go on answering pages."""
WAIT_S, RETRY_S = 3.0, 15
_slots = threading.BoundedSemaphore(AT_ONCE)
# Of a web worker's four threads two make files and one may wait to: one is there for pages.
_waiting = threading.BoundedSemaphore(1)


def unless_known(
    request: HttpRequest, version: str, make: Callable[[], HttpResponseBase]
) -> HttpResponseBase:
    """What `make` makes, or 304 where the reader has it: nothing is made for those.

    version: changes whenever the file would. The reader's language is a part of it.
    """
    known = f"{version} {get_language()} {request.path}"
    etag = f'"{hashlib.sha256(known.encode()).hexdigest()[:32]}"'
    answer = get_conditional_response(request, etag) or make()
    answer["ETag"] = etag
    answer["Cache-Control"] = "private, no-cache"
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
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
