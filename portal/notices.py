"""Mail to a person about a change of their account, in their language, to old addresses too."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _

from portal.city import site
from portal.models import User


class Notice(NamedTuple):
    """What a mail says; both may hold %(words)s that tell() is given."""

    subject: Any
    sentence: Any


NOTICES: dict[str, Notice] = {
    "role": Notice(
        _("Your role here has changed"),
        _("The city gave your account the role “%(role)s”. You were signed out everywhere."),
    ),
    "password-set": Notice(
        _("A password was set for your account"), _("Your account has a password now.")
    ),
    "password-changed": Notice(
        _("Your password was changed"), _("Your account has a new password.")
    ),
    "password-dropped": Notice(
        _("A password of your account was removed"),
        _(
            "Before you confirmed your address, somebody had set a password for this account. We "
            "removed it, since it may not have been you. Sign in with a code and choose your own."
        ),
    ),
    "address-added": Notice(
        _("An address was added to your account"),
        _("The address %(address)s belongs to your account now, and one can sign in with it."),
    ),
    "address-removed": Notice(
        _("An address was removed from your account"),
        _("The address %(address)s no longer belongs to your account."),
    ),
    "address-primary": Notice(
        _("Your account has another main address"),
        _("We write to %(address)s from now on."),
    ),
    "city-account-added": Notice(
        _("A city account was connected to your account"),
        _("One can sign in to your account with a city account now."),
    ),
    "city-account-removed": Notice(
        _("A city account was disconnected from your account"),
        _("One can no longer sign in to your account with that city account."),
    ),
    "factor-added": Notice(
        _("A second factor was added to your account"),
        _("Signing in to your account asks for it from now on: %(factor)s."),
    ),
    "factor-removed": Notice(
        _("A second factor was removed from your account"),
        _("Signing in to your account no longer asks for it: %(factor)s."),
    ),
    "factors-lost": Notice(
        _("All second factors of your account were removed"),
        _("The city did that because you lost them. You were signed out everywhere."),
    ),
    "codes-renewed": Notice(
        _("Your account has new recovery codes"),
        _("The codes of before are worth nothing any more."),
    ),
}


def tell(person: User, what: str, *, also: Iterable[str] = (), **words: Any) -> None:
    """Write to all confirmed addresses of `person`, and to `also`; each in a mail of its own.

    what: a key of NOTICES; words: what its sentence names. Call it in the transaction of the act.
    """
    notice = NOTICES[what]
    addresses = set(
        EmailAddress.objects.filter(user=person, verified=True).values_list("email", flat=True)
    ) | {one.lower() for one in also if one}
    with translation.override(person.language or settings.LANGUAGE_CODE):
        said = {name: str(word) for name, word in words.items()}
        text = render_to_string(
            "portal/notice.txt",
            {
                "sentence": str(notice.sentence) % said,
                "at": timezone.now(),
                "reset": site() + reverse("account_reset_password"),
                "city": settings.CITY,
            },
        )
        for address in sorted(addresses):
            send_mail(str(notice.subject), text, settings.DEFAULT_FROM_EMAIL, [address])
