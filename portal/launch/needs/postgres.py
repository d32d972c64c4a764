"""A private PostGIS: its own cluster and socket, for this checkout and this user alone."""

from __future__ import annotations

import os
import pwd
import subprocess
from collections.abc import Sequence
from pathlib import Path

from portal.launch.needs.system import find_postgres
from portal.launch.outside import line, run, tail
from portal.launch.place import Place
from portal.launch.words import Stop, explain, step

NAME = "civic"
SETTINGS = """
listen_addresses = ''
unix_socket_directories = '{run}'
unix_socket_permissions = 0700
max_connections = 100
shared_buffers = 256MB
work_mem = 32MB
maintenance_work_mem = 128MB
max_wal_size = 2GB
jit = off
log_min_duration_statement = 1000
"""
# Only where nothing must outlive a power cut: the databases of tests.
FORGETFUL = "fsync = off\nsynchronous_commit = off\nfull_page_writes = off\n"


class Postgres:
    """The cluster of one place. `durable=False` trades safety at a power cut for speed."""

    def __init__(self, place: Place, *, durable: bool = True) -> None:
        self.place = place
        self.durable = durable
        self.data = place.state / "postgres"
        self.server_log = place.run / "postgres.log"

    @property
    def url(self) -> str:
        """The address that Django reads, over the unix socket."""
        return f"postgis://{NAME}@/{NAME}?host={self.place.run}"

    def start(self) -> None:
        """Create the cluster if there is none, and start it if it is down."""
        binaries = find_postgres()
        if binaries is None:
            raise Stop(
                "PostgreSQL with PostGIS was not found after installing it.",
                "Use a server that you have: DATABASE_URL=postgis://user@host/name ./civic …",
            )
        owner = server_owner()
        self._make_folders(owner)
        if not (self.data / "PG_VERSION").exists():
            with step("Creating the database"):
                self._create(binaries)
        if not self.runs(binaries):
            with step("Starting the database"):
                self._start(binaries)
        self._ensure_database(binaries)

    def stop(self) -> None:
        """Stop the cluster if it runs."""
        binaries = find_postgres()
        if binaries and self.runs(binaries):
            as_server(line(binaries / "pg_ctl", "-D", self.data, "-m", "fast", "-w", "-s", "stop"))

    def runs(self, binaries: Path) -> bool:
        """Whether the cluster is up."""
        if not (self.data / "postmaster.pid").exists():
            return False
        return as_server(line(binaries / "pg_ctl", "-D", self.data, "status")).returncode == 0

    def _make_folders(self, owner: pwd.struct_passwd) -> None:
        for folder in (self.data, self.place.run):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.lstat().st_uid not in (owner.pw_uid, os.geteuid()):
                raise Stop(f"The folder {folder} belongs to somebody else.", "Remove it first.")
            if os.geteuid() == 0:
                os.chown(folder, owner.pw_uid, owner.pw_gid)
            folder.chmod(0o700)

    def _create(self, binaries: Path) -> None:
        command = line(binaries / "initdb", "-D", self.data, "-U", NAME, "-A", "trust")
        made = as_server([*command, "-E", "UTF8", "--locale=C.UTF-8"])
        if made.returncode:
            raise explain("Creating the database", made.stdout, self._noted(made.stdout))
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(SETTINGS.format(run=self.place.run))
            file.write("" if self.durable else FORGETFUL)

    def _start(self, binaries: Path) -> None:
        command = line(binaries / "pg_ctl", "-D", self.data, "-w", "-t", "60", "-s")
        started = as_server([*command, *line("-l", self.server_log, "start")])
        if started.returncode:
            output = started.stdout + tail(self.server_log)
            raise explain("Starting the database", output, self.server_log)

    def _ensure_database(self, binaries: Path) -> None:
        """The database, and PostGIS in the template too, so that test databases have it."""
        psql = line(binaries / "psql", "-qAtX", "-h", self.place.run, "-U", NAME)
        there = subprocess.run(
            [*psql, "-d", "postgres", "-c", f"select 1 from pg_database where datname='{NAME}'"],
            capture_output=True,
            text=True,
            check=False,
        )
        if there.stdout.strip():
            return
        for database, statement in (
            ("template1", "create extension if not exists postgis"),
            ("postgres", f"create database {NAME}"),
        ):
            command = [*psql, "-d", database, "-c", statement]
            run(command, doing="Creating the database", log=self.place.log)

    def _noted(self, output: str) -> Path:
        with self.place.log.open("a") as file:
            file.write(output)
        return self.place.log


def server_owner() -> pwd.struct_passwd:
    """The account that PostgreSQL runs as: this one, or `postgres` for root (it refuses root)."""
    if os.geteuid() != 0:
        return pwd.getpwuid(os.geteuid())
    try:
        return pwd.getpwnam("postgres")
    except KeyError as error:
        raise Stop(
            "PostgreSQL does not run as root, and this machine has no account named postgres.",
            "Run ./civic as an ordinary user, or make that account: useradd --system postgres",
        ) from error


def as_server(command: Sequence[str]) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's own programs as the account that may."""
    environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
    owner = server_owner()
    environment["HOME"] = owner.pw_dir
    root = os.geteuid() == 0
    return subprocess.run(
        command,
        user=owner.pw_uid if root else None,
        group=owner.pw_gid if root else None,
        extra_groups=[] if root else None,
        env=environment,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
