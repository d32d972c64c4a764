"""Turnout by area: what may be told of small areas, and of those who stayed away."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import given
from hypothesis import strategies as st

from participation import results
from participation.models import CensusKey, CodeBatch, Consultation, VotingCode
from participation.results.areas import eligible_by_area, shown_rows
from tests.participation.results.boxes import counted

Make = Callable[..., Consultation]
RESIDENTS = {"kind": "area", "area": {"by": "district", "names": ["North", "South"]}}


def told(voted: dict[str, int], eligible: dict[str, int]) -> dict[str, int | None]:
    """Area -> voters as shown."""
    return {row.name: row.voted for row in shown_rows(voted, eligible)}


def test_large_areas_are_told_as_they_are() -> None:
    assert told({"N": 120, "S": 40}, {"N": 900, "S": 800}) == {"N": 120, "S": 40}


def test_a_small_area_takes_a_second_one_with_it() -> None:
    """The total is public, so one number missing would follow from it."""
    assert told({"N": 120, "S": 40, "W": 3}, {"N": 900, "S": 800, "W": 700}) == {
        "N": 120,
        "S": None,
        "W": None,
    }


def test_an_area_in_which_all_but_a_few_voted_is_not_told() -> None:
    shown = told({"N": 120, "S": 40, "W": 96}, {"N": 900, "S": 800, "W": 100})
    assert shown["W"] is None


def test_without_known_numbers_of_people_only_small_counts_hide() -> None:
    assert told({"N": 120, "S": 40, "W": 11}, {}) == {"N": 120, "S": 40, "W": 11}


def test_an_area_in_which_nobody_voted_is_told() -> None:
    assert told({"N": 120}, {"N": 900, "S": 800}) == {"N": 120, "S": 0}


def test_those_without_an_area_are_a_row_of_their_own() -> None:
    assert told({"N": 120, "": 50}, {"N": 900}) == {"N": 120, "": 50}


@given(
    st.dictionaries(
        st.sampled_from("ABCDEF"),
        st.tuples(st.integers(0, 60), st.integers(0, 60)),
        min_size=2,
    )
)
def test_no_hidden_number_follows_from_the_total(areas: dict[str, tuple[int, int]]) -> None:
    voted = {name: came for name, (came, _stayed) in areas.items()}
    eligible = {name: came + stayed for name, (came, stayed) in areas.items()}
    shown = told(voted, eligible)
    assert all(shown[name] is None for name, came in voted.items() if 0 < came < 10)
    hidden = [name for name, value in shown.items() if value is None]
    assert len(hidden) != 1
    # What subtraction gives is a sum over several areas, and of ten people at least.
    assert not hidden or sum(voted[name] for name in hidden) >= 10 or all_of_it(shown)


def all_of_it(shown: dict[str, int | None]) -> bool:
    """Whether nothing but zeros is left beside the hidden ones: the total itself is public."""
    return not any(shown.values())


def test_the_codes_sent_say_how_many_could_vote(make_question: Make) -> None:
    question = make_question("result")
    for area, size in (("North", 3), ("South", 2)):
        batch = CodeBatch.objects.create(consultation=question, label=area, area=area, size=size)
        VotingCode.objects.bulk_create(
            VotingCode(batch=batch, digest=f"{area}{serial}".encode().ljust(32), serial=serial)
            for serial in range(size)
        )
    VotingCode.objects.filter(batch__area="North", serial=0).update(revoked=True)
    assert eligible_by_area(question) == {"North": 2, "South": 2}


def test_the_list_says_how_many_could_vote(make_question: Make) -> None:
    question = make_question("result")
    CensusKey.objects.bulk_create(
        CensusKey(consultation=question, digest=bytes([at]) * 32, area="North") for at in range(4)
    )
    assert eligible_by_area(question) == {"North": 4}


def test_codes_without_an_area_still_say_how_many_could_vote(make_question: Make) -> None:
    question = make_question("result")
    batch = CodeBatch.objects.create(consultation=question, label="all", size=2)
    VotingCode.objects.bulk_create(
        VotingCode(batch=batch, digest=bytes([at]) * 32, serial=at) for at in range(200)
    )
    counted(question, [({"ticks": "A"}, 90)])
    assert results.count_of(question).facts["eligible"] == 200
    assert results.count_of(question).areas == ()


def test_turnout_by_area_is_stored_with_the_count(make_question: Make) -> None:
    question = make_question("result")
    stated = {"North": 500, "South": 700}
    question.eligibility = {**RESIDENTS, "area": {**RESIDENTS["area"], "residents": stated}}
    counted(question, [({"ticks": "A"}, 90)], areas={"North": 30, "South": 60})
    rows = results.count_of(question).areas
    assert [(row.name, row.voted, row.eligible) for row in rows] == [
        ("North", 30, 500),
        ("South", 60, 700),
    ]


def test_a_vote_without_areas_has_none(make_question: Make) -> None:
    question = make_question("result")
    counted(question, [({"ticks": "A"}, 90)])
    assert results.count_of(question).areas == ()
