"""Crowds of accounts in one place: what makes one, what it costs, and who decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import h3
import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.anomalies import find_floods, note_place, rule_on, sentence_of
from participation.anomalies.crowds import Arrival, Spoken, odd_crowds
from participation.disclosure.grid import cell_at
from participation.models import Anomaly, Comment, Consultation, Place, PublicCell, PublicComment
from portal.errors import BadInput
from portal.models import User
from tests.participation.conftest import establish
from tests.participation.releases.conftest import Speak, a_day_later, cell_of, speak

__all__ = ["speak"]
HOUR, DAY = 3_600, 86_400
HERE = cell_at(47.215, -1.555)


def _people(cell: str, number: int, *, made: int = 0, every: int = DAY, first: int = 0) -> list:
    """People whose accounts and comments lie that far apart."""
    return [
        Arrival(first + n, cell, made + n * every, n * every, frozenset({f"word{first + n}"}))
        for n in range(number)
    ]


def _kinds(arrivals: list[Arrival]) -> list[str]:
    return [crowd.kind for crowd in odd_crowds(arrivals)]


def test_people_who_come_by_and_by_are_no_crowd() -> None:
    assert not _kinds(_people("here", 40))


def test_five_accounts_made_within_a_day_are_a_crowd_and_four_are_not() -> None:
    made = [Arrival(n, "here", 5 * DAY + n * 600, n * DAY, frozenset({str(n)})) for n in range(5)]
    [crowd] = odd_crowds(made)
    assert (crowd.kind, crowd.cell, crowd.comments) == ("crowd-made", "here", (0, 1, 2, 3, 4))
    assert not odd_crowds(made[:4])


def test_a_launch_day_on_which_everyone_signs_up_raises_no_alarm() -> None:
    launch = [
        Arrival(n, f"cell{n % 4}", n * 60 % HOUR, n * DAY, frozenset({str(n)})) for n in range(40)
    ]
    assert not odd_crowds(launch, accounts=[one.made for one in launch])


def test_accounts_planted_in_many_cells_at_once_are_no_launch_day() -> None:
    """They are most of those who wait, and still few of all accounts."""
    planted = [Arrival(n, f"cell{n % 11}", n * 9, n * DAY, frozenset({str(n)})) for n in range(99)]
    everyone = [one.made for one in planted] + [n * DAY for n in range(1, 181)]
    crowds = odd_crowds(planted, accounts=everyone)
    assert {crowd.cell for crowd in crowds} == {f"cell{n}" for n in range(11)}


def _quarters(steps: int) -> list[str]:
    """Those around the one of HERE."""
    own = h3.cell_to_parent(HERE, 8)
    return sorted(set(h3.grid_disk(own, steps)) - {own})


def _elsewhere(number: int, made: Callable[[int], int]) -> list[Arrival]:
    """So many people in as many other quarters."""
    far = _quarters(6)
    return [
        Arrival(
            1_000 + n, h3.cell_to_center_child(far[n], 9), made(n), n * DAY, frozenset({str(n)})
        )
        for n in range(number)
    ]


def test_accounts_made_four_a_day_for_one_place_are_a_crowd_of_the_same_weeks() -> None:
    nine = [
        Arrival(n, HERE, 9 * DAY + n // 4 * DAY, n * DAY, frozenset({str(n)})) for n in range(9)
    ]
    victim = Arrival(99, HERE, 900 * DAY, 20 * DAY, frozenset({"mine"}))
    others = _elsewhere(60, lambda n: n * 12 * DAY)
    [crowd] = odd_crowds([*nine, victim], spoken=Spoken([*nine, victim, *others]))
    assert (crowd.kind, crowd.comments, crowd.of) == ("crowd-weeks", tuple(range(9)), 10)


def test_a_question_that_brings_its_own_people_raises_no_alarm() -> None:
    new = [Arrival(n, HERE, 40 * DAY + n * DAY, n * DAY, frozenset({str(n)})) for n in range(9)]
    others = _elsewhere(60, lambda n: 40 * DAY + n % 20 * DAY)
    assert not odd_crowds(new, spoken=Spoken([*new, *others]))
    assert not odd_crowds(new, spoken=Spoken(new))


def test_planted_accounts_in_other_quarters_do_not_say_what_is_usual() -> None:
    """Eleven cells of them stand beside sixty honest ones, and have written most of all lately."""
    far = _quarters(2)[:10]
    cells = [HERE, *(h3.cell_to_center_child(one, 9) for one in far)]
    planted = [
        Arrival(n, cells[n // 9], n % 9 // 4 * DAY, 60 * DAY + n * 900, frozenset({str(n)}))
        for n in range(99)
    ]
    others = _elsewhere(60, lambda n: n * 12 * DAY)
    crowds = odd_crowds(planted, spoken=Spoken([*planted, *others]))
    assert {crowd.cell for crowd in crowds} == set(cells)


def test_a_burst_of_comments_in_one_place_is_a_crowd() -> None:
    at_once = [Arrival(n, "here", n * DAY, DAY + n * 60, frozenset({str(n)})) for n in range(6)]
    assert _kinds([*at_once, *_people("there", 20, first=100)]) == ["crowd-wrote"]


def test_nearly_the_same_words_are_a_crowd_and_other_words_are_not() -> None:
    text = ["the", "square", "needs", "more", "trees", "and", "a", "bench", "for", "old", "people"]
    alike = [Arrival(n, "here", n * DAY, n * DAY, frozenset([*text, f"sign{n}"])) for n in range(5)]
    assert _kinds([*alike, *_people("there", 20, first=100)]) == ["crowd-words"]


@pytest.fixture
def planted(speak: Speak, question: Consultation) -> list[Comment]:
    """A victim, and nine aged accounts of one day that wrote in the same place at once."""
    for number in range(30):
        other = User.objects.create(email=f"other{number}@example.org", password="!")
        establish(other, days=40 + number)
    victim = speak(1, days=400)
    return [*victim, *speak(9, at_once=True)]


def test_planted_accounts_of_one_day_move_no_place_until_an_official_has_looked(
    planted: list[Comment], question: Consultation, official: User
) -> None:
    a_day_later(question)
    assert {one.kind for one in Anomaly.objects.all()} >= {"crowd-made"}
    assert Place.objects.exclude(flood=None).count() >= 9
    a_day_later(question)
    assert not PublicCell.objects.exists()
    assert PublicComment.objects.count() == 10
    for odd in Anomaly.objects.all():
        rule_on(actor=official, anomaly=odd, ruling="places", reason="A class wrote about it.")
    a_day_later(question)
    assert cell_of(planted[0]) == PublicCell.objects.get().cell


def test_accounts_that_are_set_apart_count_nowhere_and_are_read_as_before(
    planted: list[Comment], question: Consultation, official: User
) -> None:
    a_day_later(question)
    for odd in Anomaly.objects.all():
        rule_on(actor=official, anomaly=odd, ruling="apart", reason="One person's accounts.")
    a_day_later(question)
    assert not PublicCell.objects.exists()
    assert PublicComment.objects.count() == 10
    assert find_floods(question.pk) == 0


def test_a_ruling_on_a_crowd_is_one_of_its_own(
    planted: list[Comment], question: Consultation, official: User
) -> None:
    find_floods(question.pk)
    odd = Anomaly.objects.first()
    assert odd is not None
    with pytest.raises(BadInput):
        rule_on(actor=official, anomaly=odd, ruling="reported", reason="x")


def test_invented_people_of_a_demo_are_no_crowd(
    planted: list[Comment], question: Consultation
) -> None:
    User.objects.update(synthetic=True)
    a_day_later(question)
    assert not Anomaly.objects.exists()
    assert PublicCell.objects.exists()


def test_many_comments_about_a_place_from_one_network_are_found_by_coarse_counts(
    speak: Speak, question: Consultation
) -> None:
    said = [speak(1, days=30 + 7 * number)[0] for number in range(8)]
    for number, comment in enumerate(said):
        then = timezone.now() - timedelta(hours=number)
        Comment.objects.filter(pk=comment.pk).update(created_at=then, text=f"{'abcdefgh'[number]}")
        note_place("0123456789abcdef" if number < 6 else f"{number:016x}", comment)
    find_floods(question.pk)
    odd = Anomaly.objects.get()
    assert odd.kind == "crowd-network"
    assert (odd.evidence["number"], odd.evidence["of"]) == (6, 8)
    assert "0123456789abcdef" not in f"{odd.evidence}{odd.key}"


def test_a_redis_that_is_away_hides_no_other_crowd(
    planted: list[Comment], question: Consultation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(settings, "REDIS_URL", "redis://127.0.0.1:2/0")
    note_place("0123456789abcdef", planted[0])
    assert find_floods(question.pk) >= 1


def test_an_official_reads_the_crowds_comments_and_the_public_page_names_no_place(
    client: Client, planted: list[Comment], question: Consultation, official: User
) -> None:
    find_floods(question.pk)
    odd = Anomaly.objects.get(kind="crowd-made")
    client.force_login(official)
    page = client.get(reverse("desk-anomaly", args=[odd.pk])).content.decode()
    assert sentence_of(odd) in page
    assert planted[1].text in page
    assert "Their places do not count" in page
    rule_on(actor=official, anomaly=odd, ruling="apart", reason="One person's accounts.")
    client.logout()
    public = client.get(reverse("checks", args=[question.slug])).content.decode()
    assert "One person&#x27;s accounts." in public
    assert cell_at(47.215, -1.555) not in public


def test_nobody_reads_from_the_page_of_checks_whether_a_tenth_person_waits_beside_nine(
    planted: list[Comment], question: Consultation, official: User
) -> None:
    """It said "Of 10 people who wait for one place, 9 …", without aging an account or waiting."""
    address = reverse("checks", args=[question.slug])

    def read() -> str:
        page = Client().get(address).content.decode()
        return re.sub(r"\d\d:\d\d|nonce=\S+", "", page.partition('id="odd"')[2])

    nothing = read()
    find_floods(question.pk)
    assert Anomaly.objects.exists()
    assert read() == nothing
    seen = set()
    for of in (9, 10):
        for odd in Anomaly.objects.all():
            Anomaly.objects.filter(pk=odd.pk).update(
                evidence=odd.evidence | {"of": of, "from": f"2026-01-0{of - 8}T00:00:00+00:00"}
            )
            odd.refresh_from_db()
            if not odd.ruling:
                rule_on(actor=official, anomaly=odd, ruling="apart", reason="One person.")
        seen.add(read())
    assert len(seen) == 1
    assert "made their accounts within 24 hours" in seen.pop()
