"""Results on the ground: where a picture lies, what its pixels say, who may see it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyproj
import pytest
from django.test import Client
from PIL import Image

from portal.models import User
from portal.theme import sheet
from tests.twin.heard import (
    BY_DAY,
    FRAME,
    LOST_CELL,
    NO2,
    QUIETER_DB,
    answer_noise,
    answered,
    cells,
    chain,
    heard,
)
from twin.analyses.contract import Frame
from twin.cartography import MAP_LAYERS, MapOption, ground, map_config
from twin.cartography.palette import colours
from twin.models import AnalysisRun, Result, Scenario, TwinVersion
from twin.runs import default_fingerprints

__all__ = ["answered", "chain", "heard"]
CRS = "EPSG:2154"
NOISE = MAP_LAYERS["noise-ground"]


def lonlat(x: float, y: float) -> tuple[float, float]:
    lon, lat = pyproj.Transformer.from_crs(CRS, "EPSG:4326", always_xy=True).transform(x, y)
    return lon, lat


def print_of(scenario: Scenario, analysis: str = "noise") -> str:
    return default_fingerprints(scenario.digest)[analysis]


def address(heard: Sequence[Scenario], end: str, layer: str = "noise-ground") -> str:
    """Of a difference between the two; of the values of today when `end` is a value's."""
    today, closed = (print_of(one) for one in heard)
    if end.startswith("value"):
        return f"/twin/results/{today}/{layer}{end.removeprefix('value')}"
    return f"/twin/difference/{today}/{closed}/{layer}{end}"


def image(response: Any) -> np.ndarray:
    """A PNG's pixels as palette numbers, the first row of the array in the north."""
    return np.asarray(Image.open(io.BytesIO(response.content)))


def test_corners_go_clockwise_from_the_north_west() -> None:
    corners = ground.corners(FRAME, CRS)
    expected = [(355200, 6689600), (355700, 6689600), (355700, 6689200), (355200, 6689200)]
    for corner, place in zip(corners, expected, strict=True):
        assert corner == pytest.approx(lonlat(*place), abs=1e-6)


def test_place_is_in_the_cell_it_lies_in() -> None:
    assert ground.cell_at(FRAME, CRS, *lonlat(355201, 6689201)) == 0
    assert ground.cell_at(FRAME, CRS, *lonlat(355301, 6689201)) == 1
    assert ground.cell_at(FRAME, CRS, *lonlat(355699, 6689599)) == 19


@pytest.mark.parametrize(("x", "y"), [(355199, 6689300), (355701, 6689300), (355300, 6689601)])
def test_place_outside_the_frame_has_no_cell(x: float, y: float) -> None:
    assert ground.cell_at(FRAME, CRS, *lonlat(x, y)) is None


def test_middle_of_a_cell_is_in_that_cell() -> None:
    middles = ground.middles(FRAME, CRS, cells())
    assert [ground.cell_at(FRAME, CRS, *place) for place in middles] == cells().tolist()


def test_class_of_a_value_is_that_of_its_legend() -> None:
    values = np.array([52.9, 53, 58, 63, 68, np.nan], dtype=np.float32)
    assert ground.value_steps(NOISE, values).tolist() == [1, 2, 3, 4, 5, 0]


def test_less_noise_has_the_colour_of_better() -> None:
    steps = ground.change_steps(NOISE, np.array([-2, -1, 0, 1, 2], dtype=np.int8))
    assert steps.tolist() == [1, 2, 3, 4, 5]


def test_picture_has_a_pixel_for_each_cell_and_none_where_no_value_is(
    client: Client, heard: Sequence[Scenario]
) -> None:
    pixels = image(client.get(address(heard, "value.png")))
    assert pixels.shape == (FRAME.rows, FRAME.columns)
    row, column = divmod(LOST_CELL, FRAME.columns)
    empty = np.argwhere(pixels == 0).tolist()
    assert empty == [[FRAME.rows - 1 - row, column]]
    assert set(pixels[pixels > 0].tolist()) == {4}


def test_picture_has_the_colours_of_the_stylesheet(
    client: Client, heard: Sequence[Scenario]
) -> None:
    response = client.get(address(heard, "value.png"))
    shown = Image.open(io.BytesIO(response.content)).convert("RGBA").getpixel((0, 0))
    colour = "#{:02x}{:02x}{:02x}".format(*shown[:3])
    assert f"--seq-4: {colour}".encode() in sheet().text
    assert shown[3] == 255


def test_change_is_drawn_only_where_it_is_clear(client: Client, heard: Sequence[Scenario]) -> None:
    response = client.get(address(heard, ".png"))
    pixels = image(response)
    assert pixels[-1].tolist() == [1] * FRAME.columns
    shown = Image.open(io.BytesIO(response.content)).convert("RGBA")
    assert shown.getpixel((0, 0))[3] == 0
    assert shown.getpixel((0, FRAME.rows - 1))[3] == 255


def test_change_that_some_draws_deny_is_not_drawn(
    client: Client, heard: Sequence[Scenario]
) -> None:
    closed = heard[1]
    AnalysisRun.objects.filter(fingerprint=print_of(closed)).delete()
    answer_noise(closed, -1.5, spread=(-4.0, 0.0, 4.0))
    found = client.get(address(heard, ".json")).json()
    assert found["clear"] == 0


