"""Who may do what, as named predicates on a user (None is the system itself)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import NotAllowed, SecondFactorFirst
from portal.models import User

Predicate = Callable[[Any], bool]


def is_known(user: Any) -> bool:
    """Someone with an account who is signed in."""
    return bool(user and user.is_authenticated and user.is_active)


def is_official(user: Any) -> bool:
    """Moderates comments and edits consultations."""
    return _works_as(user, User.Role.OFFICIAL, User.Role.PLANNER, User.Role.OPERATOR)


def is_planner(user: Any) -> bool:
    """Publishes scenarios, reads the report in full and exports it."""
    return _works_as(user, User.Role.PLANNER, User.Role.OPERATOR)


def is_operator(user: Any) -> bool:
    """Runs the site."""
    return _works_as(user, User.Role.OPERATOR)


def _works_as(user: Any, *roles: Any) -> bool:
    # Without the second factor that their role asks for, they may do what a resident may.
    return is_known(user) and user.role in roles and not user.awaits_second_factor


def require(predicate: Predicate, user: Any) -> None:
    """Raise NotAllowed unless `predicate` holds; the system (None) may do everything."""
    if user is None or predicate(user):
        return
    if getattr(user, "awaits_second_factor", False):
        raise SecondFactorFirst(
            _("This needs your second factor. Set one up, or sign in again with it.")
        )
    raise NotAllowed(_("Your account cannot do this. Ask the city team if you think it should."))
