"""The ballot box: casting into sealed envelopes, turnout, taking out, opening once after the close.

decisions/0008-sealed-ballots.md says what this keeps from whom, and what an operator could do.
"""

from participation.ballots.burning import burn_box
from participation.ballots.casting import AlreadyVoted, Cast, cast_ballot
from participation.ballots.dropping import drop_ballot
from participation.ballots.mixing import mix_roll
from participation.ballots.opening import open_box
from participation.ballots.paper import add_paper
from participation.ballots.secret import new_secret, read_secret
from participation.ballots.turnout import (
    BLOCK,
    Turnout,
    has_ballots,
    has_voted,
    turnout,
    turnouts,
    vote_is_over,
)

__all__ = [
    "BLOCK",
    "AlreadyVoted",
    "Cast",
    "Turnout",
    "add_paper",
    "burn_box",
    "cast_ballot",
    "drop_ballot",
    "has_ballots",
    "has_voted",
    "mix_roll",
    "new_secret",
    "open_box",
    "read_secret",
    "turnout",
    "turnouts",
    "vote_is_over",
]
