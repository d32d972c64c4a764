"""What a resident meets: home, a question, writing, what others say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from participation.models import Comment, Consultation, PublicComment
from portal.models import User
from tests.participation.conftest import point

Speak = Callable[..., list[Comment]]


def draft(client: Client, question: Consultation, **words: Any) -> Any:
    """Go through place and words; the answer is that of the words step."""
    place = {"where": "place", "geometry": point()} | words.pop("place", {})
    client.post(reverse("comment-new", args=[question.slug]), place)
    facts = {"text": "Keep the lime trees.", "option": "b", "stance": "for", "theme": "green"}
    return client.post(reverse("comment-words", args=[question.slug]), facts | words)


def test_home_without_questions_says_what_will_be_there(client: Client, db: None) -> None:
    assert b"No question is open right now" in client.get("/").content


def test_home_shows_an_open_question_as_a_card(client: Client, question: Consultation) -> None:
    page = client.get("/").content.decode()
    assert "Should cars leave the street?" in page
    assert reverse("consultation", args=[question.slug]) in page


def test_home_tells_turnout_in_blocks_only(client: Client, question: Consultation) -> None:
    assert b"fewer than 50 took part" in client.get("/").content


def test_a_question_names_who_decides(client: Client, question: Consultation) -> None:
    page = client.get(reverse("consultation", args=[question.slug]))
    assert b"The deputy mayor for streets" in page.content


def test_keep_as_is_stands_among_the_options(client: Client, question: Consultation) -> None:
    page = client.get(reverse("consultation", args=[question.slug])).content.decode()
    assert page.count('<article class="option"') == 3


def test_a_draft_question_is_not_there_for_residents(
    client: Client, make_question: Callable[..., Consultation], resident: User
) -> None:
    hidden = make_question("discuss", status="draft")
    client.force_login(resident)
    assert client.get(reverse("consultation", args=[hidden.slug])).status_code == 404


def test_an_official_previews_a_draft_question(
    client: Client, make_question: Callable[..., Consultation], official: User
) -> None:
    hidden = make_question("discuss", status="draft")
    client.force_login(official)
    assert client.get(reverse("consultation", args=[hidden.slug])).status_code == 200


def test_a_comment_goes_through_place_words_and_preview(
    client: Client, question: Consultation, verified: User
) -> None:
    client.force_login(verified)
    step = draft(client, question)
    assert step.url == reverse("comment-preview", args=[question.slug])
    client.post(step.url)
    made = Comment.objects.get()
    assert (made.text, made.stance, made.theme) == ("Keep the lime trees.", "for", "green")


def test_the_preview_shows_the_text_redacted(client: Client, question: Consultation) -> None:
    step = draft(client, question, text="Write me: ana@example.org")
    page = client.get(step.url).content.decode()
    assert "ana@example.org" not in page
    assert "[e-mail]" in page


def test_a_guest_signs_in_at_the_end_and_loses_no_word(
    client: Client, question: Consultation, verified: User
) -> None:
    step = draft(client, question)
    away = client.post(step.url)
    assert away.url.startswith(reverse("account_login"))
    back = client.post(away.url, {"login": verified.email, "password": "a long pass phrase"})
    assert back.url == step.url
    assert b"Keep the lime trees." in client.get(step.url).content


def test_a_newcomer_signs_up_at_the_end_and_loses_no_word(
    client: Client, question: Consultation
) -> None:
    step = draft(client, question)
    away = client.post(step.url)
    sign_up = away.url.replace(reverse("account_login"), reverse("account_signup"))
    answer = client.post(
        sign_up, {"email": "new@example.org", "password1": "a quite long phrase"}, follow=True
    )
    code = next(
        w for w in mail.outbox[-1].body.split() if len(w) == 9 and w.isupper() and w[4] == "-"
    )
    done = client.post(answer.redirect_chain[-1][0], {"code": code}, follow=True)
    assert done.redirect_chain[-1][0] == step.url
    assert b"Keep the lime trees." in done.content


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ({"geometry": point(2.35, 48.85)}, "lies outside the city"),
        ({"geometry": "{broken"}, "not GeoJSON that we can read"),
        ({"geometry": '{"type":"Point","coordinates":[NaN,47]}'}, "not GeoJSON that we can read"),
        ({"geometry": "", "street": ""}, "Mark the place on the map"),
        ({"geometry": "", "street": "Nowhere Street"}, "No street of this name"),
    ],
)
def test_a_place_that_cannot_be_used_is_told_at_the_form(
    client: Client, question: Consultation, place: dict[str, str], sentence: str
) -> None:
    address = reverse("comment-new", args=[question.slug])
    answer = client.post(address, {"where": "place", **place})
    assert (answer.status_code, sentence in answer.content.decode()) == (400, True)


def test_words_of_only_spaces_are_told_at_the_field(client: Client, question: Consultation) -> None:
    answer = draft(client, question, text="  \n ")
    assert answer.status_code == 400
    assert "Write a few words first" in answer.content.decode()


def test_a_comment_that_is_too_long_is_told_with_its_length(
    client: Client, question: Consultation
) -> None:
    answer = draft(client, question, text="word " * 20_000)
    assert answer.status_code == 400
    assert "Shorten it a little" in answer.content.decode()


def test_a_comment_of_nearly_a_megabyte_is_told_how_much_fits(
    client: Client, question: Consultation
) -> None:
    answer = draft(client, question, text="word " * 180_000)
    assert answer.status_code == 413
    assert "KB arrived, and 130 KB fit" in answer.content.decode()


def test_arabic_and_emoji_come_back_as_written(client: Client, question: Consultation) -> None:
    step = draft(client, question, text="أشجار أكثر من فضلكم 🌳🌳")
    assert "أشجار أكثر من فضلكم 🌳🌳" in client.get(step.url).content.decode()


def test_the_list_of_comments_filters_by_stance(
    client: Client, question: Consultation, people_speak: Speak
) -> None:
    people_speak(question, 9)
    page = client.get(reverse("comments", args=[question.slug]), {"stance": "against"})
    assert {row.comment.stance for row in page.context["rows"]} == {"against"}


def test_an_unknown_filter_value_is_left_out(
    client: Client, question: Consultation, people_speak: Speak
) -> None:
    people_speak(question, 3)
    page = client.get(reverse("comments", args=[question.slug]), {"theme": "1 or 1=1"})
    assert (page.status_code, len(page.context["rows"])) == (200, 3)


def test_a_text_with_markup_is_shown_as_text(
    client: Client, question: Consultation, verified: User
) -> None:
    client.force_login(verified)
    client.post(draft(client, question, text="<script>alert(1)</script> trees").url)
    page = client.get(reverse("comments", args=[question.slug])).content.decode()
    assert "&lt;script&gt;alert(1)" in page


def test_agreeing_counts_and_comes_back_to_the_comment(
    client: Client, question: Consultation, people_speak: Speak, resident: User
) -> None:
    one = people_speak(question, 1)[0]
    client.force_login(resident)
    answer = client.post(
        reverse("comment-react", args=[question.slug]), {"react": f"{one.public_id}:1"}
    )
    assert answer.url.endswith(f"#c-{one.public_id}")
    assert PublicComment.objects.get(pk=one.public_id).agree == 1


def test_an_empty_answer_is_told_at_its_field(
    client: Client, question: Consultation, people_speak: Speak, resident: User
) -> None:
    one = people_speak(question, 1)[0]
    client.force_login(resident)
    answer = client.post(
        reverse("comment-reply", args=[question.slug, one.public_id]), {"text": " "}
    )
    assert answer.status_code == 400
    assert "Write your answer first" in answer.content.decode()


def test_a_hidden_comment_has_no_page(
    client: Client, question: Consultation, people_speak: Speak
) -> None:
    one = people_speak(question, 1, status="hidden")[0]
    page = client.get(reverse("comment", args=[question.slug, one.public_id]))
    assert page.status_code == 404


def test_ten_megabytes_are_refused_in_words(client: Client, question: Consultation) -> None:
    sent = {"where": "place", "geometry": "x" * 10_000_000}
    answer = client.post(reverse("comment-new", args=[question.slug]), sent)
    assert answer.status_code in (400, 413)
    assert "<h1" in answer.content.decode()


def test_a_drawing_with_too_many_corners_is_told_at_the_form(
    client: Client, question: Consultation
) -> None:
    corners = ",".join(f"[-1.55{place % 9},47.21{place % 7}]" for place in range(9_000))
    drawn = f'{{"type":"LineString","coordinates":[{corners}]}}'
    sent = {"where": "place", "geometry": drawn}
    answer = client.post(reverse("comment-new", args=[question.slug]), sent)
    assert answer.status_code == 400
    assert "Draw it more simply" in answer.content.decode()


def test_a_crossing_outline_is_told_at_the_form(client: Client, question: Consultation) -> None:
    ring = "[[-1.56,47.21],[-1.55,47.22],[-1.55,47.21],[-1.56,47.22],[-1.56,47.21]]"
    sent = {"where": "place", "geometry": f'{{"type":"Polygon","coordinates":[{ring}]}}'}
    answer = client.post(reverse("comment-new", args=[question.slug]), sent)
    assert answer.status_code == 400
    assert "The outline crosses itself" in answer.content.decode()


def test_the_feed_tells_open_questions(client: Client, question: Consultation) -> None:
    feed = client.get(reverse("feed"))
    assert feed["Content-Type"].startswith("application/atom+xml")
    assert "Should cars leave the street?" in feed.content.decode()
