"""What holds for each rule: blind to who voted and to names, exact as JSON, honest in its story."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence
from typing import Any

import pytest

from participation.tallies.catalogue import RULES
from participation.tallies.outcome import Tally
from tests.participation.laws.votes import (
    KEEP,
    SINGLE,
    Rows,
    any_vote,
    choices_of,
    counted,
    drawn,
    texts_of,
)

PROJECTS = (4, 2, 7, 5)
ALL = (*PROJECTS, KEEP)
EVERY = list(RULES)


def _rows(rule: str, rng: random.Random) -> Rows:
    ids = PROJECTS if RULES[rule].budget else ALL
    rows = list(drawn(rule, rng, ids, rng.randint(0, 9)))
    if RULES[rule].budget and rng.random() < 0.5:
        rows.append(([KEEP], rng.randint(1, 3)))
    return [*rows, (None, rng.randint(0, 2))]


def _tally(rule: str, rows: Rows, ids: Sequence[int] = ALL, **changed: Any) -> Tally:
    costs = {4: 5, 2: 7, 7: 3, 5: 6}
    settings: dict[str, Any] = {"costs": costs, "budget": 12} if RULES[rule].budget else {}
    return counted(rule, rows, ids, keep=KEEP, **(settings | changed))


each_rule = pytest.mark.parametrize("rule", EVERY)


@each_rule
@any_vote
def test_who_votes_first_or_with_whom_does_not_matter(rule: str, rng: random.Random) -> None:
    """Anonymity: any order of the ballots, and equal ones counted together, give the same bytes."""
    rows = list(_rows(rule, rng))
    mixed = rng.sample(rows, len(rows))
    together: dict[str, int] = {}
    for text, times in texts_of(rule, mixed):
        together[text] = together.get(text, 0) + times
    alone = _tally(rule, rows)
    assert _tally(rule, mixed).to_json() == alone.to_json()
    settings = {"budget": 12} if RULES[rule].budget else {}
    assert RULES[rule].count(together, _choices(rule), settings).to_json() == alone.to_json()


def _choices(rule: str) -> list[Any]:
    return choices_of(ALL, {4: 5, 2: 7, 7: 3, 5: 6} if RULES[rule].budget else None, KEEP)


def _renamed(value: Any, new: dict[int, int], form: str) -> Any:
    if value is None:
        return None
    if form == "ticks":
        return sorted(new[one] for one in value)
    if form == "ranking":
        return [sorted(new[one] for one in tier) for tier in value]
    return sorted([new[one], number] for one, number in value)


@each_rule
@any_vote
def test_names_do_not_matter(rule: str, rng: random.Random) -> None:
    """Neutrality: other ids at the same places of the list win at the same places."""
    fresh = rng.sample(range(20, 90), len(ALL))
    new = dict(zip(ALL, fresh, strict=True))
    rows = _rows(rule, rng)
    before = _tally(rule, rows)
    renamed = [(_renamed(said, new, RULES[rule].form), times) for said, times in rows]
    costs = {new[one]: cost for one, cost in {4: 5, 2: 7, 7: 3, 5: 6}.items()}
    settings: dict[str, Any] = {"costs": costs, "budget": 12} if RULES[rule].budget else {}
    after = counted(rule, renamed, fresh, keep=new[KEEP], **settings)
    assert after.winners == tuple(new[one] for one in before.winners)
    assert [s.option for s in after.standings] == [new[s.option] for s in before.standings]


@each_rule
@any_vote
def test_abstaining_changes_the_turnout_alone(rule: str, rng: random.Random) -> None:
    rows = _rows(rule, rng)
    before, after = _tally(rule, rows), _tally(rule, [*rows, (None, 5)])
    assert after.abstentions == before.abstentions + 5
    assert (after.ballots, after.standings, after.winners, after.story, after.detail) == (
        before.ballots,
        before.standings,
        before.winners,
        before.story,
        before.detail,
    )


@each_rule
@any_vote
def test_a_tally_comes_back_out_of_its_json(rule: str, rng: random.Random) -> None:
    tally = _tally(rule, _rows(rule, rng))
    again = Tally.from_json(tally.to_json())
    assert again == tally
    assert again.to_json() == tally.to_json()


@each_rule
@any_vote
def test_every_story_can_be_told(rule: str, rng: random.Random) -> None:
    """Each sentence has its values, and every option that it names is on the list."""
    for line in _tally(rule, _rows(rule, rng)).story:
        assert line.words % line.values
        for name in re.findall(r"%\((\w+)\)s", line.words):
            value = line.values[name]
            if name.startswith("options"):
                assert set(value) <= set(ALL)  # type: ignore[arg-type]
            elif name.startswith("option"):
                assert value in ALL


@each_rule
@any_vote
def test_all_options_stand_in_the_result_and_winners_come_first(
    rule: str, rng: random.Random
) -> None:
    tally = _tally(rule, _rows(rule, rng))
    assert sorted(one.option for one in tally.standings) == sorted(ALL)
    first = [one.option for one in tally.standings][: len(tally.winners)]
    assert sorted(first) == sorted(tally.winners)
    assert [one.place for one in tally.standings] == sorted(o.place for o in tally.standings)
    assert all(0 <= one.share <= 1 for one in tally.standings)


@pytest.mark.parametrize("rule", SINGLE)
def test_keep_as_is_wins_a_tie_of_all(rule: str) -> None:
    """Two ballots that mirror each other leave nothing to tell the two options apart."""
    mirrored = {
        "ticks": [([4], 1), ([KEEP], 1)],
        "ranking": [([[4]], 1), ([[KEEP]], 1)],
        "points": [([[4, 3]], 1), ([[KEEP, 3]], 1)],
    }
    rows = mirrored.get(RULES[rule].form, mirrored["points"])
    assert counted(rule, rows, (4, KEEP), keep=KEEP).winner == KEEP


@each_rule
def test_nobody_voted_nobody_won(rule: str) -> None:
    tally = _tally(rule, [(None, 3)])
    assert (tally.ballots, tally.abstentions, tally.winners) == (0, 3, ())
    assert tally.story


@pytest.mark.parametrize(
    "text", ['{"ticks":[1],"abstain":true}', "[]", '{"votes":[1]}', "nothing", '{"abstain":false}']
)
@each_rule
def test_what_is_no_ballot_is_an_error(rule: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        RULES[rule].count({text: 1}, _choices(rule), {"budget": 12})


@each_rule
def test_a_ballot_for_an_option_off_the_list_is_an_error(rule: str) -> None:
    said = {"ticks": [77], "ranking": [[77]]}.get(RULES[rule].form, [[77, 1]])
    with pytest.raises(ValueError, match="not on the list"):
        _tally(rule, [(said, 1)])
