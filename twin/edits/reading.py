"""Parameters as they arrive, checked one by one."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from portal.errors import BadInput, TooLarge

MAX_STREETS = 500


class Params:
    """Named values that must all be known and all be right; each failure names its field."""

    def __init__(self, values: Any, known: Collection[str]) -> None:
        if not isinstance(values, dict):
            raise BadInput(_("The details of this change are missing."), field="params")
        for name in values:
            if name not in known:
                raise BadInput(
                    _("This change has no detail called “%(name)s”.") % {"name": str(name)[:40]},
                    field=str(name)[:40],
                )
        self.values = values

    def streets(self, *, ordered: bool = False) -> tuple[str, ...]:
        """URNs of 1 to 500 streets, each once; sorted unless their order means something."""
        given = self.values.get("streets")
        if not isinstance(given, (list, tuple)) or not given:
            raise BadInput(_("Choose at least one street."), field="streets")
        if len(given) > MAX_STREETS:
            raise TooLarge(
                ngettext(
                    "One change can take at most %(most)d piece of street.",
                    "One change can take at most %(most)d pieces of street.",
                    MAX_STREETS,
                )
                % {"most": MAX_STREETS},
                field="streets",
            )
        if not all(isinstance(urn, str) and 0 < len(urn) <= 120 for urn in given):
            raise BadInput(_("Choose the streets from the list."), field="streets")
        once = tuple(dict.fromkeys(given))
        return once if ordered else tuple(sorted(once))

    def whole(self, name: str, least: int, most: int, message: str) -> int:
        """A whole number from `least` to `most`; else BadInput with `message`."""
        value = self.values.get(name)
        if isinstance(value, float) and value.is_integer():
            value = int(value)
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= most:
            raise BadInput(message % {"least": least, "most": most}, field=name)
        return value

    def word(self, name: str, words: Collection[str], message: str) -> str:
        """One of `words`; else BadInput with `message`."""
        value = self.values.get(name)
        if not isinstance(value, str) or value not in words:
            raise BadInput(message, field=name)
        return value

    def text(self, name: str, most: int) -> str:
        """Text of at most `most` characters, without line breaks; "" when absent."""
        value = self.values.get(name, "")
        if not isinstance(value, str) or len(value) > most or not (value + "x").isprintable():
            raise BadInput(
                _("Use a name of at most %(most)d characters.") % {"most": most}, field=name
            )
        return " ".join(value.split())
