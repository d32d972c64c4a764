"""The pages that ask for a mailed code: sending another one, and how often a code may be typed.

Whatever they answer, they answer alike whether the address has an account or not.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account import views
from allauth.account.internal.flows.email_verification_by_code import (
    EMAIL_VERIFICATION_CODE_SESSION_KEY,
)
from allauth.account.internal.stagekit import stash_login
from allauth.account.stages import EmailVerificationStage, LoginStageController
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from portal.attempts import ask_mail, mail_refused
from portal.errors import TooOften
from portal.limits import Limit, take
from portal.ownership import forget_sign_up

TYPED = Limit("code-typed", 3, 900, gettext_lazy("Those were too many wrong codes."))


class _Code:
    """What allauth's two pages have in common."""

    request: HttpRequest
    stage: Any
    _process: Any
    _action: str
    asks_again = ""
    """The name of the page on which somebody gives another address."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Count a try before it is looked at: the session's own count can be raced past."""
        if self._action == "verify":
            take(TYPED, request.session.session_key, self._process.state["at"])
        answer: HttpResponse = super().post(request, *args, **kwargs)  # type: ignore[misc]
        return answer

    def _resend_form_valid(self, form: Any) -> HttpResponse:
        try:
            ask_mail(self.request, self._process.state["email"])
        except TooOften as error:
            messages.error(self.request, str(error))
        else:
            self._send_again()
            messages.success(self.request, _("We sent another code. Only the last one works."))
        again: str = self.passthrough_next_url(self.request.path)  # type: ignore[attr-defined]
        return redirect(again)

    def _send_again(self) -> None:
        """A new code with its whole time and its own tries.

        allauth's resend writes to nobody without an account, and lets the time run on.
        """
        process = self._process
        process.state.update(at=time.time(), failed_attempts=0)
        if process.user is not None:
            process.generate_code()
        process.send()
        process.persist()
        if self.stage:
            self.stage.login.initiated_at = time.time()
            stash_login(self.request, self.stage.login)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """With when another code may be asked for, and where another address is given."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        asks = reverse(self.asks_again)
        return context | {
            "not_yet": mail_refused(self.request, self._process.state["email"]),
            "another_address": self.passthrough_next_url(asks),  # type: ignore[attr-defined]
        }


class SignInCode(_Code, views.ConfirmLoginCodeView):
    """The code to sign in with."""

    asks_again = "account_request_login_code"


class AddressCode(_Code, views.ConfirmEmailVerificationCodeView):
    """The code that confirms an address, of a new account or of one more."""

    asks_again = "account_signup"

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Whoever left the page before the code came signs up anew, with an account or without."""
        if (
            not request.user.is_authenticated
            and LoginStageController.enter(request, EmailVerificationStage.key) is None
        ):
            forget_code(request)
            return redirect("account_login")
        return super().dispatch(request, *args, **kwargs)


def forget_code(request: HttpRequest) -> None:
    """Somebody turned back: no page asks for the code that was sent any more."""
    request.session.pop(EMAIL_VERIFICATION_CODE_SESSION_KEY, None)
    forget_sign_up(request)


sign_in_code = SignInCode.as_view()
address_code = never_cache(AddressCode.as_view())
