"""allauth's forms where ours differ: whom a mail goes to, and what a mailed link proves."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import RequestLoginCodeForm, ResetPasswordForm, ResetPasswordKeyForm
from allauth.core import context

from portal.models import User
from portal.ownership import account_of, prove


class RequestCode(RequestLoginCodeForm):
    """Asking for a code to sign in with."""

    _user: User | None

    def clean_email(self) -> str:
        """The address, and the account that a mail to it may open."""
        address: str = self.cleaned_data["email"]
        self._user = account_of(address)
        return address


class RequestReset(ResetPasswordForm):
    """Asking for a link to choose a new password with."""

    users: list[Any]

    def clean_email(self) -> str:
        """The address, and the account that a mail to it may open."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        found = account_of(address)
        self.users = [found] if found else []
        return address


class Reset(ResetPasswordKeyForm):
    """Choosing a new password by a mailed link."""

    def save(self) -> None:
        """Whoever follows the link has the address: that is confirmed, then the password is set."""
        request = context.request
        if request is not None:
            prove(self.user, request)
        super().save()
