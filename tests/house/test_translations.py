"""Every string of the site stands in French too, none fuzzy, none forgotten."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
CATALOGUE = ROOT / "portal" / "locale" / "fr" / "LC_MESSAGES" / "django.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def french() -> polib.POFile:
    """The French catalogue as committed."""
    return polib.pofile(str(CATALOGUE))


@pytest.fixture(scope="module")
def extracted(tmp_path_factory: pytest.TempPathFactory) -> set[tuple[str, str]]:
    """What `makemessages` finds in the source now, as (context, text) pairs."""
    copy = tmp_path_factory.mktemp("source")
    for name in ("portal", "twin", "participation", "templates"):
        ignored = shutil.ignore_patterns("locale", "__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    shutil.copy(ROOT / "manage.py", copy)
    (copy / "portal" / "locale").mkdir()
    subprocess.run(
        [sys.executable, "manage.py", "makemessages", "-l", "fr", "-v", "0", "--no-wrap"],
        cwd=copy,
        check=True,
        capture_output=True,
    )
    found = polib.pofile(str(copy / "portal/locale/fr/LC_MESSAGES/django.po"))
    return {(entry.msgctxt or "", entry.msgid) for entry in found if not entry.obsolete}


def test_no_string_hides_from_makemessages_behind_a_name_of_its_own() -> None:
    """It looks for gettext's own names and `_`; what another alias wraps would stay English."""
    aliased = re.compile(r"import \w*gettext\w* as (?!_\b)\w+")
    sources = [
        path for room in ("portal", "twin", "participation") for path in (ROOT / room).rglob("*.py")
    ]
    assert [path.name for path in sources if aliased.search(path.read_text())] == []


def test_every_string_of_the_source_is_in_the_french_catalogue(
    french: polib.POFile, extracted: set[tuple[str, str]]
) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in french if not entry.obsolete}
    assert sorted(extracted - known) == []


def test_no_french_entry_is_left_over(
    french: polib.POFile, extracted: set[tuple[str, str]]
) -> None:
    known = {(entry.msgctxt or "", entry.msgid) for entry in french if not entry.obsolete}
    assert sorted(known - extracted) == []


def test_no_french_entry_is_missing_or_fuzzy(french: polib.POFile) -> None:
    assert [entry.msgid for entry in french if entry.fuzzy] == []
    assert [entry.msgid for entry in french.untranslated_entries()] == []


def test_french_entries_keep_their_placeholders(french: polib.POFile) -> None:
    wrong = []
    for entry in french:
        if entry.obsolete or entry.msgid_plural:
            continue
        if set(PLACEHOLDER.findall(entry.msgid)) != set(PLACEHOLDER.findall(entry.msgstr)):
            wrong.append(entry.msgid)
    assert wrong == []
