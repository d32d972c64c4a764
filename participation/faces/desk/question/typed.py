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
    kept = request.session.get(_KEY, {})
    if "stored" in request.GET and kept:
        forget(request)
        return None
    if kept.get("path") != request.path or time.time() - kept.get("at", 0) > LASTS_S:
        return None
    return QueryDict(kept["words"])


def keep(request: HttpRequest) -> None:
    """Keep what this POST brought, in place of what was kept before; very long ones are not."""
    words = request.POST.copy()
    words.pop("csrfmiddlewaretoken", None)
    text = words.urlencode()
    if len(text) <= LONGEST:
        request.session[_KEY] = {"path": request.path, "at": int(time.time()), "words": text}


def forget(request: HttpRequest) -> None:
    """It is stored, or given up."""
    request.session.pop(_KEY, None)
