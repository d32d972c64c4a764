"""The public log of a vote: signed roots, events, proofs, for anyone to keep and compare."""

from __future__ import annotations

from itertools import zip_longest

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _

from participation.faces.finding import known
from participation.ledger import publishing
from participation.ledger.sequencing import BLOCK
from participation.ledger.signing import public_key
from participation.models import Consultation, LogRoot
from portal.errors import BadInput, NotThere
from portal.paging import page_of

SHOWN = 20
EVENT_BYTES = 65
"""A line: 64 hexadecimal digits and its end."""


def log(request: HttpRequest, slug: str) -> HttpResponse:
    """What the log says so far, and how to check it."""
    consultation = known(slug, request, light=True)
    found = LogRoot.objects.filter(consultation=consultation).order_by("-size")
    page = page_of(request, found, SHOWN)
    newest = list(found[page.start_index() - 1 : page.end_index() + 1]) if page else []
    last = newest[0] if page.number == 1 and newest else found.first()
    # Each with the size before it, for the proof that it goes on from there.
    rows = [
        {"head": head, "hex": bytes(head.root).hex(), "before": before.size if before else 0}
        for head, before in zip_longest(newest, newest[1:])
    ]
    context = {
        "consultation": consultation,
        "rows": rows[:SHOWN],
        "page": page,
        "size": last.size if last else 0,
        "final": bool(last and last.final),
        "together": BLOCK,
        "public_key": public_key().hex(),
        "note_key": publishing.checkpoint_key(consultation),
        "counted": hasattr(consultation, "count"),
    }
    return render(request, "participation/log.html", context)


def roots(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every signed root as JSON, smallest first."""
    consultation = known(slug, request, light=True)
    state = _state(_newest(consultation))
    found = publishing.roots_of(consultation)
    answer = JsonResponse(found, safe=False, json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="roots-{slug}.json"'
    return _unless_known(request, f"{consultation.pk}-{state}", answer)


def events(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Every event that has a place, one fingerprint a line, in order."""
    consultation = known(slug, request, light=True)
    newest = _newest(consultation)
    number = newest.size if newest else 0
    lines = (f"{line}\n" for line in publishing.events_of(consultation.pk, number))
    answer = StreamingHttpResponse(lines, content_type="text/plain; charset=utf-8")
    # Or a list that breaks off in the middle would look whole, and the log forged.
    answer["Content-Length"] = str(number * EVENT_BYTES)
    answer["Content-Disposition"] = f'attachment; filename="events-{slug}.txt"'
    return _unless_known(request, f"{consultation.pk}-{_state(newest)}", answer)


def _newest(consultation: Consultation) -> LogRoot | None:
    return LogRoot.objects.filter(consultation=consultation).order_by("-size").first()


def _state(newest: LogRoot | None) -> str:
    return f"{newest.size}-{newest.final}" if newest else "0"


def _unless_known(request: HttpRequest, state: str, answer: HttpResponseBase) -> HttpResponseBase:
    """304 to those who fetched it since the newest root was signed: nothing else changes it."""
    answer["ETag"] = etag = f'"{state}"'
    answer["Cache-Control"] = "no-cache"
    return get_conditional_response(request, etag, response=answer) or answer


def consistency(request: HttpRequest, slug: str) -> HttpResponse:
    """The proof that the log of one signed size begins with that of another (?first= &second=)."""
    consultation = known(slug, request, light=True)
    first, second = _size(request, "first"), _size(request, "second")
    proof = publishing.consistency_of(consultation, first, second)
    if proof is None:
        raise NotThere(_("No root was signed at one of these sizes. They are listed in the log."))
    return JsonResponse({"first": first, "second": second, "proof": proof})


def _size(request: HttpRequest, name: str) -> int:
    typed = request.GET.get(name, "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 10):
        raise BadInput(_("Say the two sizes as whole numbers."), field=name)
    return int(typed)


def checkpoint(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest root as a signed note, for witnesses of transparency logs."""
    consultation: Consultation = known(slug, request, light=True)
    text = publishing.checkpoint_of(consultation)
    if text is None:
        raise NotThere(_("The log begins with the first 50 votes."))
    return HttpResponse(text, content_type="text/plain; charset=utf-8")
