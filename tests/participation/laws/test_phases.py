"""When acts are open: the table, its edges, and plans that cannot be."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from participation.phases import KINDS, PERMITS, Act, Span, current, flaws, permits, window

START = datetime(2026, 11, 1, 8, tzinfo=UTC)
DAY = timedelta(days=1)
PLAN = [
    Span("inform", START, START + 7 * DAY),
    Span("discuss", START + 7 * DAY, START + 21 * DAY),
    Span("vote", START + 21 * DAY, START + 35 * DAY),
    Span("result", START + 35 * DAY),
]
MOMENTS = st.integers(-5 * 86_400, 60 * 86_400).map(lambda s: START + timedelta(seconds=s))


def test_a_phase_opens_on_its_second_and_is_over_on_its_last() -> None:
    vote = PLAN[2]
    assert not permits(PLAN, Act.VOTE, vote.opens_at - timedelta(seconds=1))
    assert permits(PLAN, Act.VOTE, vote.opens_at)
    assert permits(PLAN, Act.VOTE, vote.closes_at - timedelta(seconds=1))
    assert not permits(PLAN, Act.VOTE, vote.closes_at)


@given(MOMENTS)
def test_at_most_one_phase_is_open(now: datetime) -> None:
    assert sum(span.holds(now) for span in PLAN) == (1 if now >= START else 0)


@given(MOMENTS, st.sampled_from(list(Act)))
def test_window_and_permission_agree(now: datetime, act: Act) -> None:
    assert (window(PLAN, act, now).state == "open") == permits(PLAN, act, now)


def test_discussion_goes_on_through_the_vote_as_one_stretch() -> None:
    found = window(PLAN, Act.COMMENT, START + 10 * DAY)
    assert found.closes_at == START + 35 * DAY


def test_after_the_vote_the_window_tells_when_it_closed() -> None:
    found = window(PLAN, Act.VOTE, START + 40 * DAY)
    assert (found.state, found.closes_at) == ("after", START + 35 * DAY)


def test_voting_is_open_in_one_kind_of_phase_only() -> None:
    assert [kind for kind in KINDS if Act.VOTE in PERMITS[kind]] == ["vote"]


def test_a_good_plan_has_no_flaw_and_gaps_are_fine() -> None:
    assert flaws(PLAN) == []
    assert flaws([PLAN[0], PLAN[2]]) == []
    assert current([PLAN[0], PLAN[2]], START + 10 * DAY) is None


@given(st.permutations(PLAN))
def test_the_order_of_rows_does_not_matter(plan: list[Span]) -> None:
    assert flaws(plan) == []


def test_each_fault_of_a_plan_is_named() -> None:
    late = Span("discuss", START + 6 * DAY, START + 21 * DAY)
    before = Span("discuss", START - DAY, START + 21 * DAY)
    backward = Span("vote", START + 30 * DAY, START + 30 * DAY)
    assert flaws([PLAN[0], late])[0].code == "overlap"
    assert flaws([PLAN[0], before])[0].code == "order"
    assert flaws([backward])[0].code == "backward"
    assert flaws([Span("vote", START), PLAN[3]])[0].code == "endless"
    assert flaws([PLAN[0], PLAN[0]])[0].code == "twice"
    assert flaws([Span("party", START)])[0].code == "unknown"
