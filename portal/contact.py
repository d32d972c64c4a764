"""`/.well-known/security.txt`: whom to tell of a weakness (RFC 9116)."""

from __future__ import annotations

from datetime import date, timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

VALID_DAYS = 180
CONTACTS = ("https://", "mailto:", "tel:")


def security_txt(request: HttpRequest) -> HttpResponse:
    """Plain text; valid for half a year from the first of this month."""
    until = timezone.localdate().replace(day=1) + timedelta(days=VALID_DAYS)
    lines = [
        f"Contact: {_contact(settings.SECURITY_CONTACT)}",
        f"Expires: {_as_moment(until)}",
        f"Preferred-Languages: {', '.join(code for code, _name in settings.LANGUAGES)}",
        f"Canonical: {request.build_absolute_uri('/.well-known/security.txt')}",
    ]
    if settings.CITY["source_url"]:
        lines.append(f"Policy: {settings.CITY['source_url']}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def _contact(given: str) -> str:
    return given if given.startswith(CONTACTS) else f"mailto:{given}"


def _as_moment(day: date) -> str:
    return f"{day.isoformat()}T00:00:00Z"
