"""The official's desk: the queue, and questions with their dates, options and decision."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.faces.desk.forms import OptionForm, QuestionForm
from participation.faces.desk.question.dates_form import DatesForm
from participation.models import Comment, Consultation, Ruling
from portal.models import AuditEntry, User
from tests.participation.conftest import point
from twin.models import Scenario

Speak = Callable[..., list[Comment]]


def texts(question: Consultation, **changed: Any) -> dict[str, Any]:
    """What the form of texts sends."""
    stored = dict.fromkeys(QuestionForm().fields, "") | {
        "question_en": question.question["en"],
        "decision_maker_en": "The deputy mayor",
        "promise": "consult",
        "seen": question.edit_version,
        "reason": "It was missing.",
    }
    return stored | changed


@pytest.mark.parametrize("name", ["desk", "desk-queue", "desk-consultations"])
def test_the_desk_is_not_for_residents(client: Client, resident: User, name: str) -> None:
    client.force_login(resident)
    assert client.get(reverse(name)).status_code == 403


@pytest.mark.parametrize("name", ["desk", "desk-queue", "me"])
def test_guests_are_asked_to_sign_in(client: Client, db: None, name: str) -> None:
    assert client.get(reverse(name)).url.startswith(reverse("account_login"))


def test_the_desk_says_how_many_comments_wait(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    people_speak(question, 4)
    assert b"5 comments wait" in desk.get(reverse("desk")).content


def test_the_queue_opens_its_oldest_item(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    first = people_speak(question, 3)[0]
    assert desk.get(reverse("desk-queue")).context["comment"].pk == first.pk


def test_keeping_opens_the_next_item(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    first, second, *_rest = people_speak(question, 3)
    page = desk.post(reverse("desk-item", args=[first.pk]), {"act": "keep", "seen": 0}, follow=True)
    assert page.context["comment"].pk == second.pk


def test_hiding_needs_a_reason_and_keeps_the_note(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    answer = desk.post(
        reverse("desk-item", args=[one.pk]), {"act": "hide", "seen": 0, "note": "A note"}
    )
    assert answer.status_code == 400
    assert "A note" in answer.content.decode()


def test_hiding_tells_the_author_why(
    desk: Client, client: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.post(
        reverse("desk-item", args=[one.pk]),
        {"act": "hide", "seen": 0, "reason": "off-topic", "note": "It is about the harbour."},
    )
    client.force_login(one.author)
    page = client.get(reverse("me")).content.decode()
    assert "It is about another matter than this question." in page
    assert "It is about the harbour." in page


def test_the_queue_keeps_its_filter_from_item_to_item(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 2)[0]
    answer = desk.post(reverse("desk-item", args=[one.pk]) + "?why=new", {"act": "keep", "seen": 0})
    assert answer.url == reverse("desk-queue") + "?why=new"


def test_the_filter_shows_which_question_is_chosen(desk: Client, question: Consultation) -> None:
    page = desk.get(reverse("desk-queue"), {"consultation": question.slug}).content.decode()
    assert f'<option value="{question.slug}" selected>' in page


def test_a_questions_words_are_no_markup_in_the_filter(
    desk: Client, question: Consultation
) -> None:
    Consultation.objects.filter(pk=question.pk).update(question={"en": "</select><b>Streets"})
    page = desk.get(reverse("desk-queue")).content.decode()
    assert "&lt;/select&gt;&lt;b&gt;Streets</option>" in page


def test_two_officials_on_one_comment_the_second_is_told(
    desk: Client, planner: User, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1)[0]
    desk.post(reverse("desk-item", args=[one.pk]), {"act": "keep", "seen": 0})
    desk.force_login(planner)
    again = desk.post(reverse("desk-item", args=[one.pk]), {"act": "keep", "seen": 0})
    assert (again.status_code, Ruling.objects.count()) == (409, 1)


def test_seeing_an_exact_place_is_written_down(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    from django.contrib.gis.geos import GEOSGeometry

    people_speak(question, 1, geometry=GEOSGeometry(point()))
    assert b"<svg" in desk.get(reverse("desk-queue")).content
    assert AuditEntry.objects.filter(act="comment.see-place").count() == 1


def test_nobody_sees_where_a_home_is(
    desk: Client, question: Consultation, people_speak: Speak
) -> None:
    from django.contrib.gis.geos import GEOSGeometry

    people_speak(question, 1, geometry=GEOSGeometry(point()), about_home=True)
    assert desk.get(reverse("desk-queue")).context["place"] is None


def test_a_new_question_is_a_draft(desk: Client) -> None:
    sent = {"question_en": "Should the square be green?", "promise": "consult"}
    answer = desk.post(reverse("desk-consultation-new"), sent)
    made = Consultation.objects.get()
    assert (made.status, answer.url) == (
        "draft",
        reverse("desk-consultation", args=["should-the-square-be-green"]),
    )


def test_a_question_without_words_keeps_what_was_typed(desk: Client, db: None) -> None:
    sent = {"summary_fr": "Une phrase.", "promise": "consult"}
    answer = desk.post(reverse("desk-consultation-new"), sent)
    assert answer.status_code == 400
    assert "Une phrase." in answer.content.decode()


def test_texts_are_stored_in_both_languages(desk: Client, question: Consultation) -> None:
    sent = texts(question, summary_en="Short.", summary_fr="Court.")
    desk.post(reverse("desk-texts", args=[question.slug]), sent)
    question.refresh_from_db()
    assert question.summary == {"en": "Short.", "fr": "Court."}


def test_the_second_of_two_editors_sees_both_versions_and_keeps_their_own(
    desk: Client, question: Consultation
) -> None:
    address = reverse("desk-texts", args=[question.slug])
    desk.post(address, texts(question, summary_en="The first one's words."))
    answer = desk.post(address, texts(question, summary_en="The second one's words."))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The first one&#x27;s words." in page
    assert "The second one&#x27;s words.</textarea>" in page


def test_after_looking_at_both_the_second_editor_can_store(
    desk: Client, question: Consultation
) -> None:
    address = reverse("desk-texts", args=[question.slug])
    desk.post(address, texts(question, summary_en="First."))
    seen = desk.post(address, texts(question, summary_en="Second.")).context["form"]["seen"]
    desk.post(address, texts(question, summary_en="Second.", seen=seen.value()))
    question.refresh_from_db()
    assert question.summary["en"] == "Second."


def test_dates_out_of_order_are_told_at_their_field(desk: Client, question: Consultation) -> None:
    start = timezone.localtime() + timedelta(days=1)
    sent = dict.fromkeys(DatesForm(of=question).fields, "") | {
        "seen": question.edit_version,
        "discuss_opens": start.strftime("%Y-%m-%dT%H:%M"),
        "discuss_closes": (start - timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M"),
    }
    answer = desk.post(reverse("desk-dates", args=[question.slug]), sent)
    assert answer.status_code == 400
    assert "closes before it opens" in answer.content.decode()


def test_a_draft_gets_options_dates_and_opens(
    desk: Client,
    scenarios: list[Scenario],
    make_question: Callable[..., Consultation],
) -> None:
    draft = make_question("discuss", status="draft")
    answer = desk.post(reverse("desk-state", args=[draft.slug]), {"act": "open"})
    draft.refresh_from_db()
    assert (answer.status_code, draft.status) == (302, "open")


def test_a_question_is_not_withdrawn_by_one_press(desk: Client, question: Consultation) -> None:
    address = reverse("desk-state", args=[question.slug])
    answer = desk.post(address, {"act": "withdraw"})
    question.refresh_from_db()
    assert (answer.status_code, question.status) == (400, "open")
    desk.post(address, {"act": "withdraw", "sure": "yes"})
    question.refresh_from_db()
    assert question.status == "withdrawn"


def test_the_questions_page_tells_where_its_vote_stands(
    desk: Client, question: Consultation
) -> None:
    page = desk.get(reverse("desk-consultation", args=[question.slug])).content.decode()
    assert "Took part so far: fewer than 50." in page
    assert reverse("log", args=[question.slug]) in page


def test_a_decision_for_no_option_has_to_be_said(
    desk: Client, make_question: Callable[..., Consultation]
) -> None:
    closed = make_question("result")
    address = reverse("desk-publish", args=[closed.slug])
    sent = {"option": "", "text_en": "The money is not there."}
    assert desk.post(address, sent).status_code == 400
    desk.post(address, sent | {"option": "-"})
    closed.refresh_from_db()
    assert (closed.status, closed.decision.option) == ("decided", None)


def test_an_option_is_chosen_among_published_scenarios(
    desk: Client, question: Consultation, scenarios: list[Scenario]
) -> None:
    sent = {"new-scenario": scenarios[1].pk, "new-name_en": "Trees instead"}
    sent |= {"new-reason": "Neighbours asked for it."}
    desk.post(reverse("desk-options", args=[question.slug]), sent)
    assert question.options.filter(name__en="Trees instead").count() == 1


def test_a_decision_becomes_public(
    desk: Client, make_question: Callable[..., Consultation], people_speak: Speak
) -> None:
    closed = make_question("result")
    one = people_speak(closed, 1)[0]
    sent = {
        "option": "B",
        "text_en": "The lime trees stay.",
        "more": f"https://city.example/c/streets/comments/{one.public_id}/",
    }
    desk.post(reverse("desk-publish", args=[closed.slug]), sent)
    page = desk.get(reverse("report", args=[closed.slug])).content.decode()
    assert "The lime trees stay." in page
    assert str(one.public_id) in page


def test_two_officials_on_one_option_the_second_sees_the_first_ones_words(
    desk: Client, question: Consultation
) -> None:
    option = question.options.last()
    address = reverse("desk-option", args=[question.slug, option.pk])

    def sent(name: str) -> dict[str, Any]:
        start = f"option-{option.pk}"
        return {f"{start}-{name}": "" for name in OptionForm(scenarios=[]).fields} | {
            f"{start}-scenario": option.scenario_id,
            f"{start}-seen": option.edit_version,
            f"{start}-name_en": name,
            f"{start}-reason": "The name was too long.",
        }

    desk.post(address, sent("The first name"))
    answer = desk.post(address, sent("The second name"))
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The first name" in page
    assert 'value="The second name"' in page
