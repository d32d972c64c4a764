"""A tally's story in the reader's words: one ballot is not "1 ballots"."""

from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest

from participation.faces.counts.story import sentences
from participation.tallies.outcome import Line
from participation.tallies.rules.greedy import FITS
from portal.marking import FOR_ONE

CHOICE: Any = SimpleNamespace(option=SimpleNamespace(pk=7), title="A Trees")


def told(ballots: int) -> str:
    values = {"option": 7, "ballots": ballots, "money": 200, "money_left": 50}
    tally: Any = SimpleNamespace(story=[Line(FITS, values)])
    return sentences(tally, [CHOICE])[0]


@pytest.mark.parametrize(
    ("ballots", "words"), [(1, "ticked on 1 ballot and"), (2, "ticked on 2 ballots and")]
)
def test_a_line_has_the_form_of_its_number(ballots: int, words: str) -> None:
    assert words in told(ballots)


def test_both_forms_of_every_line_have_the_same_places() -> None:
    places = re.compile(r"%\((\w+)\)s")
    for several, (one, by) in FOR_ONE.items():
        assert sorted(places.findall(one)) == sorted(places.findall(several))
        assert by in places.findall(several)
