"""The decision at the desk and in public: preview, picked comments, corrections, what is gone."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participation.deciding import correct, decide
from participation.models import Comment, Consultation, Decision, PublicComment
from portal.models import User

Make = Callable[..., Consultation]
Speak = Callable[..., list[Comment]]
SENT = {"option": "B", "text_en": "The lime trees stay.", "text_fr": "Les tilleuls restent."}


@pytest.fixture
def closed(make_question: Make) -> Consultation:
    return make_question("result")


def post(desk: Client, closed: Consultation, act: str, **more: Any) -> Any:
    return desk.post(reverse("desk-decide", args=[closed.slug]), SENT | more | {"act": act})


def hidden(page: str) -> dict[str, list[str]]:
    """The hidden fields of the form that publishes."""
    form = page[page.index("/decide/publish/") :].split("</form>")[0]
    found: dict[str, list[str]] = {}
    for name, value in re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form):
        found.setdefault(name, []).append(value)
    found.pop("csrfmiddlewaretoken", None)
    return found


def publish(desk: Client, closed: Consultation, page: str) -> Any:
    return desk.post(reverse("desk-publish", args=[closed.slug]), hidden(page), follow=True)


def test_a_decision_is_looked_at_before_it_is_public(
    desk: Client, closed: Consultation, people_speak: Speak
) -> None:
    one = people_speak(closed, 1)[0]
    page = post(desk, closed, "preview", more=f"comment {str(one.public_id)[:8]}").content.decode()
    assert "Nothing is public yet" in page
    assert not Decision.objects.exists()
    shown = publish(desk, closed, page).content.decode()
    assert "The lime trees stay." in shown
    assert str(one.public_id) in shown


def test_going_back_from_the_preview_loses_nothing(
    desk: Client, closed: Consultation, people_speak: Speak
) -> None:
    one = people_speak(closed, 1)[0]
    page = post(desk, closed, "preview", cited=str(one.public_id)).content.decode()
    address = reverse("desk-decide", args=[closed.slug])
    for back in (desk.post(address, hidden(page) | {"act": ["change"]}), desk.get(address)):
        form = back.content.decode()
        assert "The lime trees stay." in form
        assert "Les tilleuls restent." in form
        assert f'value="{one.public_id}" checked' in form


@pytest.mark.parametrize("typed", ["comment c7a4897d", "nonsense", "https://x.example/?a=%00", "§"])
@pytest.mark.parametrize("act", ["find", "preview"])
def test_an_id_that_names_no_comment_is_told_at_its_field(
    desk: Client, closed: Consultation, typed: str, act: str
) -> None:
    answer = post(desk, closed, act, more=typed)
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'id="id_more_error"' in page
    assert "The lime trees stay." in page
    assert not Decision.objects.exists()


def test_a_comment_of_another_question_does_not_go_silently(
    desk: Client, closed: Consultation, make_question: Make, people_speak: Speak
) -> None:
    strange = people_speak(make_question("result", slug="parks"), 1)[0]
    sent = SENT | {"cited": str(strange.public_id)}
    answer = desk.post(reverse("desk-publish", args=[closed.slug]), sent)
    assert answer.status_code == 400
    assert "belongs to another question" in answer.content.decode()
    assert not Decision.objects.exists()


def test_comments_are_found_by_their_words(
    desk: Client, closed: Consultation, people_speak: Speak
) -> None:
    one, other = people_speak(closed, 2)

    PublicComment.objects.filter(pk=one.public_id).update(text="Où vont les écoliers ?")
    page = post(desk, closed, "find", words="ecoliers").content.decode()
    assert str(one.public_id) in page
    assert str(other.public_id) not in page
    assert "The lime trees stay." in page


def test_an_official_collects_comments_while_reading(
    desk: Client, closed: Consultation, people_speak: Speak
) -> None:
    first, second = people_speak(closed, 2)
    list_ = reverse("comments", args=[closed.slug])
    assert 'form="answer"' in desk.get(list_).content.decode()
    for one in (first, second):
        sent = {"answer": str(one.public_id), "next": list_}
        assert desk.post(reverse("desk-answer", args=[closed.slug]), sent)["Location"] == list_
    page = desk.get(reverse("desk-decide", args=[closed.slug])).content.decode()
    assert page.count(" checked") == 2


def test_collecting_keeps_the_words_that_were_written_before(
    desk: Client, closed: Consultation, people_speak: Speak
) -> None:
    one = people_speak(closed, 1)[0]
    post(desk, closed, "find")
    desk.post(reverse("desk-answer", args=[closed.slug]), {"answer": str(one.public_id)})
    page = desk.get(reverse("desk-decide", args=[closed.slug])).content.decode()
    assert "The lime trees stay." in page
    assert f'value="{one.public_id}" checked' in page


@pytest.mark.parametrize("name", ["comments", "report"])
def test_residents_are_offered_no_answering(
    client: Client, closed: Consultation, resident: User, people_speak: Speak, name: str
) -> None:
    people_speak(closed, 1)
    client.force_login(resident)
    assert 'form="answer"' not in client.get(reverse(name, args=[closed.slug])).content.decode()


def test_of_two_officials_the_second_sees_the_first_ones_decision_and_keeps_their_words(
    desk: Client, closed: Consultation, planner: User
) -> None:
    page = post(desk, closed, "preview").content.decode()
    decide(actor=planner, consultation=closed, option=None, text={"en": "No money."})
    answer = desk.post(reverse("desk-publish", args=[closed.slug]), hidden(page))
    shown = answer.content.decode()
    assert answer.status_code == 409
    assert "No money." in shown
    assert "The lime trees stay." in shown
    assert Decision.objects.get().text == {"en": "No money."}


def corrected(closed: Consultation, official: User) -> None:
    decide(actor=official, consultation=closed, option=None, text={"en": "Two trees stay."})
    correct(
        actor=official,
        consultation=closed,
        seen=0,
        option=None,
        text={"en": "Three trees stay."},
        reason={"en": "One was forgotten."},
    )


@pytest.mark.parametrize("name", ["result", "report"])
def test_a_correction_stands_beside_the_first_words(
    client: Client, closed: Consultation, official: User, name: str
) -> None:
    corrected(closed, official)
    page = client.get(reverse(name, args=[closed.slug])).content.decode()
    for words in ("Three trees stay.", "One was forgotten.", "Two trees stay."):
        assert words in page
    assert page.index("Three trees stay.") < page.index("Two trees stay.")


def test_the_feed_holds_the_decision_and_its_correction(
    client: Client, closed: Consultation, official: User
) -> None:
    corrected(closed, official)
    feed = client.get(reverse("feed")).content.decode()
    assert "Two trees stay." in feed
    assert "One was forgotten." in feed
    assert "streets:corrected:1" in feed


def test_a_guest_sees_a_correction_at_once(
    client: Client, closed: Consultation, official: User
) -> None:
    decide(actor=official, consultation=closed, option=None, text={"en": "Two trees stay."})
    address = reverse("result", args=[closed.slug])
    assert "Two trees stay." in client.get(address).content.decode()
    said = {"text": {"en": "Three trees stay."}, "reason": {"en": "A slip."}}
    correct(actor=official, consultation=closed, seen=0, option=None, **said)
    assert "Three trees stay." in client.get(address).content.decode()


def test_the_front_page_shows_the_words_that_hold_now(
    client: Client, closed: Consultation, official: User
) -> None:
    corrected(closed, official)
    assert "Three trees stay." in client.get(reverse("home")).content.decode()


def test_a_decision_is_corrected_in_two_steps(desk: Client, closed: Consultation) -> None:
    publish(desk, closed, post(desk, closed, "preview").content.decode())
    more = {"text_en": "Three trees stay.", "seen": "0", "cited": "", "reason_fr": ""}
    assert post(desk, closed, "preview", **more).status_code == 400
    page = post(desk, closed, "preview", **more, reason_en="One was forgotten.").content.decode()
    assert "Publish the correction" in page
    shown = publish(desk, closed, page).content.decode()
    assert "Three trees stay." in shown
    assert "The lime trees stay." in shown


def test_a_comments_own_page_says_that_it_was_answered_and_where(
    client: Client, closed: Consultation, official: User, people_speak: Speak
) -> None:
    one, other = people_speak(closed, 2)
    cited = [one.public_id]
    decide(actor=official, consultation=closed, option=None, text={"en": "No."}, cited=cited)
    result = reverse("result", args=[closed.slug])
    told = "decision answers this comment"
    for comment, answered in ((one, True), (other, False)):
        page = client.get(reverse("comment", args=[closed.slug, comment.public_id]))
        assert (told in page.content.decode()) is answered
        assert (f'href="{result}#decision"' in page.content.decode()) is answered


OVER = [
    "desk-consultation",
    "desk-texts",
    "desk-dates",
    "desk-options",
    "desk-rule",
    "desk-eligibility",
    "desk-codes",
    "desk-census",
    "desk-kiosk",
    "desk-paper",
]


@pytest.mark.parametrize("end", ["decided", "withdrawn"])
@pytest.mark.parametrize("name", OVER)
def test_no_form_stands_at_the_desk_of_a_question_that_is_over(
    desk: Client, make_question: Make, name: str, end: str
) -> None:
    kinds = {"desk-codes": "code", "desk-census": "census"}
    over = make_question("result", status=end)
    Consultation.objects.update(eligibility={"kind": kinds.get(name, "email")})
    page = desk.get(reverse(name, args=[over.slug])).content.decode()
    main = page[page.index("<main") : page.index("</main>")]
    assert "<form" not in main.replace('<form method="get"', "")


def test_no_option_of_a_question_that_is_over_has_a_form(desk: Client, make_question: Make) -> None:
    over = make_question("result", status="decided")
    address = reverse("desk-option", args=[over.slug, over.options.last().pk])
    page = desk.get(address).content.decode()
    assert "<form" not in page[page.index("<main") : page.index("</main>")]


def test_a_question_that_was_withdrawn_is_not_decided(desk: Client, make_question: Make) -> None:
    over = make_question("result", status="withdrawn")
    answer = desk.post(reverse("desk-publish", args=[over.slug]), SENT)
    assert answer.status_code == 409
    assert not Decision.objects.exists()


def test_nothing_is_corrected_that_was_not_decided(desk: Client, closed: Consultation) -> None:
    sent = SENT | {"seen": "0", "reason_en": "A slip."}
    answer = desk.post(reverse("desk-publish", args=[closed.slug]), sent)
    assert answer.status_code == 409
    assert not Decision.objects.exists()
