"""A question on the real small city, with finished figures: what the map pages open."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from participation.models import Consultation, Option, Phase
from tests.twin.answered import answered
from twin.models import Scenario

__all__ = ["answered", "map_page", "question"]
SLUG = "otages"
# Two cores draw the map in software and serve it too.
expect.set_options(timeout=20_000)
READY = "[data-twinmap][data-idle]"


@pytest.fixture
def question(transactional_db: None, answered: Sequence[Scenario]) -> Consultation:
    """Open for comments; option A is today, option B closes a street to cars."""
    version = answered[0].base
    found = Consultation.objects.create(
        slug=SLUG,
        question={"en": "Should cars leave Cours des 50 Otages?"},
        decision_maker={"en": "The deputy mayor for streets"},
        decision_date=timezone.localdate() + timedelta(days=60),
        status="open",
        area=version.bounds,
    )
    for position, scenario in enumerate(answered, start=1):
        Option.objects.create(
            consultation=found,
            scenario=scenario,
            position=position,
            name=scenario.name,
            is_baseline=position == 1,
        )
    now = timezone.now()
    Phase.objects.create(
        consultation=found,
        kind="discuss",
        opens_at=now - timedelta(days=1),
        closes_at=now + timedelta(days=9),
    )
    return found


@pytest.fixture
def map_page(question: Consultation, open_page: Callable[..., Page]) -> Callable[..., Page]:
    """map_page("option=B&view=change", width=360) -> the question's map, drawn."""

    def open_(query: str = "", *, drawn: bool = True, **options: object) -> Page:
        page = open_page(f"/c/{SLUG}/map/?{query}", **options)
        if drawn:
            page.wait_for_selector(READY, state="attached", timeout=60_000)
        return page

    return open_
