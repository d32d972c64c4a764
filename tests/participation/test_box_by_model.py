"""Whatever people do in whatever order, the box holds what a plain model of it holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

import pytest

from participation import ballots
from participation.models import Ballot, Consultation, LogEvent, RollEntry, VoteBox
from portal.models import User
from tests.participation.voting import cast, close_and_open

ACTS = ("vote", "change", "lost key", "old key", "foreign key", "same form", "leave")
STEPS = 70


@dataclass
class Voter:
    """What the model knows of one person: their live key, dead ones, forms sent, and the ballot."""

    person: User
    key: str = ""
    dead: list[str] = field(default_factory=list)
    forms: list[tuple[str, str, int, str]] = field(default_factory=list)
    choice: int | None = None


class Model:
    """The box as it should be, beside the real one."""

    def __init__(self, question: Consultation, people: list[User], lot: Random) -> None:
        self.question, self.lot = question, lot
        self.voters = [Voter(person) for person in people]
        self.ids = [option.pk for option in question.options.all()]
        self.events = self.withdrawn = 0

    def step(self) -> None:
        """One act of one person, in the box and in the model."""
        voter, act = self.lot.choice(self.voters), self.lot.choice(ACTS)
        if act == "same form":
            self._send_again(voter)
        elif act == "leave":
            self._leave(voter)
        elif act == "foreign key":
            keys = [other.key for other in self.voters if other is not voter and other.key]
            self._refused(voter, keys)
        elif act == "old key":
            # Without a ballot of their own, a dead key is as good as a new one.
            self._refused(voter, voter.dead if voter.key else [])
        elif act == "change" and voter.key:
            self._accepted(voter, voter.key)
        elif act == "lost key":
            self._accepted(voter, ballots.new_secret(), again=True)
        elif act == "vote" and voter.key:
            self._refused(voter, [ballots.new_secret()])
        else:
            self._accepted(voter, ballots.new_secret())

    def _accepted(self, voter: Voter, key: str, again: bool = False) -> None:
        choice, token = self.lot.choice(self.ids), f"form {self.lot.random()}"
        made = cast(voter.person, self.question, [choice], secret=key, token=token, again=again)
        assert made.replaced == bool(voter.key)
        if again and voter.key:
            voter.dead.append(voter.key)
            self.withdrawn += 1
        voter.key, voter.choice = key, choice
        voter.forms.append((key, token, choice, made.code))
        self.events += 1

    def _refused(self, voter: Voter, keys: list[str]) -> None:
        for key in keys[:1]:
            with pytest.raises(ballots.AlreadyVoted):
                cast(voter.person, self.question, self.ids[:1], secret=key)

    def _send_again(self, voter: Voter) -> None:
        for key, token, choice, code in voter.forms[-3:]:
            made = cast(voter.person, self.question, [choice], secret=key, token=token)
            assert made.code == code

    def _leave(self, voter: Voter) -> None:
        if self.lot.random() < 0.8:
            return
        dropped = ballots.drop_ballot(consultation_id=self.question.pk, person_id=voter.person.pk)
        assert dropped == bool(voter.key)
        self.withdrawn += dropped
        voter.key, voter.choice = "", None


@pytest.mark.parametrize("seed", range(6))
def test_box_holds_what_the_model_holds(
    make_voters: Callable[[int], list[User]], question: Consultation, seed: int
) -> None:
    model = Model(question, make_voters(5), Random(seed))
    for _step in range(STEPS):
        model.step()
    choices = sorted(one.choice for one in model.voters if one.choice is not None)
    assert RollEntry.objects.count() == len(choices)
    assert LogEvent.objects.count() == model.events
    close_and_open(question)
    assert sorted(Ballot.objects.values_list("content", flat=True)) == sorted(
        f'{{"ticks":[{choice}]}}' for choice in choices
    )
    facts = VoteBox.objects.get().facts
    assert (facts["events"], facts["withdrawn"], facts["unlogged"]) == (
        model.events,
        model.withdrawn,
        0,
    )
    assert facts["replaced"] == model.events - model.withdrawn - len(choices)
