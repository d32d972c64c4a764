"""Looking for the place of one comment by planting others and reading what becomes public."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import h3
from django.conf import settings

from participation.anomalies.crowds import DAY_S, WEEKS_S
from participation.bench.anonymity.ground import OLD_FINEST, Ground, NewRule, OldRule, Spot
from participation.disclosure import TEN
from participation.disclosure.grid import COARSEST, FINEST, cell_at

PER_ACCOUNT = 4  # sign up, read the mail, confirm
PER_COMMENT = 4  # place, words, preview, send
PER_READ = 1
FIRST_FAKE = 1_000_000
AT_A_TIME = 4  # one fewer than make a crowd
PACES = {"hasty": 0, "patient": DAY_S, "very patient": WEEKS_S}
"""How long the attacker waits before the next accounts for a cell, in seconds."""


@dataclass(frozen=True)
class Found:
    """metres: from the place to the guess. located: whether its smallest area became public.

    residents: of the area that the guess is the middle of. days: since the accounts were made.
    """

    metres: float
    located: bool
    residents: float
    accounts: int
    days: int
    requests: int


def attack_old(ground: Ground, victim: Spot, accounts: int) -> Found:
    """Ten accounts speak in each cell of resolution 9, then in each part of the one that shows."""
    world = OldRule()
    mark = _everyone_speaks(world, ground, victim)
    fakes = [FIRST_FAKE + number for number in range(min(accounts, TEN))]
    comments = reads = 0
    seen = world.cell_of(mark)
    for resolution in (FINEST, OLD_FINEST):
        if seen and h3.get_resolution(seen) >= resolution:
            continue
        for part in _parts(ground, seen, resolution):
            for fake in fakes:
                world.say(fake, _middle(part))
                comments += 1
        reads += 1
        seen = world.cell_of(mark)
    requests = len(fakes) * PER_ACCOUNT + comments * PER_COMMENT + reads * PER_READ
    finest = bool(seen) and h3.get_resolution(seen) == OLD_FINEST
    # The twin's residents are kept for cells of resolution 9: a seventh of theirs.
    people = ground.residents.get(h3.cell_to_parent(seen, FINEST), 0.0) / 7 if finest else 0.0
    off = _off(victim, seen or cell_at(victim.latitude, victim.longitude, COARSEST))
    return Found(off, finest, people, len(fakes), 0, requests)


def _parts(ground: Ground, seen: str, resolution: int) -> list[str]:
    """The parts of the cell that shows, or all that anybody spoke of while none does."""
    if seen:
        return list(h3.cell_to_children(seen, resolution))
    return sorted({cell_at(spot.latitude, spot.longitude, resolution) for spot in ground.spoken})


def attack_new(
    ground: Ground, victim: Spot, accounts: int, *, quarter: bool, pace: str = "patient"
) -> Found:
    """Nine aged accounts in each cell where the place may lie, the likeliest first; then wait.

    pace: of PACES. Who is hasty makes all accounts on one day and writes at once; else those of
    a cell are made four at a time, and write a quarter of an hour apart. What is left after the
    end of the discussion is merged upward, and read once more. Without any cell the guess is the
    middle of what is possible.
    """
    world = NewRule(ground.residents)
    mark = _everyone_speaks(world, ground, victim)
    possible = _possible(world, ground, victim, quarter=quarter)
    planted: dict[int, tuple[int, int]] = {}
    gap_s = PACES[pace]
    for cell in possible[: accounts // (TEN - 1)]:
        for number in range(TEN - 1):
            made = number // AT_A_TIME * gap_s if gap_s else number
            wrote = number * (900 if gap_s else 9)
            comment = world.say(FIRST_FAKE + len(planted), _middle(cell))
            planted[comment] = (made, wrote)
    world.look_for_crowds(planted)
    batches, seen = 0, world.cell_of(mark)
    for ended in (False, True):
        if not seen:
            world.a_day(ended=ended)
            batches += 1
            seen = world.cell_of(mark)
    making = (TEN - 2) // AT_A_TIME * gap_s // DAY_S
    aging = settings.ESTABLISHED_DAYS + making if planted else 0
    left = [cell for cell in possible if cell not in world.standing] or possible
    return Found(
        _off(victim, seen) if seen else _off_the_middle(victim, left),
        bool(seen) and h3.get_resolution(seen) == FINEST,
        sum(ground.residents.get(cell, 0.0) for cell in ([seen] if seen else possible)),
        len(planted),
        aging + batches,
        len(planted) * (PER_ACCOUNT + PER_COMMENT) + batches * PER_READ,
    )


def _everyone_speaks(world: OldRule | NewRule, ground: Ground, victim: Spot) -> int:
    """All others have spoken and are public; then the victim speaks. Its comment."""
    for person, spot in enumerate(ground.spoken):
        if spot is not victim:
            world.say(person, spot)
    if isinstance(world, NewRule):
        world.a_day()
    return world.say(ground.spoken.index(victim), victim)


def _possible(world: NewRule, ground: Ground, victim: Spot, *, quarter: bool) -> list[str]:
    """Cells where the place may lie, those where most have spoken publicly first."""
    said = Counter(world.public.values())
    cells = {cell_at(spot.latitude, spot.longitude) for spot in ground.spoken}
    if quarter:
        here = cell_at(victim.latitude, victim.longitude, FINEST - 1)
        cells = set(h3.cell_to_children(here, FINEST))
    likely = {cell: said[cell] for cell in cells if ground.residents.get(cell, 0.0) >= TEN}
    return sorted(likely, key=lambda cell: (-likely[cell], -ground.residents[cell], cell))


def _middle(cell: str) -> Spot:
    return Spot(*h3.cell_to_latlng(cell))


def _off_the_middle(victim: Spot, cells: list[str]) -> float:
    """From the place to the middle of all the cells where it may lie."""
    spots = [_middle(cell) for cell in cells]
    return victim.metres_to(
        sum(spot.latitude for spot in spots) / len(spots),
        sum(spot.longitude for spot in spots) / len(spots),
    )


def _off(victim: Spot, cell: str) -> float:
    middle = _middle(cell)
    return victim.metres_to(middle.latitude, middle.longitude)
