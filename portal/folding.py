"""Letters without their accents, for comparing and searching (pure)."""

from __future__ import annotations

import unicodedata
from typing import Literal


def without_accents(text: str, *, form: Literal["NFD", "NFKD"] = "NFKD") -> str:
    """`text` with each letter as its plain one: "É" is "E"; what is one sign, as œ, stays.

    form: NFKD also takes apart what only looks different, as ﬁ or ²; NFD leaves it (Unicode TR15).
    """
    if text.isascii():
        return text
    apart = unicodedata.normalize(form, text)
    return "".join(sign for sign in apart if not unicodedata.combining(sign))
