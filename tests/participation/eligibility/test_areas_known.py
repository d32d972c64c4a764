"""Districts are chosen from what the city has; postcodes look like the country's."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.gis.geos import Polygon
from django.test import Client
from django.urls import reverse

from participation.eligibility.rules import cleaned_rule
from participation.models import Consultation
from portal.errors import BadInput
from portal.models import User
from twin.models import Feature, TwinVersion


@pytest.fixture
def districts(version: TwinVersion) -> list[str]:
    """The test city with two districts."""
    names = ["Centre-Ville", "Île de Nantes"]
    box = Polygon.from_bbox((0, 0, 1, 1))
    box.srid = 3857
    for place, name in enumerate(names):
        Feature.objects.create(
            version=version,
            kind="district",
            fid=place,
            urn=f"urn:x:district:{place}",
            name=name,
            geometry=box,
        )
    return names


@pytest.mark.parametrize("name", ["4400", "abc", "44 00", "440000", "٤٤٠٠٠"])
def test_what_is_no_postcode_of_the_country_is_refused_by_name(db: None, name: str) -> None:
    area = {"by": "postcode", "names": ["44000", name]}
    with pytest.raises(BadInput, match=f"“{name}” is no postcode"):
        cleaned_rule({"kind": "area", "area": area})


def test_another_country_has_other_postcodes(db: None, settings: Any) -> None:
    settings.CITY = {**settings.CITY, "postcode": r"[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}"}
    rule = cleaned_rule({"kind": "area", "area": {"by": "postcode", "names": ["sw1a 1aa"]}})
    assert rule["area"]["names"] == ["sw1a 1aa"]


@pytest.mark.parametrize("name", ["Centre-Vill", "Atlantis"])
def test_a_district_that_the_city_does_not_have_is_refused_by_name(
    districts: list[str], name: str
) -> None:
    with pytest.raises(BadInput, match=f"no district called “{name}”"):
        cleaned_rule({"kind": "area", "area": {"by": "district", "names": [name]}})


def test_a_district_is_stored_as_the_city_writes_it(districts: list[str]) -> None:
    rule = cleaned_rule({"kind": "area", "area": {"by": "district", "names": ["centre ville"]}})
    assert rule["area"]["names"] == ["Centre-Ville"]


def test_a_city_without_districts_takes_any_name(version: TwinVersion) -> None:
    rule = cleaned_rule({"kind": "area", "area": {"by": "district", "names": ["Nord"]}})
    assert rule["area"]["names"] == ["Nord"]


def test_an_official_ticks_the_districts(
    client: Client, official: User, question: Consultation, districts: list[str]
) -> None:
    Consultation.objects.filter(pk=question.pk).update(status="draft")
    client.force_login(official)
    address = reverse("desk-eligibility", args=[question.slug])
    sent = {"kind": "area", "by": "district", "names": "", "seen": "1", "reason": "Narrowed."}
    sent |= {"district_residents": "Centre-Ville: 31 200"}
    refused = client.post(address, sent)
    assert refused.status_code == 400
    assert "Tick one district at least." in refused.content.decode()
    assert client.post(address, sent | {"districts": districts}).status_code == 302
    question.refresh_from_db()
    assert question.eligibility["area"] == {
        "by": "district",
        "names": districts,
        "residents": {"Centre-Ville": 31200},
    }
    page = client.get(address).content.decode()
    assert page.count('type="checkbox" name="districts"') == 2
    assert "Centre-Ville: 31200" in page


def _marks(client: Client, question: Consultation, kind: str) -> dict[str, str]:
    """What stands in brackets behind each label of the form."""
    page = client.get(f"{reverse('desk-eligibility', args=[question.slug])}?kind={kind}")
    found = re.findall(
        r"<(?:legend|label)[^>]*>([^<]+?) <span class=\"field__optional\">\(([^)]+)\)",
        page.content.decode(),
    )
    return dict(found)


def test_the_page_says_which_field_is_needed_when(
    client: Client, official: User, question: Consultation, districts: list[str]
) -> None:
    Consultation.objects.filter(pk=question.pk).update(status="draft")
    client.force_login(official)
    of_an_area = {
        "The postcodes": "needed if you choose postcodes",
        "The districts": "needed if you choose districts",
        "Residents of the districts": "optional",
    }
    assert _marks(client, question, "area") == of_an_area
    assert _marks(client, question, "code") == of_an_area
    asked = {"Besides the name, ask for": "one at least"}
    assert _marks(client, question, "census") == asked | of_an_area


def test_without_known_districts_the_one_field_says_when_it_is_needed(
    client: Client, official: User, question: Consultation
) -> None:
    Consultation.objects.filter(pk=question.pk).update(status="draft")
    client.force_login(official)
    assert _marks(client, question, "area") == {}
    named = {"The postcodes or districts": "needed if you choose an area"}
    assert _marks(client, question, "code") == named
