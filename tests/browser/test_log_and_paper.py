"""The public log and the piles of paper in a real browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from participation.ledger.codes import grouped
from participation.ledger.sequencing import sequence
from participation.models import Consultation, PaperSheet
from participation.paper.batches import begin_batch
from portal.models import User
from tests.participation.conftest import make_question, question, scenarios, version
from tests.participation.ledger.planting import plant

__all__ = ["make_question", "question", "scenarios", "version"]
pytestmark = pytest.mark.django_db(transaction=True)


def test_receipt_and_log_fit_a_phone_and_have_no_flaw_for_axe(
    open_page: Callable[..., Page], axe: Callable[[Page], list[str]], question: Consultation
) -> None:
    code = grouped(plant(question, 50)[0].code)
    sequence(question.pk)
    page = open_page(reverse("log", args=[question.slug]), width=360)
    for address in (None, reverse("receipt", args=[code])):
        if address:
            page.goto(address)
        assert axe(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_pile_is_typed_with_the_keyboard_alone_and_without_scripts(
    open_page: Callable[..., Page],
    sign_in: Callable[..., None],
    question: Consultation,
    official: User,
) -> None:
    pile = begin_batch(actor=official, consultation=question, label="Town hall", sheets=3)
    page = open_page("/receipt/", java_script_enabled=False)
    sign_in(page, official)
    page.goto(reverse("desk-paper-pile", args=[question.slug, pile.pk]))
    for number, line in enumerate(("ac", "b", "?"), start=1):
        expect(page.get_by_role("heading", name=f"Sheet {number} of 3")).to_be_visible()
        expect(page.get_by_label("What the sheet says")).to_be_focused()
        page.keyboard.type(line)
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="All sheets are typed")).to_be_visible()
    read: list[Any] = list(PaperSheet.objects.order_by("number").values_list("first", flat=True))
    assert [text[:8] for text in read] == ['{"ticks"', '{"ticks"', "spoilt"]
