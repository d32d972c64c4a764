"""Operators kept on disk: the same bytes back, one preparer, old and damaged ones out."""

from __future__ import annotations

import io
import json
import os
import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as of_numpy

from tests.twin.small_city import small_city, urn
from tests.twin.tiny_analyses import CARD, Pace
from twin.analyses.contract import Analysis
from twin.citystate import CityState
from twin.edits.kinds.close_to_cars import CloseToCars
from twin.edits.kinds.plant_trees import PlantTrees
from twin.edits.kinds.speed import SetSpeed
from twin.overlay import apply
from twin.runs import operators
from twin.runs.operators import NotStorable, Shelf, depends_on, read_operator, write_operator

CITY = small_city()


class Grid(NamedTuple):
    """A part of an operator, as compiled loops like it."""

    step_m: float
    cells: np.ndarray


@dataclass(frozen=True)
class Whole:
    """All that an operator may hold."""

    values: np.ndarray
    grid: Grid
    names: tuple[str, ...]
    by_name: dict[str, np.ndarray]
    nothing: None = None


class Geometric(Analysis):
    """An analysis that reads street lengths and where streets are, and follows an edit."""

    name = "geometric"
    version = "1"
    parameters = Pace
    card = CARD
    reads = {"street": ("length_m", "car")}

    def __init__(self) -> None:
        self.prepared = self.updated = 0

    def prepare(self, state: CityState, parameters: Pace, progress: Any) -> Whole:
        """Lengths of the streets that cars use."""
        self.prepared += 1
        c = state.tables["street"].columns
        return whole(c["length_m"] * c["car"])

    def update(
        self, operator: Whole, base: CityState, state: CityState, parameters: Pace, progress: Any
    ) -> Whole:
        """The same for an edited city."""
        self.updated += 1
        c = state.tables["street"].columns
        return replace(operator, values=c["length_m"] * c["car"])

    def apply(self, *given: Any) -> Any:
        """Nothing here asks for it."""


def whole(values: np.ndarray) -> Whole:
    grid = Grid(20.0, np.arange(6, dtype=np.int32).reshape(2, 3))
    return Whole(values, grid, ("é", ""), {"flags": np.array([True, False]), "none": np.empty(0)})


def quiet(share: float, text: str) -> None:
    """Nobody listens."""


@pytest.fixture(autouse=True)
def shelf_of_its_own(tmp_path: Path, settings: Any) -> Shelf:
    settings.OPERATOR_DIR = tmp_path / "shelf"
    operators.forget()
    return operators.shelf()


def kept(tmp_path: Path, operator: Any) -> Any:
    path = tmp_path / "one"
    with path.open("wb") as file:
        write_operator(operator, file)
    return read_operator(path, root="tests")


def get(analysis: Any, state: CityState = CITY) -> Any:
    return operators.operator_for(analysis, CITY, state, Pace(), quiet)


def test_an_operator_comes_back_as_the_same_classes_and_arrays(tmp_path: Path) -> None:
    back = kept(tmp_path, whole(np.linspace(0, 1, 7)))
    assert (type(back), type(back.grid), back.names) == (Whole, Grid, ("é", ""))
    assert back.values.tolist() == np.linspace(0, 1, 7).tolist()
    assert (back.grid.cells.shape, back.grid.cells.dtype) == ((2, 3), np.int32)
    assert back.by_name["flags"].tolist() == [True, False]


arrays = of_numpy.arrays(
    st.sampled_from(["f4", "f8", "i4", "i8", "u1", "?", "U3"]),
    of_numpy.array_shapes(min_dims=0, max_dims=3, min_side=0, max_side=4),
)


@given(st.lists(arrays, max_size=4))
def test_every_array_comes_back_bit_by_bit(tmp_path_factory: Any, given_arrays: Any) -> None:
    back = kept(tmp_path_factory.mktemp("a"), {"all": given_arrays})["all"]
    for old, new in zip(given_arrays, back, strict=True):
        assert (old.dtype, old.shape, old.tobytes()) == (new.dtype, new.shape, new.tobytes())


def test_shapes_come_back_as_they_were(tmp_path: Path) -> None:
    lines = CITY.tables["street"].geometry
    back = kept(tmp_path, {"lines": lines, "none": lines[:0]})
    assert shapely.equals_exact(back["lines"], lines).all()
    assert (back["none"].shape, back["none"].dtype) == ((0,), object)


def test_equal_operators_are_equal_files() -> None:
    files = [io.BytesIO(), io.BytesIO()]
    for file in files:
        write_operator(whole(np.ones(5)), file)
    assert files[0].getvalue() == files[1].getvalue()


@pytest.mark.parametrize(
    "odd", [np.array([object()]), {1: "a"}, {"a"}, lambda: 0, np.array([None, shapely.Point()])]
)
def test_what_is_no_array_and_no_plain_value_is_not_stored(odd: Any) -> None:
    with pytest.raises(NotStorable):
        write_operator(odd, io.BytesIO())


