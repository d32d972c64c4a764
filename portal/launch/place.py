"""Where a checkout keeps what it makes: folders, secrets, locks, and how much room there is."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from portal.launch.words import Stop, say

CHECKOUT = Path(__file__).resolve().parents[2]
# Measured on a bare Debian 12, tests included, and rounded up.
ROOM_SYSTEM_GB, ROOM_CHECKOUT_GB, ROOM_STATE_GB = 1.4, 1.3, 1.3
ROOM_LATER_GB = 0.2
# A unix socket's path may have 107 bytes; PostgreSQL adds "/.s.PGSQL.5432" to the folder.
LONGEST_RUN_PATH = 85


@dataclass(frozen=True)
class Place:
    """One checkout's folders; `name` keeps the demo's, the tests' and the smoke walk's apart."""

    checkout: Path
    base: Path
    name: str = "main"

    @property
    def state(self) -> Path:
        """The folder of this name's database, keys and logs."""
        return self.base / self.name

    @property
    def venv(self) -> Path:
        """The checkout's own Python."""
        return self.checkout / ".venv"

    @property
    def downloads(self) -> Path:
        """Where the demo's pinned data wheel is kept; shared by all names."""
        return self.base / "downloads"

    @property
    def logs(self) -> Path:
        """Where every program that the launcher starts writes."""
        return self.state / "logs"

    @property
    def log(self) -> Path:
        """The details of installing and starting."""
        return self.logs / "launch.log"

    @property
    def run(self) -> Path:
        """The folder of the database's socket, short enough for one."""
        inside = self.state / "run"
        if len(str(inside)) <= LONGEST_RUN_PATH:
            return inside
        return Path("/tmp") / f"civic-{os.getuid()}-{short_hash(str(self.state))}"

    def make(self) -> None:
        """Create the folders. Raises Stop when the checkout or the state can't be written."""
        check_writable(self.checkout)
        try:
            self.logs.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise Stop(
                f"The folder {self.base} can't be made: {error.strerror}.",
                "Name another folder for Civic Twin's data: CIVIC_STATE=/some/folder ./civic …",
            ) from error

    def secret(self, name: str) -> str:
        """A random key of 64 hexadecimal characters, made once and readable by its owner only."""
        path = self.state / "keys" / name
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), "w") as file:
                file.write(secrets.token_hex(32))
        return path.read_text()


def short_hash(text: str) -> str:
    """Eight hexadecimal characters that stand for a text."""
    return hashlib.sha256(text.encode()).hexdigest()[:8]


def find_place(name: str = "main", *, checkout: Path = CHECKOUT) -> Place:
    """The place of this checkout: CIVIC_STATE, or /var/lib for root, or .local in the checkout.

    Root's goes to /var/lib because PostgreSQL runs as its own user there, and that user can't
    enter root's home.
    """
    given = os.environ.get("CIVIC_STATE")
    if given:
        base = Path(given).resolve()
    elif os.geteuid() == 0:
        base = Path("/var/lib") / f"civic-{short_hash(str(checkout))}"
    else:
        base = checkout / ".local"
    return Place(checkout, base, name)


def check_writable(folder: Path) -> None:
    """Raise Stop when nothing can be written into the folder."""
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Stop(
            f"Nothing can be written into {folder}: {error.strerror}.",
            "Copy the checkout to a folder that is yours, and run ./civic there.",
        ) from error


def check_room(place: Place, *, first: bool) -> None:
    """Raise Stop when a disk has too little room for what will be put on it."""
    place.base.mkdir(parents=True, exist_ok=True)
    wanted = {place.checkout: ROOM_LATER_GB, place.base: ROOM_LATER_GB}
    if first:
        wanted = {place.checkout: ROOM_CHECKOUT_GB, place.base: ROOM_STATE_GB}
        wanted[Path("/usr")] = ROOM_SYSTEM_GB
    for folder in wanted:
        disk = folder.stat().st_dev
        needed = sum(size for other, size in wanted.items() if other.stat().st_dev == disk)
        free = shutil.disk_usage(folder).free / 1e9
        if free < needed:
            raise Stop(
                f"The disk of {folder} has {free:.1f} GB left; Civic Twin needs {needed:.1f} GB.",
                "Free some space, or put the data elsewhere: CIVIC_STATE=/some/folder ./civic …",
            )


def digest(*files: Path) -> str:
    """One SHA-256 over the files' names and contents; a missing file counts as empty."""
    total = hashlib.sha256()
    for file in files:
        total.update(file.name.encode() + b"\0")
        total.update(file.read_bytes() if file.exists() else b"")
    return total.hexdigest()


def fresh(stamp: Path, key: str) -> bool:
    """Whether the work that `key` stands for was finished before."""
    return stamp.exists() and stamp.read_text() == key


@contextmanager
def alone(path: Path, waiting: str) -> Iterator[None]:
    """Hold a lock file; say `waiting` when another launcher holds it, and wait."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        if not try_lock(file, fcntl.LOCK_EX):
            say(f"  {waiting}")
            fcntl.flock(file, fcntl.LOCK_EX)
        yield


def try_lock(file: IO[str], kind: int) -> bool:
    """Take a lock without waiting; False when somebody else holds it."""
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
