"""Where one is signed in, ending that, and what was sent after a session was over."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from portal.leaving import forget_here
from portal.models import Session
from portal.sessions import parking
from portal.sessions.devices import in_words
from portal.sessions.ending import end_sessions
from portal.sessions.keys import digest


@dataclass(frozen=True)
class Device:
    """One browser in which somebody is signed in. pk: what ends it; it signs nobody in."""

    pk: str
    name: str
    since: datetime
    seen: datetime
    is_this: bool
    is_exact: bool


@never_cache
@login_required
def devices(request: HttpRequest) -> HttpResponse:
    """The list of one's sessions, this one first."""
    return render(request, "portal/devices.html", {"devices": _devices(request)})


@require_POST
@login_required
def end(request: HttpRequest) -> HttpResponse:
    """End one of one's sessions, or all but this one."""
    mine = Session.objects.filter(person_id=request.user.pk)
    here = digest(str(request.session.session_key))
    which = request.POST.get("which", "")
    if which == "others":
        gone = end_sessions(request.user, but=str(request.session.session_key))  # type: ignore[arg-type]
        words = ngettext(
            "Ended on %(count)s other device.", "Ended on %(count)s other devices.", gone
        )
        messages.success(request, words % {"count": gone})
    elif which == here:
        logout(request)
        answer = redirect(settings.LOGOUT_REDIRECT_URL)
        forget_here(request, answer)
        return answer
    else:
        if re.fullmatch("[0-9a-f]{40}", which):
            mine.filter(pk=which).delete()
        messages.success(request, _("Ended there. That device has to sign in again."))
    return redirect("devices")


@never_cache
@login_required
def kept(request: HttpRequest) -> HttpResponse:
    """What somebody sent while they were not signed in any more, to be sent again."""
    found = parking.parked(request)
    if request.method == "POST" or found is None:
        parking.forget(request)
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "portal/kept.html", {"kept": found})


def _devices(request: HttpRequest) -> list[Device]:
    here: Any = digest(str(request.session.session_key))
    found = [
        Device(
            row.pk,
            in_words(row.device),
            row.since,
            row.seen,
            row.pk == here,
            row.person.role != row.person.Role.RESIDENT if row.person else False,
        )
        for row in Session.objects.filter(person_id=request.user.pk).select_related("person")
    ]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))
