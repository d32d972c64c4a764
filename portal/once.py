"""A form that is sent twice counts once, and both answers lead to one page; see decisions/0026.

The key of a form is the token that every form carries against other sites: Django writes another
one into each page that it makes. The row with that key is inserted before the view runs and commits
with what the view stored, so the database lets a second one wait and then gives it the first's
answer. A form that was refused frees its key: its writer mends it and sends it again.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from datetime import datetime
from typing import Any, TypeVar

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.encoding import force_str

from portal.errors import CivicError
from portal.models import SentForm
from portal.problems import answer_to
from portal.sealing import seal, unseal
from portal.second_factor.leading import led

V = TypeVar("V", bound=Callable[..., Any])
# Their pages are not ours; what they do twice is what they did once.
NOT_OURS = ("allauth", "django", "rest_framework", "drf_spectacular")
_TOKEN = "csrfmiddlewaretoken"  # noqa: S105 - a field's name


def settles_itself(view: V) -> V:
    """A view that creates nothing, or whose own constraint says what a second sending is."""
    view.settles_itself = True  # type: ignore[attr-defined]
    return view


def is_kept_once(view: Any) -> bool:
    """Whether the forms that are sent to this view count once."""
    ours = str(getattr(view, "__module__", "")).partition(".")[0] not in NOT_OURS
    return ours and not getattr(view, "settles_itself", False)


class Once:
    """Stands last, behind the checks of token, size and second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass through; the view must be known first."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """The answer to somebody's form: the view's, or what the view said to the same form."""
        if request.method != "POST" or not is_kept_once(view):
            return None
        token = request.POST.get(_TOKEN, "")
        if not token or not request.user.is_authenticated:
            return None
        return _once(request, token, lambda: view(request, *args, **kwargs))


def _once(request: HttpRequest, token: str, run: Callable[[], Any]) -> HttpResponseBase:
    key = _key(request)
    failure: CivicError | None = None
    with transaction.atomic():
        if (said := _claim(key)) is not None:
            return _again(request, token, said)
        try:
            answer = run()
        except CivicError as error:
            # What the view has written meanwhile, such as a wrong PIN, stays written.
            failure = error
        if failure is None and isinstance(answer, HttpResponseRedirect):
            row = SentForm.objects.filter(key=key)
            row.update(answer=seal(_purpose(token), _told(request, answer)))
        elif not connection.needs_rollback:
            SentForm.objects.filter(key=key).delete()
    # An error that a view lets through is met as the middleware before this one would meet it.
    return answer if failure is None else led(request, failure) or answer_to(request, failure)


def _key(request: HttpRequest) -> str:
    """Who sent what to where; the token in it makes each page's form another one."""
    said = [str(request.user.pk), request.get_full_path(), *sorted(_fields(request))]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def _fields(request: HttpRequest) -> list[str]:
    fields = [json.dumps([name, values]) for name, values in request.POST.lists()]
    for name, files in request.FILES.lists():
        for file in files:
            digest = hashlib.sha256()
            for piece in file.chunks():
                digest.update(piece)
            file.seek(0)
            fields.append(json.dumps([name, file.name, digest.hexdigest()]))
    return fields


def _claim(key: str) -> bytes | None:
    """None where this form is the first; else what was answered to the first, once it is done."""
    with connection.cursor() as cursor:
        while True:
            cursor.execute(
                "insert into portal_sentform (key, answer, at) values (%s, '', now())"
                " on conflict do nothing",
                [key],
            )
            if cursor.rowcount:
                return None
            cursor.execute("select answer from portal_sentform where key = %s", [key])
            if row := cursor.fetchone():
                return bytes(row[0])


def _purpose(token: str) -> str:
    # With the token in it, only the browser that has the page can have the answer.
    return f"sent form {token}"


def _told(request: HttpRequest, answer: HttpResponseRedirect) -> bytes:
    """Where it leads, the cookies that it sets and what the next page tells."""
    cookies = [[name, one.value, dict(one)] for name, one in answer.cookies.items()]
    queued = getattr(messages.get_messages(request), "_queued_messages", [])
    said = [[one.level, force_str(one.message), one.extra_tags] for one in queued]
    return json.dumps([answer.url, cookies, said]).encode()


def _again(request: HttpRequest, token: str, sealed: bytes) -> HttpResponse:
    where, cookies, said = json.loads(unseal(_purpose(token), sealed))
    answer = HttpResponseRedirect(where)
    for name, value, facts in cookies:
        answer.cookies[name] = value
        answer.cookies[name].update(facts)
    for level, message, tags in said:
        messages.add_message(request, level, message, tags or "")
    return answer


def older(before: datetime) -> int:
    """How many forms were sent before a moment."""
    return SentForm.objects.filter(at__lt=before).count()


def drop(before: datetime) -> int:
    """Forget forms that were sent before a moment; how many."""
    return SentForm.objects.filter(at__lt=before).delete()[0]
