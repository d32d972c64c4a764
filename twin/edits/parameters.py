"""What an edit takes: parameters by type, with units and limits; each reads and refuses."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, TypeAlias

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from portal.errors import BadInput, TooLarge

Words: TypeAlias = str | Promise
"""A text in the language of whoever reads it."""
Values: TypeAlias = Mapping[str, Any]
MOST_OF_URN = 120
PIECES, HOUSES = gettext_lazy("Pieces of street"), gettext_lazy("Buildings")


@dataclass(frozen=True)
class Parameter(ABC):
    """One value of an edit. name: as stored; label: for people; asked: whether forms ask for it."""

    name: str
    label: Words
    asked: bool = True
    type: ClassVar[str]

    @abstractmethod
    def read(self, values: Values) -> Any:
        """Its value among those that arrived; raises BadInput naming it."""

    @property
    def needed(self) -> bool:
        """Whether an edit cannot be made without it."""
        return True


@dataclass(frozen=True)
class Whole(Parameter):
    """A whole number.

    least, most: its limits, in `unit`. refusal: what is said of any other value, with %(least)d
    and %(most)d. default: taken when it is not given; None when it must be. suggested: what a form
    begins with.
    """

    least: int = 0
    most: int = 0
    refusal: Words = ""
    unit: str = ""
    default: int | None = None
    suggested: int | None = None
    type = "whole"

    def read(self, values: Values) -> int:
        """A whole number within the limits."""
        if self.default is not None and self.name not in values:
            return self.default
        value = values.get(self.name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int):
            raise BadInput(self.refused, field=self.name)
        if not self.least <= value <= self.most:
            raise BadInput(self.refused, field=self.name)
        return value

    @property
    def refused(self) -> str:
        """What is said of a value that does not fit."""
        return str(self.refusal) % {"least": self.least, "most": self.most}

    @property
    def needed(self) -> bool:
        """Whether there is no default."""
        return self.default is None


@dataclass(frozen=True)
class Choice(Parameter):
    """One word of a list.

    options: words as stored, and for people. refusal: what is said of any other. suggested: the
    word that a form begins with.
    """

    options: tuple[tuple[str, Words], ...] = ()
    refusal: Words = ""
    suggested: str = ""
    optional: bool = False
    type = "choice"

    def read(self, values: Values) -> str:
        """One of the words; "" where none is given and none needed."""
        value = values.get(self.name)
        if self.optional and not value:
            return ""
        if not isinstance(value, str) or value not in dict(self.options):
            raise BadInput(str(self.refusal), field=self.name)
        return value

    @property
    def needed(self) -> bool:
        """Whether a word must be chosen."""
        return not self.optional


@dataclass(frozen=True)
class Line(Parameter):
    """A line of text. most: its length in characters. hint: what a form says below."""

    most: int = 80
    hint: Words = ""
    type = "text"

    def read(self, values: Values) -> str:
        """The text without needless spaces; "" when there is none."""
        value = values.get(self.name, "")
        if not isinstance(value, str) or len(value) > self.most or not (value + "x").isprintable():
            message = _("Use a name of at most %(most)d characters.") % {"most": self.most}
            raise BadInput(message, field=self.name)
        return " ".join(value.split())

    @property
    def needed(self) -> bool:
        """A text may be left open."""
        return False


@dataclass(frozen=True)
class Things(Parameter):
    """What an edit is about, chosen from the city by URN, each once.

    of: the kind of entity. most: how many at once. ordered: whether their order means something;
    else they are sorted.
    """

    ordered: bool = False
    of: ClassVar[str]
    most: ClassVar[int]
    type = "things"

    def read(self, values: Values) -> tuple[str, ...]:
        """The URNs; raises TooLarge for too many."""
        given = values.get(self.name)
        if not isinstance(given, (list, tuple)) or not given:
            raise BadInput(self.none, field=self.name)
        if len(given) > self.most:
            raise TooLarge(self.many, field=self.name)
        if not all(isinstance(urn, str) and 0 < len(urn) <= MOST_OF_URN for urn in given):
            raise BadInput(self.wrong, field=self.name)
        once = tuple(dict.fromkeys(given))
        return once if self.ordered else tuple(sorted(once))

    def named(self, params: Values) -> list[str]:
        """The URNs in parameters as they are stored."""
        found = params.get(self.name)
        return [str(urn) for urn in found] if isinstance(found, list) else []

    @property
    @abstractmethod
    def none(self) -> str:
        """What is said when none is chosen."""

    @property
    @abstractmethod
    def many(self) -> str:
        """What is said of too many."""

    @property
    def wrong(self) -> str:
        """What is said of one that can be no URN."""
        return self.none


@dataclass(frozen=True)
class Streets(Things):
    """Pieces of street, 1 to 500."""

    name: str = "streets"
    label: Words = PIECES
    of = "street"
    most = 500

    @property
    def none(self) -> str:
        """What is said when none is chosen."""
        return _("Choose at least one street.")

    @property
    def many(self) -> str:
        """What is said of too many."""
        return ngettext(
            "One change can take at most %(most)d piece of street.",
            "One change can take at most %(most)d pieces of street.",
            self.most,
        ) % {"most": self.most}

    @property
    def wrong(self) -> str:
        """What is said of one that can be no URN."""
        return _("Choose the streets from the list.")


@dataclass(frozen=True)
class Buildings(Things):
    """Buildings, 1 to 50."""

    name: str = "buildings"
    label: Words = HOUSES
    of = "building"
    most = 50

    @property
    def none(self) -> str:
        """What is said when none is chosen."""
        return _("Choose at least one building.")

    @property
    def many(self) -> str:
        """What is said of too many."""
        return ngettext(
            "One change can take away at most %(most)d building.",
            "One change can take away at most %(most)d buildings.",
            self.most,
        ) % {"most": self.most}


def read_all(parameters: Sequence[Parameter], params: Any) -> dict[str, Any]:
    """Every parameter's value; raises BadInput for what is missing, wrong or not known."""
    if not isinstance(params, dict):
        raise BadInput(_("The details of this change are missing."), field="params")
    known = {parameter.name for parameter in parameters}
    for name in params:
        if name not in known:
            raise BadInput(
                _("This change has no detail called “%(name)s”.") % {"name": str(name)[:40]},
                field=str(name)[:40],
            )
    return {parameter.name: parameter.read(params) for parameter in parameters}
