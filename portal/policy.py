"""The content security policy, put together once instead of for each response."""

from __future__ import annotations

from functools import lru_cache

from csp.middleware import HEADER, CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class KeptPolicy(CSPMiddleware):
    """As django-csp's, which builds the same text anew each time."""

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        """Set the site's policy, or the one that a view asks for by django-csp's decorators."""
        response.headers.setdefault("Reporting-Endpoints", 'policy="/policy-reports/"')
        if settings.DEBUG or any(name.startswith("_csp") for name in vars(response)):
            return super().process_response(request, response)
        if HEADER not in response:
            response[HEADER] = _sites_policy()
        return response


@lru_cache(maxsize=1)
def _sites_policy() -> str:
    return build_policy()
