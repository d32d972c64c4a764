"""On from setting up a second factor to where somebody was going."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from portal.second_factor.standing import NEXT


@login_required
def done(request: HttpRequest) -> HttpResponse:
    """There, or home."""
    return redirect(request.session.pop(NEXT, settings.LOGIN_REDIRECT_URL))
