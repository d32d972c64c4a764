"""Whose an address is: who may be written to, and what goes at its first confirmation.

Until somebody has confirmed an address, whoever typed it may be anybody. What they set up meanwhile
(a password, a session, a city account, other addresses) goes at the first confirmation, whichever
way that comes; but a password stays where it is confirmed in the browser that chose or typed it.
"""

from __future__ import annotations

import time
from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from allauth.core import context
from allauth.socialaccount.models import SocialAccount
from django.apps import apps
from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest

from portal.audit import record
from portal.models import User
from portal.notices import tell
from portal.sessions import end_sessions

CHOSEN_HERE = "chosen_here"
"""In the session: the account that was made in this browser, with its password, and when."""
_CHOSEN_S = 3_600


def account_of(address: str) -> User | None:
    """The account that a mail to `address` may open, or None.

    An account that was confirmed is reached by confirmed addresses alone: what somebody merely
    typed into theirs, mistyped or not, leads into no account. One query, whatever it finds.
    """
    confirmed = EmailAddress.objects.filter(user=OuterRef("pk"), verified=True)
    by_address = Q(Exists(confirmed.filter(email=address.lower())))
    by_name = Q(email=address.lower()) & ~Q(Exists(confirmed))
    found = User.objects.filter(by_address | by_name, is_active=True)
    # An older claim that nobody confirmed must not stand before the one that was.
    return found.alias(proven=Exists(confirmed)).order_by("-proven", "pk").first()


def note_sign_up(request: HttpRequest, person: User) -> None:
    """Their account was made in this browser."""
    request.session[CHOSEN_HERE] = [person.pk, int(time.time())]


def forget_sign_up(request: HttpRequest) -> None:
    """Somebody turned back: whoever uses this browser next need not be the one who typed that."""
    request.session.pop(CHOSEN_HERE, None)


def is_first(address: EmailAddress) -> bool:
    """Whether storing `address` confirms its account for the first time."""
    confirmed = EmailAddress.objects.filter(user_id=address.user_id, verified=True)
    return address.verified and not confirmed.exists()


@transaction.atomic
def drop_unproven(address: EmailAddress, request: HttpRequest) -> None:
    """Before an account is confirmed for the first time: take away what anybody may have set up.

    Called before the confirmation is stored, so that there is no moment when both hold.
    """
    person: Any = address.user
    User.objects.select_for_update().get(pk=person.pk)
    had_password = person.has_usable_password()
    if had_password and not _chosen_here(request, person):
        person.set_unusable_password()
        person.save(update_fields=["password"])
    _adopt(person, address)
    if not address._state.adding:
        for account in SocialAccount.objects.filter(user=person):
            if not _came_by(request, person, account):
                account.delete()
    if apps.is_installed("allauth.mfa"):
        apps.get_model("mfa", "Authenticator").objects.filter(user=person).delete()
    end_sessions(person, but=request.session.session_key or "")
    if had_password and not person.has_usable_password():
        record(actor=None, act="account.password-dropped", subject=person)
        tell(person, "password-dropped", also=[address.email])


def prove(person: User, request: HttpRequest) -> None:
    """A mailed link was followed: the address of an unconfirmed account is theirs."""
    if not EmailAddress.objects.filter(user=person, verified=True).exists():
        address, _new = EmailAddress.objects.get_or_create(user=person, email=person.email.lower())
        address.user, address.verified = person, True
        address.set_as_primary(conditional=True)
        address.save()


@transaction.atomic
def release(addresses: list[str]) -> None:
    """Delete accounts that were made for these addresses and never confirmed.

    For when the city's identity service says whose the addresses are. Nobody could sign in to such
    an account, so nothing is lost; a role keeps it.
    """
    for person in User.objects.select_for_update().filter(
        email__in=[address.lower() for address in addresses],
        role=User.Role.RESIDENT,
        last_login=None,
    ):
        if not EmailAddress.objects.filter(user=person, verified=True).exists():
            person.delete()


def _adopt(person: User, address: EmailAddress) -> None:
    """The confirmed address is the account's own; claims of the same address elsewhere are void."""
    EmailAddress.objects.filter(email=address.email, verified=False).exclude(user=person).delete()
    others = EmailAddress.objects.filter(user=person, verified=False)
    others.exclude(email=address.email).delete()
    if person.email == address.email:
        return
    if not User.objects.filter(email=address.email).exclude(pk=person.pk).exists():
        person.email, address.primary = address.email, True
        person.save(update_fields=["email"])


def _chosen_here(request: HttpRequest, person: User) -> bool:
    # At a computer that several people use, a password does not wait for its address's owner.
    of, at = request.session.get(CHOSEN_HERE) or (0, 0)
    if of == person.pk and 0 <= time.time() - at < _CHOSEN_S:
        return True
    records = get_authentication_records(request, person)
    return any(one.get("method") == "password" for one in records)


def _came_by(request: HttpRequest, person: User, account: SocialAccount) -> bool:
    records = get_authentication_records(request, person)
    return any(
        one.get("method") == "socialaccount" and one.get("uid") == account.uid for one in records
    )


def before_save(instance: EmailAddress, **more: Any) -> None:
    """Signal pre_save of an address: nothing confirms one past this, whichever page it came by."""
    request = context.request
    if request is not None and is_first(instance):
        drop_unproven(instance, request)
