"""The last release's data under today's code: nothing is lost, and its pages answer."""

from __future__ import annotations

import io
import json
import os
import subprocess
import tarfile
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings

from participation.bench.faults.restoring import another_database, python
from participation.bench.faults.stage import Stage
from participation.bench.faults.voting import refused

TABLES = {
    "comments": "participation_comment",
    "public_comments": "participation_publiccomment",
    "counted_ballots": "participation_ballot",
    "sealed_ballots": "participation_envelope",
    "counts": "participation_countrecord",
    "people": "portal_user",
    "plans": "twin_scenario",
}
RUN = """
import json, sys, os
import django
django.setup()
from django.core.management import call_command
from django.db import connection
for line in sys.argv[2:]:
    call_command(*line.split(), verbosity=0) if line.startswith("migrate") else call_command(line)
found = {}
with connection.cursor() as cursor:
    for name, table in json.loads(sys.argv[1]).items():
        cursor.execute(f"select count(*) from {table}")
        found[name] = cursor.fetchone()[0]
print(json.dumps(found))
"""
LOOK = """
import json
import django
django.setup()
from django.test import Client
from participation.models import Consultation
client = Client(SERVER_NAME="localhost", raise_request_exception=False)
pages = ["/", "/trust/", "/api/consultations/"]
for slug in Consultation.objects.values_list("slug", flat=True):
    pages += [f"/c/{slug}/", f"/c/{slug}/comments/", f"/c/{slug}/result/", f"/c/{slug}/count/"]
print(json.dumps({page: client.get(page).status_code for page in pages}))
"""
Lines = Iterator[dict[str, Any]]
revision = ""
"""What to upgrade from; "": the newest tag, else the state before the newest migration."""


def upgrade(stage: Stage) -> Lines:
    """The demo made by the earlier code, then `migrate`, then today's pages."""
    before = revision or last_release()
    if not before:
        yield {"part": "upgrade", "skipped": "this checkout has no earlier state to begin from"}
        return
    with tempfile.TemporaryDirectory() as folder, another_database(stage, "earlier") as url:
        old = Path(folder) / "code"
        with tarfile.open(fileobj=io.BytesIO(_git("archive", before))) as archive:
            archive.extractall(old, filter="data")
        env = {**os.environ, "DATABASE_URL": url, "CIVIC_ARTEFACT_DIR": folder}
        env |= {"CELERY_BROKER_URL": "memory://", "CIVIC_QUEUE_PREFIX": "earlier."}
        tables = json.dumps(TABLES)
        had = python(env, old, RUN, tables, "migrate", "demo")
        began = time.monotonic()
        try:
            has = python(env, settings.BASE_DIR, RUN, tables, "migrate")
        except RuntimeError as error:
            yield {"part": "upgrade", "from": before[:12], "refused": str(error)[-300:]}
            return
        seconds = round(time.monotonic() - began, 1)
        statuses = python(env, settings.BASE_DIR, LOOK)
    yield {
        "part": "upgrade",
        "from": before[:12],
        "had": had,
        "acknowledged": sum(had.values()),
        "lost": sum(max(0, number - has[name]) for name, number in had.items()),
        "doubled": 0,
        "pages": len(statuses),
        **refused(statuses.values()),
        "wrong_pages": {page: status for page, status in statuses.items() if status >= 500},
        "seconds_to_well": seconds,
    }


def last_release() -> str:
    """The newest tag; without any, the commit before the newest migration came; "" without git."""
    try:
        tag = _git("tag", "--sort=-creatordate").decode().split()
        if tag:
            return tag[0]
        newest = _git("log", "-1", "--format=%H", "--diff-filter=A", "--", "*/migrations/0*.py")
        return f"{newest.decode().strip()}^" if newest.strip() else ""
    except (OSError, subprocess.CalledProcessError):
        return ""


def _git(*words: str) -> bytes:
    command = ["git", "-C", str(settings.BASE_DIR), *words]
    return subprocess.run(command, capture_output=True, check=True).stdout  # noqa: S603
