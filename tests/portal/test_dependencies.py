"""What the site is made of can be told, whole, and what is compiled is known by name."""

from __future__ import annotations

import json
import re
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from typing import Any

import pytest
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from portal.launch.acts.sbom import browser_bill, plain, python_bill
from portal.launch.place import find_place

ROOT = Path(__file__).resolve().parents[2]
COMPILED = re.compile(r"\.(so|pyd|dylib)($|\.)")


def locked() -> set[tuple[str, str]]:
    """Name and version of every line of the run lock."""
    lines = (ROOT / "requirements.lock").read_text().splitlines()
    found = (re.match(r"([A-Za-z0-9_.-]+)==([^\s;]+)", line) for line in lines)
    return {(match[1].lower(), match[2]) for match in found if match}


@pytest.fixture(scope="module")
def python() -> dict[str, Any]:
    return python_bill(find_place("test"))


@pytest.fixture(scope="module")
def browser() -> dict[str, Any]:
    return browser_bill(find_place("test"))


def test_the_bill_names_every_locked_package_with_the_digests_of_its_files(
    python: dict[str, Any],
) -> None:
    listed = {(one["name"].lower(), one["version"]): one for one in python["components"]}
    assert locked() == set(listed)
    assert all(one["hashes"] for one in listed.values())


def test_the_bill_names_every_part_that_the_browser_gets(browser: dict[str, Any]) -> None:
    packages = json.loads((ROOT / "package-lock.json").read_text())["packages"]
    wanted = {
        (path.rpartition("node_modules/")[2], one["version"])
        for path, one in packages.items()
        if path
    }
    assert {(one["name"], one["version"]) for one in browser["components"]} == wanted


def test_the_bills_are_valid_and_hold_no_address(
    python: dict[str, Any], browser: dict[str, Any]
) -> None:
    for bill in (python, browser):
        text = json.dumps(bill)
        version = SchemaVersion.from_version(bill["specVersion"])
        assert JsonStrictValidator(version).validate_str(text) is None
        del bill["$schema"]
        assert "http" not in json.dumps(bill)


def test_an_address_goes_and_its_digests_stay() -> None:
    digest = {"alg": "SHA-256", "content": "ab"}
    reference = {"type": "distribution", "url": "https://example.org/", "hashes": [digest]}
    one = {"name": "x", "externalReferences": [reference]}
    bill = plain({"metadata": {}, "components": [one]})
    assert bill["components"] == [{"name": "x", "hashes": [digest]}]


def test_every_compiled_package_of_the_lock_is_on_the_list() -> None:
    listed = set(
        re.findall(r"^\| ([a-z0-9-]+) \|", (ROOT / "portal/DEPENDENCIES.md").read_text(), re.M)
    ) - {"package"}
    assert {name for name, _version in locked() if is_compiled(name)} == listed


def is_compiled(name: str) -> bool:
    """Whether the installed package holds machine code; one for other systems is not installed."""
    try:
        files = distribution(name).files or []
    except PackageNotFoundError:
        return False
    return any(COMPILED.search(file.name) for file in files)
