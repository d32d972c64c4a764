"""The question that is attacked: where people spoke, who lives there, how each rule shows it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from math import cos, hypot, radians

import h3
from django.core.management.base import CommandError
from django.db.models import Count

from participation.anomalies.crowds import DAY_S, Arrival, Spoken, odd_crowds
from participation.disclosure.batches import next_release
from participation.disclosure.coarsen import Pin, coarsen
from participation.disclosure.grid import cell_at, upwards
from participation.models import Consultation, Place
from twin import door

OLD_FINEST = 10
HONEST_DAYS = 365
"""Within so many days others made their accounts, in no order."""


@dataclass(frozen=True)
class Spot:
    """A place that somebody spoke of, in degrees."""

    latitude: float
    longitude: float

    def metres_to(self, latitude: float, longitude: float) -> float:
        """How far it is, on a plane that touches here."""
        north = (latitude - self.latitude) * 111_320
        east = (longitude - self.longitude) * 111_320 * cos(radians(self.latitude))
        return hypot(north, east)


@dataclass(frozen=True)
class Ground:
    """A question: places of its comments, one a person, and residents of cells around them."""

    slug: str
    spoken: list[Spot]
    residents: dict[str, float]


def ground(slug: str = "") -> Ground:
    """The question with that slug, or the one with most places."""
    asked = Consultation.objects.filter(slug=slug) if slug else Consultation.objects.all()
    counted = Place.objects.filter(counts=True, consultation__in=asked)
    best = counted.values("consultation").annotate(number=Count("pk")).order_by("-number").first()
    if best is None:
        raise CommandError("There is no question with comments about places; load the demo.")
    found = Consultation.objects.get(pk=best["consultation"])
    places = counted.filter(consultation=found).exclude(fine="").select_related("comment")
    points = [place.comment.geometry.point_on_surface for place in places]
    spoken = [Spot(point.y, point.x) for point in points]
    cells = {
        above
        for spot in spoken
        for near in h3.grid_disk(cell_at(spot.latitude, spot.longitude), 4)
        for above in upwards(near)
    }
    version = found.options.values_list("scenario__base_id", flat=True).first()
    return Ground(found.slug, spoken, door.residents_in(version or 0, cells))


def _made(person: int) -> int:
    return person * 7_919 % HONEST_DAYS * DAY_S


@dataclass
class OldRule:
    """Everything is computed anew with each comment; ten accounts are ten people everywhere."""

    pins: list[Pin] = field(default_factory=list)

    def say(self, person: int, spot: Spot) -> int:
        """A comment; its number."""
        fine = cell_at(spot.latitude, spot.longitude, OLD_FINEST)
        self.pins.append(Pin(len(self.pins), person, fine))
        return len(self.pins) - 1

    def cell_of(self, comment: int) -> str:
        """The comment's public cell right now; "" for none."""
        root = upwards(self.pins[comment].fine)[-1]
        pins = [pin for pin in self.pins if upwards(pin.fine)[-1] == root]
        cells = coarsen(pins)
        return next((cell.index for cell in cells if comment in cell.comments), "")


@dataclass
class NewRule:
    """What the site does: batches that follow upon each other."""

    residents: dict[str, float]
    pins: list[Pin] = field(default_factory=list)
    public: dict[int, str] = field(default_factory=dict)
    standing: set[str] = field(default_factory=set)
    counted: set[int] = field(default_factory=set)
    apart: set[int] = field(default_factory=set)

    def say(self, person: int, spot: Spot) -> int:
        """A comment of an established person; its number."""
        fine = cell_at(spot.latitude, spot.longitude)
        self.pins.append(Pin(len(self.pins), person, fine, person not in self.counted))
        self.counted.add(person)
        return len(self.pins) - 1

    def a_day(self, *, ended: bool = False) -> None:
        """The day's batch. Nobody withdraws here, so no cell goes."""
        unseen = self.public.keys() | self.apart
        waiting = [pin for pin in self.pins if pin.comment not in unseen]
        left = dict.fromkeys(self.standing, 10)
        found = next_release(left, self.standing, waiting, residents=self.residents, ended=ended)
        self.standing |= found.opened
        self.public |= found.joined

    def look_for_crowds(self, fakes: Mapping[int, tuple[int, int]]) -> None:
        """What the site does before a batch; no official rules on what it finds.

        fakes: of planted comments, when the account was made and when they were written. Others
        come by and by, in words of their own.
        """
        everyone = [
            Arrival(
                pin.comment,
                pin.fine,
                *fakes.get(pin.comment, (_made(pin.person), -pin.person * DAY_S)),
                words=frozenset({str(pin.comment)}),
            )
            for pin in self.pins
            if pin.counts
        ]
        arrivals = [one for one in everyone if one.comment not in self.public]
        accounts = [_made(person) for person in range(len(self.counted) - len(fakes))]
        accounts += [made for made, _wrote in fakes.values()]
        for crowd in odd_crowds(arrivals, accounts=accounts, spoken=Spoken(everyone)):
            self.apart |= set(crowd.comments)

    def cell_of(self, comment: int) -> str:
        """The comment's public cell; "" for none."""
        return self.public.get(comment, "")
