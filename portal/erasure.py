"""Erasing an account: each floor says what it does with what a person left there.

A floor registers its erasers in a module `erasers`, as in participation/erasers.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext as _

from portal.audit import record
from portal.errors import BadInput, NotAllowed
from portal.models import User
from portal.registry import Registry
from portal.sessions import forget_browsers

# An eraser takes the person and the choice ("keep": what they wrote stays without their name;
# "withdraw": it goes too) and returns counts of what it did.
Eraser = Callable[[User, str], dict[str, int]]
ERASERS: Registry[Eraser] = Registry("eraser")
CHOICES = ("keep", "withdraw")


@transaction.atomic
def erase_account(*, actor: Any, person: User, words: str = "keep") -> dict[str, int]:
    """Erase a person's account, at their own wish (or by the system, None), for good.

    words: "keep" leaves comments without a name and without their exact place; "withdraw" takes
    them away. Returns what each eraser did. The audit log keeps acts without the person.
    """
    if actor is not None and actor.pk != person.pk:
        raise NotAllowed(_("Only you can erase your account."))
    # As they are now: whoever was given a role meanwhile works here.
    if User.objects.select_for_update().get(pk=person.pk).role != User.Role.RESIDENT:
        raise NotAllowed(
            _(
                "Whoever works here does not erase their own account. Ask an operator of this site "
                "to take your role away; then you can erase it."
            )
        )
    if words not in CHOICES:
        raise BadInput(_("Choose what becomes of your comments."), field="words")
    autodiscover_modules("erasers")
    done: dict[str, int] = {}
    for _name, erase in ERASERS.items():
        done |= erase(person, words)
    done["sessions"] = forget_browsers(person)
    record(actor=None, act="account.erase", subject=person, words=words, **done)
    person.delete()
    return done