def test_a_file_cannot_name_a_class_that_is_not_ours(tmp_path: Path) -> None:
    path = tmp_path / "one"
    with path.open("wb") as file:
        write_operator(whole(np.ones(1)), file)
    told = path.read_bytes().replace(
        b"tests.twin.test_operators:Whole", b"subprocess_____________:Popen__"
    )
    path.write_bytes(told)
    with pytest.raises(operators.Damaged, match="not ours"):
        read_operator(path, root="tests")


def test_an_operator_is_prepared_once_for_all_processes() -> None:
    first, second = Geometric(), Geometric()
    get(first)
    operators.forget()
    assert get(second).values.tolist() == [100.0] * 24
    assert (first.prepared, second.prepared) == (1, 0)


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied"])
def test_a_damaged_file_is_made_again(shelf_of_its_own: Shelf, damage: str) -> None:
    analysis = Geometric()
    get(analysis)
    operators.forget()
    (path,) = shelf_of_its_own.folder.glob("*.operator")
    content = path.read_bytes()
    flipped = content.replace(np.float64(100).tobytes(), np.float64(101).tobytes(), 1)
    path.write_bytes({"cut": content[:-8], "flipped": flipped, "emptied": b""}[damage])
    assert get(analysis).values.tolist() == [100.0] * 24
    assert analysis.prepared == 2


def test_two_that_need_the_same_operator_make_it_once(shelf_of_its_own: Shelf) -> None:
    made, heard, inside, go_on = [], [], threading.Event(), threading.Event()

    class Slow(Geometric):
        def prepare(self, state: CityState, parameters: Pace, progress: Any) -> Whole:
            made.append(1)
            inside.set()
            assert go_on.wait(10)
            return super().prepare(state, parameters, progress)

    def second() -> None:
        def listen(share: float, text: str) -> None:
            heard.append(text)
            go_on.set()

        operators.operator_for(Slow(), CITY, CITY, Pace(), listen)

    threads = [threading.Thread(target=get, args=(Slow(),)), threading.Thread(target=second)]
    threads[0].start()
    assert inside.wait(10)
    threads[1].start()
    for thread in threads:
        thread.join(10)
    assert (len(made), heard[0]) == (1, "Another computer prepares this already")


def test_the_operator_used_longest_ago_makes_room(tmp_path: Path) -> None:
    shelf = Shelf(tmp_path, 3_000)
    for when, key in enumerate(("a", "b")):
        assert shelf.put(key, np.zeros(150))
        os.utime(shelf.path(key), (when, when))
    shelf.get("a")
    shelf.put("c", np.zeros(150))
    there = {path.stem for path in tmp_path.glob("*.operator")}
    assert there == {"a", "c"}


def test_without_a_place_to_write_operators_stay_in_memory(tmp_path: Path, settings: Any) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    settings.OPERATOR_DIR = blocked / "below"
    analysis = Geometric()
    get(analysis)
    get(analysis)
    assert analysis.prepared == 1


def test_a_plan_that_changes_nothing_it_reads_shares_todays_operator() -> None:
    analysis = Geometric()
    slower, _ = apply(CITY, [SetSpeed((urn("A", 0),), 30), PlantTrees(((-1.55, 47.21),), 6)])
    assert get(analysis, slower) is get(analysis)
    assert (analysis.prepared, analysis.updated) == (1, 0)


def test_a_plan_that_changes_what_it_reads_updates_todays_operator() -> None:
    analysis = Geometric()
    closed, _ = apply(CITY, [CloseToCars((urn("A", 0),))])
    assert get(analysis, closed).values.sum() == 2300.0
    assert get(analysis).values.sum() == 2400.0
    assert (analysis.prepared, analysis.updated) == (1, 1)


def test_an_updated_operator_is_kept_too() -> None:
    analysis = Geometric()
    closed, _ = apply(CITY, [CloseToCars((urn("A", 0),))])
    get(analysis, closed)
    operators.forget()
    get(analysis, closed)
    assert analysis.updated == 1


def test_what_an_operator_depends_on_is_its_columns_and_shapes() -> None:
    analysis = Geometric()
    again = small_city()
    assert depends_on(analysis, again) == depends_on(analysis, CITY)
    closed, _ = apply(CITY, [CloseToCars((urn("A", 0),))])
    assert depends_on(analysis, closed) != depends_on(analysis, CITY)


def test_the_description_of_a_file_is_plain_json(tmp_path: Path) -> None:
    content = io.BytesIO()
    write_operator(whole(np.ones(2)), content)
    raw = content.getvalue()
    length = int.from_bytes(raw[8:16], "little")
    assert json.loads(raw[16 : 16 + length])["value"]["class"].endswith("test_operators:Whole")
