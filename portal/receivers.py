"""What the site does when somebody signs in or changes their account."""

from __future__ import annotations

from typing import Any

from allauth.account import signals
from allauth.account.models import EmailAddress
from allauth.socialaccount.signals import social_account_added, social_account_removed
from django.contrib.auth.signals import user_logged_in
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils.translation import get_language

from portal import confirming, ownership
from portal.audit import record
from portal.models import User
from portal.notices import tell
from portal.sessions import end_sessions

pre_save.connect(ownership.before_save, sender=EmailAddress, dispatch_uid="portal.ownership")


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, user: User, **more: Any) -> None:
    if request is not None:
        confirming.note(request)
        _speak(user)


@receiver(signals.user_signed_up)
def _signed_up(request: HttpRequest, user: User, **more: Any) -> None:
    ownership.note_sign_up(request, user)
    _speak(user)


def _speak(user: User) -> None:
    """The language that they read here is the one that we write to them in."""
    language = (get_language() or "")[:10]
    if language and user.language != language:
        user.language = language
        user.save(update_fields=["language"])


@receiver(signals.authentication_step_completed)
def _confirmed(request: HttpRequest, reauthenticated: bool = False, **more: Any) -> None:
    if reauthenticated:
        confirming.note(request)


@receiver(signals.password_changed)
@receiver(signals.password_reset)
def _changed_password(request: HttpRequest, user: User, **more: Any) -> None:
    _note(request, user, "password-changed")
    end_sessions(user, but=request.session.session_key or "")


@receiver(signals.password_set)
def _set_password(request: HttpRequest, user: User, **more: Any) -> None:
    _note(request, user, "password-set")
    end_sessions(user, but=request.session.session_key or "")


@receiver(signals.email_added)
def _added_address(request: HttpRequest, email_address: EmailAddress, **more: Any) -> None:
    _note(request, email_address.user, "address-added", address=email_address.email)


@receiver(signals.email_removed)
def _removed_address(
    request: HttpRequest, user: User, email_address: EmailAddress, **more: Any
) -> None:
    gone = email_address.email
    _note(request, user, "address-removed", also=[gone], address=gone)


@receiver(signals.email_changed)
def _changed_address(
    request: HttpRequest,
    user: User,
    from_email_address: EmailAddress | None,
    to_email_address: EmailAddress,
    **more: Any,
) -> None:
    also = [from_email_address.email] if from_email_address else []
    _note(request, user, "address-primary", also=also, address=to_email_address.email)


@receiver(social_account_added)
def _connected(request: HttpRequest, sociallogin: Any, **more: Any) -> None:
    _note(request, sociallogin.user, "city-account-added")


@receiver(social_account_removed)
def _disconnected(request: HttpRequest, socialaccount: Any, **more: Any) -> None:
    _note(request, socialaccount.user, "city-account-removed")


def _note(
    request: HttpRequest, user: Any, what: str, also: list[str] | None = None, **words: Any
) -> None:
    """Write it down, and to the person. The log names no address."""
    actor = request.user if request.user.is_authenticated else None
    record(actor=actor, act=f"account.{what}", subject=user)
    tell(user, what, also=also or (), **words)
