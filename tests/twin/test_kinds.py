"""The table of kinds says what may be stored."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.errors import BadInput
from twin.kinds import KINDS, kind_of, urn_of

STREET = KINDS["street"]


def test_unknown_kind_is_refused_naming_those_there_are() -> None:
    with pytest.raises(BadInput, match="no kind 'tram'; there are: building, street"):
        kind_of("tram")


def test_urn_names_city_kind_and_source_id() -> None:
    assert urn_of("nantes", "street", "T1") == "urn:civic:nantes:street:T1"


def test_missing_attributes_get_their_empty_value() -> None:
    checked = STREET.check({"importance": 5})
    assert checked["name"] == ""
    assert checked["lanes"] is None
    assert checked["car"] is False


def test_not_a_number_is_stored_as_unknown() -> None:
    assert STREET.check({"importance": 1, "lanes": math.nan})["lanes"] is None


def test_attribute_of_another_kind_is_refused_by_name() -> None:
    with pytest.raises(BadInput, match="no attribute 'height_m'") as caught:
        STREET.check({"height_m": 3})
    assert caught.value.field == "height_m"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("direction", "sideways"),
        ("lanes", 400),
        ("lanes", "three"),
        ("lanes", math.inf),
        ("importance", 9),
        ("road_class", "motorway to the moon"),
    ],
)
def test_value_that_does_not_fit_is_refused_by_name(name: str, value: object) -> None:
    with pytest.raises(BadInput) as caught:
        STREET.check({"importance": 5, name: value})
    assert caught.value.field == name


@given(st.floats(0, 900))
def test_checking_twice_changes_nothing(height: float) -> None:
    once = KINDS["building"].check({"height_m": height})
    assert KINDS["building"].check(once) == once


def test_every_number_has_a_unit() -> None:
    assert [
        f"{kind.name}.{a.name}"
        for kind in KINDS.values()
        for a in kind.attributes
        if a.type == "number" and not a.unit
    ] == []
