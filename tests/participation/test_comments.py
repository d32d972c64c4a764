"""Words: what is stored, what is refused, what is held, and what becomes public."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.contrib.gis.geos import Polygon

from participation import comments, moderation, releases
from participation.models import Comment, Consultation, Option, PublicComment
from portal.errors import BadInput, NotAllowed, NotNow, NotThere, TooLarge, TooOften
from portal.models import AuditEntry, User
from tests.participation.conftest import point


def _write(actor: User, question: Consultation, text: str = "A calm street.", **more) -> Comment:
    return comments.write_comment(actor=actor, consultation=question, text=text, **more)


def test_comment_is_public_at_once_without_a_place_or_a_name(
    resident: User, question: Consultation, options: list[Option]
) -> None:
    _write(resident, question, option=options[1], stance="for", geometry=point())
    public = PublicComment.objects.get()
    assert public.text == "A calm street."
    assert public.cell == ""
    assert resident.name not in public.author_name
    assert public.scenario_id == options[1].scenario_id


def test_same_person_has_one_code_in_a_question_and_another_in_the_next(
    resident: User, question: Consultation, make_question: Callable[..., Consultation]
) -> None:
    other = make_question(slug="other")
    _write(resident, question, "First of my words.")
    _write(resident, question, "Second of my words.")
    _write(resident, other, "Third of my words.")
    here = set(releases.public_comments(question.pk).values_list("pseudonym", flat=True))
    there = set(releases.public_comments(other.pk).values_list("pseudonym", flat=True))
    assert len(here) == len(there) == 1
    assert here != there


def test_comment_of_a_megabyte_is_refused_before_anything_reads_it(
    resident: User, question: Consultation
) -> None:
    with pytest.raises(TooLarge, match="characters"):
        _write(resident, question, "a" * 1_000_000)
    assert not Comment.objects.exists()


@pytest.mark.parametrize("blank", ["", "   \n\t ", "\u200b\u2060", "\u3164\u2800", "\u202e \u202c"])
def test_comment_without_a_visible_sign_is_refused(
    resident: User, question: Consultation, blank: str
) -> None:
    with pytest.raises(BadInput, match="nothing to read"):
        _write(resident, question, blank)
    assert not Comment.objects.exists()


def test_arabic_and_emoji_are_kept_as_they_are(resident: User, question: Consultation) -> None:
    text = "شارع هادئ للجميع 👩‍👩‍👧🚲"
    assert _write(resident, question, text).text == text


def test_contact_data_never_reaches_the_database(resident: User, question: Consultation) -> None:
    stored = _write(
        resident,
        question,
        "Call me on 06 12 34 56 78 or ana@example.org, IBAN FR76 3000 6000 0112 3456 7890 189.",
    )
    stored.refresh_from_db()
    assert stored.redactions == 3
    for secret in ("06 12", "ana@", "3000 6000"):
        assert secret not in stored.text


def test_place_outside_the_city_is_refused_and_nothing_is_stored(
    resident: User, question: Consultation
) -> None:
    with pytest.raises(BadInput, match="outside the city"):
        _write(resident, question, geometry=point(2.35, 48.85))
    assert not Comment.objects.exists()


def test_comment_in_the_inform_phase_says_when_comments_open(
    resident: User, make_question: Callable[..., Consultation]
) -> None:
    with pytest.raises(NotNow, match="Comments open on"):
        _write(resident, make_question("inform"))


def test_comment_that_a_rule_holds_is_not_public(resident: User, question: Consultation) -> None:
    held = _write(resident, question, "Look at www.example.com for cheap shoes.")
    assert (held.status, held.held_because) == ("held", "link")
    assert not PublicComment.objects.exists()


def test_the_thirteenth_comment_in_ten_minutes_is_refused(
    resident: User, question: Consultation
) -> None:
    for number in range(comments.COMMENTS.most):
        _write(resident, question, f"Thought number {number}.")
    with pytest.raises(TooOften):
        _write(resident, question, "One more thought.")


def test_answer_stands_under_its_comment_and_has_no_answers(
    resident: User, neighbour: User, question: Consultation
) -> None:
    first = _write(resident, question)
    answer = comments.reply(actor=neighbour, parent=first, text="And for deliveries?")
    assert PublicComment.objects.get(public_id=answer.public_id).parent_id == first.public_id
    assert PublicComment.objects.get(public_id=first.public_id).replies_count == 1
    with pytest.raises(BadInput):
        comments.reply(actor=resident, parent=answer, text="They come before ten.")


def test_agreement_is_counted_switched_and_taken_back(
    resident: User, neighbour: User, question: Consultation
) -> None:
    comment = _write(resident, question)

    def react(value: int) -> tuple[int, int, int]:
        held = comments.react(actor=neighbour, comment=comment, value=value)
        public = PublicComment.objects.get()
        return held, public.agree, public.disagree

    assert react(1) == (1, 1, 0)
    assert react(-1) == (-1, 0, 1)
    assert react(-1) == (0, 0, 0)


def test_nobody_agrees_with_themselves(resident: User, question: Consultation) -> None:
    with pytest.raises(NotAllowed):
        comments.react(actor=resident, comment=_write(resident, question), value=1)


def test_withdrawn_comment_vanishes_with_its_answers(
    resident: User, neighbour: User, question: Consultation
) -> None:
    comment = _write(resident, question)
    comments.reply(actor=neighbour, parent=comment, text="I agree with that.")
    comments.withdraw_comment(actor=resident, comment=comment)
    assert not PublicComment.objects.exists()
    releases.release_consultation(question.pk)
    assert not PublicComment.objects.exists()


def test_only_the_author_withdraws(resident: User, neighbour: User, question: Consultation) -> None:
    with pytest.raises(NotAllowed):
        comments.withdraw_comment(actor=neighbour, comment=_write(resident, question))


def test_hidden_comment_cannot_be_found_by_its_address(
    resident: User, official: User, question: Consultation
) -> None:
    comment = _write(resident, question)
    moderation.hide_comment(actor=official, comment=comment, reason="insult")
    with pytest.raises(NotThere):
        comments.comment_by_public_id(comment.public_id)


def test_audit_log_tells_the_act_and_not_the_words(resident: User, question: Consultation) -> None:
    _write(resident, question, "Something only I would say.")
    entry = AuditEntry.objects.get(act="comment.write")
    assert entry.actor == resident
    assert "only I" not in json.dumps(entry.facts)


def test_cells_follow_when_ten_people_pinned_the_same_place(
    make_voters: Callable[[int], list[User]], question: Consultation
) -> None:
    people = make_voters(11)
    for number, person in enumerate(people[:9]):
        _write(person, question, f"Near the square, {number}.", geometry=point())
    _write(people[9], question, "At my home.", geometry=point(), about_home=True)
    releases.release_consultation(question.pk)
    assert not releases.public_cells(question.pk).exists()
    line = Polygon.from_bbox((-1.5551, 47.2149, -1.5549, 47.2151))
    _write(people[10], question, "The whole corner.", geometry=line)
    releases.release_consultation(question.pk)
    cell = releases.public_cells(question.pk).get()
    assert (cell.people, cell.comments) == (10, 10)
    at_home = PublicComment.objects.get(text="At my home.")
    assert at_home.cell == ""
    assert PublicComment.objects.filter(cell=cell.cell).count() == 10
