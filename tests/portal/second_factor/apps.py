"""An authenticator app, as a phone has one, and signing in up to the second factor."""

from __future__ import annotations

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client

from portal.models import User
from tests.portal.sessions.signing import sign_in

STEP_S = 30


class App:
    """Set up for a person already."""

    def __init__(self, person: User) -> None:
        self.secret = generate_totp_secret()
        self.row: Authenticator = TOTP.activate(person, self.secret).instance
        self.recovery = RecoveryCodes.activate(person)

    def code(self, steps: int = 0) -> str:
        """What it shows now, or `steps` half minutes later."""
        return code_of(self.secret, steps)

    def wrong(self) -> str:
        """A code that none of the steps around now has."""
        near = {self.code(steps) for steps in range(-2, 3)}
        return next(f"{n:06}" for n in range(10) if f"{n:06}" not in near)


def code_of(secret: str, steps: int = 0) -> str:
    """What an app with this key shows."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // STEP_S + steps))


def sign_in_with(client: Client, person: User, code: str) -> int:
    """Address, password and a code; the status of the last answer."""
    sign_in(client, person)
    return int(client.post("/account/2fa/authenticate/", {"code": code}).status_code)
