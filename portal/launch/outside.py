"""Runs other programs: their output to a log, their failure as one sentence."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.launch.words import Stop, explain

TAIL_BYTES = 20_000


def run(
    command: Sequence[str | os.PathLike[str]],
    *,
    doing: str,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> None:
    """Run a program to its end with its output appended to `log`. Raises Stop when it fails."""
    code, output = attempt(command, log=log, env=env, cwd=cwd)
    if code:
        raise explain(doing, output, log)


def attempt(
    command: Sequence[str | os.PathLike[str]],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> tuple[int, str]:
    """Like `run`, but gives back the exit code and the end of what was printed."""
    words = [os.fspath(word) for word in command]
    with log.open("ab") as file:
        file.write(f"\n$ {' '.join(words)}  # {time.strftime('%F %T')}\n".encode())
        file.flush()
        begin = file.tell()
        try:
            with subprocess.Popen(
                words,
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=subprocess.STDOUT,
                env=env,
                cwd=cwd,
            ) as process:
                try:
                    code = process.wait()
                except BaseException:
                    process.terminate()
                    raise
        except FileNotFoundError as error:
            raise Stop(f"The program {words[0]} is missing.", f"Details: {log}") from error
    return code, tail(log, begin)


def tail(log: Path, begin: int = 0) -> str:
    """The last part of a log, from byte `begin` at the earliest."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(begin, log.stat().st_size - TAIL_BYTES))
        return file.read().decode(errors="replace")
