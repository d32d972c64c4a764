"""The environment, read so that a value that cannot be used becomes a sentence.

Settings are read to their end with the default in its place; then everything is told at once.
"""

from __future__ import annotations

import logging
import zoneinfo
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import environ
from django.core.exceptions import ImproperlyConfigured

PROBLEMS: list[str] = []
_TRUE_OR_FALSE = {*environ.Env.BOOLEAN_TRUE_STRINGS, "false", "off", "no", "n", "0", ""}
_MEANT = {
    int: "a whole number",
    float: "a number",
    bool: "true or false",
    "json": "JSON, such as {}",
    "db": "an address such as postgis://user:password@host:5432/name",
    "mail": "an address such as smtp+tls://user:password@mail.city.example:587",
}


class Reading(environ.Env):
    """django-environ's, which notes what it cannot read and goes on with the default."""

    def int(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """A whole number."""
        return self._read(super().int, int, var, default)

    def float(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """A number."""
        return self._read(super().float, float, var, default)

    def bool(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """True or false; any other word is no "false"."""
        if self.str(var, default="").strip().lower() not in _TRUE_OR_FALSE:
            self._note(var, _MEANT[bool])
            return default
        return super().bool(var, default)

    def json(self, var: str, default: Any = environ.Env.NOTSET) -> Any:
        """JSON."""
        return self._read(super().json, "json", var, default)

    def db(self, var: str, default: Any = environ.Env.NOTSET, engine: Any = None) -> Any:
        """The database's settings."""
        return self._address(super().db, "db", var, default)

    def email_url(self, var: str, default: Any = environ.Env.NOTSET, backend: Any = None) -> Any:
        """The mail server's settings."""
        return self._address(super().email_url, "mail", var, default)

    def _read(self, read: Any, kind: Any, var: str, default: Any) -> Any:
        try:
            return read(var, default)
        except ValueError:
            self._note(var, _MEANT[kind])
            return default

    def _address(self, read: Any, kind: str, var: str, default: Any) -> Any:
        try:
            found = read(var, default)
        except (ValueError, KeyError, ImproperlyConfigured):
            found = {}
        if found:
            return found
        # Not the value: it holds a password.
        PROBLEMS.append(f"{var} cannot be read. Set {_MEANT[kind]}.")
        return self.db_url_config(default) if kind == "db" else self.email_url_config(default)

    def zone(self, var: str, default: str) -> str:
        """The name of a time zone."""
        found = self.str(var, default=default)
        try:
            zoneinfo.ZoneInfo(found)
        except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
            self._note(var, "a time zone's name, such as Europe/Paris")
            return default
        return str(found)

    def level(self, var: str, default: str) -> str:
        """The name of a level of the log."""
        found = self.str(var, default=default).upper()
        if found not in logging.getLevelNamesMapping():
            self._note(var, "DEBUG, INFO, WARNING or ERROR")
            return default
        return str(found)

    def _note(self, var: str, meant: str) -> None:
        PROBLEMS.append(f"{var} is {self.str(var, default='')[:60]!r}. Set {meant}.")


def broker_of(redis_url: str) -> str:
    """The broker's address where none is given: the next database of the same Redis.

    Clearing the cache must not lose queued work.
    """
    parts = urlsplit(redis_url)
    number = parts.path.strip("/") or "0"
    if parts.scheme not in ("redis", "rediss") or not number.isdecimal():
        return f"{redis_url}/1"
    return urlunsplit(parts._replace(path=f"/{int(number) + 1}"))


env = Reading()


def refuse(*more: str) -> None:
    """Raise ImproperlyConfigured with a sentence for each thing that cannot be used."""
    if told := [*dict.fromkeys([*PROBLEMS, *more])]:
        raise ImproperlyConfigured("\n".join(told))
