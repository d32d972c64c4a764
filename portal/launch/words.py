"""What the launcher says: progress in plain words, and one sentence when it can't go on."""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

# The shell part may have installed Python before; its seconds count.
BEGAN_S_AGO = time.time() - float(os.environ.get("CIVIC_BEGAN") or time.time())
STARTED = time.monotonic() - max(0.0, BEGAN_S_AGO)

NO_NETWORK = (
    r"temporary failure in name resolution|temporary failure resolving|could not resolve"
    r"|name or service not known|nodename nor servname|getaddrinfo|ENOTFOUND|EAI_AGAIN"
    r"|failed to lookup address|dns error|network is unreachable|ENETUNREACH"
    r"|failed to establish a new connection|could not connect to|connection timed out|ETIMEDOUT"
)
FULL = r"no space left on device|ENOSPC|enough free space|disk quota exceeded"
CHANGED = r"hashes are required|do not match the hashes|hash mismatch|EINTEGRITY"
FORBIDDEN = r"permission denied|EACCES|read-only file system|EROFS"
BUSY = r"could not get lock|dpkg was interrupted"


class Stop(Exception):
    """The launcher can't go on: a sentence says what happened, the advice what to do."""

    def __init__(self, sentence: str, advice: str = "", *, code: int = 1) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.advice = advice
        self.code = code


def say(text: str = "") -> None:
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def complain(stop: Stop) -> None:
    """Print a Stop on standard error: the sentence, then what to do."""
    sys.stdout.flush()
    print(f"\n{stop.sentence}", file=sys.stderr)
    for line in stop.advice.splitlines():
        print(f"  {line}", file=sys.stderr)
    sys.stderr.flush()


def seconds_since(start: float) -> str:
    """The time since a monotonic start: "0.4 s", "23 s" or "3 min 20 s"."""
    passed = time.monotonic() - start
    if passed < 10:
        return f"{passed:.1f} s"
    if passed < 90:
        return f"{passed:.0f} s"
    return f"{int(passed // 60)} min {int(passed % 60)} s"


@contextmanager
def step(text: str) -> Iterator[None]:
    """Say what is being done, and at its end on the same line how long it took."""
    begin = time.monotonic()
    print(f"  {text} … ", end="", flush=True)
    try:
        yield
    except BaseException:
        print("stopped", flush=True)
        raise
    print(seconds_since(begin), flush=True)


def explain(doing: str, output: str, log: object) -> Stop:
    """The sentence for a failed outside program, read from what it printed.

    `doing` completes "… did not work"; `log` is where the whole output stands.
    """
    details = f"Details: {log}"
    causes = (
        (
            FULL,
            "The disk is full.",
            "Free about 4 GB, then run the same command again.",
        ),
        (
            NO_NETWORK,
            "The package servers cannot be reached: there seems to be no network.",
            "Connect this machine to the internet, then run the same command again.",
        ),
        (
            CHANGED,
            "A downloaded package is not the one that the lock file names, so it was not used.",
            "Run the same command again; if it stays so, do not go on: ask the project.",
        ),
        (
            BUSY,
            "Another program is installing system packages right now.",
            "Wait for it to end (or run: dpkg --configure -a), then run the same command again.",
        ),
        (
            FORBIDDEN,
            "A file or folder that Civic Twin needs can't be written to.",
            "Check who owns this folder and the files in it, then run the same command again.",
        ),
    )
    for pattern, sentence, advice in causes:
        if re.search(pattern, output, re.IGNORECASE):
            return Stop(sentence, f"{advice}\n{details}")
    return Stop(f"{doing} did not work.", f"The end of the log says why.\n{details}")
