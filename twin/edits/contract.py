"""What an edit kind declares: all that the site needs to ask for it, make it, tell it and draw it.

Forms, checks, sentences, markers, the API and its description read this and nothing else; a kind
that leaves something out cannot be made. To add one, see the floor's README.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar, Generic, TypeAlias, TypeVar

from django.contrib.gis.geos import GEOSGeometry

from twin.citystate import CityState
from twin.edits.parameters import Parameter, Things, Words, read_all
from twin.edits.questions import Question, question_for
from twin.edits.refusals import refusal
from twin.overlay import Change, Conflict

C = TypeVar("C", bound=Change)
Shape: TypeAlias = GEOSGeometry
Facts = dict[str, Any]
Params = Mapping[str, Any]


class EditKind(ABC, Generic[C]):
    """One kind of change; its module in `twin.edits.kinds` says all there is to say of it.

    name: as stored with each edit, never changed. label: what planners choose. icon: a symbol of
    static/img/icons.svg. parameters: what it takes, read in this order. shapes: the GeoJSON types
    it is drawn with; none when it is about things that are chosen. reaches: the analyses that read
    what it changes in the city; those that build on them follow.
    """

    name: ClassVar[str]
    label: ClassVar[Words]
    icon: ClassVar[str]
    parameters: ClassVar[tuple[Parameter, ...]]
    shapes: ClassVar[tuple[str, ...]] = ()
    reaches: ClassVar[tuple[str, ...]]

    @abstractmethod
    def change(self, given: Mapping[str, Any], shape: Shape | None) -> C:
        """The typed change. given: every parameter's value; shape: what was drawn (EPSG:4326)."""

    @abstractmethod
    def facts(self, change: C, city: CityState) -> Facts:
        """The names and figures that its sentence needs, as JSON values, found once in the city.

        city: the base, without edits. They are stored with the edit, so that its sentence is told
        in any language without loading the city.
        """

    @abstractmethod
    def sentence(self, params: Params, facts: Params) -> str:
        """What the edit does, in the active language: "Rue X: closed to cars between A and B"."""

    @abstractmethod
    def marker(self, params: Params) -> str:
        """The word or two that stand beside it on the map, in the active language."""

    def read(self, params: Params, shape: Shape | None) -> C:
        """The typed change that a stored or arriving edit means; raises BadInput naming a field."""
        return self.change(read_all(self.parameters, params), shape)

    def drawn(self, params: Params, shape: Shape | None) -> Shape | None:
        """What the map draws; None for the things that it is about."""
        return shape

    def refusal(self, conflict: Conflict, city: CityState) -> str:
        """Why it cannot be made on one entity, naming it, in the active language."""
        return refusal(conflict, city)

    @property
    def questions(self) -> tuple[Question, ...]:
        """The ways in which planners are asked for it; one, unless a kind says otherwise."""
        return (question_for(self),)

    @property
    def about(self) -> Things | None:
        """The parameter that names the things it is about; None for what is drawn."""
        found = (one for one in self.parameters if isinstance(one, Things))
        return next(found, None)

    @property
    def field(self) -> str:
        """The field at which it is told that the edit cannot be made."""
        return self.about.name if self.about else "geometry"
