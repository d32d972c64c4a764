"""What was changed of a question since people could rely on it, for everyone to read."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from participation.faces.finding import known
from participation.guests.pages import kept_for_guests
from participation.models import Change
from participation.retelling import Line, lines_of, role_of
from portal.paging import page_of

A_PAGE = 20


@dataclass(frozen=True)
class Entry:
    """One change as the page shows it."""

    change: Change
    role: str
    lines: list[Line]


@kept_for_guests
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """All changes, newest first, each with its old and new words side by side."""
    found = known(slug, request, light=True)
    page = page_of(request, Change.objects.filter(consultation=found), A_PAGE)
    context = {
        "consultation": found,
        "page": page,
        "entries": [Entry(one, role_of(one), lines_of(one)) for one in page.object_list],
    }
    return render(request, "participation/history.html", context)
