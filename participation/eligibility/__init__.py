"""Who may vote: kinds of rules, and recognising a voter by e-mail, area, code, claim or list."""

from participation.eligibility.catalogue import KINDS, Kind, kind_of, needs_account
from participation.eligibility.questions import Question, questions_for
from participation.eligibility.recognise import Voter, recognise

__all__ = [
    "KINDS",
    "Kind",
    "Question",
    "Voter",
    "kind_of",
    "needs_account",
    "questions_for",
    "recognise",
]
