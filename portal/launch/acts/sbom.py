"""`./civic sbom`: what this site is made of, as two CycloneDX bills of materials."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from portal.launch.needs.browser_parts import find_node, npm_program, wheel_node
from portal.launch.needs.python import RUN_LOCK, clean_environment
from portal.launch.place import Place, find_place
from portal.launch.prepare import prepare
from portal.launch.words import Stop, say

NAMES = {"python": "python.cdx.json", "browser": "browser.cdx.json"}


def sbom(arguments: Sequence[str]) -> int:
    """Write both into the folder named, or into `sbom` of this checkout's data."""
    if len(arguments) > 1:
        raise Stop("./civic sbom takes one folder.", "For example: ./civic sbom /tmp/sbom", code=2)
    place = find_place()
    prepare(place, for_tests=True)
    folder = Path(arguments[0]) if arguments else place.base / "sbom"
    folder.mkdir(parents=True, exist_ok=True)
    for name, bill in (("python", python_bill(place)), ("browser", browser_bill(place))):
        file = folder / NAMES[name]
        file.write_text(json.dumps(bill, indent=1, sort_keys=True) + "\n")
        say(f"  {len(bill['components'])} packages: {file}")
    return 0


def python_bill(place: Place) -> dict[str, Any]:
    """Every package that the run lock names, with the digests of its files."""
    program = [str(place.venv / "bin/cyclonedx-py"), "requirements", str(RUN_LOCK)]
    words = ["--pyproject", "pyproject.toml", "--output-reproducible", "--of", "JSON"]
    return plain(json.loads(_output([*program, *words], place)))


def browser_bill(place: Place) -> dict[str, Any]:
    """Every package that package-lock.json names, by npm's own account."""
    node = find_node() or wheel_node(place)
    words = ["sbom", "--sbom-format", "cyclonedx", "--package-lock-only"]
    bill = plain(json.loads(_output([*npm_program(node), *words], place)))
    # npm names a checkout by its folder, and makes a new number and time each time.
    bill["metadata"]["component"]["name"] = "civic-twin"
    bill.pop("serialNumber", None)
    bill["metadata"].pop("timestamp", None)
    return bill


def plain(bill: dict[str, Any]) -> dict[str, Any]:
    """A bill without the addresses of whoever hands packages out; their digests stay."""
    for component in _components(bill):
        hashes = component.setdefault("hashes", [])
        for reference in component.pop("externalReferences", []):
            hashes += reference.get("hashes", [])
        if not hashes:
            del component["hashes"]
        # It repeats the line of the lock file.
        if component.get("description", "").startswith("requirements line"):
            del component["description"]
    return bill


def _components(bill: dict[str, Any]) -> list[dict[str, Any]]:
    about = bill["metadata"]
    tools = about.get("tools", {})
    listed = tools.get("components", []) if isinstance(tools, dict) else []
    own = [about["component"]] if "component" in about else []
    return [*bill["components"], *listed, *own]


def _output(command: Sequence[str], place: Place) -> str:
    done = subprocess.run(
        command,
        cwd=place.checkout,
        env=clean_environment(),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        with place.log.open("a") as file:
            file.write(done.stderr)
        raise Stop("The bill of materials could not be written.", f"Details: {place.log}")
    return done.stdout
