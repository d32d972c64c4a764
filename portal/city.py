"""The city that this deployment serves, for every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def context(request: HttpRequest) -> dict[str, Any]:
    """Template variables `city` (name, logo, accent, contact, source_url) and `demo`."""
    return {"city": settings.CITY, "demo": settings.DEMO}
