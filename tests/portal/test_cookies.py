"""Cookies as a browser sees them over TLS."""

from __future__ import annotations

from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.core.exceptions import MiddlewareNotUsed
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from portal.cookies import Prefixed


@pytest.fixture
def over_tls(settings: Any) -> None:
    """As in production."""
    settings.SESSION_COOKIE_SECURE = True


def _answer(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(repr(dict(sorted(request.COOKIES.items()))))
    response.set_cookie("sessionid", "s", httponly=True)
    response.set_cookie("draft-x", "d", path="/c/x/", max_age=60)
    response.delete_cookie("done", path="/c/x/vote/done/")
    return response


def _ask(**cookies: str) -> HttpResponse:
    request = RequestFactory().get("/")
    request.COOKIES = cookies
    return Prefixed(_answer)(request)


def test_a_cookie_for_every_page_is_bound_to_the_host_and_one_for_some_to_tls(
    over_tls: None,
) -> None:
    sent = SimpleCookie(_ask().cookies.output(header="", sep="; "))
    assert set(sent) == {"__Host-sessionid", "__Secure-draft-x", "__Secure-done"}
    assert all(morsel["secure"] for morsel in _ask().cookies.values())
    assert sent["__Secure-draft-x"]["path"] == "/c/x/"
    assert sent["__Secure-done"]["max-age"] == "0"


def test_a_cookie_that_a_neighbour_laid_is_not_seen(over_tls: None) -> None:
    seen = _ask(**{"sessionid": "of a thief", "__Host-sessionid": "mine", "__Secure-draft-x": "d"})
    assert seen.content.decode() == "{'draft-x': 'd', 'sessionid': 'mine'}"


@pytest.mark.parametrize("name", ["sessionid", "csrftoken", "device", "messages"])
def test_a_neighbour_cannot_lay_a_session_by_the_weaker_prefix(over_tls: None, name: str) -> None:
    assert _ask(**{f"__Secure-{name}": "of a thief"}).content == b"{}"


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_cookies_of_one_name_the_hosts_own_counts(over_tls: None, turned: bool) -> None:
    both = [("__Host-drafts", "mine"), ("__Secure-drafts", "of a thief")]
    seen = _ask(**dict(both[::-1] if turned else both))
    assert seen.content == b"{'drafts': 'mine'}"


def test_plain_http_keeps_plain_names() -> None:
    with pytest.raises(MiddlewareNotUsed):
        Prefixed(_answer)
