"""The kiosk's own session: which question, how voters are let in, and whose turn it is.

It lives beside the site's session, under a cookie that only the kiosk's pages are sent. A booth is
a random word for one voter's turn: forms carry it, and a form of an earlier booth is refused, so
that going back shows nobody's choice.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from participation.faces.finding import known
from participation.models import Consultation
from portal.audit import record
from portal.errors import NotAllowed, TooOften
from portal.limits import Limit, forget, take
from portal.models import User
from portal.roles import is_official

COOKIE = "kiosk"
PATH = "/kiosk/"
LASTS_S = 14 * 3600
_KEY = re.compile(r"[0-9a-z]{32}")
MODES = ("code", "assisted")
# Counted before a try is looked at, so that many at once are no more than these.
PIN_TRIES = Limit("kiosk: wrong PINs", 5, LASTS_S)
PASSWORD_TRIES = Limit("kiosk: wrong passwords of the official", 5, LASTS_S)


class Kiosk:
    """One running kiosk. mode: "code" (voters are recognised) or "assisted" (staff let them in)."""

    def __init__(self, store: Any) -> None:
        self.store = store
        self.facts: dict[str, Any] = store["kiosk"]

    @property
    def slug(self) -> str:
        """The question it is for."""
        return str(self.facts["slug"])

    @property
    def mode(self) -> str:
        """How voters are let in."""
        return str(self.facts["mode"])

    @property
    def booth(self) -> str:
        """The word of the turn that runs now, "" between two."""
        return str(self.facts["booth"])

    def official(self) -> User:
        """Who started it; NotAllowed once they are no official any more."""
        found = User.objects.filter(pk=self.facts["official"]).first()
        if not is_official(found):
            raise NotAllowed(_("This kiosk has ended. Start it again from the desk."))
        return found

    def open_booth(self) -> None:
        """A turn begins."""
        self._change(booth=secrets.token_urlsafe(16), turns=self.facts["turns"] + 1)

    def close_booth(self) -> None:
        """The turn is over; its forms are worth nothing any more."""
        self._change(booth="")

    def lets_in(self, pin: str) -> bool:
        """Whether this is the PIN the official chose; the fifth wrong one ends the kiosk."""
        return self._try(PIN_TRIES, lambda: check_password(pin[:40], self.facts["pin"]))

    def is_starter(self, password: str) -> bool:
        """Whether this is the password of the official; the fifth wrong one ends the kiosk."""
        official = self.official()
        return self._try(PASSWORD_TRIES, lambda: official.check_password(password[:200]))

    def end(self) -> None:
        """Nobody votes here any more; the audit log says how many turns there were."""
        found = Consultation.objects.get(slug=self.slug)
        with transaction.atomic():
            again = locked(self, self.store.session_key)
            if again is None:
                return
            record(
                actor=User.objects.filter(pk=self.facts["official"]).first(),
                act="end-kiosk",
                subject=found,
                mode=self.mode,
                turns=again.facts["turns"],
            )
            self.store.flush()

    def _try(self, limit: Limit, right: Callable[[], bool]) -> bool:
        key = self.store.session_key
        try:
            left = take(limit, key).left
        except TooOften:
            left = -1
        if left >= 0 and right():
            forget(limit, key)
            return True
        if left <= 0:
            self.end()
            raise NotAllowed(_("Too many wrong tries. The kiosk has ended; start it again."))
        return False

    def _change(self, **facts: Any) -> None:
        self.facts = self.facts | facts
        self.store["kiosk"] = self.facts
        try:
            self.store.save()
        except UpdateError:
            # It was ended while this request was on its way.
            raise NotAllowed(_("This kiosk has ended. Start it again from the desk.")) from None


def start(
    response: HttpResponse, *, actor: User, consultation: Consultation, mode: str, pin: str
) -> None:
    """Make this device a kiosk: a session of its own, its cookie on `response`."""
    store = _store(None)
    store["kiosk"] = {
        "slug": consultation.slug,
        "mode": mode,
        "official": actor.pk,
        "pin": make_password(pin) if mode == "assisted" else "",
        "booth": "",
        "turns": 0,
    }
    store.set_expiry(LASTS_S)
    with transaction.atomic():
        record(actor=actor, act="start-kiosk", subject=consultation, mode=mode)
        store.save()
    response.set_cookie(
        COOKIE,
        store.session_key,
        max_age=LASTS_S,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def running(request: HttpRequest) -> Kiosk:
    """The kiosk of this device; NotAllowed where none runs."""
    key = request.COOKIES.get(COOKIE, "")
    store = _store(key if _KEY.fullmatch(key) else None)
    if not store.session_key or "kiosk" not in store:
        raise NotAllowed(_("No kiosk runs on this device. An official starts it from the desk."))
    kiosk = Kiosk(store)
    kiosk.official()
    return kiosk


def locked(kiosk: Kiosk, word: str) -> Kiosk | None:
    """The same kiosk, read again while nobody else holds `word`; None once it has ended.

    In a transaction. A form that is sent twice at once so finds its booth closed the second time,
    and of two that end a kiosk one does.
    """
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext(%s))", [f"kiosk {word}"])
    store = _store(kiosk.store.session_key)
    return Kiosk(store) if "kiosk" in store else None


def question(kiosk: Kiosk, request: HttpRequest) -> Consultation:
    """The question of the kiosk."""
    return known(kiosk.slug, request, light=True)


def _store(key: str | None) -> Any:
    return import_module(settings.SESSION_ENGINE).SessionStore(key)
