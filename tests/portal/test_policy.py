"""The policy stands on every response, and a view may still ask for its own."""

from __future__ import annotations

from csp.constants import SELF
from csp.decorators import csp_replace
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from portal.policy import KeptPolicy

HEADER = "Content-Security-Policy"


@csp_replace({"frame-ancestors": [SELF]})
def _framed(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def test_every_answer_carries_the_sites_policy(client: Client) -> None:
    policy = client.get("/health/live").headers[HEADER]
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_a_view_that_asks_for_another_policy_gets_it() -> None:
    answer = KeptPolicy(_framed)(RequestFactory().get("/"))
    assert "frame-ancestors 'self'" in answer.headers[HEADER]
