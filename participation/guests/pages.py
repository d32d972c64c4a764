"""Public pages as every guest sees them, kept by the version of what they show.

A guest is who sends no cookie of a session, a draft or a message. The version is read before the
page is made: what was made of later rows lies under an earlier word, never the other way round.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from typing import Any, TypeAlias, TypeVar, cast

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from participation.guests.versions import Version, good_until, version_of
from portal import known_devices
from portal.code import code_version

T = TypeVar("T")
View: TypeAlias = Callable[..., HttpResponse]
KEPT_S = 3_600
MOST_BYTES = 1_000_000
PLACES = 16
"""For so many addresses of one page that differ in their ending: inventing more fills no cache."""
_TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[^"]*')
_SETTINGS = ("CITY", "PUBLIC_URL", "DEMO", "DEMO_MAIL", "RELEASE_HOUR", "ESTABLISHED_DAYS")


@dataclass(frozen=True)
class _Kept:
    """A page without the token of its forms. word: the version that it was made of.

    until: as long as the clock leaves it as it is.
    """

    address: str
    word: str
    body: bytes
    headers: dict[str, str]
    until: datetime

    def is_for(self, request: HttpRequest, version: Version) -> bool:
        """Whether it is what the page at this address says now."""
        same = self.address == _address(request) and self.word == version.word
        return same and version.now < self.until


def kept_for_guests(view: View) -> View:
    """A view of a question (`slug`) or of all, which a guest gets from what is kept."""

    @wraps(view)
    def answer(request: HttpRequest, **named: Any) -> HttpResponse:
        slug = named.get("slug")
        version = version_of(slug) if _is_guest(request) else None
        if version is None:
            return view(request, **named)
        key = _key(request)
        found: _Kept | None = cache.get(key)
        if found is not None and found.is_for(request, version):
            return _told(request, found)
        made = view(request, **named)
        if _may_be_kept(made):
            cache.set(key, _without_token(request, made, version), KEPT_S)
        return made

    return answer


def kept_for_all(view: str, slug: str, make: Callable[[], T]) -> T:
    """What `make` gives of a question to everybody alike, from the cache while nothing changed."""
    version = version_of(slug)
    if version is None:
        return make()
    key = _hashed("everybody", view, slug, str(get_language()), _site())
    word, found = cache.get(key) or ("", None)
    if word == version.word:
        return cast(T, found)
    made = make()
    cache.set(key, (version.word, made), KEPT_S)
    return made


def _is_guest(request: HttpRequest) -> bool:
    known = {settings.LANGUAGE_COOKIE_NAME, settings.CSRF_COOKIE_NAME, known_devices.COOKIE}
    reads = request.method in ("GET", "HEAD") and not settings.DEBUG
    return reads and known.issuperset(request.COOKIES)


def _address(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.get_host()}{request.get_full_path()}"


def _key(request: HttpRequest) -> str:
    """The place of a page: one of a few for each, those with a question mark apart from the rest.

    Its version is no part of it, so that what is over makes room for what holds now.
    """
    place = int.from_bytes(hashlib.sha256(_address(request).encode()).digest()[:4]) % PLACES
    asks = "?" if request.META["QUERY_STRING"] else ""
    return _hashed("guests", request.path, str(get_language()), f"{asks}{place}", _site())


def _hashed(what: str, *said: str) -> str:
    return f"{what}:{hashlib.sha256(chr(10).join(said).encode()).hexdigest()}"


def _site() -> str:
    """What else a page is made of: the code, and the city's settings."""
    return f"{code_version()} {[getattr(settings, name) for name in _SETTINGS]}"


def _may_be_kept(made: HttpResponse) -> bool:
    """Whether it is a whole page that sets nothing for this one reader."""
    plain = made.status_code == 200 and not made.streaming and not made.cookies
    usual = not any(name.startswith("_csp") for name in vars(made))
    return plain and usual and len(made.content) <= MOST_BYTES


def _without_token(request: HttpRequest, made: HttpResponse, version: Version) -> _Kept:
    body = _TOKEN.sub(rb"\1", made.content)
    until = good_until(version.now)
    return _Kept(_address(request), version.word, body, dict(made.headers), until)


def _told(request: HttpRequest, kept: _Kept) -> HttpResponse:
    body = kept.body
    if _TOKEN.search(body):
        body = _TOKEN.sub(rb"\g<1>" + get_token(request).encode(), body)
    answer = HttpResponse(body, headers=kept.headers)
    patch_vary_headers(answer, ("Accept-Language", "Cookie"))
    return answer
