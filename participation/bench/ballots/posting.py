"""One vote's POST with session, CSRF and eligibility: CPU, queries, and how many a second."""

from __future__ import annotations

import io
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from glob import glob
from shutil import which
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.bench.ballots.arena import Arena, Voter, arena
from participation.bench.ballots.saying import say
from participation.bench.ballots.web import THREADS, WORKERS, Client, server

MEASURED = 400
WARM = 50
CONNECTIONS = 16
ROUNDS = 3
_BESIDE = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE")


def measure(posts: int) -> None:
    """Print CPU and queries of a POST, and votes a second beside bare commits."""
    with arena(MEASURED + posts) as ground:
        say(what="vote POST, in process", **in_process(ground))
        say(what=f"votes a second, granian {WORKERS} x {THREADS}", **_rates(ground))


def in_process(ground: Arena) -> dict[str, Any]:
    """CPU per request through the whole WSGI stack, without a socket."""
    application = get_wsgi_application()
    voters = ground.voters[:MEASURED]
    statuses = {post(application, ground, voter) for voter in voters[:WARM]}
    firsts, changes, bare = [], [], []
    for voter in voters[WARM:]:
        # In turns, so that what else the machine does falls on all three alike.
        firsts.append(_cpu_ms(application, _vote(ground, voter, 1)))
        changes.append(_cpu_ms(application, _vote(ground, voter, 2)))
        bare.append(_cpu_ms(application, _environ("GET", "/health/live", "", b"")))
    with CaptureQueriesContext(connection) as seen:
        post(application, ground, voters[0])
    said = [query["sql"] for query in seen]
    return {
        "status": sorted(statuses),
        "cpu_ms_median": round(statistics.median(firsts), 2),
        "cpu_ms_p95": round(statistics.quantiles(firsts, n=20)[-1], 2),
        "change_cpu_ms_median": round(statistics.median(changes), 2),
        "queries": sum(not sql.startswith(_BESIDE) for sql in said),
        "bare_view_cpu_ms": round(statistics.median(bare), 2),
    }


def _vote(ground: Arena, voter: Voter, number: int) -> dict[str, Any]:
    return _environ("POST", ground.path, voter.cookie, ground.form(voter, ground.content(number)))


def _cpu_ms(application: Callable[..., Any], environ: dict[str, Any]) -> float:
    start = time.process_time()
    _call(application, environ)
    return (time.process_time() - start) * 1000


def post(application: Callable[..., Any], ground: Arena, voter: Voter) -> str:
    """Cast one vote in this process; the status, such as "302"."""
    return _call(application, _vote(ground, voter, 1))


def _call(application: Callable[..., Any], environ: dict[str, Any]) -> str:
    said: list[str] = []
    answer = application(environ, lambda status, headers, *rest: said.append(status))
    b"".join(answer)
    answer.close()
    return said[0].split()[0]


def _environ(method: str, path: str, cookie: str, body: bytes) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


def _rates(ground: Arena) -> dict[str, Any]:
    """Votes a second and bare commits a second in turns, so that both see the same machine."""
    voters = ground.voters[MEASURED:]
    share = -(-len(voters) // ROUNDS)
    votes, commits = [], []
    with server() as web:
        _rate(ground, ground.voters[:100], web.port)
        for round_ in range(ROUNDS):
            some = voters[round_ * share : (round_ + 1) * share]
            if some:
                votes.append(_rate(ground, some, web.port))
                commits.append(_single_row_commits() or 0.0)
    rate, peer = statistics.median(votes), statistics.median(commits)
    return {
        "per_second": round(rate),
        "single_row_commits_per_second": round(peer) or None,
        "ratio": round(rate / peer, 3) if peer else None,
    }


def _rate(ground: Arena, voters: Sequence[Voter], port: int) -> float:
    """Votes a second over CONNECTIONS kept connections; the client shares the machine."""
    bodies = [(voter.cookie, ground.form(voter, ground.content(1))) for voter in voters]

    def send(some: Sequence[tuple[str, bytes]]) -> None:
        client = Client(port, ground.path)
        statuses = {client.send(cookie, body).status for cookie, body in some}
        client.close()
        if statuses - {302}:
            raise RuntimeError(f"votes were answered with {sorted(statuses)}")

    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        list(pool.map(send, [bodies[place::CONNECTIONS] for place in range(CONNECTIONS)]))
    return len(voters) / (time.perf_counter() - start)


def _single_row_commits() -> float | None:
    """Transactions a second of one INSERT each by pgbench, or None without pgbench."""
    program = which("pgbench") or next(
        iter(sorted(glob("/usr/lib/postgresql/*/bin/pgbench"))), None
    )
    if program is None:
        return None
    info = connection.get_connection_params()
    address = {"PGDATABASE": info["dbname"], "PGUSER": info.get("user"), "PGHOST": info.get("host")}
    address |= {"PGPORT": str(info.get("port") or ""), "PGPASSWORD": info.get("password")}
    env = {**os.environ, **{name: value for name, value in address.items() if value}}
    with connection.cursor() as cursor:
        cursor.execute("create table bench_row (id bigserial primary key, choice int)")
    try:
        with tempfile.NamedTemporaryFile("w", suffix=".sql") as script:
            script.write("insert into bench_row (choice) values (1);\n")
            script.flush()
            words = [program, "-n", "-f", script.name, "-c", "8", "-j", "2", "-T", "3"]
            said = subprocess.run(words, env=env, capture_output=True, text=True, check=True)  # noqa: S603
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop table bench_row")
    line = next(line for line in said.stdout.splitlines() if line.startswith("tps"))
    return float(line.split()[2])
