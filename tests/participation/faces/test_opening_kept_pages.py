"""Pages that would take from an open question what its opening asked for, or set it out of time."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from participation.faces.desk.forms import QuestionForm
from participation.faces.desk.question.dates_form import DatesForm
from participation.models import Consultation
from portal.templatetags.words import weekday


@pytest.mark.parametrize("typed", ["0001-01-01T00:00", "0026-12-01T10:00", "9999-12-31T23:59"])
def test_a_year_that_cannot_be_meant_is_no_failure_of_ours(
    typed: str, desk: Client, question: Consultation
) -> None:
    sent = dict.fromkeys(DatesForm(of=question).fields, "") | {
        "seen": question.edit_version,
        "inform_opens": typed,
        "vote_closes": typed,
        "decision_date": typed[:10],
    }
    answer = desk.post(reverse("desk-dates", args=[question.slug]), sent)
    assert answer.status_code == 400
    assert answer.content.decode().count("This year cannot be meant") >= 3


def test_an_open_question_whose_text_is_emptied_is_told_at_its_field(
    desk: Client, question: Consultation
) -> None:
    address = reverse("desk-texts", args=[question.slug])
    sent = dict.fromkeys(QuestionForm().fields, "") | {
        "question_en": " ",
        "decision_maker_en": "The deputy mayor",
        "promise": "consult",
        "seen": question.edit_version,
        "reason": "It was wrong.",
    }
    answer = desk.post(address, sent)
    question.refresh_from_db()
    assert (answer.status_code, bool(question.question)) == (400, True)
    assert "id_question_en_error" in answer.content.decode()


def test_all_that_a_new_question_lacks_is_told_at_once(desk: Client, db: None) -> None:
    sent = {"question_en": " ", "promise": ""}
    page = desk.post(reverse("desk-consultation-new"), sent).content.decode()
    assert "id_question_en_error" in page
    assert "id_promise_error" in page


def test_all_that_a_new_option_lacks_is_told_at_once(desk: Client, question: Consultation) -> None:
    page = desk.post(reverse("desk-options", args=[question.slug]), {}).content.decode()
    assert "id_new-name_en_error" in page
    assert "id_new-scenario_error" in page


def test_what_is_not_filled_in_is_told_in_the_words_of_the_site(
    desk: Client, question: Consultation
) -> None:
    address = reverse("desk-eligibility", args=[question.slug])
    page = desk.post(address, {"kind": "area", "seen": question.edit_version}).content.decode()
    assert "Fill this in." in page
    assert "This field is required" not in page


def test_a_day_that_a_colleague_stored_meanwhile_stands_beside_the_one_typed(
    desk: Client, make_question: Callable[..., Consultation]
) -> None:
    question = make_question("discuss")
    form = DatesForm(of=question)
    sent = {name: form[name].value() for name in form.fields}
    sent |= {"seen": question.edit_version, "reason": "The council meets later."}
    for name, value in list(sent.items()):
        moment = isinstance(value, dt.datetime)
        sent[name] = value.isoformat()[:16] if moment else value or ""
    days = [question.decision_date + dt.timedelta(days=by) for by in (1, 2)]
    address = reverse("desk-dates", args=[question.slug])
    assert desk.post(address, sent | {"decision_date": days[0].isoformat()}).status_code == 302
    answer = desk.post(address, sent | {"decision_date": days[1].isoformat()})
    page = answer.content.decode()
    assert answer.status_code == 409
    for day in days:
        assert weekday(day) in page
    assert "Discuss closes</th>" not in page
