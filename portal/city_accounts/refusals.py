"""Why an answer of the identity service is not believed, in the person's words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Reason:
    """name: for the log; sentence: for the person."""

    name: str
    sentence: Any


ISSUER = Reason(
    "issuer", _("The answer came from another identity service than the one this city uses.")
)
AUDIENCE = Reason("audience", _("The answer of the identity service was meant for another site."))
NONCE = Reason("nonce", _("The answer belongs to another sign-in. Begin again here."))
EXPIRED = Reason("expired", _("The answer of the identity service was too old. Sign in once more."))
SIGNATURE = Reason("signature", _("The answer was not signed by the city’s identity service."))
UNREADABLE = Reason("unreadable", _("The answer of the identity service cannot be read."))
SUBJECT = Reason("subject", _("The identity service named two different people in one answer."))
NO_ADDRESS = Reason(
    "no-address",
    _("Your city account has no e-mail address. Add one to it, then sign in here again."),
)
TOO_WEAK = Reason(
    "acr",
    _("This site asks for a stronger sign-in at the identity service, such as a second factor."),
)
AWAY = Reason(
    "away", _("The identity service does not answer at the moment. Try again in a few minutes.")
)
STATE = Reason(
    "state", _("This sign-in was begun in another browser or too long ago. Begin again here.")
)
SERVICE = Reason("service", _("The identity service ended the sign-in without saying who you are."))


class Refused(OAuth2Error):
    """The answer is not believed; nobody is signed in."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason
