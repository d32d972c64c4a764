"""Every string of the site stands in French too, none fuzzy, none forgotten."""

from __future__ import annotations

import re
from pathlib import Path

import polib
import pytest

from portal.message_catalogue import CATALOGUE, extract, follow, key, read, written

ROOT = Path(__file__).resolve().parents[2]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def french() -> polib.POFile:
    """The French catalogue as committed."""
    return read(ROOT)


@pytest.fixture(scope="module")
def source() -> polib.POFile:
    """What `makemessages` finds in the source now."""
    return extract(ROOT)


@pytest.fixture(scope="module")
def extracted(source: polib.POFile) -> set[tuple[str, str]]:
    """The same as (context, text) pairs."""
    return {key(entry) for entry in source}


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
    known = {key(entry) for entry in french if not entry.obsolete}
    assert sorted(extracted - known) == []


def test_no_french_entry_is_left_over(
    french: polib.POFile, extracted: set[tuple[str, str]]
) -> None:
    known = {key(entry) for entry in french if not entry.obsolete}
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


OTHER_NAMES = {"courriel": "e-mail", "commentaire": "avis"}
"""What a thing is not called here -> what it is."""


@pytest.mark.parametrize("name", OTHER_NAMES)
def test_one_thing_has_one_french_name(french: polib.POFile, name: str) -> None:
    said = [[entry.msgstr, *entry.msgstr_plural.values()] for entry in french]
    assert [texts[0] for texts in said if any(name in one.lower() for one in texts)] == []


def test_the_catalogue_is_written_as_its_command_writes_it(french: polib.POFile) -> None:
    """So `./civic texts` changes the lines of changed texts alone."""
    assert written(french) == (ROOT / CATALOGUE).read_text()


def test_a_second_refresh_changes_nothing(source: polib.POFile) -> None:
    kept = read(ROOT)
    follow(kept, source)
    once = written(kept)
    follow(kept, source)
    assert written(kept) == once


def test_a_new_text_stands_behind_its_file_s_others_and_waits_for_its_french() -> None:
    kept, found = polib.POFile(), polib.POFile()
    for msgid, file in (("One", "a.py"), ("Three", "b.py")):
        kept.append(polib.POEntry(msgid=msgid, msgstr="…", occurrences=[(file, "")]))
    for msgid, file in (("One", "a.py"), ("Two", "a.py"), ("Three", "b.py")):
        found.append(polib.POEntry(msgid=msgid, occurrences=[(file, "7")]))
    follow(kept, found)
    assert [(entry.msgid, entry.msgstr) for entry in kept] == [
        ("One", "…"), ("Two", ""), ("Three", "…")
    ]  # fmt: skip


def test_a_text_that_left_the_source_leaves_the_catalogue() -> None:
    kept = polib.POFile()
    kept.append(polib.POEntry(msgid="Old", msgstr="Vieux", occurrences=[("a.py", "")]))
    follow(kept, polib.POFile())
    assert list(kept) == []


def test_a_text_that_got_a_plural_waits_for_both_french_forms() -> None:
    kept, found = polib.POFile(), polib.POFile()
    kept.append(polib.POEntry(msgid="One vote", msgstr="Un vote", occurrences=[("a.py", "")]))
    found.append(
        polib.POEntry(msgid="One vote", msgid_plural="%s votes", occurrences=[("a.py", "3")])
    )
    follow(kept, found)
    assert kept[0].msgstr_plural == {0: "", 1: ""}
    assert kept.untranslated_entries() == [kept[0]]
