"""Which addresses of the site take forms, found in its views and in its pages."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver


def takers() -> set[str]:
    """The names of all addresses whose view reads a form or asks for POST."""
    return {name for name, view in _all(get_resolver()) if _takes(view)}


def _all(resolver: Any, space: str = "") -> Iterator[tuple[str, Callable[..., Any]]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _all(one, f"{space}{one.namespace}:" if one.namespace else space)
        elif isinstance(one, URLPattern) and one.name:
            yield space + one.name, one.callback


def _takes(view: Any) -> bool:
    plain = getattr(view, "view_class", None) or getattr(view, "cls", None)
    if plain is not None:
        return hasattr(plain, "post")
    seen: set[Any] = set()
    waiting = [inspect.unwrap(view)]
    while waiting:
        one = waiting.pop()
        if one in seen or not inspect.isfunction(one):
            continue
        seen.add(one)
        if "POST" in inspect.getsource(one):
            return True
        called = [one.__globals__.get(name) for name in one.__code__.co_names]
        plain_ones = [inspect.unwrap(named) for named in called if callable(named)]
        waiting += [named for named in plain_ones if _beside(named, one)]
    return False


def _beside(named: Any, one: Any) -> bool:
    return getattr(named, "__module__", "") == one.__module__


FORM = re.compile(r"<form\b[^>]*method=\"post\"[^>]*>.*?</form>", re.DOTALL)
_TO = re.compile(r"(?:action|formaction)=\"\{% url '([\w:-]+)'")
_DRAWS = re.compile(
    r"<(?:input|select|textarea|button)\b[^>]*\bname=|components/(?:field|choi|chec)"
)


def forms_of_pages() -> Iterator[tuple[set[str], bool]]:
    """Every form of the templates: where it may go, and whether it has a field of its own."""
    for path in sorted(Path(settings.BASE_DIR, "templates").rglob("*.html")):
        for form in FORM.findall(path.read_text()):
            yield set(_TO.findall(form)), bool(_DRAWS.search(form))
