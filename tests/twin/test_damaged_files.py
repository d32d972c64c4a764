"""A file that was damaged on its way is refused in words, or read: it is no failure of ours."""

from __future__ import annotations

import contextlib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.errors import BadInput
from tests.twin.analyses.test_tntp import net
from tests.twin.test_filosofi import HEAD, ROW
from twin.analyses.traffic.tntp import read_network, read_trips
from twin.connectors.filosofi import FILE, Filosofi

LINKS = "~ init term capacity length time b power ;\n1 3 10 2 6 0.15 4 ;\n3 2 10 2 6 0.15 4 ;\n"
TRIPS = "<NUMBER OF ZONES> 2\n<END OF METADATA>\nOrigin 1\n 1 : 0.0; 2 : 6.0;\nOrigin 2\n1 : 3.5;\n"
BITS = [
    "", ";", ",", "\t", "\n", "\r", '"', "~", "<", ">", ":", "-1", "1e308", "1e-320", "nan", "inf",
    "9" * 25, "0", "x", "é", "\x00", "\ufeff", "\u2028", "Origin", "N99999999999999999999E1",
]  # fmt: skip
DAMAGE = st.lists(
    st.tuples(st.floats(0, 1), st.sampled_from([0, 0, 1, 3, 30]), st.sampled_from(BITS)),
    min_size=1,
    max_size=4,
)

Damage = list[tuple[float, int, str]]


def damaged(text: str, damage: Damage) -> str:
    """The text with pieces taken out, and others in their place."""
    for where, length, instead in damage:
        at = int(where * len(text))
        text = text[:at] + instead + text[at + length :]
    return text


@settings(max_examples=200, deadline=None)
@given(DAMAGE)
def test_a_damaged_network_is_read_or_refused_in_words(damage: Damage) -> None:
    with contextlib.suppress(BadInput):
        read_network(damaged(net().rstrip() + "\n" + LINKS, damage)).roads()


@settings(max_examples=200, deadline=None)
@given(DAMAGE)
def test_damaged_trips_are_read_or_refused_in_words(damage: Damage) -> None:
    with contextlib.suppress(BadInput):
        read_trips(damaged(TRIPS, damage), 2)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(damage=DAMAGE)
def test_damaged_census_cells_are_read_or_refused_in_words(
    tmp_path: Path, encoding: str, damage: Damage
) -> None:
    text = damaged(f"{HEAD}\n{ROW}\n{ROW.replace('E3494600', 'E3494800')}\n", damage)
    (tmp_path / FILE).write_bytes(text.encode(encoding, errors="replace"))
    with contextlib.suppress(BadInput):
        Filosofi().read(tmp_path, bounds=None, say=lambda _text: None)
