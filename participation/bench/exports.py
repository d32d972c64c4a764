"""What goes out, at a large city's size: files that are taken away, and the longest lists.

`./civic bench exports [--comments 50000] [--questions 310] [--waiting 5000]`: JSON lines. All of
it is made in one transaction that is taken back at the end. Each request goes through the whole
WSGI stack in this process. times_bare: its CPU beside a bare view's of the same run; stall_ms: the
longest that another thread of the process had to wait meanwhile; peak_mb: how far the process grew.
"""

from __future__ import annotations

import statistics
import threading
import time
from argparse import ArgumentParser
from collections.abc import Sequence
from typing import Any

from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from participation.bench.ballots.saying import cluster, say
from participation.bench.release import grown, made, reset_peak
from participation.models import Comment, Consultation, Phase
from participation.releases import release_consultation
from portal.bench.pages import BARE, Wsgi, cookie, get
from portal.models import User

TICK_S = 0.005


def run(words: Sequence[str] = ()) -> None:
    """Print the figures as JSON lines."""
    parser = ArgumentParser(prog="bench exports", description=__doc__)
    parser.add_argument("--comments", type=int, default=50_000)
    parser.add_argument("--questions", type=int, default=310)
    parser.add_argument("--waiting", type=int, default=5_000)
    asked = parser.parse_args(list(words))
    say(what="cluster", **cluster())
    # A request would else end the connection, and with it the transaction that all of it lies in.
    request_started.disconnect(close_old_connections)
    request_finished.disconnect(close_old_connections)
    with transaction.atomic():
        question = _made(asked.comments, asked.questions, asked.waiting)
        say(what="made", comments=asked.comments, questions=asked.questions, waiting=asked.waiting)
        measure(question)
        transaction.set_rollback(True)


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
    with connection.cursor() as cursor:
        # Nobody does it for a transaction that never ends; without it every plan is a guess.
        cursor.execute("analyze participation_comment, portal_user")
        first_seen = mine.values_list("pk", flat=True)[waiting]
        mine.filter(pk__gte=first_seen).update(looked_at=now)
        cursor.execute("analyze participation_comment")
        release_consultation(question.pk)
        cursor.execute("analyze participation_comment, participation_publiccomment")
        cursor.execute("analyze participation_consultation, participation_commentreport")
    return question


def measure(question: Consultation) -> None:
    """Each page and file: a guest's, then an official's."""
    application = get_wsgi_application()
    official = cookie(str(User.Role.OFFICIAL)) or _official()
    bare = _measured(application, BARE, "", 20)["cpu_ms"]
    say(what="bare view", path=BARE, cpu_ms=bare)
    page = f"/c/{question.slug}"
    for name, path, who, times in [
        ("home", "/", "", 10),
        ("home, last page", "/?open=999", "", 10),
        ("home, search", "/?q=made 7", "", 10),
        ("comments, first page", f"{page}/comments/", "", 5),
        ("comments, last page", f"{page}/comments/?page=999999", "", 5),
        (
            "API comments, last page",
            f"/api/consultations/{question.slug}/comments/?page=800",
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
