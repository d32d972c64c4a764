"""Taking the second factors away from somebody who lost them all."""

from __future__ import annotations

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction

from portal.audit import record
from portal.models import User
from portal.notices import tell
from portal.sessions import end_sessions


@transaction.atomic
def remove_factors(*, actor: Any, person: User) -> int:
    """Remove them all and sign the person out everywhere; how many there were.

    actor: None for the one who has the server; nobody else can. Staff set up new ones when they
    sign in next.
    """
    if actor is not None:
        raise ValueError("only the system removes somebody's second factors")
    gone, _each = Authenticator.objects.filter(user=person).delete()
    record(actor=None, act="second-factor.remove-all", subject=person, factors=gone)
    end_sessions(person)
    tell(person, "factors-lost")
    return int(gone)
