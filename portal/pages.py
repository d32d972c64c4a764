"""Addresses of the pages that belong to no floor above: theme, style guide, privacy, access."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.generic import TemplateView

from portal import theme
from portal.multilingual import pick
from portal.record import security
from portal.retention import categories
from portal.sessions import pages as sessions


def privacy(request: HttpRequest) -> HttpResponse:
    """What is kept, why, for how long; who answers for it and what one may ask of them."""
    said = settings.PRIVACY
    context = {
        "said": said,
        "texts": {name: pick(said[name]) for name in ("recipients", "transfers", "more")},
        "categories": [one for _name, one in categories()],
        "backups": settings.KEPT_DAYS["backups"],
        "security": security(),
    }
    return render(request, "portal/privacy.html", context)


urlpatterns = [
    path("theme.css", theme.theme, name="theme"),
    path("me/devices/", sessions.devices, name="devices"),
    path("me/devices/end/", sessions.end, name="device-end"),
    path("me/kept/", sessions.kept, name="kept"),
    path("styleguide/", theme.styleguide, name="styleguide"),
    path("privacy/", privacy, name="privacy"),
    path(
        "accessibility/",
        TemplateView.as_view(template_name="portal/accessibility.html"),
        name="accessibility",
    ),
]
