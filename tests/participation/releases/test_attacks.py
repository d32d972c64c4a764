"""Somebody with many accounts, days of patience and every public page looks for one place."""

from __future__ import annotations

from collections.abc import Callable

import h3
import pytest

from participation import comments, moderation, tasks
from participation.disclosure.grid import FINEST, cell_at
from participation.models import Consultation, PastCell, PublicCell, PublicComment
from participation.releases import public_cells
from portal.models import User
from tests.participation.conftest import point
from tests.participation.releases.conftest import Speak, a_day_later, cell_of, say
from twin.models import CellResidents

HERE = (-1.555, 47.215)


def test_ten_young_accounts_move_no_place(speak: Speak, question: Consultation) -> None:
    victim = speak(1)[0]
    speak(30, days=6)
    a_day_later(question)
    assert cell_of(victim) == ""
    assert not public_cells(question.pk).exists()


def test_a_young_account_is_read_at_once_and_placed_when_it_is_established(
    speak: Speak, question: Consultation
) -> None:
    young = speak(1, days=2)[0]
    assert PublicComment.objects.filter(pk=young.public_id).exists()
    speak(20)
    a_day_later(question)
    assert cell_of(young) == ""
    User.objects.filter(pk=young.author_id).update(joined_at="2020-01-01T00:00Z")
    speak(9)
    a_day_later(question)
    assert cell_of(young) == public_cells(question.pk).get().cell


def test_one_more_person_in_a_public_cell_cannot_be_read_from_two_releases(
    speak: Speak, question: Consultation
) -> None:
    speak(12)
    a_day_later(question)
    before = list(PublicCell.objects.values("cell", "people", "comments", "stances"))
    victim = speak(9)[0]
    a_day_later(question)
    assert list(PublicCell.objects.values("cell", "people", "comments", "stances")) == before
    assert cell_of(victim) == ""
    speak(1)
    a_day_later(question)
    assert PublicCell.objects.get().people == 22
    assert cell_of(victim) != ""


def test_planted_accounts_cannot_split_a_public_cell(speak: Speak, question: Consultation) -> None:
    """They come in crowds to every corner of it; nothing smaller is ever shown."""
    victim = speak(12)[0]
    a_day_later(question)
    public = cell_of(victim)
    for corner in h3.cell_to_children(public, FINEST + 1):
        lat, lng = h3.cell_to_latlng(corner)
        if cell_at(lat, lng) == public:
            speak(12, lng=lng, lat=lat)
            a_day_later(question)
    assert cell_of(victim) == public
    assert [cell.cell for cell in public_cells(question.pk)] == [public]
    assert h3.get_resolution(public) == FINEST


def test_ten_accounts_cannot_make_areas_in_two_places(speak: Speak, question: Consultation) -> None:
    """They wait beside the victim in one place after the other; they count in the first."""
    planted = speak(9, lng=-1.56, lat=47.21)
    victim = speak(1, lng=HERE[0], lat=HERE[1])[0]
    for one in planted:
        say(question, one.author, lng=HERE[0], lat=HERE[1])
    a_day_later(question)
    assert cell_of(victim) == ""
    for one in planted:
        comments.withdraw_comment(actor=one.author, comment=one)
    a_day_later(question)
    assert cell_of(victim) == ""


def test_accounts_do_not_stand_in_for_residents(speak: Speak, question: Consultation) -> None:
    CellResidents.objects.all().delete()
    CellResidents.objects.create(
        version_id=question.options.first().scenario.base_id,
        cell=cell_at(HERE[1], HERE[0]),
        residents=9.9,
    )
    victim = speak(40)[0]
    a_day_later(question)
    assert cell_of(victim) == ""


def test_no_place_is_released_where_the_city_cannot_be_read(
    speak: Speak, question: Consultation
) -> None:
    CellResidents.objects.all().delete()
    victim = speak(40)[0]
    a_day_later(question)
    assert cell_of(victim) == ""


def test_a_withdrawn_comment_changes_no_figure_before_ten_new_people_come(
    speak: Speak, question: Consultation
) -> None:
    said = speak(14)
    a_day_later(question)
    comments.withdraw_comment(actor=said[0].author, comment=said[0])
    assert not PublicComment.objects.filter(pk=said[0].public_id).exists()
    a_day_later(question)
    assert PublicCell.objects.get().people == 14
    speak(10)
    a_day_later(question)
    assert PublicCell.objects.get().people == 23


def test_a_cell_that_its_people_leave_goes_and_is_never_shown_in_parts(
    speak: Speak, question: Consultation
) -> None:
    said = speak(10)
    a_day_later(question)
    public = cell_of(said[0])
    comments.withdraw_comment(actor=said[0].author, comment=said[0])
    a_day_later(question)
    assert cell_of(said[1]) == ""
    assert not PublicCell.objects.exists()
    assert PastCell.objects.get().cell == public
    speak(1)
    a_day_later(question)
    assert not PublicCell.objects.exists()
    speak(9)
    a_day_later(question)
    assert cell_of(said[1]) == public


def test_a_comment_that_is_kept_again_is_back_in_its_cell_without_a_new_release(
    speak: Speak, question: Consultation, official: User
) -> None:
    said = speak(12)
    a_day_later(question)
    public = cell_of(said[0])
    moderation.hide_comment(actor=official, comment=said[0], reason="insult")
    said[0].refresh_from_db()
    moderation.keep_comment(actor=official, comment=said[0])
    assert cell_of(said[0]) == public


def test_two_batches_never_run_on_one_day(speak: Speak, question: Consultation) -> None:
    a_day_later(question)
    speak(12)
    for _sweep in range(3):
        tasks.release(question.pk)
    assert not PublicCell.objects.exists()


@pytest.mark.parametrize("home", [True, False])
def test_what_is_about_home_is_in_no_cell_and_counts_in_none(
    speak: Speak, question: Consultation, make_voters: Callable[[int], list[User]], home: bool
) -> None:
    speak(9)
    person = make_voters(1)[0]
    comments.write_comment(
        actor=person, consultation=question, text="Mine.", geometry=point(), about_home=home
    )
    a_day_later(question)
    assert PublicCell.objects.exists() is not home