def test_picture_says_where_it_lies(client: Client, heard: Sequence[Scenario]) -> None:
    found = client.get(address(heard, ".json")).json()
    assert found["corners"] == ground.corners(FRAME, CRS)
    assert found["clear"] == FRAME.columns
    assert client.get(found["image"])["Content-Type"] == "image/png"


def test_picture_is_small_and_kept_for_ever(client: Client, heard: Sequence[Scenario]) -> None:
    response = client.get(address(heard, "value.png"))
    assert len(response.content) < 400
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    again = client.get(address(heard, "value.png"), headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_picture_of_a_very_large_grid_shows_every_second_cell() -> None:
    wide = Frame(0.0, 0.0, 10.0, 2 * ground.MOST_PIXELS, 4)
    here = np.arange(wide.columns * wide.rows, dtype=np.int32)
    drawn = ground.picture(wide, here, np.ones(len(here), dtype=np.uint8), change=False)
    assert Image.open(io.BytesIO(drawn)).size == (ground.MOST_PIXELS, 2)


def test_no_clear_change_has_no_colour() -> None:
    assert colours(["div-0"]) == [None]


@pytest.mark.parametrize("end", ["value.png", "value.json", ".png", ".json"])
def test_ground_of_a_private_plan_is_only_for_planners(
    client: Client, heard: Sequence[Scenario], resident: User, planner: User, end: str
) -> None:
    Scenario.objects.filter(pk__in=[one.pk for one in heard]).update(visibility="private")
    assert client.get(address(heard, end)).status_code == 404
    client.force_login(resident)
    assert client.get(address(heard, end)).status_code == 404
    client.force_login(planner)
    response = client.get(address(heard, end))
    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"


@pytest.mark.parametrize("layer", ["noise", "volume", "nothing", "walk-daily"])
def test_only_the_ground_has_a_picture(
    client: Client, heard: Sequence[Scenario], layer: str
) -> None:
    assert client.get(address(heard, "value.png", layer)).status_code == 404
    assert client.get(address(heard, ".png", layer)).status_code == 404


def test_grids_of_another_frame_are_not_compared(client: Client, heard: Sequence[Scenario]) -> None:
    grid = Result.objects.get(run__fingerprint=print_of(heard[1]), layer="grid")
    grid.frame["step_m"] = 50.0
    grid.save()
    assert client.get(address(heard, ".json")).status_code == 404


def test_run_that_is_going_has_no_picture_yet(client: Client, heard: Sequence[Scenario]) -> None:
    run = AnalysisRun.objects.filter(fingerprint=print_of(heard[0]))
    run.update(status="queued", progress=0.3)
    assert client.get(address(heard, "value.png")).status_code == 404
    assert client.get(address(heard, "value.json")).status_code == 202


def test_card_on_open_ground_says_noise_and_air(
    client: Client, city: TwinVersion, heard: Sequence[Scenario]
) -> None:
    lon, lat = lonlat(355250, 6689250)
    text = client.get(f"/twin/card/ground/{lon:.5f},{lat:.5f}/").content.decode()
    assert "pen ground" in text
    assert f"{BY_DAY:.0f} dB" in text
    assert f"about {QUIETER_DB:.0f} dB quieter: clearly noticeable" in text
    assert f"{NO2:.0f} µg/m³" in text


def test_ground_outside_the_city_has_no_card(client: Client, heard: Sequence[Scenario]) -> None:
    assert client.get("/twin/card/ground/2.35000,48.85000/").status_code == 404


def test_table_of_the_ground_has_a_row_for_every_cell(
    client: Client, heard: Sequence[Scenario]
) -> None:
    context = client.get(f"/twin/table/{print_of(heard[1])}/noise-ground/").context
    assert context["total"] == len(cells())
    assert context["rows"][0]["name"].startswith("Near ")
    assert context["rows"][0]["change"] == "about 4 dB quieter: clearly noticeable"


def test_table_of_the_ground_says_how_much_of_it_is_how_loud(
    client: Client, heard: Sequence[Scenario]
) -> None:
    areas = client.get(f"/twin/table/{print_of(heard[1])}/noise-ground/").context["areas"]
    assert [(before, after) for _says, before, after in areas] == [
        ("0", "0"),
        ("0", "0"),
        ("0", "5"),
        ("19", "14"),
        ("0", "0"),
    ]


def test_csv_of_the_ground_names_places(client: Client, heard: Sequence[Scenario]) -> None:
    url = f"/twin/table/{print_of(heard[1])}/noise-ground/?as=csv"
    text = b"".join(client.get(url)).decode("utf-8-sig")
    head, first, *_rest = text.splitlines()
    assert head.startswith("longitude,latitude,today")
    assert first.split(",")[0].startswith("-1.5")


def test_map_is_told_where_the_ground_is(heard: Sequence[Scenario]) -> None:
    config = map_config(options=[MapOption(scenario=one) for one in heard])
    assert config is not None
    assert "noise-ground.json" in config.options[1].values["noise-ground"]
    assert {"noise", "noise-ground", "no2", "no2-ground"} <= {v.layer.key for v in config.layers}
