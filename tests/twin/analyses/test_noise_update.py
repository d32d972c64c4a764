"""The operator followed through a plan equals the one made from scratch; threads and tiles too."""

from __future__ import annotations

import hashlib
from dataclasses import fields, replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.twin.analyses.noise_town import HOUSES, QUICK, flows, greens, houses, town
from tests.twin.analyses.towns import edited, silent
from twin.analyses import parallel
from twin.analyses.contract import Cancelled
from twin.analyses.noise import Noise
from twin.analyses.noise.attenuation import NoiseOperator
from twin.analyses.noise.levels import levels
from twin.analyses.noise.powers import powers_of
from twin.analyses.sampling import worlds
from twin.citystate import CityState

NOISE = Noise()
BASE = town()
OPERATOR = NOISE.prepare(BASE, QUICK, silent)
NEW = ((200, 12, 215, 30), (62, 45, 75, 60), (112, 20, 125, 35), (2, 8, 12, 20))


def planned(added: set[int], removed: set[int], park: bool = False) -> CityState:
    """The town with new houses of `NEW`, some of its own gone, and perhaps a park."""
    boxes = (*HOUSES, *(NEW[k] for k in sorted(added)))
    height = np.array([0.0 if k in removed else 12.0 for k in range(len(boxes))])
    lived = np.where(height > 0, 100.0, 0.0)
    table = houses(*boxes, height_m=height, dwellings=lived, residents=lived)
    table = replace(table, geometry=np.concatenate([BASE.tables["building"].geometry,
                                                    table.geometry[len(HOUSES) :]]))  # fmt: skip
    state = BASE.with_table("building", table, "planned")
    return state.with_table("green", greens((20, 60, 100, 100)), "park") if park else state


def levels_of(operator: NoiseOperator, state: CityState) -> list[np.ndarray]:
    drawn = worlds(QUICK.samples, QUICK.seed)
    street = state.tables["street"]
    powers = powers_of(flows(len(street)), street, QUICK, drawn)
    return [levels(field, powers, QUICK, drawn) for field in (operator.facades, operator.grid)]


def digest(operator: NoiseOperator) -> str:
    """Of every byte of the operator's arrays."""
    total = hashlib.sha256()
    for field in (operator.facades, operator.grid):
        total.update(field.receivers.xy.tobytes())
        for one in fields(field):
            if one.name != "receivers":
                total.update(getattr(field, one.name).tobytes())
    return total.hexdigest()


@settings(max_examples=12)
@given(
    st.sets(st.integers(0, len(NEW) - 1), max_size=2),
    st.sets(st.integers(0, len(HOUSES) - 1), max_size=2),
    st.booleans(),
)
def test_a_plan_followed_equals_the_same_plan_from_scratch(added, removed, park):
    state = planned(added, removed, park)
    followed = NOISE.update(OPERATOR, BASE, state, QUICK, silent)
    anew = NOISE.prepare(state, QUICK, silent)
    assert (followed.facades.receivers.number == anew.facades.receivers.number).all()
    assert (followed.grid.receivers.cell == anew.grid.receivers.cell).all()
    for one, other in zip(levels_of(followed, state), levels_of(anew, state), strict=True):
        assert np.abs(one - other).max(initial=0.0) <= 0.011


def test_a_new_house_leaves_rows_out_of_its_range_alone():
    state = planned({0}, set())
    asked = []
    NOISE.update(OPERATOR, BASE, state, replace(QUICK, range_m=40.0), lambda s, t: asked.append(s))
    assert asked
    near = NOISE.update(OPERATOR, BASE, state, QUICK, silent)
    far = OPERATOR.facades.receivers.xy[:, 0] < 60
    rows = np.flatnonzero(far)
    assert len(rows)
    for row in rows:
        number = OPERATOR.facades.receivers.number[row]
        other = int(np.flatnonzero(near.facades.receivers.number == number)[0])
        mine = OPERATOR.facades.f[OPERATOR.facades.start[row] : OPERATOR.facades.start[row + 1]]
        start = near.facades.start
        assert (near.facades.f[start[other] : start[other + 1]] == mine).all()


def test_closing_a_street_or_a_new_speed_keeps_the_operator():
    state = edited(BASE, "street", [0], car=False, speed_kmh=20.0)
    assert NOISE.update(OPERATOR, BASE, state, QUICK, silent) is OPERATOR


def test_a_new_house_casts_a_shadow_and_its_back_is_quieter():
    state = planned({0}, set())
    after = NOISE.update(OPERATOR, BASE, state, QUICK, silent)
    facades = levels_of(after, state)[0][:, 3, 0]
    own = after.facades.receivers
    new = own.building == len(HOUSES)
    front = facades[new & (own.bearing_deg == 180.0)].max()
    back = facades[new & (own.bearing_deg == 0.0)].max()
    assert front - back > 10.0


def test_one_and_two_threads_give_the_same_bytes():
    found = []
    for count in (1, 2):
        parallel.set_threads(count)
        try:
            found.append(NOISE.prepare(BASE, QUICK, silent))
        finally:
            parallel.set_threads(0)
    assert digest(found[0]) == digest(found[1]) == digest(OPERATOR)


@pytest.mark.parametrize("size_m", [60.0, 170.0])
def test_tiles_joined_give_the_same_bytes_as_one_process(size_m):
    from twin.analyses.noise.attenuation import join_tiles, prepare_tile, tiles

    squares = tiles(BASE, QUICK, size_m)
    assert len(squares) > 3
    parts = [prepare_tile(BASE, QUICK, square, silent) for square in squares]
    assert digest(join_tiles(BASE, QUICK, parts)) == digest(OPERATOR)


def test_someone_can_stop_it():
    def stop(share: float, text: str) -> None:
        if share > 0.0:
            raise Cancelled

    with pytest.raises(Cancelled):
        NOISE.prepare(BASE, QUICK, stop)
