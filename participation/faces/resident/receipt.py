"""The receipt of a ballot: that it is in the box, not what it says."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache

from participation.ballots import find_receipt
from participation.faces.finding import phase_now
from participation.gates import may
from participation.phases import Act


def qr(address: str) -> SafeString:
    """`address` as a QR code: an SVG without style attributes, black on white in any theme."""
    code = segno.make(address, error="m", micro=False)
    svg = code.svg_inline(
        scale=1, border=4, dark="#000", light="#fff", svgclass=None, lineclass=None, omitsize=True
    )
    # segno draws it from module sizes and colours given here; nothing of the address is in it.
    return mark_safe(svg)  # noqa: S308


@never_cache
def receipt(request: HttpRequest, code: str) -> HttpResponse:
    """Whether a ballot with this code is in the box."""
    found = find_receipt(code)
    address = request.build_absolute_uri(reverse("receipt", args=[found.code])) if found else ""
    context = {
        "code": found.code if found else code[:60],
        "receipt": found,
        "consultation": found.consultation if found else None,
        "phase": phase_now(found.consultation) if found else None,
        "may_vote": found is not None and may(found.consultation, Act.VOTE),
        "qr": qr(address) if found else "",
        "address": address,
    }
    return render(request, "participation/receipt.html", context, status=200 if found else 404)


def look_up(request: HttpRequest) -> HttpResponse:
    """Type a receipt's code to see whether the ballot is in the box."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("receipt", code=code[:60].replace("/", "-"))
    return render(request, "participation/receipt_look_up.html")
