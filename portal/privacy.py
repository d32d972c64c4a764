"""Who answers for people's data here, read from a small TOML file that the city writes.

```toml
controller = "City of Nantes, 2 rue de l'Hôtel de Ville, 44000 Nantes"
officer = "dpo@city.example"
authority = "CNIL, 3 place de Fontenoy, 75007 Paris, cnil.fr"
[recipients]            # texts, in each language of the site
en = "The city's departments; Example Hosting in Paris, which keeps the servers."
fr = "Les services de la ville ; Example Hosting à Paris, qui héberge les serveurs."
```
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

PLAIN = ("controller", "officer", "authority")
TEXTS = ("recipients", "transfers", "more")
Texts = dict[str, str | Promise]


def privacy_of(file: str, city: Mapping[str, str]) -> dict[str, Any]:
    """What the file says, and for what it leaves out: the city's name and address.

    Raises ImproperlyConfigured when it cannot be read, so that no promise is made by mistake.
    """
    said: dict[str, Any] = {}
    if file:
        try:
            said = tomllib.loads(Path(file).read_text(encoding="utf-8"))
        except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ImproperlyConfigured(f"CIVIC_PRIVACY_FILE cannot be read: {error}.") from None
    _check(said)
    defaults: dict[str, Any] = {
        "controller": f"{city['name']}, {city['contact']}",
        "officer": city["contact"],
        "authority": "",
        "recipients": {"": _("The people who run this site for the city, and nobody else.")},
        "transfers": {"": _("None.")},
        "more": {},
    }
    return defaults | said


def _check(said: dict[str, Any]) -> None:
    for name, value in said.items():
        plain = name in PLAIN and isinstance(value, str)
        texts = (
            name in TEXTS
            and isinstance(value, dict)
            and all(isinstance(text, str) for text in value.values())
        )
        if not (plain or texts):
            known = ", ".join([*PLAIN, *(f"[{name}]" for name in TEXTS)])
            raise ImproperlyConfigured(f"CIVIC_PRIVACY_FILE: {name}? It knows {known}.")
