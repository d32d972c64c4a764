"""What somebody sent after their session was over: kept sealed until they are back, then shown.

It is bound to the person; whoever else signs in at that computer does not see it.
"""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

from portal.sealing import InvalidToken, seal, unseal
from portal.sessions.store import PARKED_S

SESSION_KEY = "parked"
MOST_BYTES = 200_000
# Signing in and out, and pages that ask for a password, are never kept.
_NEVER = ("/account/", "/i18n/", "/kiosk/")
_NOT_KEPT = ("csrfmiddlewaretoken", "password", "pin")


@dataclass(frozen=True)
class Parked:
    """What was sent. path: whereto. said: what a person wrote. rest: the form's other fields."""

    path: str
    said: list[tuple[str, str]]
    rest: list[tuple[str, str]]


def park(request: HttpRequest, person_id: int) -> bool:
    """Keep what was posted for this person; False when there is nothing, or too much, to keep."""
    if request.method != "POST" or request.path.startswith(_NEVER):
        return False
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in _NOT_KEPT
    ]
    kept = json.dumps({"path": request.get_full_path(), "of": person_id, "fields": fields})
    if len(kept) > MOST_BYTES:
        return False
    session: Any = request.session
    session[SESSION_KEY] = base64.b64encode(seal("parked", kept.encode())).decode()
    session.set_expiry(PARKED_S)
    return True


def parked(request: HttpRequest) -> Parked | None:
    """What this person sent and has not sent again yet, for two hours."""
    sealed = request.session.get(SESSION_KEY)
    if not isinstance(sealed, str):
        return None
    try:
        kept = json.loads(unseal("parked", base64.b64decode(sealed), max_age_s=PARKED_S))
    except (InvalidToken, ValueError):
        return None
    if kept["of"] != request.user.pk:
        return None
    fields = [(str(name), str(value)) for name, value in kept["fields"]]
    said = [field for field in fields if _is_words(field[1])]
    return Parked(kept["path"], said, [field for field in fields if field not in said])


def sent(request: HttpRequest) -> None:
    """Forget what was kept once it is sent again."""
    if SESSION_KEY in request.session and request.method == "POST":
        found = parked(request)
        if found is None or found.path == request.get_full_path():
            forget(request)


def forget(request: HttpRequest) -> None:
    """It was sent again, or is not wanted any more."""
    request.session.pop(SESSION_KEY, None)


def _is_words(value: str) -> bool:
    return len(value) > 24 or " " in value.strip()
