"""A question's parts at the desk: their pages, what they keep, and one calendar for all of them."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from participation.models import Consultation, Option, Phase
from participation.phases import calendar_flaws
from portal.clocks import change_at
from portal.models import User

PARIS = ZoneInfo("Europe/Paris")
PARTS = ("desk-texts", "desk-dates", "desk-options", "desk-rule", "desk-eligibility")
Make = Callable[..., Consultation]


@pytest.fixture
def desk(client: Client, official: User) -> Client:
    """A client with an official at it."""
    client.force_login(official)
    return client


@pytest.fixture
def draft(make_question: Make) -> Consultation:
    """A draft with every text, dates that are to come and three options."""
    made = make_question("inform", status="draft")
    for name in ("question", "summary", "background", "can_change", "cannot_change"):
        setattr(made, name, {"en": f"{name} in English", "fr": f"{name} en français"})
    made.save()
    first, last = timezone.now().replace(second=0, microsecond=0), made.phases.last()
    for phase in made.phases.all():
        days = 10 * list(Phase.Kind.values).index(phase.kind)
        phase.opens_at = first + timedelta(days=days + 1)
        phase.closes_at = None if phase == last else first + timedelta(days=days + 11)
        phase.save()
    return made


def fields(page: str, action: str) -> dict[str, str]:
    """What a browser sends of the form that goes to `action`."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form is not None
    found: dict[str, str] = {}
    for tag in re.findall(r"<input[^>]*>", form[0]):
        name = re.search(r'name="([^"]+)"', tag)
        picked = not re.search(r'type="(radio|checkbox)"', tag) or "checked" in tag
        if name and picked:
            value = re.search(r'value="([^"]*)"', tag)
            found[name[1]] = value[1] if value else ""
    for name, words in re.findall(
        r'<textarea name="([^"]+)"[^>]*>\n?(.*?)</textarea>', form[0], re.S
    ):
        found[name] = words
    for name, inside in re.findall(r'<select name="([^"]+)"[^>]*>(.*?)</select>', form[0], re.S):
        chosen = re.search(r'value="([^"]*)" selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


def stored(question: Consultation) -> dict[str, Any]:
    """All that an official can store of a question."""
    row = Consultation.objects.get(pk=question.pk)
    kept = model_to_dict(row, exclude=["edit_version", "area", "created_by"])
    kept["phases"] = list(row.phases.values_list("kind", "opens_at", "closes_at"))
    kept["options"] = list(row.options.values("name", "summary", "scenario", "cost"))
    return kept


def less(before: Any, after: Any) -> bool:
    """Whether something that stood there is gone."""
    if isinstance(before, dict):
        return any(less(value, after.get(key)) for key, value in before.items())
    if isinstance(before, list):
        return len(after or []) < len(before)
    return bool(before) and not after


def addresses(question: Consultation) -> list[str]:
    """Every page of a part that has a form for what is stored."""
    option = question.options.last()
    assert option is not None
    return [
        *(reverse(name, args=[question.slug]) for name in PARTS if name != "desk-options"),
        reverse("desk-option", args=[question.slug, option.pk]),
        reverse("desk-eligibility", args=[question.slug]) + "?kind=area",
    ]


def test_no_form_of_the_desk_deletes_what_a_field_that_was_left_out_says(
    desk: Client, draft: Consultation
) -> None:
    """Each form of each part is sent with each of its fields left out, and with none at all."""
    area = {"by": "postcode", "names": ["44000"], "residents": {"44000": 9}}
    Consultation.objects.filter(pk=draft.pk).update(eligibility={"kind": "area", "area": area})
    tried = 0
    for address in addresses(draft):
        whole = fields(desk.get(address).content.decode(), address.partition("?")[0])
        for left_out in [*whole, None]:
            sent = {k: v for k, v in whole.items() if left_out and k != left_out}
            before = stored(draft)
            answer = desk.post(address.partition("?")[0], sent)
            assert answer.status_code < 500
            assert not less(before, stored(draft)), (address, left_out)
            tried += 1
    assert tried > 40


def test_a_form_that_comes_whole_and_unchanged_changes_nothing(
    desk: Client, draft: Consultation
) -> None:
    for address in addresses(draft)[:2]:
        before = stored(draft)
        sent = fields(desk.get(address).content.decode(), address)
        assert desk.post(address, sent).status_code == 302
        assert stored(draft) == before


@pytest.mark.parametrize("name", [*PARTS, "desk-decide"])
def test_the_language_switch_of_a_refused_page_leads_to_a_page(
    desk: Client, draft: Consultation, name: str
) -> None:
    address = reverse(name, args=[draft.slug])
    page = desk.post(
        address,
        {"kind": "area", "rule": "approval", "act": "preview"},
        HTTP_REFERER=f"http://testserver{address}",
    )
    assert page.status_code == 400
    back = re.search(r'name="next" value="([^"]+)"', page.content.decode())
    assert back is not None
    assert desk.get(back[1]).status_code == 200


def test_what_was_typed_is_kept_when_the_language_is_switched(
    desk: Client, draft: Consultation
) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address)
    sent["decision_date"] = "2020-01-01"
    assert desk.post(address, sent).status_code == 400
    desk.post(reverse("set_language"), {"language": "fr", "next": address})
    page = desk.get(address).content.decode()
    assert 'value="2020-01-01"' in page
    assert "Ce jour est passé." in page
    assert 'value="2020-01-01"' not in desk.get(f"{address}?stored=1").content.decode()
    assert 'value="2020-01-01"' not in desk.get(address).content.decode()


