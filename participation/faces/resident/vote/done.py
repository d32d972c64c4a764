"""Last step: the receipt, and once the key by which the vote can be changed."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from participation.faces.finding import known, phase_now
from participation.faces.resident.vote import keys
from participation.faces.resident.witness.receipt import qr
from participation.gates import may
from participation.phases import Act
from portal.city import public


@never_cache
def done(request: HttpRequest, slug: str) -> HttpResponse:
    """Receipt as a code and a QR; the key too, the first time this page is opened."""
    found = known(slug, request, light=True)
    shown = keys.shown(request)
    if shown is None:
        return redirect("consultation", slug=slug)
    receipt = public(request, reverse("receipt", args=[shown.code]))
    context = {
        "consultation": found,
        "phase": phase_now(found),
        "done": shown,
        "qr": qr(receipt),
        "may_vote": may(found, Act.VOTE),
    }
    response = render(request, "participation/vote/done.html", context)
    if shown.secret:
        keys.show(response, slug, replace(shown, secret=""))
    return response
