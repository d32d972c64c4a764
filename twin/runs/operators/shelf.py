"""The folder of operators on this machine: whole files only, the oldest make room."""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings

from portal.artefacts import whole_file
from twin.runs.operators.files import Damaged, NotStorable, read_operator, write_operator

log = logging.getLogger(__name__)
SUFFIX = ".operator"
MISSING = object()
"""What `Shelf.get` gives when there is nothing: None may be an operator."""
STALE_TURN_S = 86_400.0


def shelf() -> Shelf:
    """The shelf that the settings name."""
    return Shelf(Path(settings.OPERATOR_DIR), int(settings.OPERATOR_BYTES))


@dataclass(frozen=True)
class Shelf:
    """Operators by key (hex digits) in one folder, at most `most_bytes` of them.

    Losing it costs time and nothing else. Where it cannot be written, nothing is kept.
    """

    folder: Path
    most_bytes: int

    def path(self, key: str) -> Path:
        """Where an operator is, or would be."""
        return self.folder / f"{key}{SUFFIX}"

    def get(self, key: str, *, root: str = "twin") -> Any:
        """The operator of this key, or MISSING; a damaged file is removed."""
        path = self.path(key)
        try:
            found = read_operator(path, root=root)
            os.utime(path)
        except FileNotFoundError:
            return MISSING
        except (Damaged, OSError) as error:
            log.warning("operator %s cannot be used (%s); it is made again", key[:12], error)
            with contextlib.suppress(OSError):
                path.unlink()
            return MISSING
        return found

    def put(self, key: str, operator: Any) -> bool:
        """Keep an operator; False when it cannot be stored, or there is no room for files."""
        try:
            with whole_file(self.path(key)) as file:
                write_operator(operator, file)
        except (NotStorable, OSError) as error:
            log.info("operator %s stays in memory only: %s", key[:12], error)
            return False
        self._make_room(keep=key)
        return True

    def _make_room(self, *, keep: str) -> None:
        """Remove what was used longest ago until the rest fits; never the one just put."""
        for path in self.folder.glob("*.turn"):
            with contextlib.suppress(OSError):
                if time.time() - path.stat().st_mtime > STALE_TURN_S:
                    path.unlink()
        files = []
        for path in self.folder.glob(f"*{SUFFIX}"):
            with contextlib.suppress(OSError):
                facts = path.stat()
                files.append((facts.st_mtime_ns, facts.st_size, path))
        total = sum(size for _when, size, _path in files)
        for _when, size, path in sorted(files):
            if total <= self.most_bytes:
                break
            if path != self.path(keep):
                with contextlib.suppress(OSError):
                    path.unlink()
                total -= size

    @contextmanager
    def turn(self, key: str, wait: Callable[[], None]) -> Iterator[None]:
        """Hold the one turn to make this operator on this machine.

        wait: called again and again while another process has it; it may sleep and may raise.
        The system gives the turn back when a process dies. Where no lock can be made, everybody
        makes their own.
        """
        with contextlib.ExitStack() as stack:
            try:
                self.folder.mkdir(parents=True, exist_ok=True)
                file = stack.enter_context(self.path(key).with_suffix(".turn").open("ab"))
            except OSError:
                yield
                return
            while not _locked(file.fileno()):
                wait()
            yield


def _locked(number: int) -> bool:
    try:
        fcntl.flock(number, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