def test_in_french_a_no_break_space_stands_before_the_colon_of_the_summary(
    desk: Client, draft: Consultation
) -> None:
    desk.post(reverse("set_language"), {"language": "fr", "next": "/"})
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address) | {"decision_date": "2020-01-01"}
    page = desk.post(address, sent).content.decode()
    assert '<a href="#id_decision_date">Jour de la décision\N{NO-BREAK SPACE}: Ce jour' in page


def test_what_is_missing_leads_to_its_field(desk: Client, draft: Consultation) -> None:
    Consultation.objects.filter(pk=draft.pk).update(decision_date=None, decision_maker={})
    page = desk.get(reverse("desk-consultation", args=[draft.slug])).content.decode()
    links = re.findall(r'<li><a href="([^"#]+)#([^"]+)">', page)
    assert len(links) == 2
    for address, anchor in links:
        assert f'id="{anchor}"' in desk.get(address).content.decode()


def test_a_field_that_opening_needs_is_not_called_optional(
    desk: Client, draft: Consultation
) -> None:
    for name, label in (("texts", "Who decides (English)"), ("dates", "Day of the decision")):
        page = desk.get(reverse(f"desk-{name}", args=[draft.slug])).content.decode()
        said = re.search(rf'{re.escape(label)} <span class="field__optional">\(([^)]*)\)', page)
        assert said is not None
        assert "needed before opening" in said[1]


def test_a_close_without_an_opening_is_refused_and_kept(desk: Client, draft: Consultation) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address) | {"vote_opens": ""}
    answer = desk.post(address, sent)
    assert answer.status_code == 400
    assert "has a close but no opening" in answer.content.decode()
    assert f'value="{sent["vote_closes"]}"' in answer.content.decode()
    assert draft.phases.filter(kind="vote").exists()


def test_every_fault_of_a_calendar_is_told_at_once(desk: Client, draft: Consultation) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address)
    answer = desk.post(address, sent | {"inform_opens": "", "decision_date": "2020-01-01"})
    assert set(answer.context["form"].errors) == {"inform_opens", "decision_date"}


NIGHTS = [
    ("2027-03-28T02:30", "forward from 02:00 to 03:00", "Choose 01:59 or earlier, or 03:00"),
    ("2027-10-31T02:30", "back from 03:00 to 02:00", "Choose 01:59 or earlier, or 03:00"),
]


@pytest.mark.parametrize(("hour", "why", "instead"), NIGHTS)
def test_an_hour_of_a_clock_change_is_explained(
    desk: Client, draft: Consultation, hour: str, why: str, instead: str
) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address) | {"vote_closes": hour}
    page = desk.post(address, sent).content.decode()
    assert why in page
    assert instead in page
    desk.post(reverse("set_language"), {"language": "fr", "next": "/"})
    assert "Cette nuit-là, on passe à l’heure d’" in desk.get(address).content.decode()


