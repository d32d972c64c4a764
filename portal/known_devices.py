"""Browsers that somebody signed in with before: they get through when strangers try passwords.

A signed cookie holds a number of the browser and a keyed mark for each address that was signed in
with on it. It opens nothing: it only says whose tries are not counted with strangers' tries.
"""

from __future__ import annotations

import secrets
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponseBase
from django.utils.crypto import salted_hmac

COOKIE = "device"
LASTS_S = 400 * 86_400
MOST_ACCOUNTS = 8
_SALT = "portal.known_devices"


def known_as(request: HttpRequest, address: str) -> str:
    """The number of this browser if `address` was signed in with on it before, else ""."""
    number, marks = _read(request)
    return number if number and _mark(number, address) in marks else ""


def remember(request: HttpRequest, response: HttpResponseBase, addresses: list[str]) -> None:
    """Somebody with these addresses has just signed in here."""
    number, marks = _read(request)
    number = number or secrets.token_hex(8)
    fresh = [_mark(number, address) for address in addresses]
    kept = [*fresh, *(one for one in marks if one not in fresh)][:MOST_ACCOUNTS]
    response.set_cookie(
        COOKIE,
        signing.dumps([number, kept], salt=_SALT),
        max_age=LASTS_S,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        found: Any = signing.loads(request.COOKIES.get(COOKIE, ""), salt=_SALT, max_age=LASTS_S)
    except signing.BadSignature:
        return "", []
    return str(found[0]), [str(one) for one in found[1]]


def _mark(number: str, address: str) -> str:
    return salted_hmac(_SALT, f"{number}:{address.lower()}", algorithm="sha256").hexdigest()[:16]
