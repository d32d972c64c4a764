"""Files that must be whole: under their name lies all of one or nothing, and its digest is known.

A folder gives that by a temporary name, fsync and a rename. Any other store (S3 and its like) puts
a whole object in place or none by itself; the digest is compared in either.
"""

from __future__ import annotations

import logging
import os
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import IO, Any, BinaryIO

from django.core.files.base import ContentFile, File
from django.core.files.storage import FileSystemStorage, Storage, storages

log = logging.getLogger(__name__)
PART = ".part"
STALE_PART_S = 3_600.0
A_CHUNK = 1 << 20
UNCHANGED_S, UNSEEN_S = 86_400.0, 600.0
"""How long a digest is believed: of an untouched file, and of an object in another store."""


class NotKept(OSError):
    """What the store gives back is not what it was given."""


def store() -> Storage:
    """The store that STORAGES["artefacts"] names: a folder, or any other of Django's storages."""
    return storages["artefacts"]


@contextmanager
def whole_file(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """A file to write that gets its name when all of it is on the disk; raises OSError.

    A full disk or a kill leaves what lay under that name before, or nothing.
    """
    _room_for(path)
    handle, part = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=PART)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            os.fchmod(file.fileno(), mode)
        put_in_place(Path(part), path)
    except BaseException:
        with suppress(OSError):
            os.unlink(part)
        raise


def put_in_place(part: Path, path: Path) -> None:
    """Give a finished file its name, once it is on the disk: the file, then its folder."""
    _sync(part)
    os.replace(part, path)
    _sync(path.parent)


def _room_for(path: Path) -> None:
    """The folder, without what killed programs left in it."""
    if not path.parent.is_dir():
        path.parent.mkdir(parents=True, exist_ok=True)
        _sync(path.parent.parent)
    for part in path.parent.glob(f".*{PART}"):
        with suppress(OSError):
            if time.time() - part.stat().st_mtime > STALE_PART_S:
                part.unlink()


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)


class WholeFiles(FileSystemStorage):
    """A folder whose files are whole; a second one of a name takes the place of the first."""

    replaces = True

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself."""
        return name

    def _save(self, name: str, content: File[Any]) -> str:
        with whole_file(Path(self.path(name)), mode=self.file_permissions_mode or 0o644) as file:
            for chunk in content.chunks():
                file.write(chunk)
        return name


def keep(name: str, content: bytes) -> str:
    """Store these bytes, in place of what lies under the name; the name they got.

    They are read back and compared. Raises OSError when there is no room or they differ, and
    what the store raises.
    """
    held = store()
    if not getattr(held, "replaces", False):
        # Django's own storages would make up a second name beside a first, broken one.
        held.delete(name)
    name = held.save(name, ContentFile(content))
    if not is_whole(name, sha256(content).hexdigest()):
        raise NotKept(f"{name} is not what was written")
    return name


@dataclass(frozen=True)
class _Seen:
    stamp: tuple[int, ...]
    digest: str
    at: float


_seen: dict[tuple[str, str], _Seen] = {}


def is_whole(name: str, digest: str) -> bool:
    """Whether the file is there and has this SHA-256; read anew only when it may have changed."""
    held = store()
    try:
        key, stamp = _stamp(held, name)
        seen = _seen.get(key)
        span = UNCHANGED_S if stamp else UNSEEN_S
        old = seen is None or seen.stamp != stamp or time.monotonic() - seen.at > span
        if seen is None or old or seen.digest != digest:
            with held.open(name) as file:
                seen = _seen[key] = _Seen(stamp, _digest(file), time.monotonic())
        return seen.digest == digest
    except FileNotFoundError:
        return False
    except Exception as error:  # noqa: BLE001 - each store fails in its own way
        log.warning("the artefact %s cannot be read (%s)", name, type(error).__name__)
        return False


def _stamp(held: Storage, name: str) -> tuple[tuple[str, str], tuple[int, ...]]:
    """(which file, what changes when it does); the second is empty where no system can tell."""
    try:
        path = held.path(name)
    except NotImplementedError:
        return (str(id(held)), name), ()
    facts = os.stat(path)
    return ("", path), (facts.st_ino, facts.st_size, facts.st_mtime_ns, facts.st_ctime_ns)


def _digest(file: IO[bytes]) -> str:
    found = sha256()
    while chunk := file.read(A_CHUNK):
        found.update(chunk)
    return found.hexdigest()
