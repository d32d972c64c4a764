"""What a voter is asked at the review: the questions of the eligibility rule, as typed so far."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict

from participation.eligibility import questions_for
from participation.eligibility.questions import Question
from participation.models import Consultation

PREFIX = "answer-"
MOST = 120


@dataclass(frozen=True)
class Asked:
    """A question with what was typed, and what is the matter with it ("" if nothing is)."""

    question: Question
    typed: str
    wrong: str

    @property
    def field(self) -> str:
        """The name of its field."""
        return PREFIX + self.question.name


def answers_in(posted: QueryDict) -> dict[str, str]:
    """name -> answer, of those that were given."""
    return {
        name.removeprefix(PREFIX): posted[name].strip()[:MOST]
        for name in posted
        if name.startswith(PREFIX) and posted[name].strip()
    }


def asked(
    consultation: Consultation, typed: Mapping[str, str], wrong: Mapping[str, str] | None = None
) -> list[Asked]:
    """The questions of this vote; wrong: name of a question -> what is the matter."""
    return [
        Asked(question, typed.get(question.name, ""), (wrong or {}).get(question.name, ""))
        for question in questions_for(consultation.eligibility)
    ]
