"""`./civic test`: the house's checks, then the whole test suite, each with its seconds."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from portal import services
from portal.launch.environment import site_environment
from portal.launch.needs.browser_parts import find_node, wheel_node
from portal.launch.outside import spoken
from portal.launch.place import CHECKOUT, Place, find_place
from portal.launch.prepare import prepare
from portal.launch.processes import Interrupted, stoppable
from portal.launch.words import say, seconds_since

PROCESSES = 2
PURE = ["-m", "pure"]
JS_TESTS = sorted(str(path) for path in (CHECKOUT / "tests" / "js").glob("*.test.js"))
CHECKS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ruff check", ("ruff", "check", ".")),
    ("ruff format", ("ruff", "format", "--check", ".")),
    ("mypy", ("mypy", "portal", "twin", "participation", "tests")),
    ("import contracts", ("lint-imports",)),
    ("templates", ("djlint", "--lint", "--quiet", "templates")),
    ("scripts and styles", ("node", "node_modules/@biomejs/biome/bin/biome", "check")),
    ("tests of scripts", ("node", "--test", *JS_TESTS)),
)


def test(arguments: Sequence[str]) -> int:
    """Run all checks and the suite; with arguments only pytest, which gets them. The exit code."""
    place = find_place("test")
    try:
        with stoppable():
            say("Civic Twin's tests")
            prepare(place, for_tests=True)
            with _services(place, arguments) as addresses:
                env = site_environment(place, addresses, settings="test")
                failed = [] if arguments else run_checks(place, env)
                code = run_pytest(place, env, arguments)
    except Interrupted:
        say("\nStopped.")
        return 130
    return code or (1 if failed else 0)


@contextmanager
def _services(place: Place, arguments: Sequence[str]) -> Iterator[Mapping[str, str]]:
    """The database and Redis; nothing for tests that need none of them."""
    if list(arguments)[:2] == PURE:
        yield {}
    else:
        with services.running(place, durable=False) as addresses:
            yield addresses


def run_checks(
    place: Place,
    env: Mapping[str, str],
    checks: Sequence[tuple[str, tuple[str, ...]]] = CHECKS,
) -> list[str]:
    """Run every check, printing its seconds and a failed one's words; the failed ones."""
    failed = []
    for name, (program, *words) in checks:
        begin = time.monotonic()
        done = subprocess.run(
            [_program(place, program), *words],
            env=dict(env),
            cwd=place.checkout,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        verdict = "not in order" if done.returncode else "in order"
        say(f"  {name}: {verdict} ({seconds_since(begin)})")
        if done.returncode:
            failed.append(name)
            say(done.stdout.rstrip())
    if failed:
        say(f"\nNot in order: {', '.join(failed)}. This run fails.\n")
    return failed


def run_pytest(place: Place, env: Mapping[str, str], arguments: Sequence[str]) -> int:
    """Run pytest in the terminal, so that its closing line is the last one; its exit code.

    The whole suite is shared between two processes, where there are two cores: tests/sharing.py
    says how. With arguments one process takes it all, so that a debugger can be used.
    """
    shared = not arguments and (os.cpu_count() or 1) >= PROCESSES
    words = ["-n", str(PROCESSES), "--dist", "loadscope"] if shared else arguments
    command = [str(_program(place, "python")), "-m", "pytest", *words]
    return spoken(command, env=env, cwd=place.checkout)


def _program(place: Place, name: str) -> Path:
    if name == "node":
        return find_node() or wheel_node(place)
    return place.venv / "bin" / name
