"""What goes out, at a large city's size: files that are taken away, and the longest lists.

`./civic bench exports [--comments 50000] [--questions 310] [--waiting 5000]`: JSON lines. All of
it is made in a copy of the demo's database that goes at the end; stop a running demo first. Each
request goes through the whole WSGI stack in this process. times_bare: its CPU beside a bare view's
of the same run; stall_ms: the longest that another thread of the process had to wait meanwhile;
peak_mb: how far the process grew. At the end the web server and the worker of files, as the site
runs them, are asked for four large files of a kind at once, and for /health/live meanwhile;
file_ms: until the last was there, for programs that ask again when they are told to.
"""

from __future__ import annotations

import http.client
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from shutil import which
from typing import Any

from django.core.wsgi import get_wsgi_application
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.bench.attack.ground import copied_database
from participation.bench.ballots.saying import cluster, say
from participation.bench.ballots.web import HOST, server
from participation.bench.release import grown, made, reset_peak
from participation.models import Comment, Consultation, Phase
from participation.releases import release_consultation
from portal.bench.pages import BARE, Wsgi, cookie, get
from portal.health import note_worker
from portal.models import Takeaway, User
from portal.queues import FILES, named
from portal.takeaways import LOOK_S

TICK_S = 0.005
AT_ONCE = 4
STARTS_S = 8.0
"""A worker that starts takes a core; it is not what is measured."""


