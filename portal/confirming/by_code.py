"""Confirming by a code that is mailed, for people who sign in by code or by the city's account."""

from __future__ import annotations

import time

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.core.internal.cryptokit import normalize_user_code
from django import forms
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from portal.errors import TooOften
from portal.limits import Limit, take
from portal.models import User

SESSION_KEY = "code_to_confirm"
MAILED = Limit(
    "confirm-mail", 5, 900, gettext_lazy("We have sent you several codes. Use the last one.")
)
TYPED = Limit("confirm-code", 10, 900, gettext_lazy("Those were too many wrong codes."))


class CodeForm(forms.Form):
    """The code from the mail."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "autocapitalize": "none"}),
    )


def mail_address(user: User) -> str:
    """Where the code goes: the person's main confirmed address, or ""."""
    found = EmailAddress.objects.filter(user=user, verified=True).order_by("-primary", "pk").first()
    return str(found.email) if found else ""


@never_cache
@login_required
def confirm_by_code(request: HttpRequest) -> HttpResponse:
    """Send a code at the press of a button, then ask for it."""
    ways = get_adapter().get_reauthentication_methods(request.user)
    next_ = _next(request)
    if not any(way["url"] == request.path for way in ways):
        other = ways[0]["url"] if ways else reverse("home")
        return redirect(f"{other}?{urlencode({'next': next_})}")
    form, status = CodeForm(), 200
    if request.method == "POST":
        form = CodeForm(request.POST if "code" in request.POST else None)
        try:
            if "code" not in request.POST:
                return _send(request, next_)
            take(TYPED, request.user.pk)
            if form.is_valid() and _is_right(request, form.cleaned_data["code"]):
                return _done(request, next_)
            if form.is_valid():
                form.add_error("code", _("This is not the code, or it is too old."))
            status = 400
        except TooOften as error:
            form.is_bound = True
            form.full_clean()
            form.add_error(None, str(error))
            status = error.status
    context = {
        "form": form,
        "sent": _state(request) is not None,
        "email": mail_address(request.user),
        "next": next_,
        "reauthentication_alternatives": [
            way | {"url": f"{way['url']}?{urlencode({'next': next_})}"}
            for way in ways
            if way["url"] != request.path
        ],
    }
    return render(request, "account/confirm_by_code.html", context, status=status)


def _send(request: HttpRequest, next_: str) -> HttpResponse:
    user = request.user
    assert isinstance(user, User)
    take(MAILED, user.pk)
    code = get_adapter().generate_login_code()
    request.session[SESSION_KEY] = {"hash": _hash(user, code), "at": int(time.time())}
    get_adapter().send_mail("account/email/confirm_code", mail_address(user), {"code": code})
    return redirect(f"{request.path}?{urlencode({'next': next_})}")


def _done(request: HttpRequest, next_: str) -> HttpResponse:
    request.session.pop(SESSION_KEY, None)
    record_authentication(request, request.user, method="code", reauthenticated=True)
    return redirect(next_)


def _state(request: HttpRequest) -> dict[str, object] | None:
    """What was sent, while it is worth something."""
    state = request.session.get(SESSION_KEY)
    if state and 0 <= time.time() - state["at"] < settings.ACCOUNT_LOGIN_BY_CODE_TIMEOUT:
        return dict(state)
    return None


def _is_right(request: HttpRequest, typed: str) -> bool:
    state = _state(request)
    assert isinstance(request.user, User)
    return state is not None and constant_time_compare(
        str(state["hash"]), _hash(request.user, typed)
    )


def _hash(user: User, code: str) -> str:
    said = f"{user.pk}:{normalize_user_code(code)}"
    return salted_hmac("portal.confirming", said, algorithm="sha256").hexdigest()


def _next(request: HttpRequest) -> str:
    wish = request.POST.get("next") or request.GET.get("next") or ""
    ours = url_has_allowed_host_and_scheme(wish, allowed_hosts={request.get_host()})
    return wish if ours else reverse("home")
