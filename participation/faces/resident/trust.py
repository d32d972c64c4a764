"""What protects a vote, what it cannot be protected from, and how anyone can check."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.eligibility.catalogue import KINDS
from participation.faces.finding import known
from participation.results import Stage, stage_of
from participation.tallies.catalogue import RULES


def trust(request: HttpRequest) -> HttpResponse:
    """The page for any vote of this site."""
    context = {"kinds": list(KINDS.values()), "roll_days": settings.KEPT_DAYS["roll"]}
    return render(request, "participation/trust.html", context)


def vote_trust(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for one vote: who may vote, how it is counted, where its log and count are."""
    found = known(slug, request, light=True)
    context: dict[str, Any] = {
        "consultation": found,
        "kind": KINDS.get(str(found.eligibility.get("kind", ""))),
        "rule": dict(RULES.items()).get(found.ballot_rule),
        "roll_days": settings.KEPT_DAYS["roll"],
        "counted": stage_of(found) == Stage.COUNTED,
    }
    return render(request, "participation/trust.html", context)
