"""Where a person can be led back to: a page that opens by its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import Resolver404, resolve, reverse
from django.utils.http import escape_leading_slashes, url_has_allowed_host_and_scheme


def way_back(request: HttpRequest) -> str:
    """This page, or the one with the button that led here: an answer to a button has no address."""
    if request.method in ("GET", "HEAD"):
        return request.get_full_path()
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(
        came_from, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    if not ours:
        return reverse("home")
    parts = urlsplit(came_from)
    # A path of ours that begins with two slashes would lead to a host of that name.
    return escape_leading_slashes(parts.path + (f"?{parts.query}" if parts.query else ""))


def page_above(path: str) -> str:
    """The nearest address above `path` that the site knows; "" where that is its first page."""
    while path := path.rstrip("/").rpartition("/")[0]:
        try:
            resolve(f"{path}/")
        except Resolver404:
            continue
        return f"{path}/"
    return ""
