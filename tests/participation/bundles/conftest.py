"""A small vote, closed, opened and counted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from participation import ballots
from participation.models import Consultation, Option
from participation.results import count_box
from portal.models import User
from tests.participation.voting import cast, close_and_open

Voters = Callable[[int], list[User]]


@pytest.fixture
def counted(make_voters: Voters, question: Consultation, options: list[Option]) -> Consultation:
    """Thirty ballots, of which two were replaced; closed, opened, counted."""
    voters = make_voters(30)
    for number, voter in enumerate(voters):
        secret = ballots.new_secret()
        for _ in range(2 if number < 2 else 1):
            cast(voter, question, [options[number % 3].pk], secret=secret)
    close_and_open(question)
    count_box(question.pk)
    return question
