"""The page of a count in rounds: who went out in each, and that the rule may pass one over."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client
from django.urls import reverse

from participation.models import Consultation
from tests.participation.results.boxes import counted

Make = Callable[..., Consultation]


def test_rounds_say_who_went_out_and_that_the_option_in_the_middle_would_beat_all(
    client: Client, make_question: Make
) -> None:
    """B beats A 18:12 and C 18:12, but is first on eight ballots only; C wins 16 to 14 then."""
    question = make_question("result")
    box = [
        ({"ranking": ["A", "B"]}, 10),
        ({"ranking": ["B", "A"]}, 4),
        ({"ranking": ["B", "C"]}, 4),
    ]
    counted(question, [*box, ({"ranking": ["C", "B"]}, 12)], rule="instant-runoff")
    answer = client.get(reverse("result", args=[question.slug]))
    picture = answer.context["picture"]
    cells = {row.choice.key: row.cells for row in picture.rows}
    assert (picture.rounds.numbers, picture.rounds.spent) == ((1, 2), (0, 0))
    assert cells == {
        "A": ((10, False), (14, True)),
        "B": ((8, True), None),
        "C": ((12, False), (16, False)),
    }
    page = answer.content.decode()
    assert "Compared one to one, B carf wins against every other option, C onew too." in page
    assert "More support can harm: people who move the winner up" in page
    report = client.get(reverse("report", args=[question.slug])).content.decode()
    assert "Known weakness: More support can harm" in report
