"""An act that came too late, kept sealed in the session until the person has confirmed."""

from __future__ import annotations

import base64
import json
import secrets
from typing import Any

from django.conf import settings
from django.http import HttpRequest, QueryDict
from django.utils.datastructures import MultiValueDict

from portal.sealing import InvalidToken, seal, unseal

SESSION_KEY = "kept_act"
PARAMETER = "again"
MOST_BYTES = 200_000


def keep(request: HttpRequest) -> bool:
    """Keep what was posted; False when it is too much, or a file or password, which none takes."""
    body = request.POST.urlencode()
    if request.FILES or len(body) > MOST_BYTES or any("password" in name for name in request.POST):
        return False
    # Without this word in the address nothing is done: who turns back and comes again later by an
    # ordinary link does not do what they once shied away from.
    word = secrets.token_urlsafe(9)
    kept = {"path": request.path, "word": word, "body": body}
    sealed = seal("kept act", json.dumps(kept).encode())
    request.session[SESSION_KEY] = base64.b64encode(sealed).decode()
    request._kept_word = word  # type: ignore[attr-defined]
    return True


def address(request: HttpRequest) -> str:
    """Where the act that was just kept is done."""
    query = request.GET.copy()
    query[PARAMETER] = request._kept_word  # type: ignore[attr-defined]
    return f"{request.path}?{query.urlencode()}"


def resume(request: HttpRequest) -> None:
    """Make of `request` the post that was kept for this address, once; else leave it as it is."""
    word = request.GET.get(PARAMETER)
    if word is None or request.method != "GET":
        return
    kept = _taken(request)
    query: Any = request.GET.copy()
    del query[PARAMETER]
    request.GET = query
    request.META["QUERY_STRING"] = query.urlencode()
    if kept.get("path") != request.path or kept.get("word") != word:
        return
    request.method = request.META["REQUEST_METHOD"] = "POST"
    request._post = QueryDict(kept["body"])  # type: ignore[attr-defined]
    request._files = MultiValueDict()  # type: ignore[attr-defined]


def _taken(request: HttpRequest) -> dict[str, str]:
    sealed = request.session.pop(SESSION_KEY, None)
    if not isinstance(sealed, str):
        return {}
    try:
        age = settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
        plain = unseal("kept act", base64.b64decode(sealed), max_age_s=age)
    except (InvalidToken, ValueError):
        return {}
    found: dict[str, str] = json.loads(plain)
    return found
