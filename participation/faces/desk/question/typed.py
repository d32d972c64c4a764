"""What an official typed into a form that was refused, kept for a while.

Whoever changes the language of the page, or follows a link from it and comes back, finds it again.
"""

from __future__ import annotations

import time

from django.http import HttpRequest, QueryDict

_KEY = "typed"
LASTS_S = 1_800
LONGEST = 60_000


def sent(request: HttpRequest) -> QueryDict | None:
    """What was typed: in this POST, or in the last one to this address if that was refused.

    `?stored` shows what is stored instead.
    """
    if request.method == "POST":
        return request.POST
    if "stored" in request.GET and request.session.get(_KEY):
        forget(request)
        return None
    return kept(request, request.path)


def kept(request: HttpRequest, path: str) -> QueryDict | None:
    """What was typed last at `path`, if that is what is kept."""
    found = request.session.get(_KEY, {})
    if found.get("path") != path or time.time() - found.get("at", 0) > LASTS_S:
        return None
    return QueryDict(found["words"])


def keep(request: HttpRequest) -> None:
    """Keep what this POST brought, in place of what was kept before; very long ones are not."""
    words = request.POST.copy()
    words.pop("csrfmiddlewaretoken", None)
    text = words.urlencode()
    if len(text) <= LONGEST:
        request.session[_KEY] = {"path": request.path, "at": int(time.time()), "words": text}


def put(request: HttpRequest, path: str, name: str, values: list[str]) -> None:
    """Let `values` stand in a field of the form at `path`, beside what was typed there."""
    words = (kept(request, path) or QueryDict()).copy()
    words.setlist(name, list(dict.fromkeys(values)))
    text = words.urlencode()
    if len(text) <= LONGEST:
        request.session[_KEY] = {"path": path, "at": int(time.time()), "words": text}


def forget(request: HttpRequest) -> None:
    """It is stored, or given up."""
    request.session.pop(_KEY, None)
