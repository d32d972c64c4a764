"""The site's typeface as TrueType files for print, and faces for the signs that it lacks."""

from __future__ import annotations

import logging
import tempfile
from collections.abc import Iterable, Sequence
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from fontTools.merge import Merger
from fontTools.pens.transformPen import TransformPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont

from portal.artefacts import put_in_place

REGULAR, BOLD = 400, 700
MAIN = "source-sans-3"
_ALPHABETS = ("latin", "latin-ext", "vietnamese", "greek", "greek-ext", "cyrillic", "cyrillic-ext")
FACES: dict[str, tuple[str, ...]] = {
    MAIN: tuple(f"source-sans-3-{one}-wght-normal" for one in _ALPHABETS),
    "noto-sans-arabic": ("print/noto-sans-arabic-arabic-wght-normal",),
    "noto-sans-hebrew": ("print/noto-sans-hebrew-hebrew-wght-normal",),
    "noto-sans-math": ("print/noto-sans-math-latin-400-normal",),
    "noto-emoji": tuple(f"print/noto-emoji-{place}-wght-normal" for place in range(10)),
}
"""Face -> the web's files that make it, each a font cut into ranges of letters. MAIN comes first;
of the others a text takes what it needs, in this order: signs of mathematics look like letters of
Arabic, and do not join."""
# Letters of these join, or stand on each other: their layout features stay.
_SHAPED = ("noto-sans-arabic", "noto-sans-hebrew")
# Layout features differ between the ranges; what is printed here does without them.
_DROPPED = ("GSUB", "GPOS", "GDEF", "STAT", "MVAR", "HVAR")
# Counts up when what is made of the same files changes.
_FORM = 3
# Spaces of numbers and French, and the hyphen that breaks no line: left out of the web's files.
_SAME_AS = {0x00A0: 0x20, 0x2009: 0x20, 0x202F: 0x20, 0x2010: 0x2D, 0x2011: 0x2D}
_RAISED = {0x2070: 0x30} | {0x2070 + digit: 0x30 + digit for digit in range(4, 10)}
_LOWERED = {0x2080 + digit: 0x30 + digit for digit in range(10)}
_UNSEEN = {*range(0xFE00, 0xFE10), 0x200C, 0x200D, 0x200E, 0x200F, 0x0A, 0x09}
"""Signs that only say how others are drawn, or break a line."""
# It tells every letter that it puts into a file, in a log that people read for other things.
logging.getLogger("fontTools").setLevel(logging.WARNING)


def ttf(weight: int = REGULAR, face: str = MAIN) -> Path:
    """A face in this weight as one TrueType file, made once and kept on this disk.

    weight: 200 to 900, as far as the face has it. Raises FileNotFoundError when the site's fonts
    have not been installed (`npm ci`).
    """
    return _kept(weight, face)


@lru_cache(maxsize=16)
def _kept(weight: int, face: str) -> Path:
    sources = [_source(name) for name in FACES[face]]
    digest = sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()[:16]
    kept = Path(settings.OPERATOR_DIR) / "typeface" / f"{face}-{weight}-{digest}-{_FORM}.ttf"
    if not kept.exists():
        kept.parent.mkdir(parents=True, exist_ok=True)
        _make(sources, weight, kept, face)
    return kept


@lru_cache(maxsize=16)
def signs_of(face: str) -> frozenset[int]:
    """The code points that a face has."""
    found: set[int] = set()
    for name in FACES[face]:
        found |= set(TTFont(_source(name), lazy=True).getBestCmap())
    if face == MAIN:
        derived = {**_SAME_AS, **_RAISED, **_LOWERED}
        found |= {sign for sign, like in derived.items() if like in found}
    return frozenset(found)


def faces_for(texts: Iterable[str]) -> tuple[str, ...]:
    """The faces that print `texts`, MAIN first."""
    left = {ord(sign) for text in texts for sign in text} - _UNSEEN - signs_of(MAIN)
    needed = [MAIN]
    for face in list(FACES)[1:]:
        if left & signs_of(face):
            needed.append(face)
            left -= signs_of(face)
    return tuple(needed)


def unprintable(text: str) -> str:
    """The signs of `text` that no face has, each once, in their order."""
    covered = _UNSEEN.union(*map(signs_of, FACES))
    return "".join(dict.fromkeys(sign for sign in text if ord(sign) not in covered))


def _source(name: str) -> Path:
    path = f"vendor/fonts/{name}.woff2"
    found = finders.find(path)
    if not found:
        raise FileNotFoundError(path)
    return Path(str(found))


def _make(sources: Sequence[Path], weight: int, kept: Path, face: str) -> None:
    with tempfile.TemporaryDirectory(dir=kept.parent) as room:
        parts = []
        for place, source in enumerate(sources):
            font = TTFont(source)
            font.flavor = None
            if "fvar" in font:
                instantiateVariableFont(font, {"wght": weight}, inplace=True)
            for table in _DROPPED:
                if table in font and face not in _SHAPED:
                    del font[table]
            part = Path(room) / f"{place}.ttf"
            font.save(part)
            parts.append(str(part))
        whole = Path(room) / "whole.ttf"
        font = Merger().merge(parts) if len(parts) > 1 else TTFont(parts[0])
        if face == MAIN:
            _complete(font)
        font.save(whole)
        # Two processes may both make it: the last one wins, and they are the same.
        put_in_place(whole, kept)


def _complete(font: TTFont) -> None:
    """Add the signs that are others at another place: spaces, small figures (CO₂, m³)."""
    has = font.getBestCmap()
    added = {sign: has[like] for sign, like in _SAME_AS.items()}
    high = font["OS/2"].sCapHeight
    for signs, up in ((_RAISED, 0.45 * high), (_LOWERED, -0.15 * high)):
        for sign, like in signs.items():
            added[sign] = _small(font, has[like], f"small{sign:04X}", up)
    for table in font["cmap"].tables:
        for sign, name in added.items():
            table.cmap.setdefault(sign, name)


def _small(font: TTFont, like: str, name: str, up: float, size: float = 0.62) -> str:
    """A glyph that is another one made smaller and moved up; its name."""
    glyphs = font.getGlyphSet()
    drawn = TTGlyphPen(glyphs)
    glyphs[like].draw(TransformPen(drawn, (size, 0, 0, size, 0, up)))
    font.setGlyphOrder([*font.getGlyphOrder(), name])
    font["glyf"][name] = drawn.glyph()
    font["hmtx"][name] = (round(glyphs[like].width * size), 0)
    font["maxp"].numGlyphs += 1
    return name
