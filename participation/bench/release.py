"""A release that computes only what changed, beside the whole question in the same run.

`./civic bench release [--comments 50000]`: JSON lines. A made question (a fifth of its comments
are answers, two in five people have more than one) is put into the database in one transaction
that is taken back at the end. Every figure has its ratio to releasing the whole question anew, as
each release once did. cpu_s: this process's own, without the database. peak_mb: how far the
process grew above what it held before.
"""

from __future__ import annotations

import hashlib
import time
from argparse import ArgumentParser
from collections.abc import Callable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.apps import apps
from django.contrib.gis.geos import Polygon
from django.db import connection, transaction
from django.utils import timezone

from participation import comments
from participation.bench.ballots.saying import cluster, say
from participation.disclosure.grid import cell_at, upwards
from participation.erasers import erase_words
from participation.models import Comment, Consultation, Phase, PublicCell, ReleaseState
from participation.releases import due_releases, release_batch, release_consultation, release_now
from portal.models import User

SILENT = 40
WEST, SOUTH, EAST, NORTH = -1.60, 47.19, -1.51, 47.25
_PEOPLE = """
insert into portal_user (email, password, name, role, language, synthetic, is_active, is_superuser,
  joined_at)
select 'made-' || i || '@bench.invalid', '!', '', 'resident', '', true, true, false, %(then)s
from generate_series(1, %(people)s + %(silent)s) i returning id
"""
_COMMENTS = """
insert into participation_comment (public_id, consultation_id, author_id, text, redactions,
  language, stance, theme, geometry, about_home, status, held_because, synthetic, created_at)
select gen_random_uuid(), %(question)s, %(first)s + (i * 7919) %% %(people)s,
  repeat('A made-up opinion about this street, number ' || i || '. ', 4), 0, 'en',
  (array['for','against','neutral'])[1 + i %% 3], 'traffic',
  st_setsrid(st_makepoint(
    %(west)s + (%(east)s - %(west)s) * power(random(), 1.5),
    %(south)s + (%(north)s - %(south)s) * power(random(), 1.5)), 4326),
  i %% 11 = 0, 'visible', '', true, %(then)s
from generate_series(1, %(number)s) i
"""
_ANSWERS = """
insert into participation_comment (public_id, consultation_id, author_id, parent_id, text,
  redactions, language, stance, theme, about_home, status, held_because, synthetic, created_at)
select gen_random_uuid(), consultation_id, %(first)s + id %% %(people)s, id, 'An answer.', 0, 'en',
  'neutral', theme, false, 'visible', '', true, %(then)s
from participation_comment where consultation_id = %(question)s order by id limit %(number)s
"""


def run(words: Sequence[str] = ()) -> None:
    """Print the figures as JSON lines."""
    parser = ArgumentParser(prog="bench release", description=__doc__)
    parser.add_argument("--comments", type=int, default=50_000)
    number = parser.parse_args(list(words)).comments
    say(what="cluster", **cluster())
    with transaction.atomic():
        measure(number)
        transaction.set_rollback(True)


def measure(number: int) -> None:
    """Make the question and time each way to release it."""
    began = time.perf_counter()
    question, people = made(number)
    say(what="made", comments=number, seconds=round(time.perf_counter() - began, 1))
    _timed("whole question, first", lambda: release_consultation(question.pk))
    with connection.cursor() as cursor:
        cursor.execute("analyze participation_comment, participation_place")
        cursor.execute("analyze participation_publiccomment, participation_releasemark")
    say(what="public", cells=PublicCell.objects.filter(consultation=question).count())
    whole = _timed("whole question, unchanged", lambda: release_consultation(question.pk))
    _timed("is anything due", due_releases, whole)
    _timed("release, nothing changed", lambda: release_now(question.pk), whole)
    _timed("one comment, words at once", lambda: _write(question, people[0]), whole)
    _timed("the day's batch with one new comment", lambda: _a_day_later(question), whole)
    Comment.objects.filter(pk=_write(question, people[1])).update(status="hidden")
    _timed("one comment marked, release", lambda: release_now(question.pk), whole)
    for person in people[2:22]:
        _write(question, person)
    _timed(
        "the day's batch with twenty new people in a cell", lambda: _a_day_later(question), whole
    )
    writer = User.objects.get(pk=people[-1])
    mine = Comment.objects.filter(consultation=question, parent=None).order_by("pk")[:500]
    Comment.objects.filter(pk__in=list(mine.values_list("pk", flat=True))).update(author=writer)
    release_now(question.pk)
    _timed("erase an account with 500 comments", lambda: erase_words(writer, "withdraw"), whole)


