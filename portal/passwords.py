"""Passwords that somebody would guess who knows which site this is."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from portal.folding import without_accents

# With the city's name: what a guess at an account here begins with. None is refused within more.
WORDS = (
    "civictwin",
    "civic",
    "twin",
    "participation",
    "participate",
    "citoyen",
    "citizen",
    "mairie",
    "townhall",
    "vote",
    "ville",
    "city",
)
LEAST_BESIDE = 5


class NotTheCitysName:
    """Refuses a password that is little more than the names of the city and its site."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise ValidationError when fewer than five letters are left without them."""
        left = plain(password)
        for word in sorted({*plain(settings.CITY["name"]).split(), *WORDS}, key=len, reverse=True):
            left = left.replace(word, "")
        if left != plain(password) and sum(map(str.isalpha, left)) < LEAST_BESIDE:
            raise ValidationError(
                _(
                    "This password is too easy to guess here: it is made of the city’s or the "
                    "site’s name. Add words of your own."
                ),
                code="password_of_the_place",
            )

    def get_help_text(self) -> str:
        """For password forms."""
        return _("Not the name of the city or of this site.")


def plain(text: str) -> str:
    """In small letters, without accents."""
    return without_accents(text.lower())
