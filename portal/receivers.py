"""What the site does when somebody signs in or changes their account."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import authentication_step_completed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver
from django.http import HttpRequest

from portal import confirming


@receiver(user_logged_in)
def _signed_in(request: HttpRequest | None, **more: Any) -> None:
    if request is not None:
        confirming.note(request)


@receiver(authentication_step_completed)
def _confirmed(request: HttpRequest, reauthenticated: bool = False, **more: Any) -> None:
    if reauthenticated:
        confirming.note(request)
