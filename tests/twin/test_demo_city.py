"""The demo city is brought in once, and again only when its data changes."""

from __future__ import annotations

import pytest

from twin.demo.city import ensure_city
from twin.models import Import, Source, TwinVersion


@pytest.mark.django_db
def test_the_second_call_does_nothing_and_says_nothing() -> None:
    said: list[str] = []
    first = ensure_city(said.append)
    assert first.counts["street"] == 3_696
    assert said[-1].startswith("8620 buildings")
    said.clear()
    assert ensure_city(said.append) == first
    assert said == []
    assert Import.objects.count() == TwinVersion.objects.count() == 1


def test_an_import_of_other_data_is_brought_up_to_date(city: TwinVersion) -> None:
    Source.objects.update(checksum="0" * 64)
    newer = ensure_city(lambda text: None)
    assert newer != city
    assert newer.counts["street"] == 3_696
