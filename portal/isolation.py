"""A process that may speak with the database and Redis only; runs of models need nobody else.

Python tells an audit hook of each connection it makes, and the hook refuses. Compiled code can
make one past it: a unit with IPAddressDeny (OPERATING.md) holds that back. It is the second wall.
"""

from __future__ import annotations

import os
import socket
import sys
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

NAME_LOOKUPS = ("socket.getaddrinfo", "socket.gethostbyname")
CONNECTS = ("socket.connect", "socket.sendto", "socket.sendmsg")
PROGRAMS = ("subprocess.Popen", "os.system", "os.exec", "os.posix_spawn")
REDIS_PORT, POSTGRES_PORT = 6379, 5432


class Refused(OSError):
    """This process may not speak with anybody but the site's own stores."""


def stay_apart() -> None:
    """From now on this process refuses other connections and other programs; for good.

    Whoever it forks is held to the same. Later attempts raise Refused.
    """
    hosts = stores()
    names = {host for host, _port in hosts}

    def watch(event: str, words: tuple[Any, ...]) -> None:
        if event in CONNECTS:
            if not _is_ours(words[1], hosts):
                raise Refused(f"a worker of models may not reach {_shown(words[1])}")
        elif event in NAME_LOOKUPS and _text(words[0]) not in names:
            raise Refused(f"a worker of models may not look up {_text(words[0])}")
        elif event in PROGRAMS:
            raise Refused("a worker of models may not start other programs")

    sys.addaudithook(watch)


def stores() -> set[tuple[str, int]]:
    """(host, port) of database, cache, broker and WORKER_REACHES; or a unix socket's folder."""
    database = settings.DATABASES["default"]
    options = database.get("OPTIONS", {})
    host = str(options.get("host") or database.get("HOST") or "")
    found = {(host, int(database.get("PORT") or options.get("port") or POSTGRES_PORT))}
    for url in (settings.REDIS_URL, settings.CELERY_BROKER_URL):
        parts = urlsplit(url)
        found.add((parts.hostname or os.path.dirname(parts.path), parts.port or REDIS_PORT))
    for pair in settings.WORKER_REACHES:
        name, _colon, port = pair.rpartition(":")
        found.add((name, int(port)))
    return found


def _is_ours(address: Any, hosts: set[tuple[str, int]]) -> bool:
    if address is None:  # of a socket that is connected already
        return True
    if not isinstance(address, tuple):
        folder = os.path.dirname(os.fsdecode(address))
        return any(host.startswith("/") and folder == host for host, _port in hosts)
    there = (str(address[0]), int(address[1]))
    # Asked anew each time: a store may move while its name stays.
    return there in hosts or any(there in _addresses(*one) for one in hosts if one[1] == there[1])


def _addresses(host: str, port: int) -> set[tuple[str, int]]:
    if not host or host.startswith("/"):
        return set()
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except socket.gaierror:
        return set()
    return {(str(address[0]), port) for *_kind, address in found}


def _text(name: Any) -> str:
    return name.decode() if isinstance(name, bytes) else str(name)


def _shown(address: Any) -> str:
    return str(address[0]) if isinstance(address, tuple) else "that address"
