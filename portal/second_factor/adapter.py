"""Where allauth's second factors differ here: words, names and how secrets are kept."""

from __future__ import annotations

from io import BytesIO
from typing import Any, ClassVar

import segno
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.totp.internal.auth import generate_totp_secret
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.sealing import InvalidToken, seal, unseal
from portal.sessions.devices import in_words, kind_of

_PURPOSE = "second factor"


class Factors(DefaultMFAAdapter):
    """Secrets lie sealed; a copy of the database makes nobody's codes."""

    error_messages: ClassVar[dict[str, Any]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This is not the code, or it was used already. Wait for the next one."),
        "incorrect_key": _("That did not work. Try it again, or choose another way."),
        "unverified_email": _("Confirm your e-mail address first."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed with DJANGO_SECRET_KEY."""
        return seal(_PURPOSE, text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """What was sealed; when that was with another key, a new secret that nobody has."""
        try:
            return unseal(_PURPOSE, encrypted_text.encode()).decode()
        except InvalidToken:
            return generate_totp_secret()

    def get_totp_issuer(self) -> str:
        """The city's name, which the app shows beside its codes."""
        return str(settings.CITY["name"])

    def build_totp_svg(self, url: str) -> str:
        """The address that an authenticator app reads, as a picture."""
        picture = BytesIO()
        segno.make(url, error="m", micro=False).save(
            picture, kind="svg", scale=4, border=4, light="#fff", xmldecl=False
        )
        return picture.getvalue().decode()

    def generate_authenticator_name(self, user: Any, type: Any) -> str:
        """The device at which the passkey is made."""
        return in_words(kind_of(context.request.headers.get("User-Agent", "")))
