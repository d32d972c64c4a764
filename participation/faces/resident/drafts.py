"""A comment in the making, kept in the session so that signing in loses no word."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.http import HttpRequest


@dataclass
class Draft:
    """What was chosen and written so far.

    where: "place", "home", "all" or "" (not asked yet). place: GeoJSON or "". option: a letter in
    small, or "all". scenario: the revision that was shown with the option.
    """

    where: str = ""
    place: str = ""
    street: str = ""
    text: str = ""
    option: str = ""
    stance: str = "neutral"
    theme: str = "other"
    scenario: int | None = None


def _key(slug: str) -> str:
    return f"comment:{slug}"


def load(request: HttpRequest, slug: str) -> Draft:
    """The draft for this consultation; an empty one at first."""
    kept = request.session.get(_key(slug), {})
    known = Draft.__dataclass_fields__
    return Draft(**{name: value for name, value in kept.items() if name in known})


def keep(request: HttpRequest, slug: str, draft: Draft) -> None:
    """Put the draft into the session."""
    request.session[_key(slug)] = asdict(draft)


def drop(request: HttpRequest, slug: str) -> None:
    """Forget the draft: it is posted."""
    request.session.pop(_key(slug), None)
