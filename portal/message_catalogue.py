"""The French message catalogue follows the source, and changes nothing else (pure: no Django)."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

CATALOGUE = Path("portal/locale/fr/LC_MESSAGES/django.po")
SOURCES = ("portal", "twin", "participation", "templates")
WIDTH = 100
Key = tuple[str, str]


def read(root: Path) -> polib.POFile:
    """A checkout's catalogue."""
    return polib.pofile(str(root / CATALOGUE), wrapwidth=WIDTH)


def key(entry: polib.POEntry) -> Key:
    """What makes an entry that one: its context and its English."""
    return entry.msgctxt or "", entry.msgid


def extract(root: Path) -> polib.POFile:
    """What `makemessages` finds in a checkout's source, which it leaves as it is.

    Raises CalledProcessError where a text of the source cannot be read by gettext.
    """
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder)
        ignored = shutil.ignore_patterns("locale", "__pycache__")
        for name in SOURCES:
            shutil.copytree(root / name, copy / name, ignore=ignored)
        shutil.copy(root / "manage.py", copy)
        (copy / "portal" / "locale").mkdir()
        words = [sys.executable, "manage.py", "makemessages", "-l", "fr", "-v", "0", "--no-wrap"]
        subprocess.run(words, cwd=copy, check=True, capture_output=True)  # noqa: S603 - our own
        found = polib.pofile(str(copy / CATALOGUE), wrapwidth=WIDTH)
    for entry in [entry for entry in found if entry.obsolete]:
        found.remove(entry)
    return found


def follow(kept: polib.POFile, found: polib.POFile) -> None:
    """Make `kept` hold the texts of `found`, each in its place, with the French it had.

    A new text stands behind the last one of its file and has no French; nothing is guessed, so
    nothing is fuzzy. Entries name their files without lines, which would change with every edit.
    """
    known = {key(entry): entry for entry in kept}
    new = {key(entry): entry for entry in found}
    for gone in known.keys() - new.keys():
        kept.remove(known[gone])
    for name, entry in new.items():
        files = sorted({file for file, _ in entry.occurrences})
        old = known.get(name)
        if old is None:
            old = polib.POEntry(msgid=entry.msgid, msgctxt=entry.msgctxt)
            kept.insert(_behind(kept, files[0]), old)
        elif old.msgid_plural != entry.msgid_plural:
            old.msgstr, old.msgstr_plural = "", {}
        if entry.msgid_plural and not old.msgstr_plural:
            old.msgstr_plural = {0: "", 1: ""}
        old.msgid_plural = entry.msgid_plural
        old.occurrences = [(file, "") for file in files]
        old.flags = [flag for flag in entry.flags if flag != "fuzzy"]
        old.comment = entry.comment


def _behind(kept: polib.POFile, file: str) -> int:
    """The position after the last entry of a file, or where its first would be in the alphabet."""
    firsts = [entry.occurrences[0][0] if entry.occurrences else "" for entry in kept]
    same = [number for number, first in enumerate(firsts) if first == file]
    if same:
        return same[-1] + 1
    return next((number for number, first in enumerate(firsts) if first > file), len(firsts))


def written(catalogue: polib.POFile) -> str:
    """The file's text, as it is committed."""
    return re.sub(r"\n+\Z", "\n", str(catalogue))
