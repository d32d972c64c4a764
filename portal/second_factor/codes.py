"""Codes of an authenticator app and of recovery: each is good once, and few may be wrong."""

from __future__ import annotations

import time

from allauth.core.internal.cryptokit import compare_user_code
from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from portal.limits import Limit, forget, take
from portal.models import User

WRONG = Limit(
    "second-factor",
    6,
    900,
    _("Those were too many wrong codes."),
)
LAST = "last_step"
"""In an authenticator's data: the time step of the last code that was taken."""


def use_code(person: User, code: str) -> Authenticator | None:
    """The authenticator whose code this is, which is used up by that; None if it is nobody's.

    Raises TooOften. A code of the step before or after now is taken, since clocks differ.
    """
    take(WRONG, person.pk)
    found = Authenticator.objects.filter(user=person).exclude(type=Authenticator.Type.WEBAUTHN)
    for one in found:
        is_app = one.type == Authenticator.Type.TOTP
        if _use_step(one.pk, code) if is_app else one.wrap().validate_code(code):
            forget(WRONG, person.pk)
            return one
    return None


def step_of(secret: str, code: str) -> int | None:
    """Which time step (RFC 6238) of now and its neighbours this code belongs to."""
    now = int(time.time()) // app_settings.TOTP_PERIOD
    for step in (now, now - 1, now + 1):
        if compare_user_code(actual=code, expected=format_hotp_value(hotp_value(secret, step))):
            return step
    return None


@transaction.atomic
def _use_step(pk: int, code: str) -> bool:
    """allauth remembers a used code for one step in the cache; it would be good once more."""
    app = Authenticator.objects.select_for_update().filter(pk=pk).first()
    step = step_of(decrypt(app.data["secret"]), code) if app else None
    if app is None or step is None or step <= app.data.get(LAST, 0):
        return False
    app.data[LAST] = step
    app.save(update_fields=["data"])
    return True
