"""What SECURITY.md calls evidence is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TEXT = (ROOT / "SECURITY.md").read_text()
NAMED = re.compile(r"`((?:portal|twin|participation|tests)/[\w./-]+)`")
STATES = {"met", "partly", "not met", "not applicable"}


def _rows() -> list[list[str]]:
    table = TEXT.partition("## OWASP ASVS")[2]
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in table.splitlines()]
    return [row for row in cells if row and row[0].startswith("V")]


def test_every_file_that_is_named_exists() -> None:
    named = {*NAMED.findall(TEXT), *re.findall(r"\]\((?!http)([^)#]+)\)", TEXT)}
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def test_every_group_is_judged_and_what_is_met_shows_evidence() -> None:
    rows = _rows()
    assert len(rows) > 30
    assert {row[1] for row in rows} <= STATES
    assert [row[0] for row in rows if row[1] == "met" and not (row[3] or row[2] == "above")] == []


def test_all_seventeen_chapters_are_there() -> None:
    said = {int(number) for row in _rows() for number in re.findall(r"V(\d+)", row[0])}
    assert said == set(range(1, 18))
