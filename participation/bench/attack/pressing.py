"""Six hostile connections: what a web worker's memory comes to, and how the others fare."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from statistics import quantiles

from participation.bench.attack.fuzzing import STALLS, words, words_page, writer
from participation.bench.attack.ground import Ground
from participation.bench.attack.sending import Browser
from participation.bench.ballots.saying import say
from participation.bench.ballots.web import HOST

CONNECTIONS = 6
HUGE = 960_000_000
PIECE = b"x" * 262_144
QUIET = "/trust/"


def measure(ground: Ground, seconds: float) -> None:
    """Print idle, each attack beside it, and the peak memory of a worker."""
    before = _peak_kb(ground)
    idle = _quiet_p95(ground, lambda: _wait(seconds / 2))
    say(what="press", attack="none", trust_p95_ms=idle)
    slug = ground.known["slug"]
    # The first is no attack: six readers in a hurry, for what any six connections cost.
    attacks: dict[str, Callable[[float], None]] = {
        "the page itself": lambda s: _read(ground, s),
        "960 MB to the choice of language": lambda s: _pour(ground, "/i18n/setlang/", s),
        "960 MB of files to the list": lambda s: _pour(
            ground, f"/desk/consultations/{slug}/list/", s
        ),
        "bodies of unknown length": lambda s: _pour(ground, "/i18n/setlang/", s, chunked=True),
        "40 KB comments": lambda s: _comments(ground, s),
        "bodies that come slowly": lambda s: _slowly(ground, s),
    }
    for name, attack in attacks.items():
        ground.unhurried()
        p95 = _quiet_p95(ground, lambda attack=attack: _together(attack, seconds))  # type: ignore[misc]
        say(what="press", attack=name, trust_p95_ms=p95, times_idle=round(p95 / idle, 2))
    say(
        what="press",
        connections=CONNECTIONS,
        worker_peak_mb=round(_peak_kb(ground) / 1_000),
        grown_mb=round((_peak_kb(ground) - before) / 1_000),
    )


def _peak_kb(ground: Ground) -> int:
    """The most that a worker of the web server has held."""

    def of(pid: int) -> int:
        with open(f"/proc/{pid}/status") as lines:
            return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))

    return max(of(pid) for pid in ground.web.workers())


def _quiet_p95(ground: Ground, during: Callable[[], None]) -> float:
    """Milliseconds of /trust/, 95 of 100, asked by one reader while `during` runs."""
    took: list[float] = []
    over = threading.Event()

    def read() -> None:
        browser = Browser(ground.web.port)
        while not over.is_set():
            took.append(browser.get(QUIET).seconds)
            time.sleep(0.05)
        browser.close()

    reader = threading.Thread(target=read)
    reader.start()
    during()
    over.set()
    reader.join()
    return round(1_000 * quantiles(took, n=20)[-1], 1) if len(took) > 1 else round(1e3 * took[0], 1)


def _together(attack: Callable[[float], None], seconds: float) -> None:
    threads = [threading.Thread(target=attack, args=(seconds,)) for _n in range(CONNECTIONS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _wait(seconds: float) -> None:
    time.sleep(seconds)


def _head(path: str, length: str) -> bytes:
    return (
        f"POST {path} HTTP/1.1\r\nHost: {HOST}\r\n{length}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\n\r\n"
    ).encode()


def _pour(ground: Ground, path: str, seconds: float, *, chunked: bool = False) -> None:
    """Send as much as is taken, again and again, as fast as one connection can."""
    until = time.monotonic() + seconds
    part = b'--x\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
    while time.monotonic() < until:
        length = "Transfer-Encoding: chunked" if chunked else f"Content-Length: {HUGE}"
        with suppress(OSError), socket.create_connection((HOST, ground.web.port), 5) as link:
            link.sendall(_head(path, length))
            link.sendall(part if not chunked else b"%x\r\n%s\r\n" % (len(part), part))
            while time.monotonic() < until:
                link.sendall(PIECE if not chunked else b"%x\r\n%s\r\n" % (len(PIECE), PIECE))
        time.sleep(0.02)


def _read(ground: Ground, seconds: float) -> None:
    until, browser = time.monotonic() + seconds, Browser(ground.web.port)
    while time.monotonic() < until:
        browser.get(QUIET)
    browser.close()


def _comments(ground: Ground, seconds: float) -> None:
    """The text that once took 1.6 s of CPU, without a pause."""
    until, browser = time.monotonic() + seconds, writer(ground)
    # Packed once: packing it each time would keep the reader beside it from looking at its clock.
    page, form = words_page(ground), browser.packed(words(STALLS["no-break spaces"]))
    while time.monotonic() < until:
        browser.send(page, form)
    browser.close()


def _slowly(ground: Ground, seconds: float) -> None:
    """A small body, a byte a second: without a proxy that takes it in, it holds a thread."""
    until = time.monotonic() + seconds
    with suppress(OSError), socket.create_connection((HOST, ground.web.port), 5) as link:
        link.sendall(_head("/i18n/setlang/", "Content-Length: 1000"))
        while time.monotonic() < until:
            link.sendall(b"x")
            time.sleep(1)
