"""The receipt of a vote: that it is in the public log, not what it says."""

from __future__ import annotations

import segno
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from participation.faces.finding import phase_now
from participation.gates import may
from participation.ledger.receipts import Receipt, find_receipt
from participation.ledger.sequencing import BLOCK
from participation.models import Consultation
from participation.phases import Act
from portal.city import public
from portal.errors import NotThere

SHOWN = (Consultation.Status.OPEN, Consultation.Status.DECIDED)


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
    """Whether a vote with this code is in the log, and the proof."""
    found = find_receipt(code)
    if found is None:
        unknown = {"code": code[:60]}
        return render(request, "participation/receipt_unknown.html", unknown, status=404)
    context: dict[str, object] = {
        "receipt": found,
        "code": found.code,
        "together": BLOCK,
        **_around(request, found),
    }
    return render(request, "participation/receipt.html", context)


def _around(request: HttpRequest, found: Receipt) -> dict[str, object]:
    shown = found.consultation.status in SHOWN
    address = public(request, reverse("receipt", args=[found.code]))
    return {
        "consultation": found.consultation if shown else None,
        "phase": phase_now(found.consultation),
        "counted": shown and hasattr(found.consultation, "count"),
        "may_vote": may(found.consultation, Act.VOTE),
        "place": None if found.place is None else found.place + 1,
        "file": found.file(),
        "address": address,
        "qr": qr(address),
    }


@never_cache
def receipt_file(request: HttpRequest, code: str) -> HttpResponse:
    """The receipt as a file that verify.py checks without this site."""
    found = find_receipt(code)
    if found is None:
        raise NotThere(_("There is no vote with this code. Look whether a letter was misread."))
    answer = JsonResponse(found.file(), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="receipt-{found.code}.json"'
    return answer


def look_up(request: HttpRequest) -> HttpResponse:
    """Type a receipt's code to see whether the vote is in the log."""
    code = request.GET.get("code", "").strip()
    if code:
        return redirect("receipt", code=code[:60].replace("/", "-"))
    return render(request, "participation/receipt_look_up.html")
