"""The vote's POST with session and CSRF: CPU, queries, how many a second, and no vote lost.

Compares with single-row commits by pgbench on the same database in the same run, and with a
request that does nothing. Run it on a cluster with fsync on: the figures say which it was.
"""

from __future__ import annotations

import http.client
import io
import json
import os
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from glob import glob
from shutil import which
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection
from django.test.utils import CaptureQueriesContext

from participation.ballots import count_box
from participation.bench.arena import Arena, Voter, arena

VOTERS = 2_200
MEASURED = 400
RACERS = 200
CONNECTIONS = 16
WORKERS, THREADS = 2, 4


def run() -> None:
    """Print the figures as JSON lines."""
    with arena(VOTERS) as ground:
        say(what="cluster", **_cluster())
        say(what="vote POST, in process", **_in_process(ground))
        commits = _single_row_commits()
        with _server() as port:
            rate = _rate(ground.voters[MEASURED : VOTERS - RACERS], ground.path, port)
            say(
                what=f"votes a second, granian {WORKERS} x {THREADS}",
                per_second=round(rate),
                single_row_commits_per_second=commits and round(commits),
                ratio=commits and round(rate / commits, 3),
            )
            say(what="racing votes", **_race(ground, port))


def say(**figures: Any) -> None:
    """One JSON line."""
    sys.stdout.write(json.dumps(figures) + "\n")
    sys.stdout.flush()


def _cluster() -> dict[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("select current_setting('fsync'), current_setting('synchronous_commit')")
        fsync, commit = cursor.fetchone()
    return {"fsync": fsync, "synchronous_commit": commit, "cpus": str(os.cpu_count())}


def _in_process(ground: Arena) -> dict[str, Any]:
    """CPU per request through the whole WSGI stack, without a socket."""
    application = get_wsgi_application()
    statuses = {_post(application, ground.path, voter) for voter in ground.voters[:50]}
    costs = []
    for voter in ground.voters[50:MEASURED]:
        start = time.process_time()
        _post(application, ground.path, voter)
        costs.append((time.process_time() - start) * 1000)
    bare = []
    for _again in range(200):
        start = time.process_time()
        _call(application, _environ("GET", "/health/live", Voter("", b"")))
        bare.append((time.process_time() - start) * 1000)
    with CaptureQueriesContext(connection) as seen:
        _post(application, ground.path, ground.voters[0])
    return {
        "status": sorted(statuses),
        "cpu_ms_median": round(statistics.median(costs), 2),
        "cpu_ms_p95": round(statistics.quantiles(costs, n=20)[-1], 2),
        "queries": sum(query["sql"] not in ("BEGIN", "COMMIT") for query in seen),
        "bare_view_cpu_ms": round(statistics.median(bare), 2),
    }


def _post(application: Callable[..., Any], path: str, voter: Voter) -> str:
    return _call(application, _environ("POST", path, voter))


def _call(application: Callable[..., Any], environ: dict[str, Any]) -> str:
    said: list[str] = []
    answer = application(environ, lambda status, headers, *rest: said.append(status))
    b"".join(answer)
    answer.close()
    return said[0].split()[0]


def _environ(method: str, path: str, voter: Voter) -> dict[str, Any]:
    return {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "localhost",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "localhost",
        "HTTP_COOKIE": voter.cookie,
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
        "CONTENT_LENGTH": str(len(voter.body)),
        "wsgi.input": io.BytesIO(voter.body),
        "wsgi.errors": sys.stderr,
        "wsgi.url_scheme": "http",
        "wsgi.version": (1, 0),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


@contextmanager
def _server() -> Iterator[int]:
    """Granian as the site runs it, on a free port."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    program = which("granian", path=os.path.dirname(sys.executable)) or "granian"
    words = ["--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-log"]
    words += ["--workers", str(WORKERS), "--blocking-threads", str(THREADS)]
    process = subprocess.Popen([program, *words, "portal.wsgi:application"])  # noqa: S603
    try:
        _wait(port)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _try in range(200):
        try:
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            link.request("GET", "/health/live")
            link.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError("the web server did not answer within 20 s")


def _send(voters: list[Voter], path: str, port: int) -> list[int]:
    """Post one voter after the other over one kept connection."""
    link = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    statuses = []
    for voter in voters:
        headers = {
            "Cookie": voter.cookie,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        link.request("POST", path, voter.body, headers)
        answer = link.getresponse()
        answer.read()
        statuses.append(answer.status)
    link.close()
    return statuses


def _rate(voters: list[Voter], path: str, port: int) -> float:
    """Votes a second over CONNECTIONS kept connections; the client shares the machine."""
    _send(voters[:100], path, port)
    start = time.perf_counter()
    with ThreadPoolExecutor(CONNECTIONS) as pool:
        shares = [voters[place::CONNECTIONS] for place in range(CONNECTIONS)]
        list(pool.map(lambda share: _send(share, path, port), shares))
    return len(voters) / (time.perf_counter() - start)


def _race(ground: Arena, port: int) -> dict[str, int]:
    """RACERS people press at once; how many more ballots are in the box."""
    racers = ground.voters[-RACERS:]
    before = count_box(ground.consultation).ballots
    with ThreadPoolExecutor(RACERS) as pool:
        answers = list(pool.map(lambda one: _send([one], ground.path, port), racers))
    counted = count_box(ground.consultation).ballots - before
    return {"sent": RACERS, "answered": sum(a == [302] for a in answers), "counted": counted}


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
            words = [program, "-n", "-f", script.name, "-c", "8", "-j", "2", "-T", "5"]
            said = subprocess.run(words, env=env, capture_output=True, text=True, check=True)  # noqa: S603
    finally:
        with connection.cursor() as cursor:
            cursor.execute("drop table bench_row")
    line = next(line for line in said.stdout.splitlines() if line.startswith("tps"))
    return float(line.split()[2])
