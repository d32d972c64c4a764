"""Where the site's accounts differ from allauth's."""

from __future__ import annotations

from typing import Any, ClassVar
from urllib.parse import urlsplit, urlunsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sites.requests import RequestSite
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from portal.attempts import Taken, ask_mail, try_password, was_right
from portal.city import site
from portal.confirming import was_confirmed
from portal.confirming.by_code import mail_address
from portal.errors import TooOften
from portal.known_devices import remember


class _Named:
    """What RequestSite asks of a request."""

    def __init__(self, host: str) -> None:
        self.get_host = lambda: host


def _public(name: str, value: Any) -> Any:
    """A link of a mail, moved to the public address."""
    if not name.endswith("_url") or not isinstance(value, str):
        return value
    parts = urlsplit(value)
    return site() + urlunsplit(("", "", parts.path, parts.query, parts.fragment))


class Accounts(DefaultAccountAdapter):
    """Signing up and in, and what mails about it."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultAccountAdapter.error_messages,
        "incorrect_code": gettext_lazy("This is not the code. Type the one of the last mail."),
        "too_many_login_attempts": gettext_lazy(
            "Those were too many wrong codes. Have a new one sent to you."
        ),
    }
    _taken: Taken = []

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, str]]:
        """How somebody confirms that it is still them, the first way first.

        Whoever has a second factor uses that. Else a password, or a code by mail: nobody who signs
        in by code, or with the city's account, has to have a password.
        """
        ways: list[dict[str, str]] = super().get_reauthentication_methods(user)
        factors = [way for way in ways if way["id"].startswith("mfa")]
        if factors or not user.is_authenticated:
            return factors
        for way in ways:
            way["description"] = _("Use my password")
        if mail_address(user):
            url = reverse("confirm-by-code")
            ways.append({"id": "code", "description": _("Have a code sent by mail"), "url": url})
        return ways

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Count the try; raises ValidationError with a sentence that says until when to wait."""
        try:
            self._taken = try_password(request, str(credentials.get("email", "")))
        except TooOften as error:
            raise ValidationError(str(error), code=error.code) from error

    def _rollback_login_failed_rl_usage(self) -> None:
        """A right password: allauth's hook for taking the count back."""
        was_right(self._taken)

    def post_login(self, request: HttpRequest, user: Any, **more: Any) -> HttpResponse:
        """Go on, and know this browser when it comes again."""
        answer: HttpResponse = super().post_login(request, user, **more)
        confirmed = EmailAddress.objects.filter(user=user, verified=True)
        remember(request, answer, [*confirmed.values_list("email", flat=True)[:4]])
        return answer

    def send_confirmation_mail(
        self, request: HttpRequest, emailconfirmation: Any, signup: bool
    ) -> None:
        """Send a code to an address; raises TooOften."""
        ask_mail(request, emailconfirmation.email_address.email)
        super().send_confirmation_mail(request, emailconfirmation, signup)

    def save_user(self, request: HttpRequest, user: Any, form: Any, commit: bool = True) -> Any:
        """A new account, with the language in which it was made."""
        user.language = (get_language() or "")[:10]
        return super().save_user(request, user, form, commit)

    def login(self, request: HttpRequest, user: Any) -> None:
        """Sign somebody in as the database has them: confirming may have dropped a password."""
        user.refresh_from_db(fields=["password"])
        super().login(request, user)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """As allauth's, with links to the city's own address, whatever host the request named."""
        if settings.PUBLIC_URL:
            context = {name: _public(name, value) for name, value in context.items()}
            context["current_site"] = RequestSite(_Named(urlsplit(site()).netloc))
        super().send_mail(template_prefix, email, context)

    def format_email_subject(self, subject: str) -> str:
        """With the city's name in front, not with the name that the request gave."""
        return f"[{settings.CITY['name']}] {subject}"

    def is_reauthentication_required(self, *, app: str, **more: Any) -> bool:
        """Signing in counts as confirming, for allauth's own pages as for ours."""
        return not was_confirmed(self.request)
