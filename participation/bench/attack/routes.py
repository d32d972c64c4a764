"""Every address of the site, filled with what is there or with what nobody expects."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RoutePattern
from django.utils.regex_helper import normalize

_PART = re.compile(r"<(?:(?P<kind>\w+):)?(?P<name>\w+)>")
LONG = "x" * 3_000
# What a converter of this kind lets through, and what it should turn away.
HOSTILE_PARTS: dict[str, Sequence[str]] = {
    "int": ("0", "999999999999", "9" * 40, "-1", "1.5", "٣", ""),
    "slug": ("none", "a" * 400, "-", "A_B", "é", "\0"),
    "str": ("\0", "..", LONG, "%", "a\nb", "‮", "'\"><", "{{7*7}}"),
    "uuid": ("00000000-0000-0000-0000-000000000000", "x", "\0"),
    "path": ("../../etc/passwd", "\0", LONG),
}
HOSTILE_VALUES: Sequence[str] = (
    "",
    "\0",
    "a\0b",
    "-1",
    "0",
    "9" * 30,
    "1e999",
    "NaN",
    "x" * 70_000,
    "[]",
    "{}",
    "[[[[" * 500,
    '{"a":' * 500,
    "' or 1=1 --",
    "'\"><script>",
    "\ud800".encode("utf-8", "surrogatepass").decode("latin-1"),
    "٣٤",
    "2026-13-45",
    "12:99",
    "on",
    "../..",
)
# Words that some view of the site reads.
_WORDS = """
act answer_code as booth cell cited content email fid file first from geometry grade how key kind
kinds language lat limit lon login mark marks mode name names next note number offset option options
order ordering page page_size parent password pin place q question react reading reason replies rule
ruling scenario scenarios second secret seen sheet size stance state status street sure text theme
to token typed until values version where words
"""
NAMES: Sequence[str] = tuple(_WORDS.split())


@dataclass(frozen=True)
class Route:
    """One address. template: with {name} where something is filled in; kinds: of these, by name."""

    name: str
    template: str
    kinds: Mapping[str, str]

    def filled(self, known: Mapping[str, str]) -> str:
        """The address with these values, and with harmless ones for the rest."""
        return "/" + re.sub(
            r"\{(\w+)\}", lambda found: quote(_value(self.kinds, found[1], known)), self.template
        )


def _value(kinds: Mapping[str, str], name: str, known: Mapping[str, str]) -> str:
    if name in known:
        return known[name]
    plain = {"int": "1", "uuid": "00000000-0000-4000-8000-000000000000"}
    return plain.get(kinds[name], "none")


def every_route(patterns: Any = None, before: str = "") -> Iterator[Route]:
    """The address book, a page at a time."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        template, kinds = _template(one.pattern)
        if isinstance(one, URLResolver):
            yield from every_route(one.url_patterns, before + template)
        elif isinstance(one, URLPattern):
            found = dict(_PART_OF.findall(before))
            yield Route(one.name or "", _plain(before + template), {**found, **kinds})


_PART_OF = re.compile(r"\{(\w+)=(\w+)\}")


def _plain(template: str) -> str:
    return _PART_OF.sub(r"{\1}", template)


def _template(pattern: Any) -> tuple[str, dict[str, str]]:
    """(address with {name=kind}, kind of each name)."""
    if isinstance(pattern, RoutePattern):
        kinds = {found["name"]: found["kind"] or "str" for found in _PART.finditer(str(pattern))}
        return _PART.sub(
            lambda found: f"{{{found['name']}={found['kind'] or 'str'}}}", str(pattern)
        ), kinds
    form, names = normalize(pattern.regex.pattern)[0]
    kinds = dict.fromkeys(names, "str")
    return re.sub(r"%\((\w+)\)s", r"{\1=str}", form), kinds


def hostile_addresses(
    route: Route, known: Mapping[str, str], choose: random.Random, most: int
) -> list[str]:
    """Up to `most` addresses of a route: parts and parameters that nobody expects."""
    found = []
    for _time in range(most):
        values = dict(known)
        if route.kinds and choose.random() < 0.5:
            name = choose.choice(sorted(route.kinds))
            values[name] = choose.choice(HOSTILE_PARTS.get(route.kinds[name], ("\0",)))
        found.append(route.filled(values) + _query(choose))
    return found


def _query(choose: random.Random) -> str:
    pairs = hostile_fields(choose, choose.randrange(4))
    return "?" + "&".join(f"{name}={quote(value[:2_000])}" for name, value in pairs)


def hostile_fields(choose: random.Random, number: int) -> list[tuple[str, str]]:
    """So many fields with values that nobody expects; every third comes twice."""
    pairs = [(choose.choice(NAMES), choose.choice(HOSTILE_VALUES)) for _time in range(number)]
    return pairs + [(name, choose.choice(HOSTILE_VALUES)) for name, _value in pairs[::3]]
