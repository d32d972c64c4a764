"""What browsers report when the content security policy stopped something: a line in the log."""

from __future__ import annotations

import json
import logging
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from portal.errors import BadInput
from portal.intake import takes
from portal.limits import Limit, take
from portal.network import network_of

MOST_BYTES = 10_000
MOST_AT_ONCE = 10
_SLOWLY = _("That is enough of these reports for now.")
FROM_A_NETWORK = Limit("policy.network", most=20, span_s=600, sentence=_SLOWLY)
FROM_ALL = Limit("policy.all", most=200, span_s=600, sentence=_SLOWLY)
log = logging.getLogger(__name__)


@takes(10 * MOST_BYTES)
@csrf_exempt
@require_POST
def report(request: HttpRequest) -> HttpResponse:
    """204; raises TooOften. Browsers send it by themselves, so without a token or a cookie."""
    take(FROM_A_NETWORK, network_of(request))
    take(FROM_ALL)
    for body in _bodies(request.body[:MOST_BYTES])[:MOST_AT_ONCE]:
        # Nothing of it is a person's: which rule, on which kind of page, against which host.
        log.warning(
            "The policy's %s stopped %s on the page %s",
            _word(body, "effectiveDirective", "effective-directive", "violated-directive"),
            _origin(_word(body, "blockedURL", "blocked-uri")),
            _page(_word(body, "documentURL", "document-uri")),
        )
    return HttpResponse(status=204)


def _bodies(sent: bytes) -> list[dict[str, Any]]:
    """The reports, in either form: report-uri (one) or the Reporting API (a list)."""
    try:
        found = json.loads(sent)
    except (ValueError, RecursionError):
        raise BadInput(_("This is not a report that we can read.")) from None
    reports = found if isinstance(found, list) else [found]
    inner = [one.get("csp-report", one.get("body")) for one in reports if isinstance(one, dict)]
    return [one for one in inner if isinstance(one, dict)]


def _word(body: dict[str, Any], *names: str) -> str:
    found = next((str(body[name])[:2_000] for name in names if body.get(name)), "?")
    return "".join(sign for sign in found if sign.isprintable())


def _origin(address: str) -> str:
    """Scheme and host; or the word that stands for inline code and the like."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return "?"
    found = f"{parts.scheme}://{parts.hostname}" if parts.hostname else parts.scheme or parts.path
    return "".join(sign for sign in found[:100] if sign.isalnum() or sign in ":/.-") or "?"


def _page(address: str) -> str:
    """The page's name in the address book: its path may name a person's things."""
    try:
        return resolve(urlsplit(address).path).url_name or "?"
    except (Resolver404, ValueError):
        return "?"
