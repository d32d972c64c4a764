"""Runs other programs: their output to a log, their failure as one sentence."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

from portal.launch.words import Stop, explain

TAIL_BYTES = 20_000


def line(*parts: str | os.PathLike[str]) -> list[str]:
    """A command line out of words and paths."""
    return [os.fspath(part) for part in parts]


def run(
    command: Sequence[str],
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
    command: Sequence[str],
    *,
    log: Path,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> tuple[int, str]:
    """Like `run`, but gives back the exit code and the end of what was printed."""
    with log.open("ab") as file:
        file.write(f"\n$ {' '.join(command)}  # {time.strftime('%F %T')}\n".encode())
        file.flush()
        begin = file.tell()
        try:
            with subprocess.Popen(
                command,
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
            raise Stop(f"The program {command[0]} is missing.", f"Details: {log}") from error
    return code, tail(log, begin)


def spoken(command: Sequence[str], *, env: Mapping[str, str], cwd: Path) -> int:
    """Run a program whose words go to the terminal; its exit code. It ends when we are stopped."""
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, env=dict(env), cwd=cwd) as process:
        try:
            return process.wait()
        except BaseException:
            process.terminate()
            raise


def tail(log: Path, begin: int = 0) -> str:
    """The last part of a log, from byte `begin` at the earliest."""
    if not log.exists():
        return ""
    with log.open("rb") as file:
        file.seek(max(begin, log.stat().st_size - TAIL_BYTES))
        return file.read().decode(errors="replace")
