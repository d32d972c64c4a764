"""One table from what went wrong to what the person sees: a page, or problem+json (RFC 9457)."""

from __future__ import annotations

import itertools
import logging
import sys
from collections.abc import Iterator
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.log import log_response
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found
from rest_framework.exceptions import MethodNotAllowed, NotAuthenticated
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.errors import CivicError, NoPage, NotAllowed, NotReady, NotThere, TooLarge, TooOften
from portal.outage import outage_of
from portal.security_log import refused
from portal.way_back import page_above

log = logging.getLogger("django.request")


def as_problem(error: CivicError) -> dict[str, Any]:
    """The RFC 9457 members of an error."""
    problem: dict[str, Any] = {
        "type": f"about:blank#{error.code}",
        "title": str(error.message),
        "status": error.status,
    }
    if error.field:
        problem["field"] = error.field
    if isinstance(error, TooOften | NotReady) and error.retry_after_s:
        problem["retry_after_s"] = error.retry_after_s
    return problem


def headers_of(error: CivicError) -> dict[str, str]:
    """What an answer to this error says in its headers: when to come again."""
    if isinstance(error, TooOften | NotReady) and error.retry_after_s:
        return {"Retry-After": str(error.retry_after_s)}
    return {}


def _note(request: Any, error: CivicError) -> None:
    """Whoever watches over the site sees who tries what is not for them, and who goes too fast."""
    if isinstance(error, NotAllowed | TooOften):
        refused(request, error.code)


_OF_PROGRAMS = (".json", ".mvt")
_TAKEN_AWAY = (".csv", ".xlsx", ".geojson", ".zip", ".txt", ".py", ".atom")


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, not a person: of files the browser says that it reads HTML."""
    if request.path.startswith("/api/") or request.path.endswith(_OF_PROGRAMS):
        return True
    file = request.path.endswith(_TAKEN_AWAY) or "as" in request.GET
    return file and "text/html" not in request.headers.get("Accept", "")


def _json(problem: dict[str, Any], headers: dict[str, str]) -> HttpResponse:
    return JsonResponse(
        problem, status=problem["status"], content_type="application/problem+json", headers=headers
    )


def answer_to(request: HttpRequest, error: CivicError) -> HttpResponse:
    """The page, or for a program the problem, that tells of an error."""
    _note(request, error)
    if wants_json(request):
        return _json(as_problem(error), headers_of(error))
    above = page_above(request.path_info) if isinstance(error, NoPage) else ""
    context = {"error": error, "above": above}
    page = render(request, "portal/problem.html", context, status=error.status)
    for name, value in headers_of(error).items():
        page[name] = value
    return page


def failed(request: HttpRequest) -> HttpResponse:
    """Django's handler500: of whatever no view and no middleware expected.

    Where the database is behind it: 503 and when to come again. Neither way asks the database, the
    session or who it is, for those may be what failed.
    """
    cause = sys.exc_info()[1]
    error = outage_of(cause)
    with override(get_language_from_request(request)):
        answer = _defect(request) if error is None else _outage(request, error)
    # Here, where its cause is known: Django tells of a page about an error without it.
    log_response(
        "%s: %s",
        answer.reason_phrase,
        request.path,
        response=answer,
        request=request,
        exception=cause,
    )
    return answer


def _outage(request: HttpRequest, error: NotReady) -> HttpResponse:
    headers = {**headers_of(error), "Cache-Control": "no-store"}
    if wants_json(request):
        return _json(as_problem(error), headers)
    sent = request.method not in ("GET", "HEAD")
    facts = {"error": error, "sent": sent, "again": request.get_full_path()}
    page = render_to_string("503.html", facts)
    return HttpResponse(page, status=error.status, headers=headers)


def _defect(request: HttpRequest) -> HttpResponse:
    if not wants_json(request):
        return HttpResponse(render_to_string("500.html"), status=500)
    words = _("Something on our side failed. It is noted in our log.")
    return _json({"type": "about:blank", "title": words, "status": 500}, {})


def _begun(request: HttpRequest, pieces: Any) -> Iterator[bytes]:
    """The same pieces, the first of them made already, while its failure can still be answered.

    A later one breaks the file off, and the server says nothing of it.
    """
    rest = iter(pieces)
    first = list(itertools.islice(rest, 1))

    def all_of_them() -> Iterator[bytes]:
        yield from first
        try:
            yield from rest
        except Exception:
            log.exception("broken off: %s", request.path, extra={"request": request})
            raise

    return all_of_them()


def _nothing_here(request: HttpRequest) -> str:
    if request.method in ("GET", "HEAD"):
        return _("There is no page at this address.")
    return _("Nothing can be sent to this address.")


def brief_answer_to(request: HttpRequest, error: CivicError) -> HttpResponse:
    """As answer_to; of what comes in floods (TooOften, TooLarge) a page without head and foot.

    A whole page costs more than most of what is refused.
    """
    if wants_json(request) or not isinstance(error, TooOften | TooLarge):
        return answer_to(request, error)
    _note(request, error)
    page = render_to_string("portal/refused.html", {"error": error, "back": request.path})
    return HttpResponse(page, status=error.status, headers=headers_of(error))


class ProblemMiddleware:
    """Turns a CivicError that a view let through into an answer with its status."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through; errors are met in process_exception."""
        response: HttpResponseBase = self.get_response(request)
        if response.streaming:
            if not isinstance(response, FileResponse):
                response.streaming_content = _begun(request, response.streaming_content)  # type: ignore[attr-defined]
            return response
        if response.status_code == 405 and not response.content:  # type: ignore[attr-defined]
            page = answer_to(request, NoPage(_nothing_here(request)))
            page["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """An answer for a CivicError, None for any other."""
        return answer_to(request, error) if isinstance(error, CivicError) else None


def nowhere(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django's handler404: of an address that leads nowhere."""
    if wants_json(request):
        return _json(as_problem(NotThere(_("There is nothing at this address."))), {})
    return page_not_found(request, exception)


def api_problem(error: Exception, context: dict[str, Any]) -> HttpResponse | None:
    """DRF's exception handler: every failure is problem+json, whatever else the view writes."""
    if isinstance(error, NotAuthenticated | MethodNotAllowed):
        # Signing in would not help: the API only reads.
        error = NoPage(_nothing_here(context["request"]))
    if isinstance(error, CivicError):
        _note(context.get("request"), error)
        return _json(as_problem(error), headers_of(error))
    answer: Response | None = exception_handler(error, context)
    if answer is None:
        return None
    detail = answer.data.get("detail") if isinstance(answer.data, dict) else None
    problem = {
        "type": "about:blank",
        "title": str(detail or _("The request could not be read.")),
        "status": answer.status_code,
        **({"errors": answer.data} if detail is None else {}),
    }
    told = {name: value for name, value in answer.headers.items() if name != "Content-Type"}
    return _json(problem, told)
