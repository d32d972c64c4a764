"""An open vote restored into a new database: its box opens there, and its count checks."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings

from participation.bench.ballots.arena import arena
from participation.bench.faults.stage import Stage
from participation.bench.faults.working import BALLOTS, fill
from portal.launch.needs.postgres import NAME
from portal.launch.needs.system import find_postgres

FINISH = """
import json, sys
import django
django.setup()
from participation.bench.ballots.arena import close_vote
from participation.ballots import open_box
from participation.bundles import build_bundle
from participation.models import Consultation
from participation.results import count_box
question = Consultation.objects.get(slug=sys.argv[1])
close_vote(question)
open_box(question.pk)
count_box(question.pk)
record = build_bundle(question.pk)
print(json.dumps({"bundle": record.bundle, **record.facts}))
"""
Lines = Iterator[dict[str, Any]]


def restore(stage: Stage) -> Lines:
    """pg_dump and pg_restore during a vote; opened, counted and verified from the copy."""
    with arena(1) as ground, tempfile.TemporaryDirectory() as folder:
        fill(ground)
        dump = Path(folder) / "civic.dump"
        _tool(stage, "pg_dump", "--format=custom", "--file", str(dump), NAME)
        with another_database(stage, "restored") as url:
            _tool(stage, "pg_restore", "--no-owner", "--dbname", "restored", str(dump))
            env = {**os.environ, "DATABASE_URL": url, "CIVIC_ARTEFACT_DIR": folder}
            told = python(env, settings.BASE_DIR, FINISH, ground.consultation.slug)
        agrees = _verify(Path(folder) / told["bundle"], Path(folder) / "bundle")
        yield {
            "part": "restore into a new database",
            "dump_mb": round(dump.stat().st_size / 1e6, 1),
            "acknowledged": BALLOTS,
            "lost": BALLOTS - int(told["ballots"]),
            "doubled": 0,
            "unreadable": told["unreadable"],
            "unlogged": told["unlogged"],
            "verify_agrees": agrees,
        }


@contextmanager
def another_database(stage: Stage, name: str) -> Iterator[str]:
    """An empty database beside the site's own; gone at the end. Yields its address."""
    _tool(stage, "createdb", "--template", "template0", name)
    try:
        yield stage.postgres.url.replace(f"@/{NAME}?", f"@/{name}?")
    finally:
        _tool(stage, "dropdb", "--force", name)


def python(env: Mapping[str, str], folder: Path, code: str, *words: str) -> Any:
    """What a Python program in a checkout prints last, read as JSON."""
    done = subprocess.run(  # noqa: S603 - our own words
        [sys.executable, "-c", code, *words],
        env=dict(env),
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(done.stderr[-2_000:])
    return json.loads(done.stdout.strip().splitlines()[-1])


def _tool(stage: Stage, program: str, *words: str) -> None:
    """One of PostgreSQL's client programs, on the site's cluster."""
    binaries = find_postgres()
    if binaries is None:
        raise LookupError("PostgreSQL's programs were not found.")
    where = ["-h", str(stage.postgres.place.run), "-U", NAME]
    command = [str(binaries / program), *where, *words]
    done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise RuntimeError(f"{program}: {done.stderr[-1_000:]}")


def _verify(bundle: Path, folder: Path) -> bool:
    """Whether verify.py, as anybody would run it, finds that everything agrees."""
    with zipfile.ZipFile(bundle) as archive:
        archive.extractall(folder)
    command = [sys.executable, "-I", "-S", "verify.py"]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)  # noqa: S603
    return done.returncode == 0
