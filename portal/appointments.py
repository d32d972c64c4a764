"""Who works here: giving somebody a role, and keeping at least one operator."""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from django.db import transaction
from django.utils.translation import gettext as _

from portal.audit import record
from portal.changes import unsaved
from portal.errors import Conflict, NotThere
from portal.models import User
from portal.notices import tell
from portal.roles import is_operator, require
from portal.sessions import end_sessions


@transaction.atomic
def give_role(*, actor: Any, address: str, role: str) -> str:
    """Give the person with this confirmed address a role; what they were before.

    They are told by mail and signed out everywhere, so that they come with the rules of their new
    role. Raises NotThere, and Conflict for an address nobody has confirmed or the last operator.
    """
    require(is_operator, actor)
    # They stay locked until the end: of two operators who go at once, the second is the last.
    operators = _locked_operators()
    person = _person(address.strip().lower())
    person = User.objects.select_for_update().get(pk=person.pk)
    if role != User.Role.OPERATOR:
        _keep_one(operators, person)
    before, person.role = person.role, role
    changed = unsaved(person, ["role"])
    person.save(update_fields=["role"])
    if before != role:
        end_sessions(person)
        record(actor=actor, act="person.role", subject=person, changed=changed)
        tell(person, "role", role=User.Role(role).label)
    return str(before)


def _locked_operators() -> list[User]:
    """Always in the same order, or two commands would wait for each other."""
    rows = User.objects.select_for_update().filter(role=User.Role.OPERATOR).order_by("pk")
    return list(rows)


def _keep_one(operators: list[User], person: User) -> None:
    confirmed = set(
        EmailAddress.objects.filter(user__in=operators, verified=True).values_list(
            "user_id", flat=True
        )
    )
    able = {one.pk for one in operators if one.is_active and one.pk in confirmed}
    if able == {person.pk}:
        raise Conflict(
            _("This is the last operator. Make somebody else an operator first, then try again.")
        )


def _person(address: str) -> User:
    found = User.objects.filter(
        emailaddress__email=address, emailaddress__verified=True, is_active=True
    ).first()
    if found is not None:
        return found
    if User.objects.filter(email=address).exists():
        raise Conflict(
            _(
                "Nobody has confirmed this address yet, so the account may be anybody's. Let them "
                "sign in once with a code that is mailed to them, then try again."
            )
        )
    raise NotThere(_("Nobody has an account with this address. Let them sign up first."))