def _timed(what: str, act: Callable[[], Any], whole: float = 0.0) -> float:
    """Say how long the act took, and how far memory grew; the seconds."""
    before = reset_peak()
    began, spent = time.perf_counter(), time.process_time()
    act()
    seconds, cpu = time.perf_counter() - began, time.process_time() - spent
    times = {"of_whole": round(seconds / whole, 5)} if whole else {}
    peak = round(grown(before))
    say(what=what, seconds=round(seconds, 4), cpu_s=round(cpu, 4), **times, peak_mb=peak)
    return seconds


def reset_peak() -> float:
    """Forget the process's peak so far; what it holds now, in MB."""
    Path("/proc/self/clear_refs").write_text("5")
    return _held("VmRSS")


def grown(before: float) -> float:
    """How far the process grew at most above what it held before, in MB."""
    return _held("VmHWM") - before


def _held(name: str) -> float:
    lines = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def made(number: int) -> tuple[Consultation, list[int]]:
    """The question, lived in everywhere, and the ids of people who have not spoken yet."""
    question = Consultation.objects.create(
        slug="made-for-the-release-bench",
        question={"en": "Made up?"},
        decision_maker={"en": "Nobody"},
        decision_date=timezone.localdate() + timedelta(days=60),
        status=Consultation.Status.OPEN,
    )
    now = timezone.now()
    Phase.objects.create(
        consultation=question, kind="discuss", opens_at=now - timedelta(days=20), closes_at=None
    )
    _live_in(_version())
    facts: dict[str, Any] = {
        "question": question.pk,
        "people": number * 2 // 5,
        "silent": SILENT,
        "then": now - timedelta(days=15),
        "west": WEST,
        "east": EAST,
        "south": SOUTH,
        "north": NORTH,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PEOPLE, facts)
        people = [row[0] for row in cursor.fetchall()]
        facts |= {"first": people[0]}
        cursor.execute(_COMMENTS, facts | {"number": number * 4 // 5})
        cursor.execute(_ANSWERS, facts | {"number": number // 5})
    return question, people[-SILENT:]


def _version() -> int:
    model = apps.get_model("twin", "TwinVersion")
    made = model.objects.create(
        label="made up",
        recorded_at=timezone.now(),
        crs="EPSG:2154",
        # Pages take it into the addresses of tiles, so it has to look like one.
        digest=hashlib.sha256(b"made-for-the-release-bench").hexdigest(),
        artefact="none",
        bounds=Polygon.from_bbox((WEST, SOUTH, EAST, NORTH)),
    )
    return int(made.pk)


def _live_in(version_id: int) -> None:
    """Four hundred residents in each of the finest cells."""
    model = apps.get_model("twin", "CellResidents")
    steps = range(200)
    fine = {
        cell_at(SOUTH + (NORTH - SOUTH) * row / 200, WEST + (EAST - WEST) * column / 200)
        for row in steps
        for column in steps
    }
    cells = {cell for one in fine for cell in upwards(one)}
    model.objects.bulk_create(
        model(version_id=version_id, cell=cell, residents=400) for cell in sorted(cells)
    )


def _write(question: Consultation, person_id: int) -> int:
    """A comment by the verb that a page calls; its id."""
    made = comments.write_comment(
        actor=User.objects.get(pk=person_id),
        consultation=question,
        text=f"A bench here, says {person_id}.",
        geometry='{"type":"Point","coordinates":[-1.5593,47.2101]}',
    )
    return int(made.pk)


def _a_day_later(question: Consultation) -> None:
    ReleaseState.objects.filter(consultation=question).update(batch_on=None)
    release_batch(question.pk)
