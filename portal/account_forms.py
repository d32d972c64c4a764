"""allauth's forms where ours differ: how often, whom a mail goes to, what a mailed link proves."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    RequestLoginCodeForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SignupForm,
)
from allauth.account.models import EmailAddress
from allauth.core import context
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone

from portal.attempts import OLD_PASSWORDS, SIGN_UPS, ask_mail, place_of
from portal.errors import TooOften
from portal.limits import take
from portal.models import User
from portal.ownership import account_of, prove


@contextmanager
def as_form_errors() -> Iterator[None]:
    """What is refused stands in the form, beside what was typed."""
    try:
        yield
    except TooOften as error:
        raise ValidationError(str(error), code=error.code) from error


class SignUp(SignupForm):
    """Making an account; it takes as long for an address that has one."""

    def clean(self) -> dict[str, Any]:
        """Count it once the form is good."""
        said: dict[str, Any] = super().clean()
        request = context.request
        if not self.errors and request is not None:
            with as_form_errors():
                take(SIGN_UPS, place_of(request))
                ask_mail(request, said["email"])
        return said

    def try_save(self, request: HttpRequest) -> Any:
        """A new account; or a mail that there is one, after the same work."""
        if self.account_already_exists:
            self._as_if()
        return super().try_save(request)

    def _as_if(self) -> None:
        with transaction.atomic():
            address = f"{secrets.token_hex(12)}@nobody.invalid"
            made = User.objects.create_user(address, self.cleaned_data["password1"])
            EmailAddress.objects.create(user=made, email=address, primary=True)
            # As often as a new account and its address are looked up on the way to the mail.
            for _time in range(6):
                list(EmailAddress.objects.filter(user=made))
            list(User.objects.filter(pk=made.pk))
            transaction.set_rollback(True)


class AddAddress(AddEmailForm):
    """Adding an address, which gets a code."""

    def clean_email(self) -> str:
        """Count the mail."""
        address: str = super().clean_email()
        if context.request is not None:
            with as_form_errors():
                ask_mail(context.request, address)
        return address


class ChangePassword(ChangePasswordForm):
    """Choosing another password."""

    def clean_oldpassword(self) -> str:
        """Count the try before it is looked at."""
        with as_form_errors():
            take(OLD_PASSWORDS, self.user.pk)
        old: str = super().clean_oldpassword()
        return old


class RequestCode(RequestLoginCodeForm):
    """Asking for a code to sign in with."""

    _user: User | None

    def clean_email(self) -> str:
        """The address, and the account that a mail to it may open."""
        address: str = self.cleaned_data["email"].lower()
        with as_form_errors():
            ask_mail(context.request, address)
        self._user = account_of(address)
        return address


class RequestReset(ResetPasswordForm):
    """Asking for a link to choose a new password with."""

    users: list[Any]

    def clean_email(self) -> str:
        """The address, and the account that a mail to it may open."""
        address: str = get_adapter().clean_email(self.cleaned_data["email"].lower())
        with as_form_errors():
            ask_mail(context.request, address)
        found = account_of(address)
        self.users = [found] if found else []
        if found is None:
            # The work of a link that nobody gets, or the time would tell.
            self._as_if(address)
        return address

    def _as_if(self, address: str) -> None:
        nobody = User(pk=0, email=address, last_login=timezone.now())
        list(EmailAddress.objects.filter(user_id=0, email=address))
        list(EmailAddress.objects.filter(user_id=0).values_list("email", flat=True))
        PasswordResetTokenGenerator().make_token(nobody)


class Reset(ResetPasswordKeyForm):
    """Choosing a new password by a mailed link."""

    def save(self) -> None:
        """Whoever follows the link has the address: that is confirmed, then the password is set."""
        request = context.request
        if request is not None:
            prove(self.user, request)
        super().save()