def run(words: Sequence[str] = ()) -> None:
    """Print the figures as JSON lines."""
    parser = ArgumentParser(prog="bench exports", description=__doc__)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=310)
    parser.add_argument("--waiting", type=int, default=5_000)
    asked = parser.parse_args(list(words))
    say(what="cluster", **cluster())
    with copied_database():
        with transaction.atomic():
            question = _made(asked.comments, asked.questions, asked.waiting)
        with connection.cursor() as cursor:
            cursor.execute("analyze")
        say(what="made", **vars(asked))
        official = cookie(str(User.Role.OFFICIAL)) or _official()
        measure(question, official, last=max(1, asked.comments * 4 // 5 // 50))
        crowded(f"/c/{question.slug}/report", official)


def _made(comments: int, questions: int, waiting: int) -> Consultation:
    """The large question, in its result phase, among as many others as are wanted."""
    question, _people = made(comments)
    now = timezone.now()
    Phase.objects.create(consultation=question, kind="result", opens_at=now, closes_at=None)
    Consultation.objects.bulk_create(
        Consultation(
            slug=f"made-for-the-bench-{number}",
            question={"en": f"Made-up question {number}?"},
            decision_maker={"en": "Nobody"},
            decision_date=question.decision_date,
            status=Consultation.Status.OPEN,
        )
        for number in range(questions - 1)
    )
    mine = Comment.objects.filter(consultation=question).order_by("pk")
    mine.filter(pk__gte=mine.values_list("pk", flat=True)[waiting]).update(looked_at=now)
    release_consultation(question.pk)
    return question


def measure(question: Consultation, official: str, last: int) -> None:
    """Each page and file: a guest's, then an official's. last: the API's last page of comments."""
    application = get_wsgi_application()
    bare = _measured(application, BARE, "", 20)["cpu_ms"]
    say(what="bare view", path=BARE, cpu_ms=bare)
    page = f"/c/{question.slug}"
    for name, path, who, times in [
        ("home", "/", "", 10),
        ("home, last page", "/?open=999", "", 10),
        ("home, search", "/?q=made 7", "", 10),
        ("question", f"{page}/", "", 10),
        ("comments, first page", f"{page}/comments/", "", 5),
        ("comments, last page", f"{page}/comments/?page=999999", "", 5),
        (
            "API comments, last page",
            f"/api/consultations/{question.slug}/comments/?page={last}",
            "",
            5,
        ),
        ("desk", "/desk/", official, 5),
        ("queue", "/desk/queue/", official, 5),
        ("queue, last page", "/desk/queue/?page=999", official, 5),
        ("report", f"{page}/report/", official, 3),
        ("comments CSV", f"{page}/report/comments.csv", official, 2),
        ("comments XLSX", f"{page}/report/comments.xlsx", official, 1),
        ("offline map", f"{page}/report/map.html", official, 2),
        ("areas CSV", f"{page}/report/areas.csv", official, 2),
    ]:
        figures = _measured(application, path, who, times)
        say(what=name, path=path, **figures, times_bare=round(figures["cpu_ms"] / bare, 1))


def crowded(report: str, official: str) -> None:
    """The longest that /health/live took while each file was asked for four times at once."""
    with server(quiet=True) as web:
        for _worker in range(8):
            _ask(web.port, BARE, "")
        say(what="health, idle", **_health(web.port, lambda: time.sleep(2)))
        # As it is when no worker is heard of, and as it should be.
        _crowd(web.port, report, official, by="web processes")
    with files_worker(), server(quiet=True) as web:
        _crowd(web.port, report, official, by="worker")


def _crowd(port: int, report: str, official: str, *, by: str) -> None:
    files = ("comments.csv", "comments.xlsx", "map.html")
    for names in [*((name,) for name in files), files[1:]]:
        # As the first time: nothing of it is there.
        Takeaway.objects.all().delete()
        answers: list[tuple[int, float]] = []
        asks = [partial(_fetch, port, f"{report}/{name}", official) for name in names]
        longest = _health(port, partial(_all_at_once, asks * AT_ONCE, answers))
        took = [round(seconds * 1000) for _status, seconds in answers]
        statuses = sorted(status for status, _seconds in answers)
        what = f"health, {AT_ONCE} × {' and '.join(names)}"
        say(what=what, made_by=by, **longest, statuses=statuses, file_ms=max(took))


@contextmanager
def files_worker() -> Iterator[None]:
    """The worker of files as the site runs it, with a store of its own, heard of all the time."""
    program = which("celery", path=os.path.dirname(sys.executable)) or "celery"
    words = ["nice", "-n", "6", program, "-A", "portal.celery", "worker", "--queues", named(FILES)]
    words += ["--pool", "threads", "--concurrency", "1", "--without-gossip", "--without-mingle"]
    over = threading.Event()

    def beat() -> None:
        while not over.wait(15):
            note_worker(FILES)

    note_worker(FILES)
    with tempfile.TemporaryDirectory() as folder, _artefacts_in(folder):
        worker = subprocess.Popen(  # noqa: S603
            words, start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        threading.Thread(target=beat, daemon=True).start()
        time.sleep(STARTS_S)
        try:
            yield
        finally:
            over.set()
            os.killpg(worker.pid, signal.SIGTERM)
            worker.wait(30)


@contextmanager
def _artefacts_in(folder: str) -> Iterator[None]:
    """Programs started meanwhile keep files there: a copy's numbers are not the site's."""
    before = os.environ.get("CIVIC_ARTEFACT_DIR")
    os.environ["CIVIC_ARTEFACT_DIR"] = folder
    try:
        yield
    finally:
        os.environ.pop("CIVIC_ARTEFACT_DIR")
        if before is not None:
            os.environ["CIVIC_ARTEFACT_DIR"] = before


def _fetch(port: int, path: str, who: str) -> tuple[int, float]:
    """As _ask, and again after a pause as long as the file is being made."""
    began = time.perf_counter()
    while (status := _ask(port, path, who)[0]) == 202:
        time.sleep(LOOK_S)
    return status, time.perf_counter() - began


def _all_at_once(
    asks: Sequence[Callable[[], tuple[int, float]]], answers: list[tuple[int, float]]
) -> None:
    def note(ask: Callable[[], tuple[int, float]]) -> None:
        answers.append(ask())

    threads = [threading.Thread(target=note, args=(ask,)) for ask in asks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _health(port: int, during: Callable[[], None]) -> dict[str, int]:
    """What /health/live takes, asked anew every 20 ms while `during` runs, in milliseconds."""
    took: list[float] = []
    over = threading.Event()

    def look() -> None:
        while not over.is_set():
            took.append(_ask(port, BARE, "")[1] * 1000)
            time.sleep(0.02)

    # Several, since the web server has several workers and a connection meets one of them.
    readers = [threading.Thread(target=look) for _one in range(AT_ONCE)]
    for reader in readers:
        reader.start()
    during()
    over.set()
    for reader in readers:
        reader.join()
    return {
        "health_median_ms": round(statistics.median(took)),
        "health_longest_ms": round(max(took)),
    }


def _ask(port: int, path: str, who: str) -> tuple[int, float]:
    """Status and seconds of one request with a connection of its own."""
    began = time.perf_counter()
    link = http.client.HTTPConnection(HOST, port, timeout=60)
    link.request("GET", path, headers={"Cookie": who} if who else {})
    answer = link.getresponse()
    while answer.read(65_536):
        pass
    link.close()
    return answer.status, time.perf_counter() - began


def _official() -> str:
    User.objects.create_user("bench@bench.invalid", "!", role=User.Role.OFFICIAL)
    return cookie(str(User.Role.OFFICIAL))


def _measured(application: Wsgi, path: str, who: str, times: int) -> dict[str, Any]:
    """Medians of one address, after it was asked once."""
    get(application, path, who)
    before = reset_peak()
    cpu, wall, body, status = [], [], b"", 0
    with _Ticks() as ticks:
        for _again in range(times):
            began, spent = time.perf_counter(), time.process_time()
            status, body = get(application, path, who)
            cpu.append((time.process_time() - spent) * 1000)
            wall.append((time.perf_counter() - began) * 1000)
    with CaptureQueriesContext(connection) as asked:
        get(application, path, who)
    return {
        "status": status,
        "kb": round(len(body) / 1000),
        "queries": len(asked),
        "cpu_ms": round(statistics.median(cpu), 2),
        "wall_ms": round(statistics.median(wall), 2),
        "stall_ms": round(ticks.longest_s * 1000),
        "peak_mb": round(grown(before)),
    }


class _Ticks:
    """A thread that wants its turn every 5 ms, and how long it waited at most."""

    def __enter__(self) -> _Ticks:
        self.longest_s, self._over = 0.0, threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            began = time.perf_counter()
            time.sleep(TICK_S)
            self.longest_s = max(self.longest_s, time.perf_counter() - began - TICK_S)
