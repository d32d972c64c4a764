"""Texts that a city writes in several languages: {"en": "...", "fr": "..."}."""

from __future__ import annotations

from collections.abc import Mapping

from django.conf import settings
from django.utils.translation import get_language


def pick(texts: Mapping[str, str] | None, language: str | None = None) -> str:
    """The text in the reader's language, else in the site's, else in any there is."""
    texts = texts or {}
    wanted = (language or get_language() or settings.LANGUAGE_CODE).split("-")[0]
    for code in (wanted, settings.LANGUAGE_CODE, *texts):
        if texts.get(code):
            return texts[code]
    return ""
