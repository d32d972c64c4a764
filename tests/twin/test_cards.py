"""Cards and the search: every effect of every option at one place, in words."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from django.test import Client

from portal.models import User
from tests.twin.answered import STREET, answered, fids, pieces
from twin.cartography import find_place
from twin.models import AnalysisRun, Scenario, TwinVersion

__all__ = ["answered"]


def card_url(version: TwinVersion, kind: str = "street") -> str:
    fid = pieces(version)[0].fid if kind == "street" else int(fids(version, kind)[0])
    return f"/twin/card/{kind}/{fid}/"


def test_card_says_today_and_each_option(
    client: Client, city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    text = client.get(card_url(city)).content.decode()
    assert STREET in text
    assert "500 cars an hour" in text
    assert "probably 480 to 520 fewer cars an hour" in text


def test_card_begins_with_what_changes_most(
    city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    place = find_place(
        version=city, kind="street", fid=pieces(city)[0].fid, scenarios=list(answered)
    )
    weights = [effect.weight for effect in place.effects]
    assert place.effects[0].layer.key in ("volume", "fullness")
    assert weights == sorted(weights, reverse=True)


def test_card_says_plainly_where_nothing_clearly_changes(
    client: Client, city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    text = client.get(card_url(city)).content.decode()
    assert "No clear change in any option" in text


def test_house_is_told_of_the_street_in_front(
    client: Client, city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    text = client.get(card_url(city, "building")).content.decode()
    assert "A house near " in text
    assert "about 1.5 minutes shorter" in text


def test_part_of_the_map_is_the_card_alone(
    client: Client, city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    text = client.get(card_url(city), {"part": "1"}).content.decode()
    assert text.startswith("<article")
    assert "<html" not in text


def test_card_links_to_saying_something_here(
    client: Client, city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    text = client.get(card_url(city), {"c": "streets"}).content.decode()
    assert "/c/streets/comment/?street=Cours+des+50+Otages" in text


@pytest.mark.parametrize("slug", ["../x", "<b>", "a" * 99])
def test_card_takes_no_odd_consultation(
    client: Client, city: TwinVersion, answered: Sequence[Scenario], slug: str
) -> None:
    text = client.get(card_url(city), {"c": slug}).content.decode()
    assert f"/c/{slug}" not in text


def test_private_plan_is_left_out_of_the_card(
    client: Client, city: TwinVersion, answered: Sequence[Scenario], planner: User
) -> None:
    closed = answered[1]
    Scenario.objects.filter(pk=closed.pk).update(visibility="private")
    asked = {"s": ".".join(str(scenario.pk) for scenario in answered)}
    assert "Car-free" not in client.get(card_url(city), asked).content.decode()
    client.force_login(planner)
    assert "Car-free" in client.get(card_url(city), asked).content.decode()


@pytest.mark.parametrize("asked", ["x", "1.x.99999999999", "", "0.0", "²"])
def test_card_reads_odd_lists_of_scenarios(
    client: Client, city: TwinVersion, answered: Sequence[Scenario], asked: str
) -> None:
    assert client.get(card_url(city), {"s": asked}).status_code == 200


def test_unfinished_run_is_said_on_the_card(
    client: Client, city: TwinVersion, answered: Sequence[Scenario]
) -> None:
    closed = answered[1]
    AnalysisRun.objects.filter(scenario=closed).update(status="queued")
    text = client.get(card_url(city)).content.decode()
    assert "still being computed" in text


@pytest.mark.parametrize("path", ["street/999999", "planet/1", "tree/0"])
def test_unknown_place_is_not_there(client: Client, city: TwinVersion, path: str) -> None:
    assert client.get(f"/twin/card/{path}/").status_code == 404


def test_search_finds_a_street_without_its_accents(client: Client, city: TwinVersion) -> None:
    found = client.get("/twin/search/", {"q": "COURS otages", "as": "json"}).json()["found"]
    assert found[0]["name"] == STREET


def test_search_gives_links_to_cards(client: Client, city: TwinVersion) -> None:
    text = client.get("/twin/search/", {"q": "otages"}).content.decode()
    assert "/twin/card/street/" in text


def test_search_that_finds_nothing_says_what_to_try(client: Client, city: TwinVersion) -> None:
    text = client.get("/twin/search/", {"q": "zzz"}).content.decode()
    assert "No street of this name" in text


@pytest.mark.parametrize("query", ["", "\0", "%", "x" * 9000, "'; drop table", "🚲"])
def test_search_takes_any_words(client: Client, city: TwinVersion, query: str) -> None:
    assert client.get("/twin/search/", {"q": query}).status_code == 200
