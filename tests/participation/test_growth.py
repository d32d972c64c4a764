"""No reader of what strangers write takes a time that grows faster than what they wrote."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.http import QueryDict
from django.template.defaultfilters import (
    force_escape,
    linebreaks_filter,
    linebreaksbr,
    truncatechars,
    truncatewords,
)

from participation.ballots.secret import read_secret
from participation.disclosure.redact import redact
from participation.eligibility.census import normal
from participation.eligibility.census.reading import Flaws, people
from participation.eligibility.codes import words
from participation.faces.desk import codes as desk_codes
from participation.faces.desk import rules as desk_rules
from participation.faces.resident.vote import marks
from participation.filters import held_because
from participation.ledger.codes import plain
from participation.paper import notation
from participation.tallies.budgets import naming
from participation.tallies.interchange import pabulib, preflib
from portal import guard, sheets
from portal.templatetags.words import say
from tests.growth import HOSTILE, cpu_s, too_slow
from twin.faces.search import LONGEST_QUERY, folded

NO_END = 10**9
HEAD = "META\nkey;value\nvote_type;approval\nrule;greedy\nbudget;100\nPROJECTS\nproject_id;cost\n"


def _place(text: str) -> Any:
    return guard.read_geojson(text, max_bytes=NO_END, max_vertices=NO_END)


def _line(text: str) -> Any:
    spots = [[-1.55 + n / 1e6, 47.2] for n in range(len(text) // 20)]
    return _place(json.dumps({"type": "LineString", "coordinates": spots, "note": text}))


def _list(text: str) -> Any:
    return list(
        people(("name;birth date\n" + text).encode(), ["name", "birth_date"], flaws=Flaws())
    )


READERS: dict[str, Callable[[str], Any]] = {
    "clean_text": lambda text: guard.clean_text(text, most=NO_END),
    "geojson": _place,
    "geojson with many points": _line,
    "redact": redact,
    "filters": held_because,
    "code from a letter": words.read,
    "receipt": plain,
    "key": read_secret,
    "name on a list": normal.normal_name,
    "date on a list": normal.normal_date,
    "postcode on a list": normal.normal_postcode,
    "list": _list,
    "ballot's draft": lambda text: marks.from_draft("ticks", text),
    "ballot's content": lambda text: marks.from_content("ticks", text),
    "form": lambda text: marks.from_post("ticks", QueryDict(text)),
    "pabulib": lambda text: pabulib.read_pabulib(text.encode()),
    "pabulib's projects": lambda text: pabulib.read_pabulib((HEAD + text).encode()),
    "preflib": lambda text: preflib.read_preflib(text.encode()),
    "preflib's ballots": lambda text: preflib.read_preflib(f"# FILE NAME: a\n1: {text}".encode()),
    "search": lambda text: folded(text[:LONGEST_QUERY]),
    "spreadsheet": sheets.harmless,
    "spreadsheet read again": sheets.as_written,
    "sheet of paper": lambda text: notation.parse(text, "ticks", notation.lettered(range(9))),
    "numbers of letters": desk_codes._numbers,
    "amount of money": desk_rules.plain_amount,
    "name of a rule": naming.rule_called,
    "linebreaks": linebreaks_filter,
    "linebreaksbr": linebreaksbr,
    # Of what was stored: it sorts marks as NFC does.
    "truncatechars": lambda text: truncatechars(guard.clean_text(text, most=NO_END), 200),
    "truncatewords": lambda text: truncatewords(text, 30),
    "escape": force_escape,
    "say": lambda text: say({"en": text, "fr": text}),
}


@pytest.mark.parametrize("name", READERS)
def test_twice_as_much_to_read_takes_no_more_than_about_twice_as_long(name: str) -> None:
    assert list(too_slow(READERS[name])) == []


def test_forty_kilobytes_of_no_break_spaces_cost_a_few_milliseconds() -> None:
    text = HOSTILE["no-break spaces"](19_900)
    assert cpu_s(guard.clean_text, text) < 0.02
