"""Who is signed in, read in one plain query: every page of a person who is signed in asks it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from django.db import connection

from portal.database import planned_cursor
from portal.models import CONFIRMED, User

_FIELDS = [field.attname for field in User._meta.concrete_fields]
COLUMNS = ", ".join(
    [*(f'u."{field.column}"' for field in User._meta.concrete_fields), CONFIRMED % "u.id"]
)
_READ = f'select {COLUMNS} from "{User._meta.db_table}" u where u.id = %s'  # noqa: S608
_known: ContextVar[User | None] = ContextVar("known", default=None)


def person_of(row: Sequence[Any]) -> User:
    """The person of a row of COLUMNS.

    Building such a query by the ORM costs four times what running it does.
    """
    user = User.from_db(connection.alias, _FIELDS, row[:-1])
    user.has_confirmed_address = row[-1]
    return user


@contextmanager
def known(person: User | None) -> Iterator[None]:
    """Within it, this person needs not be read again: they came along with their session."""
    token = _known.set(person)
    try:
        yield
    finally:
        _known.reset(token)


class ByAddress(AuthenticationBackend):
    """allauth's sign-in by e-mail address and password."""

    def get_user(self, user_id: Any) -> User | None:
        """The person with this id, or None when the account is gone or switched off."""
        user = _known.get()
        if user is None or user.pk != user_id:
            user = _read(user_id)
        return user if user and self.user_can_authenticate(user) else None


def _read(user_id: Any) -> User | None:
    with planned_cursor() as cursor:
        cursor.execute(_READ, [user_id])
        row = cursor.fetchone()
    return None if row is None else person_of(row)
