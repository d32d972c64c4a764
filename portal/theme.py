"""One stylesheet for every page: the components put together, and the city's accent made safe.

Contrast and relative luminance follow WCAG 2.2, "relative luminance" and success criteria
1.4.3 (text 4.5:1) and 1.4.11 (interface parts 3:1).
"""

from __future__ import annotations

import gzip
import hashlib
import re
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.cache import patch_vary_headers

SOURCES = Path(__file__).resolve().parent.parent / "static" / "css"
TEXT, PART = 4.5, 3.0
# The papers that accents stand on, as in static/css/20-tokens.css: page first, tint second.
LIGHT, DARK = ("#ffffff", "#f3f2ee"), ("#14181b", "#1c2226")
WHITE, BLACK = (255, 255, 255), (0, 0, 0)

Colour = tuple[int, int, int]


class Sheet(NamedTuple):
    """The stylesheet as sent: text, the same gzipped, and its digest for the address."""

    text: bytes
    packed: bytes
    digest: str


def parse_colour(text: str) -> Colour:
    """Red, green and blue (0 to 255) of "#rrggbb"; ImproperlyConfigured for anything else."""
    if not re.fullmatch(r"#[0-9a-fA-F]{6}", text):
        raise ImproperlyConfigured(
            f"CITY_ACCENT is {text!r}. Write it as # and six hex digits, for example #23509e."
        )
    return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)


def write_colour(colour: Colour) -> str:
    """The "#rrggbb" of a colour."""
    return "#{:02x}{:02x}{:02x}".format(*colour)


def luminance(colour: Colour) -> float:
    """Relative luminance, 0 (black) to 1 (white)."""
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (channel / 255 for channel in colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio of two colours, 1 to 21."""
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def mix(one: Colour, other: Colour, share: float) -> Colour:
    """`one` with a share (0 to 1) of `other` in it."""
    red, green, blue = (round(a + (b - a) * share) for a, b in zip(one, other, strict=True))
    return red, green, blue


def readable(colour: Colour, papers: tuple[str, ...], least: float) -> Colour:
    """The nearest tone of `colour` whose contrast is `least` or more on each of the papers."""
    grounds = [parse_colour(paper) for paper in papers]
    towards = BLACK if luminance(grounds[0]) > 0.2 else WHITE
    for step in range(101):
        tone = mix(colour, towards, step / 100)
        if all(contrast(tone, ground) >= least for ground in grounds):
            return tone
    return towards


def accent_tokens(accent: Colour, papers: tuple[str, str]) -> dict[str, str]:
    """The accent as a surface, the text upon it, as text itself, and as a wash behind text."""
    surface = readable(accent, papers, PART)
    upon = WHITE if contrast(surface, WHITE) >= contrast(surface, BLACK) else BLACK
    return {
        "--accent": write_colour(surface),
        "--on-accent": write_colour(upon),
        "--accent-ink": write_colour(readable(accent, papers, TEXT)),
        "--accent-wash": write_colour(mix(parse_colour(papers[0]), surface, 0.08)),
    }


def accent_css(accent: str) -> str:
    """The accent's tokens for light and dark paper, as a stylesheet."""
    colour = parse_colour(accent)
    light, dark = (
        "".join(f"{name}:{value};" for name, value in accent_tokens(colour, papers).items())
        for papers in (LIGHT, DARK)
    )
    return (
        f"@layer tokens{{:root{{{light}}}"
        f"@media screen and (prefers-color-scheme:dark){{:root{{{dark}}}}}}}"
    )


def _part(path: Path) -> str:
    css = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    css = re.sub(
        r'url\("\.\./(vendor/[^"]+)"\)', lambda found: f'url("{static(found.group(1))}")', css
    )
    return "\n".join(line.strip() for line in css.splitlines() if line.strip())


@lru_cache(maxsize=4)
def _sheet(accent: str, stamp: float) -> Sheet:
    paths = [part for room in ("", "components", "pages") for part in _sources(room)]
    text = "\n".join([*map(_part, paths), accent_css(accent)]).encode()
    digest = hashlib.sha256(text).hexdigest()[:16]
    return Sheet(text, gzip.compress(text, 9, mtime=0), digest)


def _sources(room: str) -> list[Path]:
    return sorted((SOURCES / room).glob("*.css"))


def sheet() -> Sheet:
    """The stylesheet of this deployment: made once, and again after each edit while developing."""
    stamp = 0.0
    if settings.DEBUG:
        stamp = max(path.stat().st_mtime for path in SOURCES.rglob("*.css"))
    return _sheet(settings.CITY["accent"], stamp)


def theme_url() -> str:
    """The stylesheet's address; it changes with its content, so browsers may keep it for ever."""
    return f"{reverse('theme')}?v={sheet().digest}"


def theme(request: HttpRequest) -> HttpResponse:
    """The stylesheet; an address with the current digest is immutable, any other is checked."""
    made = sheet()
    packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(made.packed if packed else made.text, content_type="text/css")
    if packed:
        answer["Content-Encoding"] = "gzip"
    patch_vary_headers(answer, ["Accept-Encoding"])
    current = request.GET.get("v") == made.digest
    answer["Cache-Control"] = "public, max-age=31536000, immutable" if current else "no-cache"
    return answer


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component with lifelike content, for whoever writes a page."""
    return render(request, "portal/styleguide.html", {"messages": []})
