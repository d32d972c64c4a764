"""Tiles: what they hold, that they never change, and what is asked of them wrongly."""

from __future__ import annotations

import gzip
import math

import pytest
from django.core.cache import cache
from django.test import Client

from tests.twin.vector_tile import read_tile
from twin.models import Feature, TwinVersion


def tile_at(version: TwinVersion, zoom: int) -> tuple[int, int]:
    """Column and row of the tile in the middle of a version."""
    spot = version.bounds.centroid
    size = 2**zoom
    latitude = math.radians(spot.y)
    row = (1 - math.asinh(math.tan(latitude)) / math.pi) / 2 * size
    return int((spot.x + 180) / 360 * size), int(row)


def address(version: TwinVersion, zoom: int) -> str:
    column, row = tile_at(version, zoom)
    return f"/twin/tiles/{version.digest[:16]}/{zoom}/{column}/{row}.mvt"


def plain(client: Client, url: str) -> bytes:
    response = client.get(url)
    assert response.status_code == 200
    return bytes(response.content)


def test_tile_holds_the_streets_and_houses_that_lie_in_it(
    client: Client, city: TwinVersion
) -> None:
    found = read_tile(plain(client, address(city, 15)))
    assert {"building", "street", "street_name"} <= set(found)
    names = {feature.get("name") for feature in found["street"]}
    assert "Cours des 50 Otages" in names


def test_feature_id_is_the_row_of_the_version(client: Client, city: TwinVersion) -> None:
    found = read_tile(plain(client, address(city, 15)))["street"]
    names = dict(Feature.objects.filter(version=city, kind="street").values_list("fid", "name"))
    assert found
    assert all(names[feature["id"]] == feature.get("name", "") for feature in found)


def test_houses_have_their_height(client: Client, city: TwinVersion) -> None:
    found = read_tile(plain(client, address(city, 16)))["building"]
    heights = dict(
        Feature.objects.filter(version=city, kind="building").values_list("fid", "height_m")
    )
    assert found
    assert all(
        abs(feature["height_m"] - heights[feature["id"]]) <= 0.5
        for feature in found
        if heights[feature["id"]] is not None
    )


def test_small_houses_are_left_out_from_afar(client: Client, city: TwinVersion) -> None:
    near = read_tile(plain(client, address(city, 14)))["building"]
    far = read_tile(plain(client, address(city, 12)))["building"]
    assert 0 < len(far) < len(near)


def test_tile_asked_for_again_is_not_cut_again(client: Client, city: TwinVersion) -> None:
    first = plain(client, address(city, 15))
    Feature.objects.filter(version=city).delete()
    assert plain(client, address(city, 15)) == first


def test_tile_may_be_kept_for_ever_by_anyone(client: Client, city: TwinVersion) -> None:
    response = client.get(address(city, 15))
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert response["Vary"] == "Accept-Encoding"
    assert "Content-Language" not in response


def test_reader_that_has_the_tile_is_told_so(client: Client, city: TwinVersion) -> None:
    etag = client.get(address(city, 15))["ETag"]
    assert client.get(address(city, 15), headers={"If-None-Match": etag}).status_code == 304


def test_tile_is_packed_for_those_who_unpack(client: Client, city: TwinVersion) -> None:
    packed = client.get(address(city, 15), headers={"Accept-Encoding": "gzip, br"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain(client, address(city, 15))


def test_place_without_anything_answers_204(client: Client, city: TwinVersion) -> None:
    assert client.get(f"/twin/tiles/{city.digest[:16]}/15/0/0.mvt").status_code == 204


def test_empty_tiles_do_not_fill_the_cache(client: Client, city: TwinVersion) -> None:
    client.get(f"/twin/tiles/{city.digest[:16]}/15/0/0.mvt")
    assert cache.get(f"tile:{city.digest[:16]}:15:0:0") is None


@pytest.mark.parametrize("spot", ["10/0/0", "19/0/0", "15/32768/0", "15/0/32768", "99/1/1"])
def test_tile_outside_the_scheme_is_not_there(client: Client, city: TwinVersion, spot: str) -> None:
    assert client.get(f"/twin/tiles/{city.digest[:16]}/{spot}.mvt").status_code == 404


@pytest.mark.parametrize("name", ["f" * 16, "x" * 16, "..%2f", "a" * 15])
def test_unknown_version_is_not_there(client: Client, city: TwinVersion, name: str) -> None:
    column, row = tile_at(city, 15)
    assert client.get(f"/twin/tiles/{name}/15/{column}/{row}.mvt").status_code == 404
