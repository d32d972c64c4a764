"""Who may do what, as named predicates on a user (None is the system itself)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from portal.errors import NotAllowed
from portal.models import User

Predicate = Callable[[Any], bool]


def is_known(user: Any) -> bool:
    """Someone with an account who is signed in."""
    return bool(user and user.is_authenticated and user.is_active)


def is_official(user: Any) -> bool:
    """Moderates comments and edits consultations."""
    return is_known(user) and user.role in (
        User.Role.OFFICIAL,
        User.Role.PLANNER,
        User.Role.OPERATOR,
    )


def is_planner(user: Any) -> bool:
    """Publishes scenarios, reads the report in full and exports it."""
    return is_known(user) and user.role in (User.Role.PLANNER, User.Role.OPERATOR)


def is_operator(user: Any) -> bool:
    """Runs the site."""
    return is_known(user) and user.role == User.Role.OPERATOR


def require(predicate: Predicate, user: Any) -> None:
    """Raise NotAllowed unless `predicate` holds; the system (None) may do everything."""
    if user is not None and not predicate(user):
        raise NotAllowed(
            _("Your account cannot do this. Ask the city team if you think it should.")
        )
