"""What follows when a second factor comes, goes or is renewed."""

from __future__ import annotations

from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY as RECORDS
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.utils.translation import gettext_lazy as _

from portal.audit import record
from portal.models import User
from portal.notices import tell
from portal.second_factor.codes import LAST
from portal.second_factor.standing import SET_UP

KINDS = {Authenticator.Type.TOTP: _("Authenticator app"), Authenticator.Type.WEBAUTHN: _("Passkey")}
MAIN = tuple(KINDS)


@receiver(authenticator_added)
def _added(request: Any, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type not in MAIN:
        return
    request.session[SET_UP] = user.pk
    if authenticator.type == Authenticator.Type.TOTP and hasattr(request, "totp_step"):
        authenticator.data[LAST] = request.totp_step
        authenticator.save(update_fields=["data"])
    record(actor=user, act="second-factor.add", subject=user, kind=authenticator.type)
    tell(user, "factor-added", factor=KINDS[authenticator.type])


@receiver(authenticator_removed)
def _removed(request: Any, user: User, authenticator: Authenticator, **more: Any) -> None:
    if authenticator.type in MAIN:
        record(actor=user, act="second-factor.remove", subject=user, kind=authenticator.type)
        tell(user, "factor-removed", factor=KINDS[authenticator.type])
    if not Authenticator.objects.filter(user=user, type__in=MAIN).exists():
        # Without one the desk is shut again, at once.
        request.session.pop(SET_UP, None)
        kept = [one for one in request.session.get(RECORDS, []) if one.get("method") != "mfa"]
        request.session[RECORDS] = kept


@receiver(authenticator_reset)
def _reset(request: Any, user: User, authenticator: Authenticator, **more: Any) -> None:
    record(actor=user, act="second-factor.renew-codes", subject=user)
    tell(user, "codes-renewed")
