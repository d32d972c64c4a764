"""Django's session store on our own table: one planned query reads a session and its person.

There is no cache in front. What it would save is the query that every page of somebody who is
signed in asks anyway, and it would have to be kept from reviving sessions that have ended.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, SessionBase, UpdateError
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.authentication import COLUMNS, person_of
from portal.database import planned_cursor
from portal.models import Session, User
from portal.sessions import moments
from portal.sessions.devices import kind_of
from portal.sessions.keys import digest, is_key, was

_READ = (
    f"select s.session_data, s.person_id, s.was, s.device, s.since, s.seen, {COLUMNS}"  # noqa: S608
    f' from "{Session._meta.db_table}" s left join "{User._meta.db_table}" u on u.id = s.person_id'
    " where s.session_key = %s and s.expire_date > %s"
)
_OWN = 6
PARKED_S = 7_200
"""How long what was sent too late is kept; portal.sessions.parking."""


@dataclass
class Standing:
    """What the table knows of a session beside its data."""

    person_id: int | None
    was: str
    device: str
    since: datetime
    seen: datetime


class SessionStore(SessionBase):
    """One browser's session. agent: what the browser says it is; it is never stored.

    standing: its row beside the data, None before it has one. person: who is signed in, as read
    with the session. ended: why a staff session
    was over when it was looked at; ended_person: whose it was.
    """

    def __init__(self, session_key: str | None = None) -> None:
        super().__init__(session_key)
        self.agent = ""
        self.ended = ""
        self.ended_person: int | None = None
        self.standing: Standing | None = None
        self.person: User | None = None
        self._left_by = ""

    def _validate_session_key(self, key: object) -> bool:
        return is_key(key)

    def load(self) -> dict[str, Any]:
        """The data, {} where no such session runs."""
        with planned_cursor() as cursor:
            cursor.execute(_READ, [digest(str(self.session_key)), timezone.now()])
            row = cursor.fetchone()
        if row is None:
            self._session_key = None
            return {}
        self.standing = Standing(*row[1:_OWN])
        self.person = person_of(row[_OWN:]) if self.standing.person_id else None
        return dict(self.decode(row[0]))

    def exists(self, session_key: str) -> bool:
        """Whether the key is taken."""
        return Session.objects.filter(pk=digest(session_key)).exists()

    def create(self) -> None:
        """A new row under a new key, with what is in the session so far."""
        while True:
            self._session_key = self._get_new_session_key()
            try:
                self.save(must_create=True)
            except CreateError:
                continue
            self.modified = True
            return

    def save(self, must_create: bool = False) -> None:
        """Write the row; raises UpdateError when it was ended meanwhile, which nothing revives."""
        if self.session_key is None:
            self.create()
            return
        data = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        self.standing = self._standing(data)
        facts = vars(self.standing) | {
            "session_data": self.encode(_spared(data)),
            "expire_date": self._until(),
        }
        pk = digest(str(self.session_key))
        if not must_create:
            if not Session.objects.filter(pk=pk).update(**facts):
                raise UpdateError
            return
        try:
            with transaction.atomic():
                Session(pk=pk, **facts).save(force_insert=True)
        except IntegrityError as taken:
            raise CreateError from taken

    def delete(self, session_key: str | None = None) -> None:
        """End this session, or the one under `session_key`."""
        key = session_key or self.session_key
        if key:
            Session.objects.filter(pk=digest(key)).delete()

    def flush(self) -> None:
        """End it and forget what is in it, but for a digest of who was signed in."""
        if self.session_key and self.standing is None:
            self._get_session()  # type: ignore[attr-defined]
        before = self.standing
        super().flush()
        self.standing = self.person = None
        if before is None:
            return
        if before.person_id is None:
            self._left_by = before.was
        elif User.objects.filter(pk=before.person_id).exists():
            self._left_by = was(before.person_id)

    def begin(self, person: User) -> None:
        """Somebody signs in here, now."""
        if self.get("_session_expiry") == PARKED_S:
            self.set_expiry(None)
        now, staff = timezone.now(), is_staff(person)
        self.person, self._left_by = person, ""
        self.standing = Standing(
            person.pk, "", kind_of(self.agent), moments.since(now, staff), moments.seen(now, staff)
        )

    def note_visit(self, now: datetime) -> None:
        """Write down that they are here, when enough time went by since it was written last."""
        if self.standing and self.person:
            staff = is_staff(self.person)
            if moments.is_due(self.standing.seen, now, staff):
                self.standing.seen = moments.seen(now, staff)
                rows = Session.objects.filter(pk=digest(str(self.session_key)))
                rows.update(seen=self.standing.seen)

    def left_by_somebody(self) -> bool:
        """Whether somebody has just signed out here, and nothing new is in it."""
        return bool(self._left_by) and self.is_empty()

    def _standing(self, data: dict[str, Any]) -> Standing:
        """As it is; a guest's at first, and whoever the data names when that changed."""
        person_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        before = self.standing
        if before is not None and before.person_id == person_id:
            return before
        now, staff = timezone.now(), bool(self.person and is_staff(self.person))
        return Standing(
            person_id,
            "" if person_id else self._left_by or (before.was if before else ""),
            kind_of(self.agent) if person_id else "",
            moments.since(now, staff),
            moments.seen(now, staff),
        )

    def _until(self) -> datetime:
        moment = self.get_expiry_date()
        return moment if moment - timezone.now() < timedelta(days=1) else moments.until(moment)

    @classmethod
    def clear_expired(cls) -> None:
        """As Django's; see portal.sessions.ending."""
        from portal.sessions.ending import purge

        purge()


def _spared(data: dict[str, Any]) -> dict[str, Any]:
    """Without the address that allauth notes at each sign-in, and never reads again."""
    records = data.get(AUTHENTICATION_METHODS_SESSION_KEY)
    if not isinstance(records, list):
        return data
    spared = [{name: value for name, value in one.items() if name != "email"} for one in records]
    return {**data, AUTHENTICATION_METHODS_SESSION_KEY: spared}


def is_staff(person: User) -> bool:
    """Whether the times of staff hold for their sessions."""
    return person.role != User.Role.RESIDENT