def test_such_an_hour_is_explained_however_it_was_written(
    desk: Client, draft: Consultation
) -> None:
    address = reverse("desk-dates", args=[draft.slug])
    sent = fields(desk.get(address).content.decode(), address)
    answer = desk.post(address, sent | {"vote_closes": "10/31/2027 02:30"})
    assert "back from 03:00 to 02:00" in answer.content.decode()


@pytest.mark.parametrize("zone", ["Europe/Paris", "Australia/Lord_Howe", "America/St_Johns"])
def test_a_change_of_clocks_is_found_to_the_second(zone: str) -> None:
    for hour in range(24 * 366):
        wall = datetime(2027, 1, 1, 0, 15) + timedelta(hours=hour)
        change = change_at(wall, ZoneInfo(zone))
        if change is not None:
            low, high = sorted((change.before, change.after))
            assert low <= wall < high
            assert change_at(low, ZoneInfo(zone)) == change
            assert change_at(high, ZoneInfo(zone)) is None
            assert change_at(low - timedelta(seconds=1), ZoneInfo(zone)) is None


def _codes(rows: list[Any], day: date | None, now: datetime | None, **more: Any) -> list[str]:
    return [flaw.code for flaw in calendar_flaws(rows, day, zone=PARIS, now=now, **more)]


def test_the_decision_may_fall_on_the_last_day_of_the_vote_and_not_before() -> None:
    now = datetime(2027, 1, 1, tzinfo=PARIS)
    closes = datetime(2027, 2, 1, 0, 30, tzinfo=PARIS)
    rows = [("vote", now, closes)]
    assert _codes(rows, date(2027, 2, 1), now) == []
    assert _codes(rows, date(2027, 1, 31), now) == ["early"]


def test_a_day_that_has_passed_may_stay_but_not_be_chosen() -> None:
    now, day = datetime(2027, 1, 5, tzinfo=PARIS), date(2027, 1, 4)
    assert _codes([], day, now) == ["gone"]
    assert _codes([], day, now, kept=frozenset({day})) == []
    assert _codes([], day, None) == []


def test_a_draft_whose_vote_has_passed_meanwhile_does_not_open(
    desk: Client, draft: Consultation
) -> None:
    for phase in draft.phases.all():
        phase.opens_at -= timedelta(days=50)
        phase.closes_at = phase.closes_at and phase.closes_at - timedelta(days=50)
        phase.save()
    answer = desk.post(reverse("desk-state", args=[draft.slug]), {"act": "open"})
    assert answer.status_code == 400
    assert "close in the past" in answer.content.decode()


def test_the_decision_day_of_an_open_question_is_checked_by_every_verb(
    official: User, question: Consultation
) -> None:
    from participation.consultations import edit_consultation
    from portal.errors import BadInput

    with pytest.raises(BadInput, match="before the last day of"):
        edit_consultation(
            actor=official,
            consultation=question,
            seen_version=question.edit_version,
            decision_date=timezone.localdate() + timedelta(days=1),
        )


def test_the_decision_day_moves_after_the_vote_has_closed(
    official: User, make_question: Make
) -> None:
    from participation.consultations import edit_consultation

    counted = make_question("result")
    moved = edit_consultation(
        actor=official,
        consultation=counted,
        seen_version=counted.edit_version,
        reason="The council meets later.",
        decision_date=timezone.localdate() + timedelta(days=90),
    )
    assert moved.decision_date == timezone.localdate() + timedelta(days=90)


def test_formatting_is_drawn_on_pages_and_left_out_of_one_line_places(
    client: Client, question: Consultation, options: list[Option]
) -> None:
    Consultation.objects.filter(pk=question.pk).update(
        summary={"en": "A **calm** street"}, background={"en": "See [the plan](https://x.example)"}
    )
    Option.objects.filter(pk=options[1].pk).update(summary={"en": "**No** cars"})
    page = client.get(reverse("consultation", args=[question.slug])).content.decode()
    assert '<a href="https://x.example" rel="nofollow noopener">the plan</a>' in page
    assert "A calm street" in page
    assert "<p>No cars</p>" in page
    answer = client.get(f"/api/consultations/{question.slug}/").json()
    assert answer["background"] == {"en": "See the plan (https://x.example)"}
    assert "**" not in client.get(reverse("home")).content.decode()
