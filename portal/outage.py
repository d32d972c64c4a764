"""What a failure of the database means for the person: it is away, two met, or it took too long.

Nothing here asks the database, and whoever calls it may stand anywhere: in a view, in a middleware
before the session is read, in the middle of a file.
"""

from __future__ import annotations

import psycopg
from django.db import DatabaseError, InterfaceError, OperationalError
from django.utils.translation import gettext_lazy as _

from portal.errors import NotReady

AWAY_S, MET_S, TOO_LONG_S = 30, 2, 60
_FAILS = (OperationalError, InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
# Deadlock, serialization failure, a lock that was not to be waited for.
_MET = ("40P01", "40001", "55P03")
_TOO_LONG = ("57014",)
# Connection, no room or memory or places, shutting down or starting, its disk; a standby.
_AWAY = ("08", "53", "57P", "58", "25006")
MOST_CAUSES = 8


class Away(NotReady):
    """The database does not answer."""

    code = "away"

    def __init__(self) -> None:
        super().__init__(_("The site is interrupted for a moment."), retry_after_s=AWAY_S)


class Met(NotReady):
    """Two wanted the same rows at once, and the database broke one off."""

    code = "gave-way"

    def __init__(self) -> None:
        super().__init__(
            _("Somebody changed the same thing at the same moment, and your request gave way."),
            retry_after_s=MET_S,
        )


class TooLong(NotReady):
    """The database broke off what took longer than the city lets it."""

    code = "took-too-long"

    def __init__(self) -> None:
        super().__init__(_("This took too long and was broken off."), retry_after_s=TOO_LONG_S)


def outage_of(error: BaseException | None) -> NotReady | None:
    """What to tell of an error that the database's state is behind; None for every other one.

    Its causes are looked at too: what a program does after it lost its connection fails as well.
    """
    for _step in range(MOST_CAUSES):
        if error is None:
            break
        found = _told(error)
        if found is not None:
            return found
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return None


def _told(error: BaseException) -> NotReady | None:
    if not isinstance(error, (DatabaseError, InterfaceError, psycopg.Error)):
        return None
    state = getattr(error, "sqlstate", None) or getattr(error.__cause__, "sqlstate", None)
    if state is None:
        return Away() if isinstance(error, _FAILS) else None
    if state in _MET:
        return Met()
    if state in _TOO_LONG:
        return TooLong()
    return Away() if state.startswith(_AWAY) else None
