"""Which tests need no service, known from what their files import; `-m pure` runs those alone.

A test is pure when its file takes nothing of ours but the pure rooms of the import contracts, and
it asks for no fixture that stands on the database. With `-m pure` other files are not even read.
"""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
CONTRACT = "Pure rooms know no framework"
OURS = ("portal", "twin", "participation", "tests")
SERVED = {"db", "transactional_db", "client", "settings", "live_server", "own_redis", "page"}
_IMPORT = re.compile(r"^\s*(?:from ([\w.]+) import (\([^)]*\)|[^\n#]+)|import ([\w., ]+))", re.M)


@cache
def contract() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The pure rooms, and the frameworks that they do not know."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (mine,) = (one for one in contracts["contracts"] if one["name"] == CONTRACT)
    return tuple(mine["source_modules"]), tuple(mine["forbidden_modules"])


def imported(text: str) -> set[str]:
    """The modules that a file takes in, each name of `from a import b` also as a.b."""
    found = set()
    for package, names, plain in _IMPORT.findall(text):
        listed = [word.split(" as ")[0].strip() for word in (names or plain).strip("()").split(",")]
        found |= {f"{package}.{name}" if package else name for name in listed if name}
    return found


@cache
def is_pure(path: Path) -> bool:
    """Whether a file of tests takes in pure rooms, libraries and other such files only."""
    rooms, frameworks = contract()
    for module in imported(path.read_text()):
        top = module.split(".")[0]
        if top in frameworks or top == "pytest_django":
            return False
        if top == "tests" and not all(is_pure(file) for file in _files(module)):
            return False
        if top in OURS[:3] and not any(f"{module}.".startswith(f"{room}.") for room in rooms):
            return False
    return True


def _files(module: str) -> list[Path]:
    """The file of a module of tests, or of the module that a name is taken from."""
    whole = ROOT.joinpath(*module.split("."))
    places = [whole.with_suffix(".py"), whole.parent.with_suffix(".py")]
    return [place for place in places if place.exists()][:1]


def pytest_configure(config: pytest.Config) -> None:
    """The marker's line in `pytest --markers`."""
    config.addinivalue_line("markers", "pure: needs neither database nor Redis (tests/pure.py)")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Files without pure tests are left unread when only those are wanted."""
    wanted = config.option.markexpr == "pure" and collection_path.name.startswith("test_")
    return True if wanted and not is_pure(collection_path) else None


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them."""
    for item in items:
        asked = set(getattr(item, "fixturenames", ()))
        if not asked & SERVED and is_pure(item.path):
            item.add_marker(pytest.mark.pure)
