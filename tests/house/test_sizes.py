"""The house stays small: modules, functions and rooms have a size."""

from __future__ import annotations

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
MOST_LINES = 300
MOST_FUNCTION_LINES = 80
MOST_MODULES_A_ROOM = 12
VAGUE = {"utils", "helpers", "common"}


def _modules() -> list[Path]:
    return [
        path
        for floor in ("portal", "twin", "participation", "tests")
        for path in sorted((ROOT / floor).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_modules_fit_on_a_few_screens() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _modules()
        if (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert long == {}


def test_functions_can_be_read_at_once() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in _modules()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
    ]
    assert long == []


def test_no_room_is_crowded() -> None:
    crowded = {}
    for path in _modules():
        if path.parts[len(ROOT.parts)] == "tests" or path.name == "__init__.py":
            continue
        crowded.setdefault(path.parent, []).append(path.name)
    # An app's own folder holds its verbs beside Django's fixed modules (apps, urls, wsgi, ...).
    apps = {ROOT / floor for floor in ("portal", "twin", "participation")}
    found = {
        str(room.relative_to(ROOT)): len(names)
        for room, names in crowded.items()
        if room not in apps and len(names) > MOST_MODULES_A_ROOM
    }
    assert found == {}


def test_modules_have_telling_names() -> None:
    assert [str(p) for p in _modules() if p.stem in VAGUE] == []


def test_every_public_function_says_what_it_does() -> None:
    silent = []
    for path in _modules():
        if path.parts[len(ROOT.parts)] == "tests":
            continue
        for node in ast.parse(path.read_text()).body:
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name.startswith("_"):
                continue
            if ast.get_docstring(node) is None:
                silent.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert silent == []
