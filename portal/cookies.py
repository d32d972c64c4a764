"""On the wire every cookie is bound to this host, or at least to TLS, by the prefix of its name.

A page or program on a neighbouring name, or somebody on the network, could else lay a cookie of
their own into a visitor's browser (RFC 6265bis, 4.1.3). The rest of the site knows plain names.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from portal import known_devices

HOST, SECURE = "__Host-", "__Secure-"


class Prefixed:
    """Middleware: `__Host-` for what goes to every page, `__Secure-` for what goes to some."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        if not settings.SESSION_COOKIE_SECURE:
            raise MiddlewareNotUsed("Cookies over plain HTTP cannot have these names.")
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Cookies without a prefix are not ours, and are not seen."""
        request.COOKIES = _ours(request.COOKIES)
        response = self.get_response(request)
        for name, morsel in list(response.cookies.items()):
            everywhere = morsel["path"] == "/" and not morsel["domain"]
            named = (HOST if everywhere else SECURE) + name
            del response.cookies[name]
            morsel.set(named, morsel.value, morsel.coded_value)
            morsel["secure"] = True
            dict.__setitem__(response.cookies, named, morsel)
        return response


def _ours(sent: Mapping[str, str]) -> dict[str, str]:
    """The cookies by their plain names.

    A neighbouring name can lay one with the weaker prefix. So what says who somebody is counts with
    the stronger one alone, and of two of one name that one counts.
    """
    bound = {
        settings.SESSION_COOKIE_NAME,
        settings.CSRF_COOKIE_NAME,
        settings.LANGUAGE_COOKIE_NAME,
        known_devices.COOKIE,
        "messages",
    }
    found = {}
    for wire in sorted(sent, reverse=True):
        if wire.startswith(HOST):
            found[wire.removeprefix(HOST)] = sent[wire]
        elif wire.startswith(SECURE) and wire.removeprefix(SECURE) not in bound:
            found[wire.removeprefix(SECURE)] = sent[wire]
    return found
