"""One table from what went wrong to what the person sees: a page, or problem+json (RFC 9457)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from rest_framework.response import Response
from rest_framework.views import exception_handler

from portal.errors import CivicError, NoPage, NotAllowed, NotReady, TooOften
from portal.security_log import refused


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


def wants_json(request: HttpRequest) -> bool:
    """Whether a program asks, not a person."""
    return request.path.startswith("/api/") or request.path.endswith((".json", ".mvt"))


def answer_to(request: HttpRequest, error: CivicError) -> HttpResponse:
    """The page, or for a program the problem, that tells of an error."""
    _note(request, error)
    if wants_json(request):
        return JsonResponse(
            as_problem(error),
            status=error.status,
            content_type="application/problem+json",
            headers=headers_of(error),
        )
    page = render(request, "portal/problem.html", {"error": error}, status=error.status)
    for name, value in headers_of(error).items():
        page[name] = value
    return page


class ProblemMiddleware:
    """Turns a CivicError that a view let through into an answer with its status."""

    def __init__(self, get_response: Any) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass through; errors are met in process_exception."""
        response: HttpResponse = self.get_response(request)
        if response.status_code == 405 and not response.content:
            page = answer_to(request, NoPage(_("This address opens by a button only.")))
            page["Allow"] = response.headers.get("Allow", "")
            return page
        return response

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """An answer for a CivicError, None for any other."""
        return answer_to(request, error) if isinstance(error, CivicError) else None


def api_problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every failure is problem+json."""
    if isinstance(error, CivicError):
        _note(context.get("request"), error)
        return Response(
            as_problem(error),
            status=error.status,
            content_type="application/problem+json",
            headers=headers_of(error),
        )
    answer: Response | None = exception_handler(error, context)
    if answer is not None:
        answer.content_type = "application/problem+json"
        detail = answer.data.get("detail") if isinstance(answer.data, dict) else None
        answer.data = {
            "type": "about:blank",
            "title": str(detail or "The request could not be read."),
            "status": answer.status_code,
            **({"errors": answer.data} if detail is None else {}),
        }
    return answer
