"""A question's parts at the desk: their pages, what they keep, and what they ask for."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.forms.models import model_to_dict
from django.test import Client
from django.urls import reverse

from participation.models import Consultation, Option
from tests.participation.faces.browsing import fields

PARIS = ZoneInfo("Europe/Paris")
PARTS = ("desk-texts", "desk-dates", "desk-options", "desk-rule", "desk-eligibility")
Make = Callable[..., Consultation]


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
