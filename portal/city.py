"""The city that this deployment serves, for every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from portal.way_back import way_back


def site() -> str:
    """The address of this site for mails and letters: the city's own word, never a request's."""
    if settings.PUBLIC_URL:
        return str(settings.PUBLIC_URL)
    host = next((one for one in settings.ALLOWED_HOSTS if one.strip("*.")), "localhost")
    return f"{settings.ACCOUNT_DEFAULT_HTTP_PROTOCOL}://{host.lstrip('.')}"


def public(request: HttpRequest, path: str) -> str:
    """The whole address of a page for what is printed: the city's own, else as it was asked for."""
    return f"{site()}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables of every page.

    city: name, logo, accent, contact, source_url. demo. demo_mail: where its mails lie. releases:
    at which hour places become public, and how many days old an account must be for it. way_back:
    where changing the language or signing in leads.
    """
    releases = {"hour": settings.RELEASE_HOUR, "days": settings.ESTABLISHED_DAYS}
    return {
        "city": settings.CITY,
        "demo": settings.DEMO,
        "demo_mail": settings.DEMO_MAIL if settings.DEMO else "",
        "releases": releases,
        "way_back": way_back(request),
    }
