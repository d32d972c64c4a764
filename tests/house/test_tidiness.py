"""What must never be in the repository, and what must be."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
FLOORS = ("portal", "twin", "participation")
SOURCES = [
    path
    for folder in (*FLOORS, "templates", "static", "tests")
    for path in sorted((ROOT / folder).rglob("*"))
    if path.suffix in {".py", ".html", ".js", ".css", ".lock"} and "vendor" not in path.parts
]
LOCKS = ["requirements.lock", "package-lock.json", "twin/connectors/demo-data.lock"]


def _rooms(floor: str) -> list[str]:
    found = [
        path.stem if path.is_file() else path.name
        for path in sorted((ROOT / floor).iterdir())
        if not path.name.startswith(("_", ".")) and (path.is_dir() or path.suffix == ".py")
    ]
    return [name for name in found if name not in {"migrations", "apps", "locale"}]


@pytest.mark.parametrize("floor", FLOORS)
def test_readme_of_each_floor_names_every_room(floor: str) -> None:
    readme = (ROOT / floor / "README.md").read_text()
    assert [room for room in _rooms(floor) if room not in readme] == []


def test_readme_names_both_commands_and_each_floor() -> None:
    readme = (ROOT / "README.md").read_text()
    for word in ("./civic demo", "./civic test", "portal/", "twin/", "participation/"):
        assert word in readme


def test_every_variable_that_a_city_may_set_is_explained() -> None:
    """But for what the launcher and the tests set themselves."""
    ours = {"CIVIC_DEBUG", "CIVIC_DEMO", "CIVIC_TEST_DATABASE", "PYTEST_XDIST_WORKER"}
    ours |= {"GDAL_LIBRARY_PATH", "GEOS_LIBRARY_PATH"}
    read = re.compile(r"\benv(?:\.\w+)?\(\s*\"([A-Z_]+)\"")
    words = (ROOT / "README.md").read_text() + (ROOT / "portal" / "OPERATING.md").read_text()
    found = {
        name
        for path in (ROOT / "portal" / "settings").glob("*.py")
        for name in read.findall(path.read_text())
        if name not in words and not (name.startswith("CIVIC_KEEP_") and "CIVIC_KEEP_" in words)
    }
    assert sorted(found - ours) == []


@pytest.mark.parametrize("lock", LOCKS)
def test_lock_file_holds_hashes_and_no_address(lock: str) -> None:
    text = (ROOT / lock).read_text()
    assert "sha256:" in text or '"integrity": "sha512-' in text
    assert not re.search(r"(?m)^\s*--?(index|extra-index|find-links)|\"resolved\":", text)


def test_no_page_uses_inline_script_or_style() -> None:
    pattern = re.compile(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)|\sstyle=|\son[a-z]+=\"")
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.suffix == ".html" and pattern.search(path.read_text())
    ]
    assert found == []


def test_every_form_that_is_sent_names_where_it_goes() -> None:
    """A page that shows a form again after another's failure stands at that other's address."""
    form = re.compile(
        r"<form\b(?=[^>]*\bmethod=\"?post)(?![^>]*\baction=\"[^\"?])[^>]*>", re.IGNORECASE
    )
    found = [
        f"{path.relative_to(ROOT)}: {line}"
        for path in SOURCES
        if path.suffix == ".html"
        for line in form.findall(path.read_text())
    ]
    assert found == []


def test_no_page_asks_another_server_for_anything() -> None:
    pattern = re.compile(r"(?:src|href)=\"(?:https?:)?//(?!www\.gnu\.org|creativecommons)")
    found = [
        str(path.relative_to(ROOT))
        for path in SOURCES
        if path.suffix == ".html"
        and re.search(r"<(?:script|link|img|iframe)[^>]*" + pattern.pattern, path.read_text())
    ]
    assert found == []


def decisions(floor: str) -> list[Path]:
    """A floor's decision records, by number."""
    return sorted((ROOT / floor / "decisions").glob("[0-9]*.md"))


def test_every_decision_record_says_why() -> None:
    records = [path for floor in FLOORS for path in decisions(floor)]
    assert records
    silent = [str(p) for p in records if not re.search(r"(?mi)^## .*\bwhy\b", p.read_text())]
    assert silent == []


@pytest.mark.parametrize("floor", FLOORS)
def test_every_decision_has_a_number_of_its_own(floor: str) -> None:
    numbers = [path.name[:4] for path in decisions(floor)]
    assert sorted(numbers) == sorted(set(numbers))


@pytest.mark.parametrize("floor", FLOORS)
def test_every_decision_stands_in_its_floor_s_list_with_number_and_status(floor: str) -> None:
    rows = []
    for path in decisions(floor):
        head = re.match(
            r"# (\d{4}) (.+)\n\nStatus: (accepted|superseded by \d{4})", path.read_text()
        )
        assert head, f"{path.name} begins with '# number title' and 'Status: accepted, month.'"
        number, title, status = head.groups()
        assert path.name.startswith(number)
        rows.append(f"| [{number}]({path.name}) | {title} | {status} |")
    index = (ROOT / floor / "decisions" / "README.md").read_text()
    assert re.findall(r"(?m)^\| \[.*$", index) == rows


def test_every_document_that_a_document_leads_to_is_there() -> None:
    folders = [ROOT / floor for floor in FLOORS]
    pages = [*ROOT.glob("*.md"), *(page for folder in folders for page in folder.rglob("*.md"))]
    broken = [
        f"{page.relative_to(ROOT)}: {link}"
        for page in pages
        for link in re.findall(r"\]\((?!https?:|mailto:|#)([^)#\s]+)", page.read_text())
        if not (page.parent / link).exists()
    ]
    assert broken == []
