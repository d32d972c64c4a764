"""The site's typeface as TrueType files, for what is printed: ballots, letters."""

from __future__ import annotations

import logging
import tempfile
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.merge import Merger
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from portal.artefacts import put_in_place

REGULAR, BOLD = 400, 700
# The web's files: one variable font cut into ranges of letters.
_RANGES = ("latin", "latin-ext")
# Layout features differ between the ranges; what is printed here does without them.
_DROPPED = ("GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR")
# Counts up when what is made of the same files changes.
_FORM = 2
_SPACES = (0x00A0, 0x2009, 0x202F)
# It tells every letter that it puts into a file, in a log that people read for other things.
logging.getLogger("fontTools").setLevel(logging.WARNING)


@lru_cache(maxsize=4)
def ttf(weight: int = REGULAR) -> Path:
    """Source Sans 3 of this weight as one TrueType file, made once and kept on this disk.

    weight: 200 to 900. Covers the Latin script with all its accents. Raises FileNotFoundError
    when the site's fonts have not been installed (`npm ci`).
    """
    sources = [_source(name) for name in _RANGES]
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    kept = Path(settings.OPERATOR_DIR) / "typeface" / f"source-sans-3-{weight}-{digest}-{_FORM}.ttf"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _make(sources, weight, kept)
    return kept


def _source(name: str) -> Path:
    path = f"vendor/fonts/source-sans-3-{name}-wght-normal.woff2"
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(path)
    return Path(str(found))


def _add_spaces(font: TTFont) -> None:
    """Narrow spaces of numbers and French, which the web's files leave to the browser."""
    for table in font["cmap"].tables:
        for space in _SPACES:
            table.cmap.setdefault(space, table.cmap[0x20])


def _make(sources: list[Path], weight: int, kept: Path) -> None:
    with tempfile.TemporaryDirectory(dir=kept.parent) as room:
        parts = []
        for place, source in enumerate(sources):
            font = TTFont(source)
            font.flavor = None
            instantiateVariableFont(font, {"wght": weight}, inplace=True)
            for table in _DROPPED:
                if table in font:
                    del font[table]
            part = Path(room) / f"{place}.ttf"
            font.save(part)
            parts.append(str(part))
        whole = Path(room) / "whole.ttf"
        font = Merger().merge(parts)
        _add_spaces(font)
        font.save(whole)
        # Two processes may both make it: the last one wins, and they are the same.
        put_in_place(whole, kept)
