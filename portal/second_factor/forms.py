"""allauth's forms, with codes that are good once, a limit of our own, and no crash on bad input."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.internal.flows.add import validate_can_add_authenticator
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    EditWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.errors import TooOften
from portal.limits import Limit, forget, take
from portal.second_factor.codes import WRONG, step_of, use_code

MOST_OF_A_KEY = 20_000
KEYS = Limit("passkey", 30, 900, _("Those were many tries with a passkey."))
# What a made-up answer of a browser makes the library stumble over.
_STUMBLES = (ValueError, TypeError, KeyError, AttributeError, IndexError, InvalidSignature)


def _typed() -> forms.CharField:
    words = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none"}
    return forms.CharField(label=_("Code"), max_length=40, widget=forms.TextInput(attrs=words))


class _Answer(forms.JSONField):
    """What a browser answers for a passkey, in JSON."""

    def __init__(self) -> None:
        super().__init__(widget=forms.HiddenInput, label=_("Passkey"))

    def to_python(self, value: Any) -> Any:
        """The object that it is; as little believed as any other input."""
        try:
            found = super().to_python(value) if len(str(value or "")) <= MOST_OF_A_KEY else None
        except RecursionError:
            found = None
        if not isinstance(found, dict):
            raise get_adapter().validation_error("incorrect_key")
        return found

    def bound_data(self, data: Any, initial: Any) -> str:
        """Nothing: an answer is good for one question only."""
        return ""

    def prepare_value(self, value: Any) -> str:
        """The same."""
        return ""


class _Code:
    user: Any
    cleaned_data: dict[str, Any]

    def clean_code(self) -> str:
        """The code, which is used up by this."""
        code = str(self.cleaned_data["code"])
        try:
            found = use_code(self.user, code)
        except TooOften as error:
            raise forms.ValidationError(str(error)) from error
        if found is None:
            failed = Authenticator.objects.filter(user=self.user).exclude(type="webauthn").first()
            if failed:
                self._emit_authentication_failed(failed)  # type: ignore[attr-defined]
            raise get_adapter().validation_error("incorrect_code")
        found.user = self.user
        self.authenticator = found
        return code


class SignInByCode(_Code, AuthenticateForm):
    """A code at the sign-in."""

    code = _typed()


class ConfirmByCode(_Code, ReauthenticateForm):
    """A code before an act that matters."""

    code = _typed()


class SetUpApp(ActivateTOTPForm):
    """The first code of an authenticator app shows that it is set up rightly."""

    code = _typed()

    def clean_code(self) -> str:
        """The code; which step it belongs to is kept, so that it signs nobody in afterwards."""
        validate_can_add_authenticator(self.user)
        code = str(self.cleaned_data["code"])
        try:
            take(WRONG, self.user.pk)
        except TooOften as error:
            raise forms.ValidationError(str(error)) from error
        step = step_of(self.secret, code)
        if step is None:
            raise get_adapter().validation_error("incorrect_code")
        forget(WRONG, self.user.pk)
        context.request.totp_step = step
        return code


class _Key(forms.Form):
    credential = _Answer()
    user: Any

    def clean_credential(self) -> Any:
        """Whose key answered rightly."""
        try:
            take(KEYS, self.user.pk)
            auth.parse_authentication_response(self.cleaned_data["credential"])
            mine = auth.complete_authentication(self.user, self.cleaned_data["credential"])
        except TooOften as error:
            raise forms.ValidationError(str(error)) from error
        except _STUMBLES as error:
            raise get_adapter().validation_error("incorrect_key") from error
        forget(KEYS, self.user.pk)
        return mine


class SignInByKey(_Key, AuthenticateWebAuthnForm):
    """A passkey at the sign-in."""


class ConfirmByKey(_Key, ReauthenticateWebAuthnForm):
    """A passkey before an act that matters."""


class SetUpKey(AddWebAuthnForm):
    """A new passkey with a name."""

    name = forms.CharField(label=_("Name of this passkey"), required=False, max_length=60)
    credential = _Answer()

    def clean(self) -> dict[str, Any]:
        """Whether the browser's answer belongs to what this page asked."""
        try:
            return dict(super().clean())
        except _STUMBLES as error:
            raise get_adapter().validation_error("incorrect_key") from error


class RenameKey(EditWebAuthnForm):
    """Another name for a passkey."""

    name = forms.CharField(label=_("Name of this passkey"), max_length=60)
