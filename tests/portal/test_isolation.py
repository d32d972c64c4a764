"""Workers of runs speak with the site's stores and nobody else: each way out is really tried."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.db import connection

from portal import isolation

ROOT = Path(__file__).resolve().parents[2]
# Sets itself apart, tries one thing, and says what became of it.
TRY = """
import os, socket, subprocess, sys
import django
django.setup()
from portal.isolation import Refused, stay_apart
stay_apart()
port = int(sys.argv[2])
try:
    exec(sys.argv[1])
    print("done")
except Refused as error:
    print("refused:", error)
"""
CALL = "socket.create_connection(('127.0.0.1', port), 5)"
FORK = f"""
child = os.fork()
if not child:
    try:
        {CALL}
        os._exit(0)
    except Refused:
        os._exit(9)
if os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 9: raise Refused("the child was refused")
"""


def attempt(words: str) -> str:
    """What became of trying `words` in a process that stays apart, while somebody listens."""
    parts = urlsplit(os.environ["DATABASE_URL"])._replace(
        path=f"/{connection.settings_dict['NAME']}"
    )
    env = {**os.environ, "DATABASE_URL": urlunsplit(parts)}
    with socket.create_server(("127.0.0.1", 0)) as somebody:
        done = subprocess.run(
            [sys.executable, "-c", TRY, words, str(somebody.getsockname()[1])],
            cwd=ROOT,
            env=env,
            capture_output=True,
            text=True,
            check=False,
        )
    return done.stdout.strip() or done.stderr[-400:]


@pytest.mark.parametrize(
    "words",
    [
        CALL,
        "socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'data', ('127.0.0.1', port))",
        "socket.socket(socket.AF_UNIX).connect('/tmp/somebody')",
        "socket.getaddrinfo('data.somebody.example', 443)",
        "subprocess.run(['true'])",
        "os.system('true')",
        FORK,
    ],
    ids=["tcp", "udp", "unix socket", "name lookup", "program", "shell", "child"],
)
def test_a_worker_of_models_cannot_get_out(words: str) -> None:
    assert attempt(words).startswith("refused:")


@pytest.mark.django_db
def test_a_worker_of_models_reaches_the_database_and_redis() -> None:
    words = (
        "from django.core.cache import cache; from django.db import connection;"
        "cache.set('apart', 1, 5); assert cache.get('apart') == 1;"
        "connection.cursor().execute('select 1')"
    )
    assert attempt(words) == "done"


def test_a_store_elsewhere_can_be_named(settings: Any) -> None:
    settings.WORKER_REACHES = ["store.city.example:9000"]
    assert ("store.city.example", 9000) in isolation.stores()
