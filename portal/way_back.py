"""Where a person can be led back to: a page that opens by its address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


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
    return parts.path + (f"?{parts.query}" if parts.query else "")
